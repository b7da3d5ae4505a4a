"""A prompt explained on one HTML page: source beside prompt. It needs no network and no script, and allows neither."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from agentkit import files, webpage
from agentkit.display import visible
from agentkit.prompt.explanation import COUNTED, lines_of, place_of
from agentkit.prompt.provenance import ExplainedSpan, explain, layout_of, total
from agentkit.tokens import FAMILIES, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agentkit.prompt import Prompt

_UNCHANGED = ("body", "base", "fragment", "skill")
"""Kinds whose text is the source's, so that it need not be read again."""
_KINDS = ("body", "base", "fragment", "variable", "skill", "listing", "note", "field", "layout", "computed", "join")
_STYLE = """
:root { color-scheme: light dark; --ink: #1d2430; --dim: #5b6675; --page: #fff; --line: #d5dae1; }
body { color: var(--ink); background: var(--page); font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 96rem;
  padding: 1.5rem; }
h1 { font-size: 1.3rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
p { margin: .25rem 0 1rem; color: var(--dim); overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: 600; padding: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-top: 1px solid var(--line); }
.parts { table-layout: fixed; }
.kinds { width: auto; margin-bottom: 1rem; }
.kinds td + td + td, .kinds th + th + th { text-align: right; }
td.source { border-left: .4rem solid var(--tone); }
td.text { background: color-mix(in srgb, var(--tone) 9%, transparent); }
.head { font-size: .82rem; color: var(--dim); overflow-wrap: anywhere; }
.kind { display: inline-block; border: 1px solid var(--tone); border-radius: .3rem; padding: 0 .4rem; color: var(--ink);
  font-weight: 600; }
pre { font: .82rem/1.5 ui-monospace, monospace; margin: .3rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.line { display: block; min-height: 1.5em; padding-left: 2.8rem; text-indent: -2.8rem; }
.n { display: inline-block; width: 2.2rem; margin-right: .6rem; text-align: right; text-indent: 0; color: var(--dim);
  user-select: none; }
.body { --tone: #1f6feb; } .base { --tone: #8250df; } .fragment { --tone: #0a7d76; } .variable { --tone: #bf3989; }
.skill { --tone: #2e7d32; } .listing { --tone: #7a8b00; } .note { --tone: #c62828; } .field { --tone: #b35900; }
.layout { --tone: #6e7781; } .computed { --tone: #a0711c; } .join { --tone: #9aa4af; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ee; --dim: #9da7b3; --page: #12161c; --line: #303741; } }
@media (max-width: 50rem) { .parts, .parts tbody, .parts tr, .parts td { display: block; } .parts caption { display: block; } .parts thead { display: none; }
  td.text { border-left: .4rem solid var(--tone); border-top: 0; } }
"""


def as_page(prompt: Prompt) -> str:
    """Give the page: a table of kinds, then each part with its source on the left and what it is in the prompt on the right.

    Everything from files is text: escaped for HTML, and with characters that hide or reorder text written as escapes.
    """
    explained = explain(prompt)
    title = f"Prompt of {prompt.persona}"
    whole = ", ".join(f"~{tokens(prompt.text, family):,.0f} {family}" for family in FAMILIES)
    return webpage.page(
        title,
        _STYLE,
        [
            f"<p>{len(prompt.text):,} characters; tokens {whole} (by {COUNTED}). sha256 {prompt.sha256}</p>",
            *_kinds(explained),
            '<table class="parts">',
            "<caption>Source beside prompt</caption>",
            '<thead><tr><th scope="col">Where it comes from</th><th scope="col">What stands in the prompt</th></tr></thead>',
            "<tbody>",
            *_rows(prompt, explained),
            "</tbody>",
            "</table>",
        ],
    )


def _kinds(explained: Sequence[ExplainedSpan]) -> Iterator[str]:
    yield '<table class="kinds">'
    yield "<caption>What the prompt is made of</caption>"
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in ("Kind", "Parts", *FAMILIES))
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for kind in _KINDS:
        own = [each for each in explained if each.span.kind == kind]
        if own:
            counts = "".join(f"<td>~{total(own, family):,.0f}</td>" for family in FAMILIES)
            yield f'<tr class="{kind}"><td><span class="kind">{kind}</span></td><td>{len(own)}</td>{counts}</tr>'
    yield "</tbody>"
    yield "</table>"


def _rows(prompt: Prompt, explained: Sequence[ExplainedSpan]) -> Iterator[str]:
    line = 1
    sources = _Sources(prompt)
    for each in explained:
        span = each.span
        place = place_of(span.path)
        lines = lines_of(span)
        where = f"{place}:{lines}" if lines else place or "no file"
        counts = ", ".join(f"~{count:,.0f} {family}" for family, count in each.tokens.items())
        yield (
            f'<tr class="{span.kind}">'
            f'<td class="source"><div class="head"><span class="kind">{span.kind}</span> '
            f"{_shown(span.label.removeprefix(span.kind + ' '))}<br>{_shown(where)}</div>"
            f"<pre>{_numbered(sources.of(each), span.line or 1)}</pre></td>"
            f'<td class="text"><div class="head">characters {span.start:,} to {span.end:,}<br>{counts}</div>'
            f"<pre>{_numbered(each.text, line)}</pre></td></tr>"
        )
        line += each.text.count("\n")


class _Sources:
    """The lines of the files that a prompt comes from; each is read once."""

    def __init__(self, prompt: Prompt) -> None:
        self._recipe = prompt.recipe
        self._lines: dict[str | None, list[str]] = {}

    def of(self, each: ExplainedSpan) -> str | None:
        """Give the lines that a part comes from; None when they cannot be had."""
        span = each.span
        if span.kind in _UNCHANGED:
            return each.text
        if span.path is None or span.line is None:
            return None
        key = None if span.kind in ("layout", "computed") else span.path
        if key not in self._lines:
            self._lines[key] = self._read(key).split("\n")
        return "\n".join(self._lines[key][span.line - 1 : span.end_line or span.line])

    def _read(self, path: str | None) -> str:
        if path is None:
            return layout_of(self._recipe) if self._recipe is not None else ""
        data = files.read_in_project(path)
        return data.decode("utf-8-sig", "replace") if isinstance(data, bytes) else ""


def _numbered(text: str | None, first: int) -> str:
    """Give the lines of a text with their numbers; the line ends of one that is nothing else are made visible."""
    if text is None:
        return ""
    if not text.strip():
        text = text.replace("\n", "↵")
    lines = text.split("\n")
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    return "".join(
        f'<span class="line"><span class="n">{first + at}</span>{_shown(line)}</span>' for at, line in enumerate(lines)
    )


def _shown(text: str) -> str:
    return escape("\t".join(visible(part) for part in text.removesuffix("\r").split("\t")))
