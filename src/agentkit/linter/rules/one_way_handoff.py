from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.graph import answers
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Run


class OneWayHandoff(Rule):
    """An agent hands work to another that never mentions it.

    ## Why is this bad?
    The other does not know what it will be given, nor whom to give the result to. Off by default: not every hand-off wants an
    answer. Checked are bullets such as "(use `x`)", and the rows of interaction tables.
    """

    code = "AK403"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False
    follows_references = True

    def check_all(self, run: Run) -> Iterator[Diagnostic]:
        """Report each hand-off without an answer."""
        for source, edges in run.graph.handoffs.items():
            for target, edge in edges.items():
                if edge.reference.form in ("delegation", "interaction") and not answers(target, source):
                    message = f"`{target.name[:60]}` gets work from `{source.name[:60]}`, and never mentions it"
                    yield self.at(
                        source, edge.reference.span, message, f"say in {target.found.location[-60:]} what it takes and gives back"
                    )
