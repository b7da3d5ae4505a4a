"""Every recipe of `agentkit.escaping` against the engine that it is for, on public bodies: how many come back byte for byte.

jinja2, `str.format` and `string.Template` are there; others count where they can be imported (`pydantic-handlebars`, which is what
pydantic-ai's AgentSpec uses; `semantic-kernel`) or, for Handlebars.js, where `npm install handlebars` was run in the folder of
`--node`. What is not there is named, not passed over. pybars3 0.9.7 has no `\\{{` (run 2026-11-24): no recipe suits it.

Usage: python -m benchmarks.escaping FOLDER [--node FOLDER]    (exits 1 when a body does not come back)
"""

from __future__ import annotations

import asyncio
import json
import re
import string
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from agentkit.document import parse
from agentkit.escaping import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

EDGES = (
    "{", "{{", "{{{", "{{{{", "{{{{{", "}}", "{%", "{#", "{\r\n", "{\n", "\r", "a\r\nb", "x\n", "\n", "\n\n", "",
    "\\{{ a }}", "\\\\{{ a }}", "\\\\\\{{{{ a }}}}", "{{\\{{a}}\\\\{{b}}", "\\", "{{!}}\n{{> p }}\n", "$", "$$", "${a}",
    "${{ secrets.T }}", "{{ '{{' }}", '{{"{{"}}', "{% raw %}{% endraw %}", "{a} {0} {a!r:>{w}}", "{{{{raw}}}} x {{{{/raw}}}}",
)  # fmt: skip
"""Texts that are hard for one engine or another."""
_NODE = """
const handlebars = require("handlebars");
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
const filled = texts.map(text => { try { return handlebars.compile(text)({}); } catch (error) { return null; } });
process.stdout.write(JSON.stringify(filled));
"""


def bodies(folder: Path) -> list[str]:
    """Give the text below the frontmatter of every Markdown file below a folder, each once."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".md", ".markdown") and path.is_file())
    return list(dict.fromkeys(parse(path.read_bytes()).body for path in paths))


def _as_utf_8(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if not re.search("[\ud800-\udfff]", text)]


def engines() -> dict[str, tuple[str, Callable[[str], str]]]:
    """Give the engines that are here: title to (name of the recipe, what fills a template)."""
    plain = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)  # noqa: S701 - prompts are no HTML
    trimming = jinja2.Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)
    found: dict[str, tuple[str, Callable[[str], str]]] = {
        "jinja2": ("jinja", lambda text: plain.from_string(text).render()),
        "jinja2, trimming, autoescape": ("jinja", lambda text: trimming.from_string(text).render()),
        "str.format": ("format", lambda text: text.format()),
        "string.Template": ("dollar", lambda text: string.Template(text).substitute()),
    }
    for package, make in (("pydantic_handlebars", _pydantic_handlebars), ("semantic_kernel", _semantic_kernel)):
        try:
            found[package] = make()
        except ImportError:
            print(f"{package} is not installed here, not tried")
    return found


def _pydantic_handlebars() -> tuple[str, Callable[[str], str]]:
    module = import_module("pydantic_handlebars")
    return "handlebars", lambda text: str(module.render(text, {}))


def _semantic_kernel() -> tuple[str, Callable[[str], str]]:
    kernel = import_module("semantic_kernel").Kernel()
    template = import_module("semantic_kernel.prompt_template").KernelPromptTemplate
    config = import_module("semantic_kernel.prompt_template").PromptTemplateConfig

    def fill(text: str) -> str:
        return str(asyncio.run(template(prompt_template_config=config(template=text)).render(kernel)))

    return "sk", fill


def handlebars_js(texts: list[str], folder: Path) -> list[str | None]:
    """Fill templates with Handlebars.js, all in one process; None for one that fails."""
    done = subprocess.run(["node", "-e", _NODE], input=json.dumps(texts), capture_output=True, text=True, cwd=folder, check=True)
    filled: list[str | None] = json.loads(done.stdout)
    return filled


def comes_back(fill: Callable[[str], str], recipe: str, text: str) -> bool:
    """Tell whether an engine gives a text back from its escaped form; a template that it refuses does not."""
    try:
        return fill(escape(text, recipe)) == text
    except Exception as error:  # noqa: BLE001 - whatever an engine raises, the body did not come back
        print(f"  {recipe}: {type(error).__name__}: {str(error)[:80]!r} for {text[:40]!r}", file=sys.stderr)
        return False


def main() -> None:
    """Print a row an engine."""
    arguments = sys.argv[1:]
    node = Path(arguments.pop(arguments.index("--node") + 1)) if "--node" in arguments else None
    texts = _as_utf_8([*EDGES, *bodies(Path(arguments[0]))])
    print(f"{len(texts):,} texts, {len(EDGES)} of them made to be hard")
    failed = False
    rows = [(title, recipe, sum(comes_back(fill, recipe, text) for text in texts)) for title, (recipe, fill) in engines().items()]
    if node is not None:
        filled = handlebars_js([escape(text, "handlebars") for text in texts], node)
        rows.append(("Handlebars.js", "handlebars", sum(one == other for one, other in zip(texts, filled, strict=True))))
    for title, recipe, exact in rows:
        failed |= exact < len(texts)
        print(f"{title:<30} --escape {recipe:<12} {exact:>6,} of {len(texts):,} exact")
    sys.exit(failed)


if __name__ == "__main__":
    main()
