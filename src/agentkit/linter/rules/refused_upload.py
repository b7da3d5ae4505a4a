from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.pattern import pattern
from agentkit.skill import FIELDS, RESERVED_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

_ANGLE = pattern(r"[<>]")


class RefusedUpload(Rule):
    """A skill that loads everywhere else is refused by claude.ai and the Skills API.

    ## Why is this bad?
    An upload takes the six fields of the specification and no other, no `<` or `>` in name and description, and no `anthropic`
    or `claude` in the name (documentation read 2026-08-22, quick_validate.py of anthropics/skills at 9d2f1ae). Off by default:
    select it for skills that are uploaded. Fields that Claude Code adds, such as `context`, count here too.

    ## Example
    ```markdown
    ---
    name: claude-sql-review
    description: Reviews SQL. Use before merging a query.
    ---
    Read the query plan first.
    ```

    Use instead:
    ```markdown
    ---
    name: sql-review
    description: Reviews SQL. Use before merging a query.
    ---
    Read the query plan first.
    ```
    """

    code = "AK610"
    severity = Severity.ERROR
    default = False

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each thing for which an upload is refused, beyond what the specification forbids."""
        for entry in it.document.fields.entries if it.document.fields is not None else ():
            if entry.key.text in it.skill.extra:
                message = f"an upload is refused for the field `{entry.key.text[:60]}`"
                yield self.at(it, it.document.span(entry), message, f"allowed are {', '.join(FIELDS)}")
        if "name" in it.skill.source.spans:
            word = next((word for word in RESERVED_WORDS if word in it.skill.name.lower()), None)
            if word is not None:
                message = f"an upload is refused for `{word}` in the name"
                yield self.at(it, it.value("name"), message, "name the skill for what it does")
        for field, text in (("name", it.skill.name), ("description", it.skill.description)):
            if field in it.skill.source.spans and _ANGLE.search(text) is not None:
                place = it.value(field)
                first = _ANGLE.search(it.document.text, place.start, place.end)
                span = it.document.lines.span(*first.span()) if first is not None else place
                # The mark of a block scalar is no part of its text.
                span = place if first is not None and first.start() == place.start else span
                yield self.at(it, span, f"an upload is refused for `<` or `>` in the {field}", "say it in words")
