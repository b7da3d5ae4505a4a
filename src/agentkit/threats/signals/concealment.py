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
    *(
        "用户",
        "使用者",
        "用戶",
        "ユーザ",
        "利用者",
        "사용자",
        "utilisateur",
        "usuario",
        "usuário",
        "nutzer",
        "utente",
        "пользовател",
    ),
    *("if asked", "hidden from", "user asks", "in the background", "summar", "confirmation"),
    *("users", "the human", "the operator", "the developer", "the owner", "the reviewer", "this action", "this to"),
)
_WORDS = (
    "用户",
    "使用者",
    "用戶",
    "ユーザ",
    "利用者",
    "사용자",
    "utilisateur",
    "usager",
    "usuario",
    "usuário",
    "nutzer",
    "utente",
    "пользовател",
)
"""Users, where another language is spoken."""
_NOT = r"(?:do(?:es)? not|don['’]?t|never|must not|mustn['’]?t|should not|shouldn['’]?t|avoid|refrain from|no need to|without|not to|nor)"
_TELL = (
    r"(?:tell(?:ing)?|mention(?:ing)?|inform(?:ing)?|reveal(?:ing)?|disclos(?:e|ing)|notify(?:ing)?|alert(?:ing)?|report(?:ing)?|show(?:ing)?|"
    r"let(?:ting)?|explain(?:ing)?|announc(?:e|ing)|acknowledg(?:e|ing)|log(?:ging)?|display(?:ing)?|surfac(?:e|ing)|ask(?:ing)?|say(?:ing)?|"
    r"expos(?:e|ing)|discuss(?:ing)?|bring(?:ing)? (?:(?:this|it|that) )?up|talk(?:ing)? about|share|sharing|warn(?:ing)?)"
)
_WHO = r"(?:the |your |any )?(?:users?|humans?|operators?|developers?|owner|reviewers?|anyone|anybody|customer|victim)"
_IT = r"(?:this|these|that|it|the (?:upload|transfer|request|step|action|command|instructions?|change|file|download|connection|sync|existence)\w{0,3}|any of this|anything)"
PATTERN = (
    rf"\b(?:(?:stay|remain|kept?|be kept|be) (?:hidden|secret|invisible|concealed|private) from {_WHO}\b|"
    r"if (?:the user|users?|anyone|somebody|someone|they|you are|you['’]re|ever)?\s?asks?(?:ed)?\b[^.\n]{0,80}\b(?:say|claim|answer|reply|pretend|deny|respond|state|insist)\b[^.\n]{0,40}\b(?:no|none|nothing|never|not|deny|did)\b|"
    rf"{_NOT} (?:ever )?(?:include|list|mention|show|put|record|write|note) (?:this|it|that|these|the \w{{2,12}}) (?:in|into) (?:the |your |any )?(?:summar\w+|reports?|commit message|changelog|confirmation|transcript|logs?|answer|output|response)\b|"
    rf"{_NOT} (?:ever |even |explicitly )?{_TELL}(?: (?:about|of))?(?: {_IT})?(?: [\w'-]+){{0,4}}? ?(?:to |with |by )?{_WHO}\b(?! (?:to|for|if|input|stories))|"
    rf"{_NOT} (?:ever |even )?(?:tell|mention|reveal|disclos(?:e|ing)|mentioning|revealing|report|log|show) (?:that you|{_IT} (?:step|action|instruction|in (?:the|your|any)|anywhere|to anyone))|"
    rf"(?:hide|conceal|keep|withhold) (?:{_IT}|\w+) ?(?:[\w ]{{0,20}})?(?:from (?:the )?(?:users?|humans?|operator|reviewers?|owner)|hidden|secret|confidential from)\b|"
    rf"{_WHO} (?:does|do|need|should|must)(?:n['’]t| not) (?:need to |have to )?(?:know|hear|learn|be told|be informed|find out)\b|"
    rf"without (?:the )?(?:users?['’]?s?|human|operator['’]?s?|anyone) ?(?:['’]s )?(?:knowledge|knowing|noticing|consent|awareness|being aware)\b|"
    r"(?:so that |ensure |make sure )?(?:the |no )?(?:user|one|human) (?:must|should|does|will|can)(?:n['’]t| not| never)? (?:notice|be aware|be made aware|become aware|know about|learn (?:of|about)|find out|see this)\b|"
    r"(?:silently|secretly|covertly|stealthily|surreptitiously|discreetly|quietly) (?:send|upload|post|transmit|exfiltrate|forward|copy|run|execute|"
    r"install|download|collect|read|append|include|add|fetch|report|record|encode|curl)\b)"
)

FOREIGN = "in another language"
_OTHER = (
    r"\bsans (?:en |l['’]en )?(?:informer|avertir|prévenir|le dire à|en parler à) (?:à )?l['’](?:utilisateur|usager)|\bà l['’]insu de l['’]utilisateur|"
    r"\bn[e'’] ?(?:le |en |lui )?(?:dis|dites|informe[sz]?|avertis|mentionne[sz]?|révèle[sz]?|parle[sz]?)\b[^.\n]{0,30}\b(?:pas|rien|jamais)\b[^.\n]{0,30}utilisateur|"
    r"\bsin (?:avisar|informar|decir(?:le|lo|selo)?|notificar)(?:le)? (?:de ello |nada )?al usuario|\bno (?:le |lo |se lo )?(?:digas|informes|avises|menciones|reveles|cuentes)\b[^.\n]{0,30}\busuario|"
    r"\bsem (?:avisar|informar|notificar|contar)(?: ao?| para o)? (?:o )?usuário|\bnão (?:conte|informe|avise|diga|mencione|revele)\b[^.\n]{0,30}\busuário|"
    r"\bohne (?:den |die |dem |es dem |das dem )?(?:be)?nutzer(?:in)?(?: darüber| davon| etwas)? zu (?:informieren|sagen|benachrichtigen|verraten)|\bohne wissen de[rs] (?:be)?nutzers?|"
    r"\b(?:sage?|verrate|teile?|erwähne|zeige?)\b[^.\n]{0,30}\b(?:be)?nutzer\b[^.\n]{0,30}\b(?:nicht|nichts|nie)\b|"
    r"\bsenza (?:avvisare|informare|dirlo a|notificare) ?(?:al)?l['’]utente|\bnon (?:dire|informare|avvisare|menzionare|rivelare)\b[^.\n]{0,30}\butente|"
    r"\bне (?:сообща\w+|говори\w*|рассказыва\w+|упомина\w+|показыва\w+|уведомля\w+)[^.\n]{0,30}пользовател|\b(?:без ведома|втайне от|незаметно для) пользовател|"
    r"(?:不要|别|別|勿|不得|请勿|無需|无需|不用|不必|切勿)[^。\n]{0,4}(?:告诉|告訴|告知|通知|提醒|提及|向|让|讓)[^。\n]{0,8}(?:用户|用戶|使用者)|(?:瞒着|瞞著|背着|背著|不让|不讓)(?:用户|用戶|使用者)|(?:用户|用戶|使用者)不知情|"
    r"(?:ユーザー?|利用者)に(?:は)?(?:[^。\n]{0,6})(?:知らせ|伝え|言わ|報告せ|教え|気づかれ|話さ)(?:ず|な)|사용자(?:에게|께)?[^.\n]{0,8}(?:알리지|말하지|보고하지|언급하지)|사용자 ?(?:모르게|몰래)"
)


def find(view: View) -> Iterator[Hit]:
    """Give where the text asks for silence."""
    for match in view.search(PATTERN, MARKS):
        yield Hit(match.start(), match.end(), "secrecy")
    for match in view.search(_OTHER, _WORDS):
        yield Hit(match.start(), match.end(), FOREIGN)
