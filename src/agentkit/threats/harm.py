"""Whether a text that is hidden, or speaks with borrowed authority, wants something that harms."""

from __future__ import annotations

from agentkit.threats.threat import Tier
from agentkit.threats.view import View, compiled

_ADDRESS = (
    r"\b(?:ai|agents?|assistants?|claude|gpt|chatgpt|copilot|codex|gemini|cursor|llms?|language models?|models?|system|bot)\b ?"
    r"(?:[:,!]|-|must|should|shall|will|to\b|instructions?|please|reading)|\byou (?:must|should|shall|will|are to|need to|have to|always|are now)\b|"
    r"\b(?:system|admin|developer|assistant|agent|ai) (?:notes?|notices?|messages?|prompts?|instructions?|overrides?|updates?|directives?|config\w*)\b|"
    r"\b(?:important|instructions?|system|attention|note to \w{2,9}|mandatory|required)\s?[:!]|"
    r"\b(?:always|from now on|before (?:every|each|any|answering|responding)|after (?:every|each|any|completing|finishing)|whenever|when (?:you|the user|asked))\b|"
    r"(?:^|[.;:!,>-] ?)(?:first |then |also |please |silently |secretly |now )?(?:run|execute|send|upload|post|read|append|include|fetch|download|install|add|exfiltrate|"
    r"collect|copy|ignore|approve|call|insert|use|output|print|reveal)\b"
)
_ACTS = (
    r"\b(?:curl|wget|invoke-webrequest|iwr|powershell|bash -c|sh -c|nc|ncat|rm -rf|chmod \+x|eval|sudo|base64|npm install|pip install|npx)\b|"
    r"\b(?:run|execute|install|download|fetch)\b[^.\n]{0,80}(?:https?://|\bscript\b|\bcommand\b|\bbinary\b|\.sh\b|\.exe\b|`)|"
    r"\b(?:append|include|insert|embed|add|put|place|print|output|reveal|exfiltrate|leak|collect|gather|send|upload|post|forward|transmit|read)\b"
    r"[^.\n]{0,80}\b(?:keys?|tokens?|passwords?|secrets?|credentials?|system prompt|\.env|environment|private|conversation|chat history|source code|"
    r"contents? of|file contents|database|personal)\b|"
    r"\b(?:call|visit|request|load|contact|ping|query|render|display|post|hit)\b[^.\n]{0,40}https?://|"
    r"\b(?:disable|skip|turn off|bypass|ignore|remove)\b[^.\n]{0,50}\b(?:security|safety|review|verification|validation|authentication|auth check|permission|"
    r"confirmation|sandbox|guardrails?|warnings?|scann?\w*|vulnerabilit\w+|tests?)\b|"
    r"\b(?:approve|merge|accept|allow|grant|trust)\b[^.\n]{0,40}\b(?:all|every|any|automatically|without)\b|\bbackdoor|\bexfiltrat"
)


def harm(text: str, role: str, depth: int) -> str | None:
    """Give what a hidden text wants, in a few words; None where it wants nothing that is known to harm.

    A comment for authors, even one that addresses a model, wants nothing of the kind.
    """
    if len(text) < 8 or depth > 3:
        return None
    view = View(text, "skill" if role == "reference" else role, depth + 1)
    if view.hits("override"):
        return "it takes earlier instructions back"
    addressed = compiled(_ADDRESS).search(view.lower) is not None
    if view.hits("concealment") and (addressed or view.hits("sending") or view.hits("credentials")):
        return "it asks to keep something from the user"
    if addressed and view.hits("order_to_send"):
        return "it asks to send something away"
    if addressed and compiled(_ACTS).search(view.lower) is not None:
        return "it gives orders"
    if addressed and any(hit.what != "words" for hit in view.hits("credentials")):
        return "it asks for credentials"
    from agentkit.threats.engine import threats_in

    inside = next((each for each in threats_in(view, verdicts=True) if each.tier is Tier.VERDICT), None)
    return inside.message if inside is not None else None
