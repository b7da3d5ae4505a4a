"""Plain data to YAML that every harness reads alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

# Written without quotes, these come back as something else in at least one harness's YAML reader.
_RESOLVES_ELSEWHERE = r"(?i:y|n|yes|no|on|off|true|false|null|~|)|[-+.]?[0-9][-+.:_0-9a-zA-Z]*|[-+]?\.(?i:inf|nan)|=|<<"


def emit(metadata: Mapping[str, object]) -> str:
    """Write fields, one a line: no anchors, block lists, text in double quotes wherever some reader would differ."""
    text: str = yaml.dump(dict(metadata), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9)
    return text


class _Dumper(yaml.SafeDumper):
    """PyYAML's emitter, quoting more, and indenting lists under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's name
        super().increase_indent(flow)

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's name
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    quoted = (
        re.fullmatch(_RESOLVES_ELSEWHERE, value) is not None
        or not value.isprintable()
        or value != value.strip()
        or ": " in value
        or " #" in value
        or value.endswith(":")
        or value[0] in "-?:,[]{}#&*!|>'\"%@`"
    )
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if quoted else None)


_Dumper.add_representer(str, _text)
