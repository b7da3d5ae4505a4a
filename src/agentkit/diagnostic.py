"""What is reported about a file: a code, a severity, a place, a message and a way out."""

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from agentkit.span import START, Span

if TYPE_CHECKING:
    from agentkit.fix import Fix


class Severity(StrEnum):
    """How bad a finding is: an error breaks loading or a reference, a warning misleads, an info only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst; sorts findings worst first."""
        return ("error", "warning", "info").index(self.value)


class Diagnostic(NamedTuple):
    """One finding. `path` is the file as the caller named it, None for a text without one."""

    code: str
    """Stable code, such as `AK201`; never reused for another meaning."""
    slug: str
    """Readable name of the same rule, such as `unknown-skill`."""
    severity: Severity
    message: str
    """What is wrong, quoting the file's own words; one line, lowercase, no full stop."""
    path: str | None = None
    span: Span = START
    hint: str | None = None
    """What to do about it, or the nearest name; None when there is nothing to add."""
    fix: "Fix | None" = None
    """The change that takes it away; None when it needs a person."""

    def __str__(self) -> str:
        """Give `path:line:column: severity CODE message (hint)` in one line."""
        place = f"{self.path or '<text>'}:{self.span.line}:{self.span.column}"
        tail = f" ({self.hint})" if self.hint else ""
        return f"{place}: {self.severity.value} {self.code} {self.message}{tail}"

    @property
    def sort_key(self) -> tuple[str, int, str, str]:
        """Order of findings in a report: by file, place, code, message."""
        return (self.path or "", self.span.start, self.code, self.message)
