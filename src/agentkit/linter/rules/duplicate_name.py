from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.folders import AGENT_FOLDERS, SKILL_FOLDERS, folder_called, is_hidden, plain
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Run, Subject


class DuplicateName(Rule):
    """Two agents, or two skills, of one folder have the same name.

    ## Why is this bad?
    Claude Code scans an agents folder with all below it and keeps one of the two, in the order in which the file system
    lists them (documentation read 2026-10-08): which agent answers differs from machine to machine. The same name in
    another `agents` folder is no fault: that is how projects override, see `agentkit which NAME`. Outside a harness's folder
    (`.claude/`, `.cursor/`) it is a warning: a collection is installed file by file. So it is for two skills of one
    `skills` folder: of the two names, harnesses use the folder's or the SKILL.md's; and two files of the same text, of which any may answer; and two names
    that differ in capitals alone, or in how an accent is written: files called by them are one file on macOS and Windows.

    ## Example
    `agents/a.md` and `agents/b.md`, both with:
    ```yaml
    name: reviewer
    description: Reviews SQL. Use before merging a query.
    ```

    Use instead: two names.
    """

    code = "AK401"
    severity = Severity.ERROR
    fewest = 2

    def check_all(self, run: Run) -> Iterator[Diagnostic]:
        """Report every agent but the first of each name and folder."""
        first: dict[tuple[str | None, str, str], Subject] = {}
        for it in run.subjects:
            place = it.place("name")
            if place is None:
                continue
            is_skill = it.kind == "skill"
            names = SKILL_FOLDERS if is_skill else AGENT_FOLDERS
            folder = folder_called(it.folder, names) or plain(it.folder)
            name = it.name
            if not name.isascii():
                from unicodedata import normalize

                name = normalize("NFKC", name)
            other = first.setdefault((it.kind, folder, name.casefold()), it)
            if other is not it and other.name != it.name:
                message = f"name `{it.name[:80]}` differs from that of {other.path} in capitals or accents alone"
                yield self.at(it, place, message, "rename one of the two", Severity.WARNING)
            elif other is not it:
                is_copy = other.document.text == it.document.text
                message = f"name `{it.name[:80]}` is taken by {other.path}" + (", a copy of this file" if is_copy else "")
                severity = Severity.ERROR if is_hidden(it.folder) and not is_skill and not is_copy else Severity.WARNING
                hint = "delete one of the two" if is_copy else "rename one of the two, or delete it"
                yield self.at(it, place, message, hint, severity)
