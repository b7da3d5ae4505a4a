from __future__ import annotations

import os
from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter import linked, naming
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject
    from agentkit.references import Form


class BrokenLink(Rule):
    """A relative link leads to a file that is not there.

    ## Why is this bad?
    The model tries to open the file, fails, and goes on without what stands in it. Links are looked up from the file's own
    folder, and from the folders above it up to the repository's root. URLs, anchors, absolute paths, templates
    (`{name}`, `<name>`, `*`), targets without a slash or an ending, code, and what leads out of the project (AK216) are left alone.

    ## Example
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    The format is in [the notes](notes/format.md).
    ```

    Use instead:
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    The format: one event a line, the time first.
    ```

    ## Fix safety
    The path becomes that of the one file in the folder it names that resembles it. That is not safe: another may be meant.
    """

    code = "AK211"
    severity = Severity.WARNING
    confidence = Confidence.EXACT
    fixes = "unsafe"

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each link whose file is not there."""
        folder = os.path.dirname(it.path)
        forms: tuple[Form, ...] = ("path",)
        skills = {each.span.end for each in naming.unknown_skills(it, forms)}  # unknown-related-skill tells of these
        named = [
            (each, linked.path_of(each.name))
            for each in it.references
            if each.form == "link"
            and linked.is_checked(each.name)
            and not linked.leads_out(it.path, linked.path_of(each.name))
            and each.span.end - len("/SKILL.md") not in skills
        ]
        for each, path, message in linked.missing(folder, named):
            hint, fix = linked.way_out(folder, path), linked.fix_to_nearest(each, folder, path)
            yield self.at(it, each.span, message, hint, fix=fix)

    check_skill = check_agent
