from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.grants import is_foreign
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

# Where an order starts: a line, behind its bullet, a bold label and a word of sequence.
_START = (
    r"[ \t]{0,12}(?:(?:[-*+]|\d{1,3}[.)])[ \t]{1,4})?(?:\[[ x]\] )?(?:\*\*[^*\n]{1,60}\*\*[ \t]{0,3}[-:.\u2013\u2014]?[ \t]{0,3})?"
    r"(?:(?:first|then|next|finally|always|now),? )?"
)
_COMMANDS = (
    "git npm npx pnpm yarn pytest cargo go make docker python3? node bash curl gh tsc eslint ruff mypy terraform kubectl "
    "composer dotnet mvn gradle"
).replace(" ", "|")
_ENDS = r"(?=[ \t]*(?:$|[.,;:(]|(?:and|to|before|after|first|again|with|for|on|in)\b))"
_FILE = r"`[^`\s]{1,120}\.(?:md|py|tsx?|js|json|ya?ml|txt|html|css|toml|rs|go|java|sql)`"
_THE = (
    r"(?:(?:the|a|an|all|your|this|that|each|every|new|existing|full|final|relevant|affected|whole|complete|unit|source) ){0,3}"
)

# Sections about what others do, or that show what is to be said.
_NOT_ORDERS = r"example|template|sample|recommend|hand-?off|user|never|do not|don't|anti-?pattern|avoid"


class _Order(NamedTuple):
    """What a body can order: how it reads, and the tools of which one is needed."""

    pattern: str
    tools: frozenset[str]
    needed: str


_RUNS = frozenset({"Bash", "PowerShell"})
_WRITES = frozenset({"Write", "Edit", "MultiEdit", "NotebookEdit"})
_ORDERS = (
    _Order(
        rf"(?:re-?run|run|execute) {_THE}(?:(?:tests?(?: suite)?|linter|formatter|build|type.?checker)\b{_ENDS}"
        rf"|`(?:{_COMMANDS}) [^`\n]{{1,200}}`|(?:git (?:diff|log|status|blame|show)|npm (?:test|run|audit))\b)",
        _RUNS,
        "Bash",
    ),
    _Order(
        rf"(?:(?:edit|modify|update) {_THE}files?\b|(?:create|write|save|update|edit) {_THE}"
        rf"(?:(?:report|findings|results?|output|plan|summary|document|it|file) )?(?:(?:to|in|into|as|at) )?(?:the )?{_FILE})",
        _WRITES,
        "Edit or Write",
    ),
    _Order(
        r"(?:search (?:the )?(?:web|internet)\b|search online\b|(?:use|run|do|perform) (?:a )?web ?search(?:es)?\b"
        r"|(?:fetch|open|download) (?:the )?(?:urls?|web ?pages?|https?://\S{1,200})(?![\w-]))",
        frozenset({"WebSearch", "WebFetch"}) | _RUNS,  # curl fetches as well
        "WebSearch or WebFetch",
    ),
)


class OrderWithoutTool(Rule):
    """The body orders what the agent's tools do not allow.

    ## Why is this bad?
    *Run the tests* without Bash, *edit the file* without Edit or Write, *search the web* without WebSearch or WebFetch: the
    agent tries, fails, and reports what it could not see as if it had. Looked at are lines outside code that start with
    the order, in agents of Claude Code with a `tools` list. Nothing is said where the list has `*`, the tools of an MCP
    server, or other agents to send, nor under a heading of examples or advice. Where Bash is given, a file that Edit or
    Write is missing for is an info: a shell writes as well, past what the list seems to promise.

    Of 60 such lines, taken from public agents as if they had only Read, 57 were orders to the agent; of those that an agent
    truly has no tool for, three of three (2026-11-24).

    ## Example
    ```markdown
    ---
    name: verifier
    description: Verifies fixes. Use after a bug is fixed.
    tools: Read, Grep
    ---
    1. Read the change.
    2. Run the tests and quote the failures.
    ```

    Use instead:
    ```markdown
    ---
    name: verifier
    description: Verifies fixes. Use after a bug is fixed.
    tools: Read, Grep, Bash
    ---
    1. Read the change.
    2. Run the tests and quote the failures.
    ```
    """

    code = "AK238"
    severity = Severity.WARNING
    confidence = Confidence.HEURISTIC

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report the first order of each kind that no granted tool can carry out."""
        tools = it.persona.tools
        if not tools or it.persona.memory is not None or any(grant.kind not in ("tool", "specified") for grant in tools):
            return
        given = {grant.name for grant in tools} | set(it.config.extra_tools)
        open_orders = [order for order in _ORDERS if not order.tools & given]
        if not open_orders or is_foreign(it):
            return
        spared = False
        for line in it.prose:
            if line.text.startswith("#"):
                spared = _spares(line.text)
                continue
            if spared:
                continue
            for order in open_orders:
                match = _starts(order.pattern).match(line.text)
                if match is not None:
                    start = line.offset + match.start("order")
                    message = f'"{match["order"][:60]}" is ordered without {order.needed}'
                    hint = "add it to `tools`, or leave the work to the caller"
                    severity = Severity.INFO if given & _RUNS else None  # a shell can write too, past what the list says
                    yield self.at(it, it.in_body(start, line.offset + match.end()), message, hint, severity)
                    open_orders.remove(order)
                    break


def _spares(heading: str) -> bool:
    return re.search(rf"\b(?:{_NOT_ORDERS})", heading, re.IGNORECASE) is not None


@cache
def _starts(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{_START}(?P<order>{pattern})", re.IGNORECASE)
