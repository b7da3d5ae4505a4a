"""Compiles the shipped Jinja layouts to plain Python, so that rendering with one does not import Jinja.

Importing jinja2 and compiling a template costs three bare Pythons at every start (benchmarks/startup.py). Only what a shipped layout
needs is compiled: text, variables, attributes, `for`, `if`. tests/test_layouts.py fails when a generated module is stale, and
holds it equal to what Jinja itself gives, for any text.

Run it after a change to a layout: `python scripts/compile_layouts.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from jinja2 import nodes

ROOT = Path(__file__).resolve().parents[1]
LAYOUTS = ROOT / "src" / "agentkit" / "prompt" / "layouts"
HEADER = '''"""Generated from {name} by scripts/compile_layouts.py: change that, not this."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.prompt.variables import LayoutVariables


def parts(layout: LayoutVariables) -> Iterator[str]:
    """Give the prompt in parts, in order."""
'''


def compiled(template: Path) -> str:
    """Give the Python module of a template."""
    from agentkit.prompt.layout import environment

    tree = environment().parse(template.read_text(encoding="utf-8"))
    lines = [line for node in tree.body for line in _statement(node, "    ", frozenset())]
    return HEADER.format(name=template.name) + "\n".join(lines) + "\n"


def _statement(node: nodes.Node, indent: str, local: frozenset[str]) -> list[str]:
    match node:
        case nodes.Output():
            return [f"{indent}yield {_expression(part, local)}" for part in node.nodes]
        case nodes.For(target=nodes.Name(name=name), else_=[], test=None):
            body = [line for child in node.body for line in _statement(child, indent + "    ", local | {name})]
            return [f"{indent}for {name} in {_expression(node.iter, local)}:", *body]
        case nodes.If(elif_=[], else_=[]):
            body = [line for child in node.body for line in _statement(child, indent + "    ", local)]
            return [f"{indent}if {_expression(node.test, local)}:", *body]
        case _:
            raise NotImplementedError(f"a shipped layout cannot use {type(node).__name__} (line {node.lineno})")


def _expression(node: nodes.Node, local: frozenset[str]) -> str:
    match node:
        case nodes.TemplateData(data=data):
            return '"' + data.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        case nodes.Name(name=name):
            return name if name in local else f"layout.{name}"
        case nodes.Getattr(node=owner, attr=attribute):
            return f"{_expression(owner, local)}.{attribute}"
        case _:
            raise NotImplementedError(f"a shipped layout cannot use {type(node).__name__} (line {node.lineno})")


def main() -> None:
    """Write every layout's module; with `--check` only tell whether one is stale."""
    stale = []
    for template in sorted(LAYOUTS.glob("*.md.j2")):
        target = template.with_name(template.name.removesuffix(".md.j2") + ".py")
        source = compiled(template)
        if not target.exists() or target.read_text(encoding="utf-8") != source:
            stale.append(target.name)
            if "--check" not in sys.argv[1:]:
                target.write_text(source, encoding="utf-8", newline="\n")
    if stale:
        print("stale:" if "--check" in sys.argv[1:] else "written:", *stale)
    sys.exit(bool(stale) and "--check" in sys.argv[1:])


if __name__ == "__main__":
    main()
