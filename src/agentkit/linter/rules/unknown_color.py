from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.nearest import did_you_mean
from agentkit.pattern import pattern
from agentkit.persona import COLORS
from agentkit.profiles.field_values import OPENCODE_COLORS
from agentkit.profiles.places import harness_of, is_for_another

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

_HEX = pattern(r"#[0-9A-Fa-f]{6}")


class UnknownColor(Rule):
    """An agent's color is none that its harness has.

    ## Why is this bad?
    Claude Code has eight colors (red, blue, green, yellow, purple, orange, pink, cyan; documentation read 2026-10-08); with another
    the agent is shown without one. An info: nothing else is lost. Below `.opencode/` it is an error: OpenCode takes `#rrggbb` or a
    color of its theme (primary, secondary, accent, success, warning, error, info), and with any other value its whole
    configuration fails to load (schema of 1.19, read 2026-11-23). Elsewhere a `#rrggbb` is taken for OpenCode's.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    color: teal
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    color: cyan
    ```
    """

    code = "AK108"
    severity = Severity.INFO
    fields = ("color",)

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a color that is not in the harness's list."""
        color, harness = it.persona.color, harness_of(it.path)
        if color is None:
            return
        span = it.value("color")
        if harness == "opencode":
            if color not in OPENCODE_COLORS and _HEX.fullmatch(color) is None:
                hint = "write `#rrggbb` in quotes, or one of " + ", ".join(OPENCODE_COLORS)
                message = f"color `{color[:60]}` makes OpenCode refuse its configuration"
                yield self.at(it, span, message, hint, Severity.ERROR)
        elif is_for_another(it.path) or (harness is None and _HEX.fullmatch(color) is not None):
            return
        elif color not in COLORS:
            hint = did_you_mean(color, COLORS) or "one of " + ", ".join(sorted(COLORS))
            yield self.at(it, span, f"color `{color[:60]}` is none of Claude Code's", hint)
