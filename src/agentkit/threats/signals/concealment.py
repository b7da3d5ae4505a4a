"""Orders to keep something from the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.threat import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.view import View

MARKS = (
    *(
        "the user",
        "this step",
        "this instruction",
        "these instructions",
        "secret",
        "covert",
        "silent",
        "stealth",
        "mention",
        "anyone",
        "unnotic",
        "reveal",
        "disclose",
        "need to know",
        "needs to know",
    ),
    *("users", "the human", "the operator", "the developer", "the owner", "the reviewer", "this action", "this to"),
)
_NOT = r"(?:do(?:es)? not|don['’]?t|never|must not|mustn['’]?t|should not|shouldn['’]?t|avoid|refrain from|no need to|without|not to|nor)"
_TELL = (
    r"(?:tell(?:ing)?|mention(?:ing)?|inform(?:ing)?|reveal(?:ing)?|disclos(?:e|ing)|notify(?:ing)?|alert(?:ing)?|report(?:ing)?|show(?:ing)?|"
    r"let(?:ting)?|explain(?:ing)?|announc(?:e|ing)|acknowledg(?:e|ing)|log(?:ging)?|display(?:ing)?|surfac(?:e|ing)|ask(?:ing)?|say(?:ing)?|"
    r"expos(?:e|ing)|discuss(?:ing)?|bring(?:ing)? up|talk(?:ing)? about|share|sharing|warn(?:ing)?)"
)
_WHO = r"(?:the |your |any )?(?:users?|humans?|operators?|developers?|owner|reviewers?|anyone|anybody|customer|victim)"
_IT = r"(?:this|these|that|it|the (?:upload|transfer|request|step|action|command|instructions?|change|file|download|connection|sync|existence)\w{0,3}|any of this|anything)"
PATTERN = (
    rf"\b{_NOT} (?:ever |even |explicitly )?{_TELL}(?: (?:about|of))?(?: {_IT})?(?: [\w'-]+){{0,4}}? ?(?:to |with |by )?{_WHO}\b(?! (?:to|for|if|input|stories))|"
    rf"\b{_NOT} (?:ever |even )?(?:tell|mention|reveal|disclos(?:e|ing)|mentioning|revealing|report|log|show) (?:that you|{_IT} (?:step|action|instruction|in (?:the|your|any)|anywhere|to anyone))|"
    rf"\b(?:hide|conceal|keep|withhold) (?:{_IT}|\w+) ?(?:[\w ]{{0,20}})?(?:from (?:the )?(?:users?|humans?|operator|reviewers?|owner)|hidden|secret|confidential from)\b|"
    rf"\b{_WHO} (?:does|do|need|should|must)(?:n['’]t| not) (?:need to |have to )?(?:know|hear|learn|be told|be informed|find out)\b|"
    rf"\bwithout (?:the )?(?:users?['’]?s?|human|operator['’]?s?|anyone) ?(?:['’]s )?(?:knowledge|knowing|noticing|consent|awareness|being aware)\b|"
    r"\b(?:so that |ensure |make sure )?(?:the |no )?(?:user|one|human) (?:must|should|does|will|can)(?:n['’]t| not| never)? (?:notice|be aware|know about|see this)\b|"
    r"\b(?:silently|secretly|covertly|stealthily|surreptitiously|discreetly|quietly) (?:send|upload|post|transmit|exfiltrate|forward|copy|run|execute|"
    r"install|download|collect|read|append|include|add|fetch|report|record|encode|curl)\b"
)


def find(view: View) -> Iterator[Hit]:
    """Give where the text asks for silence."""
    for match in view.search(PATTERN, MARKS):
        yield Hit(match.start(), match.end(), "secrecy")
