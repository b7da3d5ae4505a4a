"""An address that shows whoever owns it what is sent there: a request catcher, a tunnel, a bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.hosts import URL, is_collector, is_open
from agentkit.threats.threat import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_MARKS = (
    "webhook",
    "requestbin",
    "pipedream",
    "hookbin",
    "beeceptor",
    "ngrok",
    "trycloudflare",
    "loca.lt",
    "localtunnel",
    "serveo",
    "burpcollab",
    "oast",
    "interact",
    "canarytokens",
    "requestcatcher",
    "postb.in",
    "dnslog",
    "ceye.io",
    "smee.io",
    "bore.pub",
    "pinggy",
    "api.telegram.org",
    "zapier",
    "ifttt",
    "duckdns",
    "no-ip",
    "ddns.net",
    "hopto",
    "lhr.life",
    "localhost.run",
)


def _find(view: View) -> Iterator[Threat]:
    for match in view.search(URL, _MARKS):
        if is_collector(match[0]) and not is_open(match[0]) and not view.is_defensive(match.start()):
            yield KIND.warning(*match.span(), f"whatever is sent here is shown to somebody: `{view.shown(*match.span())}`")


KIND = Kind("collecting-host", ("AST01", "LLM02", "CWE-200"), _MARKS, _find, facts_only=True)
