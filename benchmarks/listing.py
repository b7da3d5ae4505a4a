"""The compact list of skills against the verbose XML list: tokens of each, on the skills that ship and on public ones.

Of a folder 40 skills are taken, evenly over their names. With the extra `tokens` the counts are exact; else they are estimates.

Usage: python -m benchmarks.listing [FOLDER OF SKILLS]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import agentkit
from agentkit.prompt.listing import FORMATS
from agentkit.prompt.variables import LayoutSkill
from agentkit.tokens import FAMILIES, TokenCount, count

if TYPE_CHECKING:
    from agentkit.tokens import Family

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


def ratio(skills: list[LayoutSkill], family: Family = "openai-o200k") -> float:
    """Give the tokens of the compact list as a fraction of those of the verbose one."""
    return counted(FORMATS["markdown"](skills), family).tokens / counted(FORMATS["xml"](skills), family).tokens


def counted(text: str, family: Family) -> TokenCount:
    """Count exactly where that is installed, else estimate; the count says which."""
    try:
        return count(text, family, exact=True)
    except agentkit.MissingExtra:
        return count(text, family)


def main() -> None:
    """Print the figures."""
    sets = {"shipped": shipped_skills()}
    for argument in sys.argv[1:]:
        sets[argument] = skills_of(Path(argument), 40)
    for title, skills in sets.items():
        for family in FAMILIES:
            verbose, compact = (counted(FORMATS[form](skills), family) for form in ("xml", "markdown"))
            share = compact.tokens / verbose.tokens
            print(f"{title}: {len(skills)} skills, {family}: XML {verbose}, compact {compact}, {share:.2f} ({compact.counter})")


if __name__ == "__main__":
    main()
