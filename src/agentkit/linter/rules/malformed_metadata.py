from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.document import Fields, Items
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class MalformedMetadata(Rule):
    """A skill's metadata holds more than texts.

    ## Why is this bad?
    The specification has `metadata` map text to text (agentskills.io, read 2026-11-23). The reference validator turns a
    list or mapping below it into one text, so that a client reads `['a', 'b']` where it looks for a value. An info: the skill loads.

    ## Example
    ```markdown
    ---
    name: sql-review
    description: Reviews SQL. Use before merging a query.
    metadata:
      tags: [sql, review]
    ---
    Read the query plan first.
    ```

    Use instead:
    ```markdown
    ---
    name: sql-review
    description: Reviews SQL. Use before merging a query.
    metadata:
      tags: sql, review
    ---
    Read the query plan first.
    ```
    """

    code = "AK606"
    severity = Severity.INFO

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each value below `metadata` that is a list or a mapping."""
        metadata = it.document.fields.get("metadata") if it.document.fields is not None else None
        if not isinstance(metadata, Fields):
            return
        for entry in metadata.entries:
            if isinstance(entry.value, Items | Fields):
                kind = "a list" if isinstance(entry.value, Items) else "`key: value` lines"
                message = f"`metadata.{entry.key.text[:60]}` is {kind}, not text"
                yield self.at(it, it.document.span(entry), message, "write it in one line of text")
