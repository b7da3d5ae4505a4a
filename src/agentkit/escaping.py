"""A literal text written so that a template engine gives it back: one function an engine.

For programs that cannot avoid a template: `render --escape jinja` gives a text that Jinja, with its default delimiters, renders to
the prompt's exact bytes. benchmarks/escaping.py holds each recipe against the real engine on public files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Callable


def jinja(text: str) -> str:
    """Escape for Jinja, whatever its settings for blanks and newlines: banks, Prompty, LangChain's `jinja2` format.

    What opens a tag, a carriage return (Jinja makes a newline of it) and the newline at the end (Jinja drops it) are written
    as expressions. Not `{% raw %}`: with `trim_blocks` that loses a newline, and it cannot keep a carriage return.
    """
    return re.sub(_JINJA, lambda match: f'{{{{ "{match[0].translate(_JINJA_ESCAPES)}" }}}}', text)


# A lone brace counts where what follows is a tag's second character, or will be written as an expression.
_JINJA = r"\{{2,}|\{(?=[%#\r]|\n\Z)|\r|\n\Z"
_JINJA_ESCAPES = str.maketrans({"\r": "\\r", "\n": "\\n"})


def format_(text: str) -> str:
    """Escape for `str.format`: LangChain's f-string templates."""
    return text.replace("{", "{{").replace("}", "}}")


def dollar(text: str) -> str:
    """Escape for `string.Template`: the templates of `llm`."""
    return text.replace("$", "$$")


def handlebars(text: str) -> str:
    r"""Escape for Handlebars: Handlebars.js, pydantic-ai's AgentSpec, dotprompt.

    `{{` becomes `\{{`. A backslash before it would pair with that one, so each is written as an escaped backslash and an
    empty comment: what Handlebars.js and pydantic-handlebars, which count backslashes differently, read alike.
    """
    return re.sub(_HANDLEBARS, lambda match: "\\\\{{!}}" * len(match[1]) + "\\{{", text)


_HANDLEBARS = r"(?<!\\)(\\*)\{\{"


def semantic_kernel(text: str) -> str:
    """Escape for Semantic Kernel's own template format: `{{` becomes a value that is `{{`."""
    return text.replace("{{", '{{"{{"}}')


ENGINES: dict[str, Callable[[str], str]] = {
    "jinja": jinja,
    "format": format_,
    "dollar": dollar,
    "handlebars": handlebars,
    "sk": semantic_kernel,
}
"""Name, as `--escape` takes it, to the function that escapes."""


def escape(text: str, engine: str) -> str:
    """Escape a text for an engine.

    Args:
        text: Any text; it is taken as literal, so that escaping twice escapes what the first time wrote.
        engine: A name in `ENGINES`.

    Raises:
        RenderError: There is no such engine.
    """
    function = ENGINES.get(engine)
    if function is None:
        raise RenderError(f"unknown template engine {engine!r}", hint="one of " + ", ".join(ENGINES))
    return function(text)
