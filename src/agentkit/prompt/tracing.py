"""A layout filled so that every stretch of the result knows where it comes from.

The template's tree is changed before it is compiled: what a text or an expression puts out goes through a filter that ties it to
its line, unless it is a value that carries its own origin. Such a value is a `str` that keeps its pieces as long as it is
handed on whole; whatever is made of it (`body | upper`) is a plain text again, and belongs to the expression.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError, nodes, pass_context
from jinja2.visitor import NodeTransformer

from agentkit.prompt.composition import Piece
from agentkit.prompt.layout import environment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jinja2.runtime import Context

    from agentkit.prompt.variables import LayoutVariables

# A blank in the name: no layout can call them.
_TEXT, _VALUE = "text of the layout", "value of an expression"


class Traced(str):
    """A text that knows its pieces. The sandbox keeps layouts from names that start with an underscore."""

    __slots__ = ("_pieces",)
    _pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        """Give itself: Jinja puts every value through `str`."""
        return self


def traced(pieces: Iterable[Piece]) -> str:
    """Give a text that knows its pieces."""
    known = tuple(pieces)
    text = Traced("".join(piece.text for piece in known))
    text._pieces = known  # noqa: SLF001 - a str takes nothing in its constructor
    return text


def traced_layout(variables: LayoutVariables, layout: str, path: str) -> Sequence[Piece]:
    """Fill a layout that has been filled before, and give the result in pieces.

    Args:
        variables: What it can use; texts made with `traced` keep their origin.
        layout: The template's text.
        path: What to call it.

    Returns:
        The pieces in order; none when the layout can be filled but not traced.
    """
    made = environment()

    def piece(text: str, kind: str, line: int | None) -> Piece:
        end_line = line
        if kind == "layout" and line is not None:
            end_line = line + text.count("\n", 0, max(len(text) - 1, 0))
        return Piece(text, kind, "text of the layout" if kind == "layout" else "computed by the layout", path, line, end_line)

    @pass_context  # keeps Jinja from folding it into a constant
    def text_of_layout(_context: Context, text: str, line: int) -> str:
        return traced([piece(text, "layout", line)])

    @pass_context
    def value_of_expression(_context: Context, value: Any, line: int) -> str:
        return value if isinstance(value, Traced) else traced([piece(str(value), "computed", line)])

    def concat(texts: Iterable[str]) -> str:
        found: list[Piece] = []
        for text in texts:
            found += text._pieces if isinstance(text, Traced) else [piece(text, "computed", None)]  # noqa: SLF001
        return traced(found)

    made.filters[_TEXT], made.filters[_VALUE] = text_of_layout, value_of_expression
    made.concat = concat  # type: ignore[method-assign]
    try:
        filled = made.from_string(_Tracer().visit(made.parse(layout))).render(variables._asdict())
    except (
        TemplateError,
        RecursionError,
        SyntaxError,
    ):  # a layout at the edge of what Jinja takes, which tracing carries over it
        return []
    return filled._pieces if isinstance(filled, Traced) else []  # noqa: SLF001


class _Tracer(NodeTransformer):
    """Puts what a template puts out through the two filters."""

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 - Jinja calls it by this name
        """Tie each text and expression to its line."""
        node.nodes = [self._tied(child) for child in node.nodes]
        return node

    def visit_FilterBlock(self, node: nodes.FilterBlock) -> nodes.Node:  # noqa: N802
        """Tie what a filter makes of a block to the line of the filter."""
        self.generic_visit(node)
        node.filter = _filter(_VALUE, node.filter, node.lineno)
        return node

    @staticmethod
    def _tied(child: nodes.Expr) -> nodes.Expr:
        if isinstance(child, nodes.TemplateData):
            return _filter(_TEXT, nodes.Const(child.data, lineno=child.lineno), child.lineno)
        return _filter(_VALUE, child, child.lineno)


def _filter(name: str, value: nodes.Expr, line: int) -> nodes.Filter:
    return nodes.Filter(value, name, [nodes.Const(line, lineno=line)], [], None, None, lineno=line)
