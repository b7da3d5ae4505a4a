"""What a prompt costs, against what it may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.display import visible
from agentkit.errors import NotFound
from agentkit.testing.places import shown_path, subject_of

if TYPE_CHECKING:
    from agentkit.prompt import Prompt
    from agentkit.testing.places import Subject

_ROUGH = frozenset({"layout", "computed", "join"})
_SHOWN = 8


def assert_within(prompt: Prompt | str, limit: int, *, family: str | None = None) -> None:
    """Assert that a prompt has at most so many tokens, by agentkit's estimate.

    Args:
        prompt: The prompt, or a text.
        limit: Tokens that it may have, at least 0.
        family: The family of models, a key of `agentkit.tokens.FAMILIES`; without one the family that it has most tokens in counts.

    Raises:
        AssertionError: It has more. The message lists the parts that cost most, with their files.
        NotFound: There is no family of that name.
    """
    __tracebackhide__ = True
    if limit < 0:
        raise ValueError(f"a limit of {limit} tokens")
    subject = subject_of(prompt)
    counts = {each: _tokens(subject.text, each) for each in _families(family)}
    worst = max(counts, key=lambda each: counts[each])
    if counts[worst] <= limit:
        return
    head = f"{subject.name} has ~{counts[worst]:,.0f} tokens ({worst}), ~{counts[worst] - limit:,.0f} more than the {limit:,} allowed"
    raise AssertionError("\n".join([head, f"tokens {_precision()}", *_parts(subject, worst)]))


def _families(family: str | None) -> list[str]:
    from agentkit.tokens import FAMILIES

    if family is None:
        return list(FAMILIES)
    if family not in FAMILIES:
        from agentkit.nearest import nearest

        close = nearest(family, FAMILIES)
        hint = None if close else "one of " + ", ".join(FAMILIES)
        raise NotFound(f"no family of models {family!r}", name=family, close=close, hint=hint)
    return [family]


def _tokens(text: str, family: str) -> float:
    """Count; the one place of this package that does."""
    from agentkit.tokens import tokens

    return tokens(text, family)


def _precision() -> str:
    from agentkit.prompt.explanation import COUNTED

    return f"by {COUNTED}"


def _parts(subject: Subject, family: str) -> list[str]:
    """Give a line a part, the dearest first: its tokens by itself, what it is, its file."""
    texts: dict[tuple[str, str], list[str]] = {}
    lines: dict[tuple[str, str], int | None] = {}
    for span in subject.spans:
        rough = span.kind in _ROUGH
        key = ("layout" if rough else visible(span.label), "" if rough else shown_path(span.path))
        texts.setdefault(key, []).append(subject.text[span.start : span.end])
        lines.setdefault(key, span.line)
    costs = {key: _tokens("".join(parts), family) for key, parts in texts.items()}
    ordered = sorted(costs, key=lambda key: (-costs[key], key))
    rows = []
    for label, path in ordered[:_SHOWN]:
        place = f"  {path}:{lines[label, path]}" if path and lines[label, path] is not None else f"  {path}" if path else ""
        rows.append(f"{'~' + format(costs[label, path], ',.0f'):>9}  {label}{place}")
    if len(ordered) > _SHOWN:
        rest = sum(costs[key] for key in ordered[_SHOWN:])
        rows.append(f"{'~' + format(rest, ',.0f'):>9}  {len(ordered) - _SHOWN} more parts")
    return rows
