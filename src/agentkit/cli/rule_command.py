"""`agentkit rule`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from agentkit.cli import options
from agentkit.display import shortened, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agentkit.linter.pages import Page

_EPILOG = """\
\b
Examples:
  agentkit rule                   every rule in a line
  agentkit rule AK201             the page of a rule
  agentkit rule unknown-skill     the same, by name
  agentkit rule --json | jq .     for programs
"""


def _complete(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Give the codes and names that start so."""
    names = [name for page in _pages(ctx.params.get("plugins") or ()) for name in (page.code, page.slug)]
    return sorted(name for name in names if name.lower().startswith(incomplete.lower()))


@click.command(epilog=_EPILOG)
@click.argument("rule", metavar="[CODE|NAME]", required=False, shell_complete=_complete)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one object, or with all rules a list of them.")
@click.option("--plugin", "plugins", metavar="MODULE", multiple=True, help="Know the rules of a Python module, too.")
def command(rule: str | None, as_json: bool, plugins: tuple[str, ...]) -> None:
    """Explain a rule of `agentkit lint`: what is wrong, why that is bad, what to write instead.

    Without a rule all are listed: code, severity, whether the rule runs by default, whether --fix mends its findings.
    """
    with options.errors_shown():
        pages = _pages(plugins)
        if rule is None:
            if as_json:
                _print_json([_data(page) for page in pages])
            else:
                _print_table(pages)
            return
        wanted = rule.strip().lower()
        found = next((page for page in pages if wanted in (page.code.lower(), page.slug.lower())), None)
        if found is None:
            from agentkit.linter import nearest_rule

            names = [name for page in pages for name in (page.code, page.slug)]
            hint = nearest_rule(rule, names) or "`agentkit rule` lists them"
            options.say(f"no rule {rule[:60]!r} ({hint})", "error")
            sys.exit(2)
        if as_json:
            _print_json(_data(found))
        else:
            options.put(_page(found))


def _pages(plugins: Sequence[str]) -> tuple[Page, ...]:
    from agentkit.config import Config
    from agentkit.linter import rules_for
    from agentkit.linter.pages import pages

    return pages(rules_for(Config(plugins=tuple(plugins))))


def _print_json(data: object) -> None:
    import json

    click.echo(json.dumps(data, indent=2))


def _data(page: Page) -> dict[str, object]:
    return {
        "code": page.code,
        "rule": page.slug,
        "title": page.title,
        "severity": page.severity.value,
        "confidence": page.confidence.value,
        "default": page.default,
        "fixes": page.fixes,
        "page": page.text,
    }


def _page(page: Page) -> str:
    text = "\n".join(map(visible, page.text.rstrip("\n").split("\n")))
    return f"# {page.code} {page.slug}\n\n{visible(page.title)}\n\n{page.facts}\n" + (f"\n{text}\n" if text else "")


def _print_table(pages: Sequence[Page]) -> None:
    width = options.width()
    code = max(len(page.code) for page in pages)
    start = f"{'code':<{code}}  severity  on   fix     "
    click.echo(f"{start}what is wrong")
    for page in pages:
        on = "on" if page.default else "off"
        line = f"{page.code:<{code}}  {page.severity.value:<8}  {on:<3}  {page.fixes or '-':<6}  "
        title = page.title.removesuffix(".")
        click.echo(line + (shortened(title, width - len(line)) if width is not None else visible(title)))
