from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.skill import ADVISED_LINES, ADVISED_TOKENS
from agentkit.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class LongSkill(Rule):
    """A SKILL.md is longer than the specification advises.

    ## Why is this bad?
    A client reads the whole SKILL.md once the skill is chosen. The specification advises fewer than 500 lines and 5,000
    tokens of body, with details in files below `references/` that are read when they are needed (agentskills.io, read
    2026-11-23). Tokens are an estimate for the newest models, half of them within 4 %. Off by default: it is advice, and one public
    skill in five does not follow it.

    ## Example
    A SKILL.md of 800 lines, of which 500 are the options of a command.

    Use instead: the options in `references/options.md`, and a line that says when to read it.
    """

    code = "AK608"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a file with more lines, or a body of more tokens."""
        text = it.document.text
        lines = text.count("\n") + (not text.endswith("\n"))
        estimate = tokens(it.body, "claude-4.7+")
        if lines <= ADVISED_LINES and estimate <= ADVISED_TOKENS:
            return
        size = f"{lines:,} lines" if lines > ADVISED_LINES else f"about {estimate:,.0f} tokens"
        limit = f"{ADVISED_LINES} lines" if lines > ADVISED_LINES else f"{ADVISED_TOKENS:,}"
        yield self.at(it, None, f"a skill of {size}, more than the {limit} advised", "move details into files below references/")
