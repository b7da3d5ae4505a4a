"""Files of one name in the folders of one harness: which of them counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from agentkit import profiles
from agentkit.persona import stem_of
from agentkit.skill import Skill
from agentkit.verdicts.places import below, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agentkit.persona import Persona
    from agentkit.profiles.profile import Format
    from agentkit.verdicts import Verdict


class Shadow(NamedTuple):
    """Files of one name in the places of one harness."""

    harness: str
    title: str
    name: str
    paths: tuple[str, ...]
    """The one that counts first, where that is documented; else in order of path."""
    rule: str
    """Which counts, in words."""
    decided: bool
    """Whether it is documented which one counts."""


class _Member(NamedTuple):
    """A file of a name."""

    project: tuple[str, ...]
    """The folder that the harness's folder lies in."""
    rank: int
    """Of its place among the places of the harness."""
    path: str


def shadows(files: Iterable[tuple[str, Persona | Skill, tuple[Verdict, ...]]]) -> list[Shadow]:
    """Find the files of one name that lie in places of one harness in one project, of those that load.

    Where a harness looks in every folder from the working folder up, projects within one another count as one.

    Args:
        files: Path, item and verdicts of each file.
    """
    named: dict[tuple[str, str, bool], list[_Member]] = {}
    for path, item, verdicts in files:
        is_skill = isinstance(item, Skill)
        for each in verdicts:
            if each.place is None or each.outcome == "dropped":
                continue
            form = _form(each.harness, is_skill)
            parts = parts_of(path)
            project = parts[: -len(below(parts, each.place)) - each.place.folder.count("/") - 1]
            member = _Member(project, form.places.index(each.place), path)
            named.setdefault((each.harness, _identity(item, form, path), is_skill), []).append(member)
    return [
        _shadow(key, name, _form(key, is_skill), group)
        for (key, name, is_skill), members in sorted(named.items())
        for group in _groups(members, nested=_form(key, is_skill).nested)
        if len(group) > 1
    ]


def _form(key: str, is_skill: bool) -> Format:
    form = profiles.get(key).format(skill=is_skill)
    assert form is not None
    return form


def _groups(members: list[_Member], *, nested: bool) -> list[list[_Member]]:
    """Part files by project; one within another goes to the outer one where the harness looks upwards."""
    groups: dict[tuple[str, ...], list[_Member]] = {}
    for member in sorted(members):  # an outer project comes before those within it
        above = (member.project[:at] for at in range(len(member.project))) if nested else iter(())
        home = next((project for project in above if project in groups), member.project)
        groups.setdefault(home, []).append(member)
    return list(groups.values())


def _shadow(key: str, name: str, form: Format, group: list[_Member]) -> Shadow:
    group = sorted(group, key=lambda member: (-len(member.project), member.rank, member.path))
    first, second = group[:2]
    decided = bool(form.precedence) and (first.project, first.rank) != (second.project, second.rank)
    if decided:
        rule = form.precedence
    elif first.rank == second.rank and first.project == second.project:
        rule = "which one counts is chance"
    else:
        rule = "which one counts is not documented"
    return Shadow(key, profiles.get(key).title, name, tuple(member.path for member in group), rule, decided)


def _identity(item: Persona | Skill, form: Format, path: str) -> str:
    if form.identity != "file":
        return item.name
    return item.folder_name if isinstance(item, Skill) else stem_of(path) or item.name
