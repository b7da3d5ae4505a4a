"""Text for a reviewer: within 80 columns, worst first, nothing in it that a terminal obeys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.auditing.formats._words import LIMITS, counted, coverage, found, place, roles, worst_first
from agentkit.diagnostic import Severity
from agentkit.display import columns, shortened, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agentkit.auditing.comparison import Comparison
    from agentkit.auditing.report import Audit, Card, Finding

WIDTH = 80
_EACH = 5
"""Texts under a heading of a card that are shown; the other formats have all. Verdicts, hooks and what was not read are never cut."""
_EACH_KIND = 20
"""Places of one kind of fact that are shown."""
_LISTED = 40
_PLAIN = 20
"""Cards with nothing to be read by itself above which they stand in groups."""
_WHOLE = frozenset({"hooks", "MCP servers", "runs on load", "hidden text"})
_LISTS = frozenset({"tools", "tools without asking", "denied", "hosts", "skills"})
_SHOWN = 220


def write(audit: Audit) -> str:
    """Give the report."""
    lines = [*_wrapped(f"audit of {visible(audit.path)}"), *_wrapped(found(audit)), *_wrapped(coverage(audit))]
    verdicts = list(audit.verdicts)
    facts = [each for each in audit.findings if each not in set(verdicts)]
    lines += _findings("Verdicts", verdicts)
    lines += _findings("Facts", [each for each in facts if each.severity is not Severity.INFO], _EACH_KIND)
    lines += _counted([each for each in facts if each.severity is Severity.INFO])
    if audit.missing:
        lines += ["", "Not read"]
        for file in audit.missing:
            lines += _wrapped(f"{visible(file.path)}: {visible(file.reason or '')} ({counted(file.size, 'byte')})", 2)
    cards = worst_first(audit)
    if cards:
        lines += ["", "What each can do"]
        attacked = {each.path for each in verdicts}
        plain = [card for card in cards if _is_plain(card, attacked)]
        told = plain if len(plain) > _PLAIN else []
        for card in cards:
            if not told or not _is_plain(card, attacked):
                lines += _card(card)
        lines += _grouped(told)
    lines += ["", "Read"]
    lines += [f"  {role:<14} {counted(number, 'file'):>12} {counted(size, 'byte'):>18}" for role, number, size in roles(audit)]
    for file in audit.read:
        if file.note:
            lines += _wrapped(f"{visible(file.path)}: {file.note}", 2)
    lines += ["", *_wrapped(found(audit).partition(":")[0] + ". " + LIMITS)]
    return "\n".join(lines) + "\n"


def write_comparison(comparison: Comparison) -> str:
    """Give what an update gained and lost."""
    lines = [*_wrapped(f"audit of {visible(comparison.new.path)} against {visible(comparison.old.path)}")]
    lines += _wrapped(f"before {found(comparison.old)}; {coverage(comparison.old)}", 2)
    lines += _wrapped(f"now {found(comparison.new)}; {coverage(comparison.new)}", 2)
    for change in comparison.changes:
        moved = (
            f"{change.old} -> {change.new}"
            if change.old and change.new and change.old != change.new
            else change.new or change.old
        )
        state = " (new)" if change.old is None else " (gone)" if change.new is None else ""
        lines += ["", *_wrapped(f"{change.kind} {visible(change.name)}{state}: {visible(moved or '')}")]
        for sign, said in (("+", change.gained), ("-", change.lost)):
            for each in said:
                lines += _wrapped(f"{sign} {shortened(each, _SHOWN)}", 2, 4)
    if comparison.changed:
        lines += [
            "",
            f"Scripts and settings with other bytes ({len(comparison.changed):,}); what they do is theirs to say, read them",
        ]
        for path in comparison.changed:
            lines += _wrapped(visible(path), 2, 4)
    if not comparison.changes:
        lines += ["", "no capability and no finding was gained or lost"]
    lines += ["", *_wrapped(LIMITS)]
    return "\n".join(lines) + "\n"


def _findings(title: str, every: list[Finding], each_kind: int | None = None) -> Iterator[str]:
    """Give findings with their places; of each kind at most so many, and how many there are more."""
    if every:
        yield ""
        yield f"{title} ({len(every):,})"
    kinds: dict[tuple[str, str], int] = {}
    for each in every:
        key = (each.code, each.slug)
        kinds[key] = kinds.get(key, 0) + 1
        if each_kind is not None and kinds[key] > each_kind:
            continue
        yield from _wrapped(visible(place(each)), 2)
        ids = f" [{', '.join(each.ids)}]" if each.ids else ""
        yield from _wrapped(f"{each.severity} {each.code} {each.slug}: {shortened(each.diagnostic.message, _SHOWN)}{ids}", 4)
    for (code, slug), number in sorted(kinds.items()):
        if each_kind is not None and number > each_kind:
            yield from _wrapped(f"{code} {slug}: {number - each_kind:,} more (--format json has all)", 2)


def _counted(every: list[Finding]) -> Iterator[str]:
    """Give what only says what is there in a line a kind."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for each in every:
        kinds.setdefault((each.code, each.slug), []).append(each)
    if kinds:
        yield ""
        yield f"Worth knowing ({len(every):,}; every place: --format json)"
    for (code, slug), same in sorted(kinds.items()):
        yield from _wrapped(f"{code} {slug}: {counted(len(same), 'place')}, first {visible(place(same[0]))}", 2, 4)


def _card(card: Card) -> Iterator[str]:
    yield ""
    yield from _wrapped(f"{card.kind} {shortened(card.name, 120)}", 2)
    yield from _wrapped(visible(card.path), 4)
    for heading, values in _merged(card):
        shown = list(values[:_EACH])
        if heading in _LISTS:
            more = f" and {len(values) - _LISTED} more" if len(values) > _LISTED else ""
            shown = [", ".join(shortened(value, 60) for value in values[:_LISTED]) + more]
        elif heading in _WHOLE:
            shown = list(values)
        elif len(values) > _EACH:
            shown.append(f"{len(values) - _EACH:,} more (--format json has all)")
        for value in shown:
            # Lists are cut item by item; everything else is cut here.
            text = visible(value) if heading in _LISTS or heading == "all three" else shortened(value, _SHOWN)
            yield from _wrapped(f"{heading}: {text}", 4, 6)


def _is_plain(card: Card, attacked: set[str]) -> bool:
    """Tell whether a card holds nothing that is to be read by itself: no verdict, hook, server, mode, hidden text, note, odd name."""
    loads = any(command.on_load for command in card.commands)
    own = card.hooks or card.servers or card.hidden or card.permission_mode or card.notes or card.missing or loads
    return (
        card.is_known
        and visible(card.path) == card.path
        and card.kind in ("agent", "skill")
        and not own
        and attacked.isdisjoint((*card.files, card.path))
    )


def _grouped(cards: list[Card]) -> Iterator[str]:
    """Give cards that say the same of what is granted in one block each, the largest first."""
    same: dict[tuple[object, ...], list[Card]] = {}
    for card in cards:
        same.setdefault((card.kind, card.tools, card.denied, card.capabilities), []).append(card)
    if cards:
        yield ""
        yield from _wrapped(
            "Without verdict, hook, server or hidden text, by what is granted (paths, hosts, commands of each: --format json)", 2
        )
    for every in sorted(same.values(), key=lambda each: (-len(each), each[0].path)):
        first = every[0]._replace(hosts=(), commands=(), skills=(), hidden=())
        yield ""
        yield from _wrapped(f"{counted(len(every), first.kind)}: {', '.join(shortened(card.name, 60) for card in every)}", 2, 4)
        for heading, values in _merged(first):
            yield from _wrapped(f"{heading}: {', '.join(visible(value) for value in values)}", 4, 6)


def _merged(card: Card) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the headings of a card with their texts; capabilities that the same grants give stand in one line."""
    facts = card.facts
    same: dict[str, list[str]] = {}
    for capability in card.capabilities:
        same.setdefault(facts.pop(capability.name)[0], []).append(capability.name)
    for heading, values in facts.items():
        if heading not in ("tools", "tools without asking", "denied"):
            yield from ((", ".join(names), (through,)) for through, names in same.items())
            same = {}
        yield heading, values
    yield from ((", ".join(names), (through,)) for through, names in same.items())


def _wrapped(text: str, indent: int = 0, hanging: int | None = None) -> Iterable[str]:
    """Give a text that is visible already in lines of at most 80 columns; a long word is cut into several."""
    hanging = indent if hanging is None else hanging
    lines: list[str] = []
    line = " " * indent
    empty = True
    for word in text.split(" "):
        rest = word
        if not empty and columns(line) + 1 + columns(rest) > WIDTH:
            lines.append(line.rstrip())
            line, empty = " " * hanging, True
        while columns(line) + columns(rest) + (not empty) > WIDTH:
            room = max(WIDTH - columns(line), 1)
            cut = rest[:room]
            while columns(cut) > room and len(cut) > 1:
                cut = cut[:-1]
            lines.append(line + cut)
            rest = rest[len(cut) :]
            line, empty = " " * hanging, True
        line += rest if empty else " " + rest
        empty = empty and not rest
    return [*lines, line.rstrip()]
