"""A harness is started so that it asks for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.threat import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_MARKS = (
    "skip-permissions",
    "bypasspermissions",
    "bypass-approvals",
    "--yolo",
    "approval-mode",
    "--full-auto",
    "allow-all-tools",
    "skip_permissions",
    "autoapprove",
    "approval_policy",
    "danger-full-access",
    "enableallprojectmcpservers",
    "defaultmode",
)
_SETTING = (
    r"['\"]?defaultmode['\"]?\s?[:=]\s?['\"](?P<mode>bypasspermissions)['\"]|['\"]chat\.tools\.(?:global\.)?autoapprove['\"]\s?:\s?true|\bapproval_policy\s?=\s?['\"]never['\"]|"
    r"\bsandbox_mode\s?=\s?['\"]danger-full-access['\"]|['\"]enableallprojectmcpservers['\"]\s?:\s?true|['\"]autoapprove['\"]\s?:\s?(?:true|\[\s?['\"]\*)"
)
"""What a harness's own settings say."""
_PATTERN = r"(?<![\w-])(?:--(?:allow-)?dangerously-skip-permissions|--dangerously-bypass-approvals-and-sandbox|--permission-mode[ =]['\"]?bypasspermissions|--approval-mode[ =]['\"]?(?:yolo|never)|--yolo\b|--allow-all-tools|permission_?mode['\"]?\s?[:=]\s?['\"]?bypasspermissions)"


def _find(view: View) -> Iterator[Threat]:
    for match in view.search(_PATTERN, _MARKS):
        start, end = match.span()
        if start < view.block_end and match[0].startswith("permission"):
            message = "every tool runs without asking: `permissionMode: bypassPermissions`"
            yield KIND.verdict(start, end, message)._replace(kind="bypass-permissions")
        elif not view.runs(start) and view.is_defensive(start):
            yield KIND.info(start, end, f"a text that warns of it names `{view.shown(start, end)}`")
        else:
            yield KIND.warning(start, end, f"nobody is asked before a tool runs: `{view.shown(start, end)}`")

    for match in view.search(_SETTING, _MARKS):
        start, end = match.span()
        if view.role == "script" and match["mode"] and not view.depth:
            message = f"every tool runs without asking: `{view.shown(start, end)}`"
            yield KIND.verdict(start, end, message)._replace(kind="bypass-permissions")
        elif view.runs(start) or not view.is_defensive(start):
            yield KIND.warning(start, end, f"nobody is asked before a tool runs: `{view.shown(start, end)}`")


KIND = Kind("skipped-permissions", ("AST03", "LLM06", "CWE-250", "CWE-862"), _MARKS, _find)
