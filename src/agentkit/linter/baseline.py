"""Findings that are known: a file of them, so that only new ones fail.

The file is JSON: `{"version": 1, "findings": [{"fingerprint", "code", "path", "message", "reason"?, "expires"?}]}`. `reason` is
for people; from the day `expires` (YYYY-MM-DD) on the entry no longer counts. Both are kept when the file is written anew.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from agentkit.diagnostic import Diagnostic, Severity
from agentkit.errors import ConfigError
from agentkit.files import read_bytes
from agentkit.linter.fingerprint import fingerprints, place_of
from agentkit.linter.pages import EXPIRED_ENTRY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from agentkit.linter import Report

_KEYS = frozenset({"fingerprint", "code", "path", "message", "reason", "expires"})


class Entry(NamedTuple):
    """One known finding."""

    fingerprint: str
    code: str
    path: str
    message: str
    reason: str | None = None
    expires: date | None = None


def read(path: Path) -> dict[str, Entry]:
    """Read a baseline; gives fingerprint to entry.

    Raises:
        ConfigError: The file cannot be read, or is no baseline.
    """
    data = read_bytes(str(path))
    if isinstance(data, Diagnostic):
        raise ConfigError(f"the baseline {data.message}", path=str(path), hint="--write-baseline makes one")
    try:
        content = json.loads(data)
        entries = [_entry(each) for each in _findings(content)]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        message = f"no baseline that this release reads: {type(error).__name__}: {str(error)[:100]}"
        raise ConfigError(message, path=str(path), hint="write it anew with --write-baseline") from error
    return {entry.fingerprint: entry for entry in entries}


def _findings(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if content["version"] != 1:
        raise ValueError(f"version {content['version']}")
    found: list[Mapping[str, Any]] = content["findings"]
    return found


def _entry(each: Mapping[str, Any]) -> Entry:
    if unknown := set(each) - _KEYS:
        raise ValueError(f"unknown key {min(unknown)!r}")
    expires = date.fromisoformat(each["expires"]) if each.get("expires") is not None else None
    texts = {key: each.get(key) for key in ("code", "path", "message", "reason")}
    if not isinstance(each["fingerprint"], str) or any(not isinstance(text, str | None) for text in texts.values()):
        raise TypeError("a text is wanted")
    return Entry(each["fingerprint"], texts["code"] or "", texts["path"] or "", texts["message"] or "", texts["reason"], expires)


def write(path: Path, report: Report, folder: str = "") -> int:
    """Write every error and warning of a report as known; reasons and expiry dates of entries that stay are kept.

    Returns:
        How many there are.

    Raises:
        ConfigError: There is a file that is no baseline; it is left as it is.
        WriteRefused: The file cannot be written.
    """
    from agentkit.writing import write_new

    old = read(path) if path.exists() else {}
    entries = []
    for found, fingerprint in zip(report.diagnostics, fingerprints(report.diagnostics, report.lines, folder), strict=True):
        if found.severity is Severity.INFO:
            continue
        entry: dict[str, str] = {
            "fingerprint": fingerprint,
            "code": found.code,
            "path": place_of(found.path, folder),
            "message": found.message,
        }
        known = old.get(fingerprint)
        if known is not None and known.reason is not None:
            entry["reason"] = known.reason
        if known is not None and known.expires is not None:
            entry["expires"] = known.expires.isoformat()
        entries.append(entry)
    text = json.dumps({"version": 1, "findings": entries}, indent=1) + "\n"
    write_new(path, text.encode(), force=True)
    return len(entries)


def apply(report: Report, path: Path, folder: str = "", today: date | None = None) -> Report:
    """Take the known findings out of a report; an entry that has expired takes nothing out and is reported.

    Raises:
        ConfigError: The file cannot be read, or is no baseline.
    """
    known = read(path)
    today = today or datetime.now(UTC).date()
    left: list[Diagnostic] = []
    expired: list[Diagnostic] = []
    for found, fingerprint in zip(report.diagnostics, fingerprints(report.diagnostics, report.lines, folder), strict=True):
        entry = known.get(fingerprint)
        if entry is None:
            left.append(found)
        elif entry.expires is not None and entry.expires <= today:
            left.append(found)
            message = f"the entry for {found.code} in {entry.path} expired on {entry.expires}"
            hint = "mend the finding, or give the entry a later date"
            expired.append(Diagnostic(*EXPIRED_ENTRY, Severity.WARNING, message, str(path), hint=hint))
    taken = len(report.diagnostics) - len(left)
    return report._replace(diagnostics=tuple(sorted([*left, *expired], key=lambda each: each.sort_key)), baselined=taken)
