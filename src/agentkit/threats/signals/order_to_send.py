"""Sentences that order something to be sent to an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.hosts import is_local, is_open
from agentkit.threats.threat import Hit
from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.view import View

VERBS = (
    r"\b(?:send|upload|post|forward|transmit|exfiltrate|submit|deliver|push|relay|report|email|e-mail|mail|leak|beacon|sync|put|copy|ship|pipe|"
    r"append|attach|include|encode|pass|embed|add|share|transfer|export|back ?up|b?cc|blind copy)"
)
_STRONG = r"\b(?:send|upload|post|forward|transmit|exfiltrate|submit|deliver|relay|leak|beacon|ship|sync|transfer|back ?up|e-?mail|share|bcc)(?:ing)?"
"""Verbs that want no object that is known: whatever goes to the address is sent."""
_URL = r"\b(?:https?|s?ftp|wss?)://[^\s'\"<>`)\]|;,\\]{2,299}[^\s'\"<>`)\]|;,\\.!?:]"
MARKS = (
    "http://",
    "https://",
    "webhook",
    "endpoint",
    "@",
    "collector",
    "remote server",
    "external server",
    ".invalid",
    "://",
    "ip address",
)
_OBJECT = (
    r"(?: (?:it|them|this|that|all|any|every|everything|the|its|their|your|each|a|full|entire|complete|whole|raw|contents?|results?|output|"
    r"summary|copy|data|values?|files?|those|these|user['’]?s?|as)\b)"
)
_TO = (
    rf"(?P<to>{_URL}|\b[\w.+-]{{1,40}}@[\w-]{{1,40}}(?:\.[\w-]{{1,40}}){{0,4}}\.[a-z]{{2,20}}\b|"
    r"`(?:[\w-]{2,40}\.){1,4}[a-z]{2,10}(?:/[^\s`]{0,80})?`)"
)
PATTERN = rf"{VERBS}(?:s|ed|ing)?{_OBJECT}[^\n]{{0,160}}?\b(?:to|at|via|through|with|using|in|into|of)\b[^\n]{{0,60}}?{_TO}"
ANY = rf"{_STRONG} [^\n.;|]{{2,100}}? (?:to|at|into|on|via) [^\n.;|]{{0,40}}?{_TO}"
_FORBIDDEN = (
    r"\b(?:(?:never|don['’]?t|do not|must not|should not|avoid|cannot|can['’]?t|will not|won['’]?t|without|not to|not) (?:ever |directly |automatically |blindly )?|"
    r"(?:how|what|where|when|ready|used|able|want|wants|need|needs) to |(?:users?|they|people|customers?|client|server|browser|app|it|that|which|who) (?:can |may |will |would |could |should |must )?|"
    r"(?:can|could|may|might|would) )\Z"
)
_TALK = (
    r"(?:send|make|issue|perform|put|add|post|submit|share|include|attach)(?:s|ed|ing)? (?:(?:the|an?|all|your|one|any|this|that|each|new) )?(?:[\w-]+ ){0,2}"
    r"(?:requests?|quer(?:y|ies)|calls?|links?|urls?|prs?|issues?|bugs?|feedback|questions?|comments?|headers?|ping|get|reference|citation|badge|credit|attribution)\b"
)


def find(view: View) -> Iterator[Hit]:
    """Give where a sentence orders to send; the address is its last part. Not to this machine, and not to a placeholder."""
    known: set[str] = set()
    for pattern in (PATTERN, ANY):
        for match in view.search(pattern, MARKS):
            url = match["to"]
            if "://" in url and (is_local(url) or is_open(url)):
                continue
            line, _ = view.line_span(match.start())
            place = f"{line} {url}"
            before = view.lower[max(line, match.start() - 60) : match.start()]
            if (
                place in known
                or compiled(_FORBIDDEN).search(before) is not None
                or compiled(_TALK).search(match[0][:80]) is not None
            ):
                continue
            known.add(place)
            yield Hit(match.start(), match.end(), url)
