"""Markdown for a comment on a pull request: rights first, a table, and the rest folded.

Whatever comes from a file stands in code, where GitHub reads no markup, mentions nobody and links nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.comparison.formats._rows import gained, passages, plain, rows, summary, tokens_of
from agentkit.display import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.comparison import AgentChange, Comparison
    from agentkit.comparison.formats import Style
    from agentkit.comparison.words import WordDiff

LIMIT = 65_536
"""Characters that a comment on GitHub can have; source: the error that its API answers to longer ones, read 2026-11."""
_LONGEST_CELL = 200
_LONGEST_PATH = 300


def write(comparison: Comparison, _style: Style) -> str:
    """Give the comment, at most `LIMIT` characters; what does not fit is counted at its end."""
    head = f"### Agents: {code(comparison.old)} → {code(comparison.new)}\n\n{summary(comparison)}\n"
    for part in (_gains(comparison), _table(comparison), _unread(comparison)):
        head += f"\n{part}" if part else ""
    if len(head) > LIMIT // 2:
        head = head[: LIMIT // 2].rpartition("\n")[0] + "\n\n… the table is longer than a comment can be.\n"
    text = head
    left_out = 0
    for change in comparison.changes:
        for folded in (_folded(change, prompt=True), _folded(change, prompt=False)):
            if len(text) + len(folded) + 200 <= LIMIT:
                text += folded
                break
        else:
            left_out += 1
    if left_out:
        text += (
            f"\nLeft out, because a comment has at most {LIMIT:,} characters: {left_out} of {len(comparison.changes)} changes.\n"
        )
    return text


def code(text: str, longest: int = _LONGEST_CELL) -> str:
    """Give a text as inline code in one line, safe in a table too."""
    shown = visible(text)
    shown = (shown if len(shown) <= longest else shown[: longest - 1] + "…") or " "
    # In a table a backslash takes a pipe out of its row, within code too; there is no way to write `\|` itself.
    shown = shown.replace("\\|", "\\ |").replace("|", "\\|")
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def block(text: str) -> str:
    """Give a text as a fenced block that nothing in it can end."""
    fence = "`" * max(max((len(run) for run in re.findall("`+", text)), default=0) + 1, 3)
    return f"{fence}text\n{text}\n{fence}\n"


def _gains(comparison: Comparison) -> str:
    if not gained(comparison):
        return ""
    lines = [f"⚠️ **Rights gained: {gained(comparison)}**\n"]
    for change in comparison.changes:
        for right in change.gained:
            detail = f": {code(right.detail)}" if right.detail else ""
            lines.append(f"- {code(change.name)} gains {code(right.text)}{detail}")
    return "\n".join(lines) + "\n"


def _table(comparison: Comparison) -> str:
    if not comparison.changes:
        return ""
    lines = ["| | change | rights | skills | model | prompt, tokens |", "|---|---|---|---|---|---|"]
    for change in comparison.changes:
        signs: dict[str, list[str]] = {"rights": [], "skills": [], "model": []}
        for row in rows(change):
            if row.topic in signs:
                signs[row.topic].append(code(f"{row.sign}{row.text}" if row.topic != "model" else row.text, 60))
        cells = [" ".join(each[:8]) + (f" and {len(each) - 8} more" if len(each) > 8 else "") for each in signs.values()]
        tokens = next(tokens_of(change), "")
        lines.append(" | ".join([f"| {change.kind} {code(change.name, 80)}", change.status, *cells, f"{tokens} |"]))
    return "\n".join(lines) + "\n"


def _unread(comparison: Comparison) -> str:
    shown = comparison.unread[:50]
    lines = [f"- cannot be read: {code(each.path, _LONGEST_PATH)}: {code(each.reason)}" for each in shown]
    if len(comparison.unread) > len(shown):
        lines.append(f"- and {len(comparison.unread) - len(shown)} more")
    return "\n".join(lines) + "\n" if lines else ""


def _folded(change: AgentChange, *, prompt: bool) -> str:
    # In HTML a code span is no code: the heading is made of what cannot be markup.
    name = re.sub(r"[^\w .-]", "_", change.name)[:80]
    body = "\n".join(_details(change, prompt=prompt))
    return f"\n<details><summary>{change.kind} {name}: {change.status}</summary>\n\n{body}\n</details>\n"


def _details(change: AgentChange, *, prompt: bool) -> Iterator[str]:
    places = dict.fromkeys(path for path in (change.old_path, change.path) if path)
    if places:
        yield " → ".join(code(path, _LONGEST_PATH) for path in places) + "\n"
    for note in change.notes:
        yield f"- note: {code(note, _LONGEST_PATH)}"
    for row in rows(change):
        detail = f": {code(row.detail)}" if row.detail else ""
        line = f" (line {row.line})" if row.line is not None else ""
        yield f"- {row.topic}: {row.sign} {code(row.text)}{detail}{line}"
    for text in tokens_of(change):
        yield f"- tokens, estimated: {text}"
    yield ""
    if change.description is not None:
        yield from _words("Description", change.description)
    if change.prompt is not None and change.status == "changed":
        if prompt:
            yield from _words("Prompt" if change.kind == "agent" else "Text", change.prompt)
        else:
            yield "The words of the prompt are left out: they are more than a comment can hold.\n"


def _words(title: str, words: WordDiff) -> Iterator[str]:
    coarse = " (some lines stand as replaced: too much to compare word by word)" if words.is_coarse else ""
    yield f"{title}{coarse}, `[-gone-]` and `{{+new+}}`:\n"
    lines: list[str] = []
    for place, passage in passages(words):
        lines += [f"@@ {place} @@", *map(plain, passage)]
    yield block("\n".join(lines))
