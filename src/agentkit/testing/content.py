"""What a prompt says, and what it must not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.display import shortened
from agentkit.testing.places import places, subject_of

if TYPE_CHECKING:
    from agentkit.prompt import Prompt
    from agentkit.testing.places import Subject

_SHOWN = 5
_WIDE = 70


def assert_contains(prompt: Prompt | str, *texts: str) -> None:
    """Assert that a prompt holds each of some texts, character for character.

    Raises:
        AssertionError: It lacks one. Where the words are there in another case or with other blanks, the message says where.
        ValueError: No text is given, or an empty one.
    """
    __tracebackhide__ = True
    subject = subject_of(prompt)
    wanted = _checked(texts)
    missing = [text for text in wanted if text not in subject.text]
    if missing:
        lines = [f"{subject.name} lacks:", *(f"  {_quoted(text)}{_near(subject, text)}" for text in missing)]
        raise AssertionError("\n".join(lines))


def assert_lacks(prompt: Prompt | str, *texts: str) -> None:
    """Assert that a prompt holds none of some texts; case counts.

    Raises:
        AssertionError: It holds one. The message says where each stands.
        ValueError: No text is given, or an empty one.
    """
    __tracebackhide__ = True
    subject = subject_of(prompt)
    lines: list[str] = []
    for text in _checked(texts):
        found = _occurrences(subject.text, text)
        lines += [f"  {_quoted(text)} at {places(subject, at, at + len(text))}" for at in found[:_SHOWN]]
        if len(found) > _SHOWN:
            lines.append(f"  {_quoted(text)} at {len(found) - _SHOWN} more places")
    if lines:
        raise AssertionError("\n".join([f"{subject.name} has what it must not have:", *lines]))


def _checked(texts: tuple[str, ...]) -> tuple[str, ...]:
    if not texts or "" in texts:
        raise ValueError("give at least one text, and none that is empty: every prompt holds that")
    return texts


def _quoted(text: str) -> str:
    return f"`{shortened(text, _WIDE)}`"


def _occurrences(text: str, part: str) -> list[int]:
    found: list[int] = []
    at = text.find(part)
    while at >= 0:
        found.append(at)
        at = text.find(part, at + len(part))
    return found


def _near(subject: Subject, text: str) -> str:
    """Say where the words of a text stand in another case or with other blanks; nothing when they do not."""
    import re

    words = text.split()
    if not words:
        return ""
    match = re.search(r"\s+".join(map(re.escape, words)), subject.text, re.IGNORECASE)
    if match is None:
        return ""
    return f"\n    in another case or with other blanks at {places(subject, match.start(), match.end())}"
