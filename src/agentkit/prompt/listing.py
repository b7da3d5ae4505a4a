"""Skills as a list in the prompt: name, description and place of each, for an agent that reads a SKILL.md when it needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.prompt.variables import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from agentkit.prompt.variables import LayoutSkill

INSTRUCTION = "Skills: before work that one covers, read its SKILL.md"


def markdown_parts(skills: Sequence[LayoutSkill]) -> Iterator[tuple[LayoutSkill | None, str]]:
    """Give the compact form: a bullet a skill, and one line that says where all of them are.

    Of 40 public skills it takes 0.44 of the tokens of the verbose form where descriptions are short and places alike, and up to 0.74
    where they are not (six repositories, counted exactly; benchmarks/listing.py, 2026-11-24). A place that the common rule does not give stands at its bullet.

    Yields:
        (the skill that a part tells of, None for what is about all; the part), in order.
    """
    usual = _common_place(skills)
    yield None, (f"{INSTRUCTION} ({usual})." if usual else f"{INSTRUCTION}.") + ("\n" if skills else "")
    for at, skill in enumerate(skills, 1):
        place = "" if skill.location == usual.replace("NAME", skill.name) else f" ({skill.location or 'missing'})"
        yield skill, f"- {skill.name}{place}: {_one_line(skill.description)}" + ("\n" if at < len(skills) else "")


def markdown(skills: Sequence[LayoutSkill]) -> str:
    """Give the compact form as one text."""
    return "".join(text for _, text in markdown_parts(skills))


def _common_place(skills: Sequence[LayoutSkill]) -> str:
    """Give the place that most skills share, with NAME for the name; empty when the names are not in the places."""
    counts: dict[str, int] = {}
    for skill in skills:
        above, slash, place = skill.location.rpartition(f"{skill.name}/SKILL.md")
        if slash and not place and (not above or above.endswith("/")):  # above is empty where the root is the folder of skills
            place = f"{above}NAME/SKILL.md"
            counts[place] = counts.get(place, 0) + 1
    return max(counts, key=lambda place: (counts[place], place)) if counts else ""


def xml_parts(skills: Sequence[LayoutSkill]) -> Iterator[tuple[LayoutSkill | None, str]]:
    """Give the verbose form of the Agent Skills reference library (skills-ref 0.1.1), with relative places.

    Yields:
        As `markdown_parts`.
    """
    yield None, "<available_skills>\n"
    for skill in skills:
        lines = ["<skill>"]
        for tag, value in (("name", skill.name), ("description", skill.description), ("location", skill.location or "missing")):
            lines += [f"<{tag}>", escaped(value), f"</{tag}>"]
        yield skill, "\n".join([*lines, "</skill>\n"])
    yield None, "</available_skills>"


def xml(skills: Sequence[LayoutSkill]) -> str:
    """Give the verbose form as one text."""
    return "".join(text for _, text in xml_parts(skills))


FORMATS: dict[str, Callable[[Sequence[LayoutSkill]], str]] = {"markdown": markdown, "xml": xml}
"""Name, as `--skills-format` takes it, to the function that writes the list."""
PARTS: dict[str, Callable[[Sequence[LayoutSkill]], Iterator[tuple[LayoutSkill | None, str]]]] = {
    "markdown": markdown_parts,
    "xml": xml_parts,
}
"""The same, in parts."""


def _one_line(text: str) -> str:
    return " ".join(text.split())
