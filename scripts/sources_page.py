"""Joins docs/sources/*.md, a file for each persona and one for the skills they share, into docs/sources.md.

Run it after a change to one of them: `python scripts/sources_page.py`; `--check` fails when the page is stale.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple

from written import write_or_check

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = DOCS / "sources.md"
HEAD = """\
# Sources

Generated from the files in `docs/sources/` by `scripts/sources_page.py`: change those, not this. What the personas and skills take
from outside, and what they ran. The date is that of the source, or the day on which it was looked up or run; with a `*` it is the day of
the text, and nobody has looked since. *Judgement*: a starting point that practitioners may set otherwise; the texts call it that too.

| persona | claim | source | date |
|---|---|---|---|
"""
COLUMNS = ["Claim", "Source", "Date"]
DATE = re.compile(r"\b(?:19|20)\d{2}(?:-\d{2}){0,2}|\d+(?:\.\d+)+")
"""A day, month or year, or the release that was run; words may stand before it."""
UNDATED = re.compile(r"judgement|rule of thumb|custom|without a new look", re.IGNORECASE)
"""What the source of a claim says that needs no date."""


class Row(NamedTuple):
    """A claim of a persona, or of a skill."""

    persona: str
    claim: str
    source: str
    date: str


def rows(path: Path) -> list[Row]:
    """Give the rows of one file: of its tables, whatever stands around them.

    Raises:
        ValueError: The title is not the file's name, the table has other columns, or a row lacks its source or date.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    if lines[:1] != [f"# {path.stem}"]:
        raise ValueError(f"{path}:1: the title is not `# {path.stem}`")
    table = [(number, _cells(line)) for number, line in enumerate(lines, start=1) if line.startswith("|")]
    found = [_row(path, number, cells) for number, cells in table if cells != COLUMNS and not set("".join(cells)) <= set("-:")]
    if not found or table[0][1] != COLUMNS:
        raise ValueError(f"{path}: no table with the columns {', '.join(COLUMNS)}")
    return found


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def _row(path: Path, number: int, cells: list[str]) -> Row:
    if len(cells) != len(COLUMNS) or not cells[0] or not cells[1]:
        raise ValueError(f"{path}:{number}: a row has a claim, a source and a date")
    claim, source, date = cells
    if not DATE.search(date) and (date or not UNDATED.search(source)):
        raise ValueError(
            f"{path}:{number}: {date!r} is no date like 2026-11-24, 2026-11 or 2026 (a `*` after it: not looked up again)"
        )
    return Row(path.stem, claim, source, date)


def page(folder: Path) -> str:
    """Give the page of all files of a folder, by name."""
    every = [row for path in sorted(folder.glob("*.md")) for row in rows(path)]
    return HEAD + "".join(
        f"| {row.persona} | {row.claim} | {row.source} | {row.date} |\n".replace("|  |", "| |") for row in every
    )


def main() -> int:
    """Write the page, or with `--check` say whether it is current."""
    try:
        text = page(DOCS / "sources")
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return write_or_check(PAGE, text)


if __name__ == "__main__":
    sys.exit(main())
