"""One HTML page for a reviewer. It needs no network and no script, and allows neither; everything from files is text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from agentkit.auditing.formats._words import LIMITS, counted, coverage, found, place, roles, worst_first
from agentkit.display import shortened, visible
from agentkit.threats import Tier
from agentkit.webpage import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agentkit.auditing.comparison import Comparison
    from agentkit.auditing.report import Audit, Card, Finding

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2430; --dim: #5b6675; --page: #fff; --line: #d5dae1; --error: #b3261e;
  --warning: #8a5a00; --info: #1f5fb3; }
body { color: var(--ink); background: var(--page); font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem;
  padding: 1.5rem; }
h1 { font-size: 1.3rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p { margin: .25rem 0 .75rem; color: var(--dim); overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 600; }
.key { width: 11rem; } .grade { width: 7rem; font-weight: 600; }
.error { color: var(--error); } .warning { color: var(--warning); } .info { color: var(--info); }
article { border: 1px solid var(--line); border-radius: .4rem; padding: .75rem; margin: .75rem 0; }
ul { margin: 0; padding-left: 1.1rem; } code { font: .85rem/1.5 ui-monospace, monospace; }
pre { font: .82rem/1.5 ui-monospace, monospace; margin: .3rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
summary { cursor: pointer; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ee; --dim: #9da7b3; --page: #12161c; --line: #303741;
  --error: #ff8a80; --warning: #e6b35c; --info: #82b1ff; } }
"""
_LONGEST = 2_000


def write(audit: Audit) -> str:
    """Give the page: sums, findings with their lines, what was not read, a card for each agent and skill, every file."""
    facts = [each for each in audit.findings if each.tier is not Tier.VERDICT]
    return page(
        f"Audit of {audit.path}",
        _STYLE,
        [
            f"<p>{_shown(found(audit))}. {_shown(coverage(audit))}.</p>",
            f"<p>All text on this page that stands in <code>code type</code> comes from the files that were audited. {_shown(LIMITS)}</p>",
            *_findings("Verdicts", audit.verdicts, audit),
            *_findings("Facts", facts, audit),
            *_missing(audit),
            "<h2>What each can do</h2>",
            *(part for card in worst_first(audit) for part in _card(card)),
            *_files(audit),
        ],
    )


def write_comparison(comparison: Comparison) -> str:
    """Give the page of what an update gained and lost."""
    parts = [
        f"<p>Before: {_shown(found(comparison.old))}. {_shown(coverage(comparison.old))}.</p>",
        f"<p>Now: {_shown(found(comparison.new))}. {_shown(coverage(comparison.new))}.</p>",
    ]
    for change in comparison.changes:
        state = " (new)" if change.old is None else " (gone)" if change.new is None else ""
        where = " → ".join(dict.fromkeys(each for each in (change.old, change.new) if each))
        parts.append(
            f"<article><h3>{change.kind} <code>{_shown(change.name)}</code>{state}</h3><p><code>{_shown(where)}</code></p>"
        )
        parts.append("<table>")
        parts += _row("gained", change.gained)
        parts += _row("lost", change.lost)
        parts.append("</table></article>")
    if comparison.changed:
        parts.append("<h2>Scripts and settings with other bytes</h2><p>What they do is theirs to say: read them.</p><table>")
        parts += [*_row("changed", comparison.changed), "</table>"]
    if not comparison.changes:
        parts.append("<p>No capability and no finding was gained or lost.</p>")
    return page(f"Audit of {comparison.new.path} against {comparison.old.path}", _STYLE, [*parts, f"<p>{_shown(LIMITS)}</p>"])


def _findings(title: str, every: Iterable[Finding], audit: Audit) -> Iterator[str]:
    rows = list(every)
    yield f"<h2>{title} ({len(rows):,})</h2>"
    if rows:
        yield "<table>"
        for each in rows:
            line = audit.lines.get((each.path, each.span.line), "").strip()
            ids = f" [{', '.join(each.ids)}]" if each.ids else ""
            yield (
                f'<tr><td class="grade {each.severity}">{each.severity}<br>{each.code}</td>'
                f"<td>{_shown(each.slug)}: {_shown(each.diagnostic.message)}{ids}<br><code>{_shown(place(each))}</code>"
                f"<pre>{_shown(shortened(line, 400))}</pre></td></tr>"
            )
        yield "</table>"


def _missing(audit: Audit) -> Iterator[str]:
    if audit.missing:
        yield f"<h2>Not read ({len(audit.missing):,})</h2>"
        yield "<table>"
        for file in audit.missing:
            yield f"<tr><td><code>{_shown(file.path)}</code></td><td>{_shown(file.reason or '')}; {counted(file.size, 'byte')}</td></tr>"
        yield "</table>"


def _card(card: Card) -> Iterator[str]:
    yield f"<article><h3>{card.kind} <code>{_shown(card.name)}</code></h3><p><code>{_shown(card.path)}</code></p><table>"
    for heading, values in card.facts.items():
        yield from _row(heading, values)
    yield "</table></article>"


def _row(heading: str, values: Iterable[str]) -> Iterator[str]:
    items = [f"<li><code>{_shown(shortened(value, _LONGEST))}</code></li>" for value in values]
    if items:
        listed = f"<ul>{''.join(items)}</ul>"
        if len(items) > 12:
            listed = f"<details><summary>{len(items):,}</summary>{listed}</details>"
        yield f'<tr><th scope="row" class="key">{escape(heading)}</th><td>{listed}</td></tr>'


def _files(audit: Audit) -> Iterator[str]:
    yield "<h2>What was read</h2>"
    yield "<table>"
    for role, number, size in roles(audit):
        yield f'<tr><th scope="row" class="key">{role}</th><td>{counted(number, "file")}, {counted(size, "byte")}</td></tr>'
    yield "</table>"
    yield f"<details><summary>All {counted(len(audit.files), 'file')}</summary><table>"
    for file in audit.files:
        state = f"not read: {file.reason}" if file.reason is not None else file.role or ""
        note = f"; {file.note}" if file.note else ""
        yield f"<tr><td><code>{_shown(file.path)}</code></td><td>{counted(file.size, 'byte')}, {_shown(state + note)}</td></tr>"
    yield "</table></details>"


def _shown(text: str) -> str:
    return escape(visible(text))
