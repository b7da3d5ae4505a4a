from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter import naming
from agentkit.linter.rule import Rule
from agentkit.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject
    from agentkit.references import Reference

_ADJECTIVE = pattern(
    r"-(?:in|on|up|off|based|level|purpose|native|specific|side|use|only|free|ready|friendly|like|style|run|led|scoped|wide|first|priority"
    r"|value|quality|party|time|task|step|turn|model|\w{1,20}(?:ing|ed|ble|ive|al))$|^(?:multi|single|non|pre|post|sub|self|cross|top|low|high)-"
)
_LONGEST_SENTENCE = 200
_NEGATED = pattern(r"\b(?:not|never|no|n't|nonexistent|does not exist|instead of)\b", re.IGNORECASE)
_CONDITION = r"(?i)\b(?:if|when|whether|until|once)\s+(?:the\s+)?[`*]*$"
_FROM_ELSEWHERE = r"[`*]*\s+(?:[Ss]ub-?)?[Aa]gent\s+(?:from|of|by)\b"
_EXAMPLE = pattern(r"\b(?:example|e\.g\.|such as|suppose|imagine|named?|called|if you have)\b", re.IGNORECASE)


class UnknownAgentMention(Rule):
    """A sentence or call names an agent that does not exist.

    ## Why is this bad?
    "Use the `x` agent", `@agent-x`, `subagent_type: x` and "delegate to `x`" tell the model to start an agent; nobody of that
    name is there, so that the call fails, or the model does the work itself. Names with `plugin:` are left out, as another
    plugin can bring them, and so are negated sentences and examples.

    ## Example
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    When the table itself is wrong, use the `table-mender` agent.
    ```

    Use instead:
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    When the table itself is wrong, use the `data-engineer` agent.
    ```

    ## Fix safety
    The name becomes the one known name that resembles it. That is not safe: an agent of the old name may be planned.
    """

    code = "AK208"
    severity = Severity.WARNING
    confidence = Confidence.HEURISTIC
    fixes = "unsafe"

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each mention whose agent is not known."""
        for each in naming.unknown_agents(it, ("named", "mention", "parameter", "sentence")):
            if each.bare == each.name and _means_one(it, each):
                hint = naming.way_out(it, "agent", each.name, "write the agent, or name one that exists")
                yield self.at(
                    it, each.span, naming.message("agent", each.name), hint, fix=naming.fix_to_nearest(it, "agent", each)
                )

    check_skill = check_agent


def _means_one(it: Subject, reference: Reference) -> bool:
    """Tell whether a mention is of one agent by its name, and asks for it."""
    name, text = reference.name, it.document.text
    if reference.form == "parameter":
        return name[0].islower() and not _is_negated(text, reference.span.start)
    if "-" not in name or name != name.lower() or _ADJECTIVE.search(name) is not None:
        return False
    after = text[reference.span.end : reference.span.end + 40]
    if reference.form == "named":
        if re.match(r"[\"'`*]*\s+(?:[Ss]ub-?)?[Aa]gent(?![\w-])", after) is None:
            return False
        # "if the x agent fails" tells of some agent, "from [x](...)" of one that is brought from elsewhere
        if re.match(_FROM_ELSEWHERE, after) or re.search(
            _CONDITION, text[max(0, reference.span.start - 20) : reference.span.start]
        ):
            return False
    return not _is_negated(text, reference.span.start)


def _is_negated(text: str, start: int) -> bool:
    before = re.split(r"[.!?\n][ \t\n]", text[max(0, start - _LONGEST_SENTENCE) : start])[-1]
    return _NEGATED.search(before) is not None or _EXAMPLE.search(before) is not None
