"""Skills as a list in the prompt: name, description and place of each, for an agent that reads a SKILL.md when it needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.prompt.variables import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from agentkit.prompt.variables import LayoutSkill

INSTRUCTION = "Skills: before work that one covers, read its SKILL.md"


def markdown(skills: Sequence[LayoutSkill]) -> str:
    """Give the compact form: a bullet a skill, and one line that says where all of them are.

    About half the tokens of the verbose form (benchmarks/listing.py prints both). A place that the common rule does not
    give stands at its bullet.
    """
    usual = _common_place(skills)
    lines = [f"{INSTRUCTION} ({usual})." if usual else f"{INSTRUCTION}."]
    for skill in skills:
        place = "" if skill.location == usual.replace("NAME", skill.name) else f" ({skill.location or 'missing'})"
        lines.append(f"- {skill.name}{place}: {_one_line(skill.description)}")
    return "\n".join(lines)


def _common_place(skills: Sequence[LayoutSkill]) -> str:
    """Give the place that most skills share, with NAME for the name; empty when the names are not in the places."""
    counts: dict[str, int] = {}
    for skill in skills:
        suffix = f"/{skill.name}/SKILL.md"
        if skill.location.endswith(suffix):
            place = skill.location.removesuffix(suffix) + "/NAME/SKILL.md"
            counts[place] = counts.get(place, 0) + 1
    return max(counts, key=lambda place: (counts[place], place)) if counts else ""


def xml(skills: Sequence[LayoutSkill]) -> str:
    """Give the verbose form of the Agent Skills reference library (skills-ref 0.1.1), with relative places."""
    lines = ["<available_skills>"]
    for skill in skills:
        lines.append("<skill>")
        for tag, value in (("name", skill.name), ("description", skill.description), ("location", skill.location or "missing")):
            lines += [f"<{tag}>", escaped(value), f"</{tag}>"]
        lines.append("</skill>")
    return "\n".join([*lines, "</available_skills>"])


FORMATS: dict[str, Callable[[Sequence[LayoutSkill]], str]] = {"markdown": markdown, "xml": xml}
"""Name, as `--skills-format` takes it, to the function that writes the list."""


def _one_line(text: str) -> str:
    return " ".join(text.split())
