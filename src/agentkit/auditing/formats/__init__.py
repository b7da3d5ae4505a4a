"""Output formats of the audit, one a file, each with `write(audit) -> str` and `write_comparison(comparison) -> str`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from agentkit.auditing.comparison import Comparison

if TYPE_CHECKING:
    from agentkit.auditing.report import Audit

NAMES = ("text", "json", "sarif", "html")
"""Formats of an audit; of a comparison all but `sarif`, which knows findings alone."""


def written(result: Audit | Comparison, name: str) -> str:
    """Give an audit, or a comparison of two, in a format."""
    module = import_module(f"agentkit.auditing.formats.{name}")
    text: str = module.write_comparison(result) if isinstance(result, Comparison) else module.write(result)
    return text
