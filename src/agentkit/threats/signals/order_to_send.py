"""Sentences that order something to be sent to an address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.threats.hosts import URL, is_local, is_open
from agentkit.threats.threat import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.view import View

VERBS = (
    r"\b(?:send|upload|post|forward|transmit|exfiltrate|submit|deliver|push|relay|report|email|e-mail|mail|leak|beacon|sync|put|copy|ship|pipe|"
    r"append|attach|include|encode|pass|embed|add)"
)
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
PATTERN = (
    rf"{VERBS}(?:s|ed|ing)?{_OBJECT}[^\n]{{0,160}}?\b(?:to|at|via|through|with|using|in|into|of)\b[^\n]{{0,60}}?(?P<to>{URL}|"
    r"\b[\w.+-]{2,40}@[\w-]{1,40}(?:\.[\w-]{1,40}){0,4}\.[a-z]{2,20}\b|`(?:[\w-]{2,40}\.){1,4}[a-z]{2,10}(?:/[^\s`]{0,80})?`)"
)


def find(view: View) -> Iterator[Hit]:
    """Give where a sentence orders to send; the address is its last part. Not to this machine, and not to a placeholder."""
    for match in view.search(PATTERN, MARKS):
        url = match["to"]
        if "://" in url and (is_local(url) or is_open(url)):
            continue
        line, _ = view.line_span(match.start())
        before = view.lower[max(line, match.start() - 60) : match.start()]
        if re.search(
            r"\b(?:never|don['’]?t|do not|must not|should not|avoid|not|cannot|without|how to|what to|can|could|will be|users?)\W{1,3}(?:\w+ ){0,3}\Z",
            before,
        ):
            continue
        if re.search(
            r"(?:send|make|issue|perform|put|add|post) (?:the |an? |all |your )?(?:[\w-]+ ){0,2}(?:requests?|quer(?:y|ies)|calls?|link|prs?|issues?|bugs?|feedback|questions?)\b",
            match[0][:80],
        ):
            continue
        yield Hit(match.start(), match.end(), url)
