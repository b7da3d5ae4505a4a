"""What the formats for people share: the changes of an agent as rows under topics, and a word diff as marked lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from agentkit.display import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agentkit.comparison import AgentChange, Change, Comparison
    from agentkit.comparison.words import Part, WordDiff

_KEPT = 32
"""Characters of unchanged text that are shown before and after a change; between them `…` stands for more."""


class Row(NamedTuple):
    """One thing that differs, in words."""

    topic: str
    """`rights`, `skills`, `model` and so on."""
    sign: str
    """`+` for what is there now, `-` for what is gone, `~` for what is otherwise."""
    text: str
    detail: str = ""
    """What it was, or why it counts so."""
    line: int | None = None


def rows(change: AgentChange) -> Iterator[Row]:
    """Give what differs of an agent or skill, but for its description, tokens and prompt. Rights come first, gains before losses."""
    signs = {"gained": "+", "lost": "-", "changed": "~"}
    for right in sorted(change.rights, key=lambda each: list(signs).index(each.effect)):
        yield Row("rights", signs[right.effect], right.text, right.detail, right.line)
    if change.model is not None:
        yield _row("model", change.model)
    for skill in change.skills:
        if skill.old is not None and skill.new is not None and skill.key != "order":
            yield Row("skills", "~", skill.key, f"{skill.old}, {skill.new}", skill.line)
        else:
            yield _row("skills", skill, key=skill.key)
    for trigger in change.triggers:
        yield _row("triggers", trigger, key=trigger.key)
    for handoff in change.handoffs:
        yield _row("hand-offs", handoff, key=handoff.key)
    section_signs = {"added": "+", "removed": "-"}
    for section in change.sections:
        title = section.title or "(before the first heading)"
        said: list[str] = [section.effect] if section.effect in ("renamed", "moved") else []
        said += [f"was {section.old_title}"] if section.old_title else []
        said += [section.detail] if section.detail else []
        yield Row("sections", section_signs.get(section.effect, "~"), title, ", ".join(said), section.line)
    for each in change.composition:
        yield _row("composition", each, key=each.key)
    for each in change.fields:
        yield _row("fields", each, key=each.key)


def _row(topic: str, change: Change, key: str = "") -> Row:
    """Give a change as a row: what it is about, and what it was and is where that says more."""
    sign = {"added": "+", "removed": "-", "changed": "~"}[change.effect]
    if change.effect == "changed":
        values = f"{change.old or '(empty)'} -> {change.new or '(empty)'}"
        return Row(topic, sign, key or values, values if key else "", change.line)
    value = (change.new if change.old is None else change.old) or ""
    return Row(topic, sign, key or value, value if key and value not in (key, "in its list") else "", change.line)


def tokens_of(change: AgentChange) -> Iterator[str]:
    """Give the estimated tokens of the prompt by family: what they were, are, and the difference."""
    for each in change.tokens:
        if change.status == "changed":
            yield f"{each.family} ~{each.old:,} -> ~{each.new:,} ({each.new - each.old:+,})"
        else:
            yield f"{each.family} ~{each.new or each.old:,}"


def titles(change: AgentChange) -> tuple[str, str]:
    """Give what to call a change: `agent reviewer`, and its place."""
    path = change.path or change.old_path or ""
    return f"{change.kind} {change.name}", path


def summary(comparison: Comparison) -> str:
    """Give the counts in one line."""
    named = {"changed": "changed", "added": "added", "removed": "removed", "unreadable": "cannot be read"}
    counts = [f"{number} {text}" for status, text in named.items() if (number := comparison.count(status))]  # type: ignore[arg-type]
    return ", ".join([*(counts or ["nothing differs"]), f"{comparison.unchanged} the same"])


def gained(comparison: Comparison) -> int:
    """Give the number of rights that are gained."""
    return sum(len(change.gained) for change in comparison.changes)


def marked(line: Sequence[Part]) -> Iterator[Part]:
    """Give a line of a word diff for showing: made visible, unchanged stretches shortened, its end left out."""
    for at, part in enumerate(line):
        text = part.text
        if part.kind == "same":
            text = _shortened(text.rstrip("\n"), first=at == 0, last=at == len(line) - 1)
        elif text.endswith("\n"):
            text = text[:-1] + ("" if text[:-1].strip() else "⏎")
        yield part._replace(text=visible(text))


def _shortened(text: str, *, first: bool, last: bool) -> str:
    if first and last:
        return text if len(text) <= 2 * _KEPT else text[: 2 * _KEPT].rstrip() + "…"
    if first:
        return text if len(text) <= _KEPT else "…" + text[-_KEPT:]
    if last:
        return text if len(text) <= _KEPT else text[:_KEPT] + "…"
    return text if len(text) <= 2 * _KEPT else f"{text[:_KEPT]}…{text[-_KEPT:]}"


def plain(line: Sequence[Part]) -> str:
    """Give a line with `[-what is gone-]` and `{+what is new+}`, as `git diff --word-diff` marks them."""
    marks = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
    return "".join(f"{marks[part.kind][0]}{part.text}{marks[part.kind][1]}" for part in marked(line) if part.text)


def passages(words: WordDiff) -> Iterator[tuple[str, Sequence[Sequence[Part]]]]:
    """Give the changed passages of a text: (where they stand, their lines)."""
    for hunk in words.hunks():
        yield (
            f"line {hunk.old_line} -> {hunk.new_line}" if hunk.old_line != hunk.new_line else f"line {hunk.new_line}",
            hunk.lines,
        )
