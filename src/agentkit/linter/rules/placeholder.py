from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.persona import Persona
from agentkit.threats.words import may_stand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

# A line that is nothing else: behind a bullet, a number or hashes.
_LINE = (
    r"[ \t]{0,12}(?:(?:[-*+]|\d{1,3}[.)]|#{1,6})[ \t]{1,4})?(?:\*\*|_)?"
    r"(?P<what>(?:TODO|TBD|FIXME)(?::[^\n]{0,200}|[ \t]*$)|\[(?:TODO|TBD|FIXME)(?:[:-][^\]\n]{0,200})?\](?!\()"
    r"|\[(?:[Ii]nsert|INSERT|[Ff]ill in|[Dd]escribe|[Aa]dd) [^\]\n]{1,80} here\]"
    r"|[Ll]orem ipsum dolor\b|\(?(?:[Tt]o be (?:written|added|defined|filled in)|[Cc]oming soon|[Uu]nder construction)\)?[.\u2026!]{0,3}[ \t]*$)"
)
_DESCRIPTION = (
    r"\[(?:TODO|TBD|FIXME)\b|\b(?:TODO|TBD|FIXME):|^(?:TODO|TBD|FIXME)\b|\[(?:[Ii]nsert|INSERT) |\b[Ll]orem ipsum dolor\b"
)
_WORDS = (
    "TODO",
    "TBD",
    "FIXME",
    "orem ipsum",
    "o be written",
    "o be added",
    "o be defined",
    "o be filled",
    "oming soon",
    "nder construction",
    " here]",
)
"""One of them is in every line that is a placeholder: most bodies need no second look."""
_MARKS = tuple(word.lower() for word in _WORDS)
_SAMPLES = r"\b(?:templates?|examples?|samples?|output|format|report|anti-?patterns?)\b"


class Placeholder(Rule):
    """A text that was to be replaced is still there.

    ## Why is this bad?
    A `TODO:` in the description is what the model chooses the agent by; one in the body is an instruction to do something
    unsaid. Generators of skills write them, and somebody forgets to come back.

    Looked at are the description, and lines outside code that are nothing but the placeholder. Text about placeholders is
    none, nor are forms that the agent is to fill in: `[Your name]`, `<path>`, anything under a heading of a template, an
    example or an output. Searching wider finds 110 lines with TODO in 5,891 public files, and none of a sample of 25 was
    left by mistake; this finds nothing there (2026-11-24).

    ## Example
    ```markdown
    ---
    name: reader
    description: "[TODO: say when to use this]"
    ---
    Read the newest log first.
    ```

    Use instead:
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    ---
    Read the newest log first.
    ```
    """

    code = "AK309"
    severity = Severity.WARNING
    confidence = Confidence.HEURISTIC

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report the description's placeholder and each line that is one."""
        description = str(it.persona.description) if isinstance(it.item, Persona) else it.skill.description
        if (found := _compiled(_DESCRIPTION).search(description)) is not None:
            shown = description[found.start() : found.start() + 60].partition("\n")[0]
            yield self.at(it, it.value("description"), f"a placeholder in the description: `{shown}`", "say what was meant")
        if not may_stand(it.document.text, _MARKS) or not any(word in it.body for word in _WORDS):
            return
        spared = False
        for line in it.prose:
            if line.text.startswith("#") and (spared := _compiled(_SAMPLES, re.IGNORECASE).search(line.text) is not None):
                continue
            match = _compiled(_LINE).match(line.text) if not spared and line.text else None
            # A heading of that one word may be about a list of things to do.
            if match is not None and (match["what"][0] == "[" or not line.text.startswith("#")):
                start, end = line.offset + match.start("what"), line.offset + match.end("what")
                message = f"a placeholder: `{match['what'].strip()[:60]}`"
                yield self.at(it, it.in_body(start, end), message, "say what was meant, or take it out")

    check_skill = check_agent


@cache
def _compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(pattern, flags)
