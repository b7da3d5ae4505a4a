"""Readers that take nothing but what a format's standard takes, for whatever a command printed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from tests.hostile.calls import Called

_SHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]")
_COMMAND = re.compile(r"::(?:error|warning|notice) file=[^,:]+,line=\d+(?:,[A-Za-z]+=[^,:]*)*::[^\r\n]*")


def check_shown(text: str, *, painted: bool = False) -> None:
    """No character that drives a terminal, reorders a line or is none; `painted` allows the colours that we write ourselves."""
    if painted:
        text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    found = _SHOWN.search(text)
    assert found is None, (found, text[max(0, found.start() - 80) : found.end() + 20])


def strict_json(text: str) -> object:
    """Read JSON without NaN, and without a key that stands twice."""

    def no_constant(name: str) -> object:
        raise AssertionError(name)

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        assert len({key for key, _ in pairs}) == len(pairs), pairs
        return dict(pairs)

    return json.loads(text, parse_constant=no_constant, object_pairs_hook=unique)


def check_format(name: str, done: Called) -> None:
    """Check what `lint --format NAME` printed."""
    text = done.out.decode("utf-8")
    if name in ("text", "concise"):
        check_shown(text)
    elif name == "github":
        check_shown(text)
        for line in text.split("\n")[:-1]:
            assert _COMMAND.fullmatch(line), line
        findings = re.search(r": (?:(\d+) errors?)?(?:, )?(?:(\d+) warnings?)?(?:, )?(?:(\d+) infos?)?$", done.err.split("\n")[0])
        if findings is not None and any(findings.groups()):
            assert text.count("\n") == sum(int(each or 0) for each in findings.groups()), done.err
    elif name == "junit":
        root = ET.fromstring(text)
        assert root.tag == "testsuites"
        assert re.search(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text) is None
    else:
        data = strict_json(text)
        text.encode("utf-8")  # no lone surrogate
        if name == "sarif":
            assert isinstance(data, dict)
            for result in data["runs"][0]["results"]:
                for location in result["locations"]:
                    uri = location["physicalLocation"]["artifactLocation"]["uri"]
                    assert re.fullmatch(r"[A-Za-z0-9\-._~!$&'()*+,;=:@/%]*", uri), uri
                    assert re.search(r"%(?![0-9A-Fa-f]{2})", uri) is None, uri
                    assert urlsplit(uri).scheme in ("", "file"), uri
                    assert unquote(uri, errors="strict" if "%FF" not in uri and "%E9" not in uri else "replace")
