"""Phrases that take earlier instructions back or give the model another role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.threat import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.view import View

MARKS = (
    *(
        "ignore",
        "disregard",
        "forget",
        "override",
        "bypass",
        "jailbr",
        "you are now",
        "unrestricted",
        "developer mode",
        "do anything now",
    ),
    *(
        "new instructions",
        "supersede",
        "system prompt",
        "no longer bound",
        "safety guidelines",
        "stop following",
        "not follow",
        "pretend",
        "act as",
        "previous instructions",
        "no restrictions",
        "no rules",
        "no limits",
        "your guidelines",
    ),
)
_OLD = r"(?:previous|prior|above|earlier|preceding|existing|other|original|former|system|safety|developer|default|initial|built-?in|security)"
_RULES = (
    r"(?:instructions?|rules?|guidelines?|prompts?|directives?|constraints?|restrictions?|policies|policy|guardrails?|safeguards?|"
    r"safety (?:rules|guidelines|measures|checks|filters)|programming|training|context|messages?|system prompt)"
)
PATTERN = (
    rf"\b(?:ignore|disregard|forget|override|bypass|discard|drop|skip|supersede|stop following|(?:do not|don['’]t|no longer) (?:follow|obey))s? "
    rf"(?:(?:all|any|every|everything|the|your|these|those|of|my|and|or) ){{0,3}}(?:{_OLD}(?:,? (?:and|or)? ?{_OLD})? ){{1,2}}{_RULES}\b|"
    rf"\b(?:ignore|disregard|forget) (?:all |everything )?(?:of )?(?:your|the|my) (?:{_OLD} )?(?:{_RULES})\b|"
    r"\b(?:forget|ignore|disregard) (?:everything|all)(?: (?:you|that|i|we)\b[^.\n]{0,40}| (?:above|before|prior))|"
    r"\byou are now (?:in |an? )?(?:dan\b|unrestricted|jailbroken|free (?:from|of)|developer mode|god mode|uncensored|unfiltered|no longer)|"
    r"\b(?:developer|god|debug|admin|maintenance|dan) mode (?:is )?(?:now )?(?:enabled|activated|on)\b|\bdo anything now\b|"
    r"\b(?:ignore|disregard|forget) (?:all of )?the (?:above|previous|foregoing|rest)\b|"
    r"\b(?:all |your |the |any )?(?:previous|prior|earlier|original|system) (?:instructions?|prompts?|rules) (?:are|is|have been) (?:now )?(?:void|null|cancell?ed|superseded|revoked|replaced|overridden|obsolete|no longer)\b|"
    r"\b(?:pretend|act|behave|roleplay|respond) (?:to be |as if you (?:are|were) |as |you are |like )(?:dan\b|an? (?:ai |assistant |model |unrestricted |unfiltered |uncensored |jailbroken ){1,3}(?:\w+ )?(?:without|with no|free (?:of|from)|assistant|ai)\b)|"
    r"\byou have no (?:restrictions?|rules|limits|guidelines|filters?)\b|\boverrides? the system prompt\b|\b(?:forget|ignore) your (?:guidelines|rules|training|programming)\b|"
    r"\bno longer bound by\b|\b(?:without|no) (?:any )?(?:ethical|safety|content|moral) (?:restrictions?|guidelines|filters?|constraints?|limits)\b|"
    rf"\b(?:these|this|following|my) (?:new )?instructions? (?:supersedes?|overrides?|override|replaces?|takes? (?:precedence|priority) over) (?:all |any |your )?(?:the )?{_OLD}\b"
)


def find(view: View) -> Iterator[Hit]:
    """Give where a phrase stands."""
    for match in view.search(PATTERN, MARKS):
        yield Hit(match.start(), match.end(), "override")
