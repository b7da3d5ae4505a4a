from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

_LOST = "\ufffd"
_AROUND = 20


class LostCharacter(Rule):
    """The text holds the sign for a character that was lost.

    ## Why is this bad?
    U+FFFD stands where a program could not decode what was there: a dash, an arrow, the micro sign of a unit. A limit of
    "10 \ufffds" is no limit any more. Of 5,891 public files fifteen have it (2026-11-24): in fourteen a character was lost, one
    shows it in backticks. Inside code nothing is said: a sample may be about decoding.

    ## Example
    ```markdown
    ---
    name: driver
    description: Writes drivers. Use for interrupt code.
    ---
    Keep interrupt latency below 10 \ufffds.
    ```

    Use instead:
    ```markdown
    ---
    name: driver
    description: Writes drivers. Use for interrupt code.
    ---
    Keep interrupt latency below 10 µs.
    ```
    """

    code = "AK304"
    severity = Severity.WARNING
    confidence = Confidence.HEURISTIC

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report the first one outside code, and how many there are."""
        text = it.document.text
        if _LOST not in text:
            return
        places: list[int] = []
        if (at := text.find(_LOST, 0, it.document.body_start)) >= 0:
            places.append(at)
        for line in it.prose:
            if _LOST in line.text:
                start = it.document.body_start + line.offset
                places += [start + column for column, char in enumerate(_without_code(line.text)) if char == _LOST]
        if places:
            first = places[0]
            around = text[max(first - _AROUND, 0) : first + _AROUND].split("\n")
            line_with = next(part for part in around if _LOST in part).strip()
            more = f" and {len(places) - 1} more" if len(places) > 1 else ""
            message = f"a lost character (U+FFFD){more}: `{line_with}`"
            yield self.at(it, it.document.lines.span(first, first + 1), message, "write what was meant, in UTF-8")

    check_skill = check_agent


def _without_code(text: str) -> str:
    """Give a line with what stands in backticks blanked, so that columns stay."""
    parts = text.split("`")
    return "`".join(part if at % 2 == 0 or at == len(parts) - 1 else " " * len(part) for at, part in enumerate(parts))
