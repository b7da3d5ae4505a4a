from __future__ import annotations

import os
from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class UnscannedFile(Rule):
    """A file of a skill was not looked at.

    ## Why is this bad?
    A skill is its whole folder: a model reads the references and runs the scripts. They are scanned for attacks like the skill itself, up to
    500 files and 8 MiB of a skill. A program for the machine, an archive, a link out of the folder, a FIFO and what is beyond the limits are not,
    and this says which; pictures, fonts, folders of packages and other skills' folders are left out in silence. `agentkit audit` reads up to
    200,000 files, and gives each a line.

    ## Example
    ```
    skills/pdf/SKILL.md
    skills/pdf/scripts/convert.so
    ```

    Use instead:
    ```
    skills/pdf/SKILL.md
    skills/pdf/scripts/convert.py
    ```
    """

    code = "AK547"
    severity = Severity.INFO
    confidence = Confidence.EXACT

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report once a skill, with the first file."""
        unread = it.bundle.unread
        if unread:
            path, reason = unread[0]
            more = f"; {len(unread) - 1} more" if len(unread) > 1 else ""
            name = os.path.relpath(path, os.path.dirname(it.path) or ".").replace(os.sep, "/")
            yield self.at(it, None, f"`{name[:80]}` was not scanned: {reason}{more}", "agentkit audit tells of each")
