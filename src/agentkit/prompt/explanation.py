"""A prompt explained: every part with its origin and tokens, as a table or as data. The page is in `page`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from agentkit.bundled import bundled
from agentkit.display import columns, padded, shortened, visible
from agentkit.prompt.provenance import ExplainedSpan, explain, total
from agentkit.tokens import ESTIMATE, FAMILIES, tokens
from agentkit.tokens.estimate import MARGINS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agentkit.prompt import Prompt
    from agentkit.prompt.provenance import PromptSpan

COUNTED = f"{ESTIMATE}, 95 of 100 long texts within {max(long for _, long in MARGINS.values()):.0%}"
"""What is said beside estimates: who counted, and how far off it is."""
_COLUMNS = FAMILIES[:2]
"""Families that the table has a column for: those of current models. JSON and the page have all."""
_ROUGH = ("layout", "computed", "join")
_WIDEST = 120


def place_of(path: str | None) -> str:
    """Give a path as it is shown: that of a shipped file without the folder in which agentkit is installed."""
    if path is None:
        return ""
    root = os.fspath(bundled())
    # In a checkout the root is the repository, which holds more than what ships.
    if os.path.isabs(path) and path.startswith((os.path.join(root, "agents", ""), os.path.join(root, "skills", ""))):
        return "agentkit:" + Path(path).relative_to(root).as_posix()
    return path


def lines_of(span: PromptSpan) -> str:
    """Give the lines of a stretch: `12` or `12-40`; empty when it is in no file."""
    if span.line is None:
        return ""
    return str(span.line) if span.end_line in (None, span.line) else f"{span.line}-{span.end_line}"


def as_table(prompt: Prompt, width: int = 80) -> str:
    """Give a table of the parts: lines in the prompt, tokens a family, what it is, where it stands.

    Neighbouring stretches that the layout makes are one row; `as_data` has all of them.
    """
    explained = explain(prompt)
    families = _COLUMNS
    rows: list[tuple[str, ...]] = []
    line = 1
    for group in _grouped(explained):
        text = "".join(each.text for each in group)
        first, last = group[0].span, group[-1].span
        end = line + text.count("\n", 0, max(len(text) - 1, 0))
        place = place_of(first.path)
        if first.line is not None:
            top = min(each.span.line or first.line for each in group)
            bottom = max(each.span.end_line or top for each in group)
            place += f":{top}" if top == bottom else f":{top}-{bottom}"
        label = "layout" if first.kind in _ROUGH and last is not first else first.label
        counts = [f"~{total(group, family):,.0f}" for family in families]
        rows.append((str(line) if end == line else f"{line}-{end}", *counts, label, place))
        line += text.count("\n")
    whole = [f"~{tokens(prompt.text, family):,.0f}" for family in families]
    head = ("lines", *families, "part", "from")
    left = [max(len(row[at]) for row in [head, *rows, ("", *whole, "", "")]) for at in range(1 + len(families))]
    room = max(min(width, _WIDEST) - sum(left) - 2 * len(left) - 2, 24)
    labels = [row[-2] for row in (head, *rows)]
    wide = min(max(columns(visible(label)) for label in (*labels, "whole prompt")), max(room // 2, 16))

    def formatted(row: tuple[str, ...]) -> str:
        numbers = [cell.rjust(size) if at else cell.ljust(size) for at, (cell, size) in enumerate(zip(row, left, strict=False))]
        return "  ".join([*numbers, padded(shortened(row[-2], wide), wide), _tail(row[-1], room - wide)]).rstrip()

    return "\n".join(
        [
            shortened(f"prompt of {prompt.persona}", width),
            f"{len(prompt.text):,} characters; tokens by {COUNTED}",
            f"sha256 {prompt.sha256}",
            "",
            formatted(head),
            *(formatted(row) for row in rows),
            formatted(("", *whole, "whole prompt", "")),
            "",
        ]
    )


def as_data(prompt: Prompt) -> dict[str, object]:
    """Give the parts as plain data, as `render --explain --format json` prints them.

    `start` and `end` are offsets in `text` in code points; `spans` are in order, without gap or overlap.
    """
    return {
        "version": 1,
        "persona": prompt.persona,
        "sha256": prompt.sha256,
        "text": prompt.text,
        "tokens": {family: round(tokens(prompt.text, family), 1) for family in FAMILIES},
        "spans": [
            {
                "start": span.start,
                "end": span.end,
                "kind": span.kind,
                "label": span.label,
                "path": place_of(span.path) or None,
                "line": span.line,
                "end_line": span.end_line,
                "tokens": {family: round(count, 1) for family, count in counts.items()},
            }
            for span, _, counts in explain(prompt)
        ],
    }


def _grouped(explained: Iterable[ExplainedSpan]) -> list[list[ExplainedSpan]]:
    """Put stretches together that the layout makes one behind the other."""
    groups: list[list[ExplainedSpan]] = []
    for each in explained:
        near = groups[-1][-1].span if groups else None
        if near is not None and near.kind in _ROUGH and each.span.kind in _ROUGH and near.path == each.span.path:
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


def _tail(text: str, width: int) -> str:
    """Give the end of a text that is too long: of a path the file says most."""
    text = visible(text)
    if columns(text) <= width:
        return text
    while text and columns(text) > width - 1:
        text = text[1:]
    return "…" + text
