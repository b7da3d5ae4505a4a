"""Tool names of other harnesses, which agent files made for them use.

Those of the harnesses that have a profile come from there; the rest from the survey of 17 harnesses made for agentkit on
2026-11-23: documentation of Kiro and Antigravity (agy 1.1.14), and names that public files still use,
`ViewCodeItem` and `FindByName` of the kits for Antigravity among them.
"""

from __future__ import annotations

from agentkit.profiles import get, names

_WITHOUT_PROFILE = frozenset(
    """
    patch todoread view_file replace_file_content run_command invoke_subagent define_subagent ViewCodeItem FindByName write shell
    fs_read fs_write execute_bash use_aws all none
    """.split()
)


def _listed() -> frozenset[str]:
    found = set(_WITHOUT_PROFILE)
    for key in names():
        if key != "claude-code" and (form := get(key).agents) is not None and form.tools is not None:
            found |= {*form.tools.names, *form.tools.former}
    return frozenset(found)


OTHER_TOOLS = _listed()
"""Compared without case, as Copilot does."""
