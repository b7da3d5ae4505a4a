"""Values written anew: the stretch of text that a value is, and how a text or a list of names is written as YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.document import Items, Scalar
from agentkit.fix import Edit
from agentkit.linter.quoting import quoted
from agentkit.pattern import pattern
from agentkit.profiles.places import harness_of
from agentkit.tools import split_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.document import Entry
    from agentkit.linter.subject import Subject

_SPECIAL = pattern(r"[-?:](?:\s|$)|[!&*|>@`%\"'#\[\]{},]")
_WORDS = frozenset({"null", "~", "true", "false", "yes", "no", "on", "off", ""})


def is_plain(text: str) -> bool:
    """Tell whether YAML reads a text of one line, written without quotes, as that text."""
    if text.casefold() in _WORDS or text != text.strip() or not text.isprintable() or _SPECIAL.match(text) is not None:
        return False
    return ": " not in text and " #" not in text and not text.endswith(":") and not text[0].isdigit()


def comma_list(text: str) -> list[str]:
    """Give the names of a comma string, as tool lists are read."""
    return split_names(text)


def list_names(items: Items) -> list[str] | None:
    """Give the texts of a list; None when something else is among them, or one that a comma string would split."""
    names = [item.text for item in items.items if isinstance(item, Scalar)]
    return names if len(names) == len(items.items) and split_names(", ".join(names)) == names else None


def tool_entries(it: Subject) -> Iterator[Entry]:
    """Give the fields of an agent that are lists of tools."""
    for entry in it.document.fields.entries if it.document.fields is not None else ():
        if entry.key.text in ("tools", "disallowedTools"):
            yield entry


def takes_lists_only(path: str) -> bool:
    """Tell whether a file lies in the folder of a harness that takes no comma string (read 2026-11-23)."""
    return harness_of(path) in ("gemini-cli", "opencode", "qwen-code", "kiro")


def scalar(text: str) -> str:
    """Give a text of one line as a YAML value, in quotes where it needs them."""
    return text if is_plain(text) else quoted(text)


def value_edit(it: Subject, start: int, end: int, text: str) -> Edit:
    """Give the change that writes a text where a value stands. A block's line end is no part of it, though YAML counts it in."""
    written = it.document.text[start:end]
    return Edit(start, start + len(written.rstrip()), text)
