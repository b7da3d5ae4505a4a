from __future__ import annotations

from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.persona import Persona

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

    def check_all(self, run: Run) -> Iterator[Diagnostic]:
        """Report every agent but the first of each name and folder."""
        first: dict[tuple[type, str, str], Subject] = {}
        for it in run.subjects:
            item = it.item
            if item is None or "name" not in item.source.spans:
                continue
            path = it.path
            is_skill = not isinstance(item, Persona)
            folder = _folder_above(it.folder, _SKILL_FOLDERS if is_skill else _AGENT_FOLDERS)
            name = item.name
            if not name.isascii():
                from unicodedata import normalize

                name = normalize("NFKC", name)
            other = first.setdefault((type(item), folder, name.casefold()), it)
            if other is not it and other.item is not None and other.item.name != item.name:
                message = f"name `{item.name[:80]}` differs from that of {other.path} in capitals or accents alone"
                yield self.at(it, item.source.spans["name"], message, "rename one of the two", Severity.WARNING)
            elif other is not it:
                is_copy = other.document.text == it.document.text
                message = f"name `{item.name[:80]}` is taken by {other.path}" + (", a copy of this file" if is_copy else "")
                severity = Severity.ERROR if _is_installed(path) and not is_skill and not is_copy else Severity.WARNING
                hint = "delete one of the two" if is_copy else "rename one of the two, or delete it"
                yield self.at(it, item.source.spans["name"], message, hint, severity)


_AGENT_FOLDERS = frozenset({"agents", "agent", "subagents"})
_SKILL_FOLDERS = frozenset({"skills"})


@lru_cache(maxsize=4096)
def _is_installed(path: str) -> bool:
    return any(part.startswith(".") and part.strip(".") for part in PurePath(path).parts)


@lru_cache(maxsize=4096)
def _folder_above(folder: str, names: frozenset[str]) -> str:
    """Give the folder of one of these names that a folder is or lies in, at any depth; elsewhere the folder itself."""
    parent = PurePath(folder)
    return next((str(each) for each in (parent, *parent.parents) if each.name in names), str(parent))
