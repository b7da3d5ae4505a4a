"""What the formats for people share: the order of cards, and what a report says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats import Tier

if TYPE_CHECKING:
    from agentkit.auditing.report import Audit, Card, Finding

LIMITS = (
    "Finding nothing does not mean that it is safe: prose that does not say what it is after, packed payloads, programs and whatever "
    "is fetched later go unseen."
)


def coverage(audit: Audit) -> str:
    """Say how much was read."""
    read = audit.read
    size = sum(each.size for each in read)
    missing = f"; {counted(len(audit.missing), 'thing')} NOT read, listed below" if audit.missing else ""
    other = sum(each.reason is not None and each.expected for each in audit.files)
    aside = (
        f"; {counted(other, 'picture, link within or git object', 'pictures, links within and git objects')} aside"
        if other
        else ""
    )
    return f"read whole: {counted(len(read), 'file')}, {counted(size, 'byte')}, in {counted(audit.folders, 'folder')}{aside}{missing}"


def found(audit: Audit) -> str:
    """Say how much was found."""
    facts = len(audit.findings) - len(audit.verdicts)
    places = f" in {counted(len(audit.findings), 'place')}" if audit.findings else ""
    return f"{counted(audit.kinds, 'known pattern')} found{places}: {counted(len(audit.verdicts), 'verdict')}, {counted(facts, 'fact')}"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Give a number with its noun."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def worst_first(audit: Audit) -> list[Card]:
    """Give the cards, those with verdicts first, then those that can do most."""
    verdicts: dict[str, int] = {}
    for finding in audit.findings:
        if finding.tier is Tier.VERDICT:
            verdicts[finding.path] = verdicts.get(finding.path, 0) + 1
    return sorted(
        (card for card in audit.cards if card.kind in ("agent", "skill") or card.facts),
        key=lambda card: (
            -sum(verdicts.get(path, 0) for path in card.files),
            -len(card.hidden) - len(card.hooks),
            -len(card.capabilities),
            card.path,
        ),
    )


def place(finding: Finding) -> str:
    """Give `path:line:column`."""
    return f"{finding.path}:{finding.span.line}:{finding.span.column}"


def roles(audit: Audit) -> list[tuple[str, int, int]]:
    """Give for each role how many files were read and of how many bytes."""
    sums: dict[str, tuple[int, int]] = {}
    for file in audit.read:
        number, size = sums.get(file.role or "", (0, 0))
        sums[file.role or ""] = (number + 1, size + file.size)
    return [(role, *sums[role]) for role in sorted(sums)]
