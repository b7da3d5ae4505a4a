from __future__ import annotations

import os
from typing import TYPE_CHECKING

from agentkit import files
from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.markdown import prose_lines
from agentkit.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject
    from agentkit.markdown import Line

_LINK = pattern(r"\]\(<?([^\s()<>#]{1,200}\.md)(?:#[^\s()<>]{0,100})?>?[\s)]|`((?:[\w.-]{1,80}/){1,8}[\w.-]{1,80}\.md)`")
_MOST = 100
"""Files of a skill that are read for it."""


class ReferenceChain(Rule):
    """A file of a skill leads on to one that the SKILL.md does not name.

    ## Why is this bad?
    A model that follows a link from a link reads only part of what it finds, or stops before it. The specification advises
    references of one level, named in the SKILL.md itself (agentskills.io, read 2026-11-23). Off by default: it is advice.

    ## Example
    SKILL.md links to `references/joins.md`, which links to `references/hash-joins.md`.

    Use instead: both links in SKILL.md, each with when to read it.
    """

    code = "AK609"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each file that the SKILL.md names and that leads on, at the place that names it."""
        own: dict[str, tuple[int, int]] = {}
        for target, start, end in _links(it.prose, ""):
            own.setdefault(target, (start, end))
        for target, place in list(own.items())[:_MOST]:
            data = files.read_in_project(os.path.join(it.skill.folder, target)) if not target.startswith("..") else None
            if not isinstance(data, bytes):
                continue
            lines = prose_lines(data.decode("utf-8", "replace"))
            beyond = [name for name, *_ in _links(lines, target.rpartition("/")[0]) if _leads_on(it, name, own)]
            if beyond:
                message = f"`{target[:80]}` leads on to `{beyond[0][:80]}`, which the SKILL.md does not name"
                yield self.at(it, it.in_body(*place), message, "name it in the SKILL.md, with when to read it")


def _leads_on(it: Subject, name: str, own: dict[str, tuple[int, int]]) -> bool:
    if name in own or name.startswith("..") or name.lower() == "skill.md":
        return False
    return files.is_file(os.path.join(it.skill.folder, name))


def _links(lines: Iterable[Line], folder: str) -> Iterator[tuple[str, int, int]]:
    """Give the relative Markdown files that lines name, from the skill's folder, and where each stands."""
    for line in lines:
        if ".md" not in line.text:
            continue
        for match in _LINK.finditer(line.text[:20_000]):
            group = 1 if match[1] else 2
            if "://" not in match[group] and not match[group].startswith("/"):
                path = os.path.normpath(os.path.join(folder, match[group])).replace(os.sep, "/")
                yield path, line.offset + match.start(group), line.offset + match.end(group)
