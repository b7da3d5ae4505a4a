"""Layouts that a user brings: Jinja templates. The only home of jinja2 in the package.

A body, a skill's text and every field reach a layout as values, and values are never compiled: what stands in them comes
out as it is. Only the layout itself is a template, and only one that the user names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from agentkit.errors import RenderError
from agentkit.prompt.variables import LayoutVariables

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.runtime import Context


_LONGEST = 4 * 1024 * 1024


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, which bars what is unsafe, without what makes prompts differ or memory burst."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse repetition, powers and formats of a size that no prompt has."""
        for one, other in ((left, right), (right, left)):
            if operator == "*" and isinstance(one, str | list | tuple) and isinstance(other, int) and len(one) * other > _LONGEST:
                raise SecurityError("a repetition that long is not allowed in a layout")
        if operator == "**" and any(abs(each) > _LARGEST_POWER for each in (left, right) if isinstance(each, int | float)):
            raise SecurityError("a power that large is not allowed in a layout")
        if operator == "%" and isinstance(left, str):
            raise SecurityError("string formatting with % is not allowed in a layout")
        return super().call_binop(context, operator, left, right)


_LARGEST_POWER = 64
_LEFT_OUT = ("random", "center", "format", "pprint", "urlize", "indent", "wordwrap")


def environment() -> Environment:
    """Give the environment that layouts are written for: sandboxed, strict, without HTML escaping.

    Filters whose result is chance, depends on the machine, or can be made arbitrarily long are left out. The newline at the end of a template is not part of it; every other character is.
    """
    made = _Environment(undefined=StrictUndefined, autoescape=False, cache_size=0)
    for name in _LEFT_OUT:
        del made.filters[name]
    del made.globals["lipsum"]
    return made


_FROM_EXPRESSIONS = (
    ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, SyntaxError, TypeError, ValueError,
)  # fmt: skip
"""What an expression in the user's own layout can raise: {{ 1 / 0 }}, {{ body + 1 }}. SyntaxError: a hundred nested blocks."""


def lay_out(variables: LayoutVariables, layout: str, path: str) -> str:
    """Fill a layout.

    Args:
        variables: What it can use.
        layout: The template's text.
        path: What to call it in errors.

    Raises:
        RenderError: The layout is not a template, uses a name that there is not, or reaches for what the sandbox bars.
    """
    try:
        text = environment().from_string(layout).render(variables._asdict())
        text.encode("utf-8")
    except TemplateError as error:
        line = getattr(error, "lineno", None) or _line_in_layout(error)
        known = ", ".join(LayoutVariables._fields)
        message = f"the layout fails: {error.message or error}"
        raise RenderError(message, path=path, line=line, hint=f"a layout can use {known}") from error
    except _FROM_EXPRESSIONS as error:
        message = f"the layout fails: {type(error).__name__}: {error}"
        raise RenderError(message, path=path, line=_line_in_layout(error)) from error
    return text


def _line_in_layout(error: BaseException) -> int | None:
    """Give the template line that was being filled: Jinja rewrites tracebacks to name it."""
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
