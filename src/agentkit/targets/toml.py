"""Text as TOML 1.0 that every reader takes alike: one line a key, the prompt as it is wherever TOML lets it stand so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.errors import WriteRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHORT = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}


def dumps(fields: Mapping[str, str]) -> str:
    """Write texts under bare keys; one with line ends as a block.

    Raises:
        WriteRefused: A text holds a lone surrogate.
    """
    for key, text in fields.items():
        surrogate = re.search("[\ud800-\udfff]", text)
        if surrogate is not None:
            raise WriteRefused(f"{key} holds a lone surrogate at {surrogate.start()}", hint="remove it")
    return "".join(f"{key} = {_block(text) if chr(10) in text else _line(text)}\n" for key, text in fields.items())


def _line(text: str) -> str:
    return '"' + re.sub(r'[\x00-\x1f\x7f"\\]', _escaped, text) + '"'


def _block(text: str) -> str:
    """Give a text of several lines: literal, or with escapes where a literal would lose or end something.

    A reader may take CR LF for LF, and takes no control character; a quote at the end would be one of the closing ones.
    """
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f]|'''|'\Z", text) is None:
        return f"'''\n{text}'''"
    return '"""\n' + re.sub(r'[\x00-\x08\x0b-\x1f\x7f\\]|"(?=""|\Z)', _escaped, text) + '"""'


def _escaped(match: re.Match[str]) -> str:
    return _SHORT.get(match[0]) or f"\\u{ord(match[0]):04x}"
