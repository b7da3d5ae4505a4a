"""Something to be done with secrets or over the network, and to be kept from the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.hosts import URL, is_local, is_open
from agentkit.threats.signals.concealment import FOREIGN, MARKS
from agentkit.threats.threat import Hit, Kind
from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_NEAR = 4
_REACH = 2_000
"""Characters around an order of silence in which a command is looked for."""
_FETCH = r"\b(?:curl|wget|invoke-webrequest|iwr|irm|nc|scp)\b[^\n]{0,200}(?:https?://|\d{1,3}\.\d{1,3}\.)"
_PLANTED = (
    r"\b(?:insert|inject|add|put|include|embed|append|place)\b[^\n]{0,80}<(?:script|iframe|img|link)\b[^\n>]{0,60}(?P<url>https?://[^\s'\">]{3,200})|"
    r"\b(?:add|append|write|insert|install|copy|put|plant|drop)(?:s|ed|ing)?\b[^\n]{0,120}?(?:authorized_keys|crontab|~/\.(?:bash|zsh)rc|~/\.profile|~/\.zshenv|launchagents|\.git/hooks|/etc/cron)"
)
"""What is put where it acts later: foreign code in a page, a key or a command that stays."""
_CALL = rf"\b(?:call|visit|load|request|hit|contact|ping|query|fetch|invoke|report|beacon)\b[^\n.]{{0,40}}?(?P<url>{URL})"
_SENT = (
    r"发送|發送|上传|上傳|提交|转发|轉發|送信|アップロード|転送|전송|보내|업로드|\benvo(?:ie|yer|yez|ies)\b|\btransme(?:ts|ttre|ttez)\b|\btéléverse|\bsub(?:e|ir)\b|\benv(?:ía|iar|íe|ia|ie)\b|"
    r"\bmand(?:a|e|ar)\b|\bsend(?:e|en)\b|\bschicke?n?\b|\bübermitt|\blade\b|отправ|загруз|перешли|\binvia\w*|\bcarica\b"
)


def _find(view: View) -> Iterator[Threat]:
    if not view.hits("concealment"):
        return
    orders = view.hits("order_to_send")
    commands = [each for each in view.hits("sending") if each.what == "command"]
    secrets = [each for each in view.hits("credentials") if each.what != "words"]
    last = -1
    for hit in view.hits("concealment"):
        if view.line(hit.start) == last:
            continue
        near = next(iter((*view.near(hit, orders, _NEAR), *view.near(hit, commands, _NEAR))), None)
        if hit.what == FOREIGN:
            near = _sent(view, hit) or next(iter(view.near(hit, secrets, 2)), None)
        elif near is None:
            start, end = view.around(hit.start, _NEAR, _NEAR)
            fetched = compiled(_FETCH).search(view.lower, max(start, hit.start - _REACH), min(end, hit.end + _REACH))
            near = Hit(*fetched.span(), "fetched") if fetched is not None else _called(view, hit) or _planted(view, hit)
        if near is None:
            near = next((each for each in view.near(hit, secrets, 2) if _is_read(view, each)), None)
        if near is None or _is_negated(view, hit, near):
            continue
        last = view.line(hit.start)
        yield KIND.verdict(
            min(hit.start, near.start), max(hit.end, near.end),
            f"something is to be done unseen: `{view.shown(near.start, near.end)}`, and `{view.shown(hit.start, hit.end)}`",
        )  # fmt: skip


def _sent(view: View, hit: Hit) -> Hit | None:
    """Give the address beside an order of silence in another language, where something is sent in it."""
    start, end = view.around(hit.start, 2, 2)
    start, end = max(start, hit.start - _REACH), min(end, hit.end + _REACH)
    for url in compiled(URL).finditer(view.lower, start, end):
        if not is_local(url[0]) and not is_open(url[0]) and compiled(_SENT).search(view.lower, start, end) is not None:
            return Hit(*url.span(), "sent")
    return None


def _called(view: View, hit: Hit) -> Hit | None:
    """Give an address that is to be called in the same breath."""
    start, end = view.around(hit.start, 1, 1)
    for match in compiled(_CALL).finditer(view.lower, max(start, hit.start - 600), min(end, hit.end + 600)):
        if not is_local(match["url"]) and not is_open(match["url"]):
            return Hit(*match.span(), "called")
    return None


def _planted(view: View, hit: Hit) -> Hit | None:
    start, end = view.around(hit.start, 2, 2)
    for match in compiled(_PLANTED).finditer(view.lower, max(start, hit.start - _REACH), min(end, hit.end + _REACH)):
        if match["url"] is None or not is_local(match["url"]):
            return Hit(*match.span(), "planted")
    return None


def _is_read(view: View, hit: Hit) -> bool:
    line, _ = view.line_span(hit.start)
    return compiled(r"\b(?:read|cat|open|collect|copy|grab|include|extract|append|attach|gather|dump)\b[^.\n]{0,60}\Z").search(
        view.lower, max(line, hit.start - 100), hit.start
    ) is not None and not view.is_defensive(hit.start)


def _is_negated(view: View, hit: Hit, near: Hit) -> bool:
    """Tell whether the action itself is forbidden: `never send anything to ... without the user knowing`."""
    first, _last = sorted((hit, near))
    line, _ = view.line_span(first.start)
    before = view.lower[max(line, first.start - 80) : first.start]
    if (
        compiled(
            r"\b(?:never|do not|don['’]?t|must not|should not|cannot|reject|detect|flag|block|refuse|malicious|attack\w*|attempts?|suspicious|e\.g\.|such as|example)\b[^.\n]{0,70}\Z"
        ).search(before)
        is not None
    ):
        return True
    own = view.lower[max(view.line_span(hit.start)[0], hit.start - 120) : hit.start]
    return compiled(r"\b(?:malicious|attack\w*|inject\w+|detect|flag|reject|red flags?|suspicious|refuse)\b").search(
        own
    ) is not None and view.is_quoted(hit.start)


KIND = Kind("covert-action", ("AST01", "LLM01", "LLM02", "CWE-506"), MARKS, _find)
