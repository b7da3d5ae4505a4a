from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter import linked
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class MissingFile(Rule):
    """A skill names a file of its own that is not there.

    ## Why is this bad?
    A skill's further files are read when its text names them (Agent Skills specification, read 2026-11-23): the model looks for
    this one and fails. Checked are paths below `references/`, `scripts/` and `assets/`, from the skill's folder; one that the project
    has at its top, or that lies below a folder which the skill does not have while the project may, is left alone, and so is code.

    ## Example
    ```markdown
    ---
    name: sql-plans
    description: Reads plans of slow queries. Use when a query is slow.
    ---
    For joins read `references/joins.md`.
    ```

    Use instead:
    ```markdown
    ---
    name: sql-plans
    description: Reads plans of slow queries. Use when a query is slow.
    ---
    For joins: the smaller side is the one to hash.
    ```

    ## Fix safety
    The path becomes that of the one file of its folder that resembles it. That is not safe: another may be meant.
    """

    code = "AK212"
    severity = Severity.WARNING
    confidence = Confidence.HEURISTIC
    fixes = "unsafe"

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each bundled file that is not there, once."""
        folder = it.skill.folder
        linked_to = {linked.path_of(each.name) for each in it.references if each.form == "link"}
        named = []
        for each in it.references:
            path = linked.path_of(each.name)
            if each.form != "bundled" or path in linked_to or not linked.is_checked(each.name):
                continue
            if path.startswith("references/") or linked.exists(folder, path.partition("/")[0], above=False):
                named.append((each, path))  # else most likely a folder of the project that the skill is used in
        for each, path, message in linked.missing(folder, named):
            hint, fix = linked.way_out(folder, path), linked.fix_to_nearest(each, folder, path)
            yield self.at(it, each.span, message, hint, fix=fix)
