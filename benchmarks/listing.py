"""The compact list of skills against the verbose XML list: tokens of each, on the skills that ship and on public ones.

Usage: python -m benchmarks.listing [FOLDER OF SKILLS]
"""

from __future__ import annotations

import sys
from pathlib import Path

import agentkit
from agentkit.prompt.listing import FORMATS
from agentkit.prompt.variables import LayoutSkill
from agentkit.tokens import FAMILIES, tokens

ROOT = Path(__file__).resolve().parents[1]


def skills_of(folder: Path, limit: int | None = None) -> list[LayoutSkill]:
    """Give the skills below a folder, as a layout sees them."""
    found = agentkit.load(folder).skills
    skills = [found[name] for name in found]
    step = max(len(skills) // limit, 1) if limit else 1
    return [
        LayoutSkill(skill.name, skill.description, skill.body, skill.location, missing=False) for skill in skills[::step][:limit]
    ]


def shipped_skills() -> list[LayoutSkill]:
    """Give the skills that ship."""
    return skills_of(ROOT / "skills")


def ratio(skills: list[LayoutSkill], family: str = "openai-o200k") -> float:
    """Give the tokens of the compact list as a fraction of those of the verbose one."""
    return tokens(FORMATS["markdown"](skills), family) / tokens(FORMATS["xml"](skills), family)


def main() -> None:
    """Print the figures."""
    sets = {"shipped": shipped_skills()}
    for argument in sys.argv[1:]:
        sets[argument] = skills_of(Path(argument), 40)
    for title, skills in sets.items():
        for family in FAMILIES:
            verbose, compact = (tokens(FORMATS[form](skills), family) for form in ("xml", "markdown"))
            print(
                f"{title}: {len(skills)} skills, {family}: verbose ~{verbose:.0f}, compact ~{compact:.0f}, {compact / verbose:.2f}"
            )


if __name__ == "__main__":
    main()
