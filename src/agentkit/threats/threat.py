"""What a scan of a text gives, and the kinds of it."""

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from agentkit.diagnostic import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agentkit.threats.view import View
    from agentkit.threats.words import Mark


class Tier(StrEnum):
    """What is claimed: a `fact` is always true of the text; a `verdict` says that the text is an attack."""

    FACT = "fact"
    VERDICT = "verdict"


class Threat(NamedTuple):
    """Something in a text that a reader should know before trusting it."""

    kind: str
    """Name of the kind, as the lint rule about it is called: `exfiltration`."""
    tier: Tier
    severity: Severity
    start: int
    """Offset in the text, in code points."""
    end: int
    """Offset of its end, exclusive."""
    message: str
    """What it is; parts of the text in it are made visible and shortened."""
    decoded: str | None
    """What encoded or invisible text says, made visible and shortened; None where nothing was decoded."""
    ids: tuple[str, ...]
    """Numbers of the OWASP Agentic Skills Top 10 (AST), the OWASP Top 10 for LLM Applications 2025 (LLM), and CWE."""


class Hit(NamedTuple):
    """A place in a text where a signal stands, and what it is in words."""

    start: int
    end: int
    what: str


class Kind(NamedTuple):
    """A kind of threat: one file in `kinds/`."""

    name: str
    ids: tuple[str, ...]
    marks: "tuple[Mark, ...]"
    """Lower-case pieces of text, or signs of words, of which one stands in every text that holds a threat of the kind; empty: any text may."""
    find: "Callable[[View], Iterator[Threat]]"
    facts_only: bool = False
    """Whether none of its threats is a verdict."""
    lowered: bool = True
    """Whether a verdict in a text that is only referred to is no more than a warning; orders that nobody sees are meant anywhere."""

    def verdict(self, start: int, end: int, message: str, decoded: str | None = None) -> Threat:
        """Give an error: the text is an attack."""
        return Threat(self.name, Tier.VERDICT, Severity.ERROR, start, end, message, decoded, self.ids)

    def warning(self, start: int, end: int, message: str, decoded: str | None = None) -> Threat:
        """Give a fact that a reviewer should look at."""
        return Threat(self.name, Tier.FACT, Severity.WARNING, start, end, message, decoded, self.ids)

    def info(self, start: int, end: int, message: str, decoded: str | None = None) -> Threat:
        """Give a fact that is worth knowing and says nothing by itself."""
        return Threat(self.name, Tier.FACT, Severity.INFO, start, end, message, decoded, self.ids)
