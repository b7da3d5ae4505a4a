from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.document import Items
from agentkit.fix import Edit, Fix
from agentkit.linter.rule import Rule
from agentkit.linter.writing import is_plain, list_names, takes_lists_only, tool_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.document import Entry
    from agentkit.linter.subject import Subject


class ToolsAsList(Rule):
    """The tools of an agent are a list, not a comma string.

    ## Why is this bad?
    Nothing is wrong with a list: this is a matter of style, off by default, for projects that want one form. Claude Code's
    documentation writes the comma string, as two public files in three do (2026-11); users have reported releases that lost
    entries of a list (anthropics/claude-code issues 14580 and 60237). `tools-as-string` asks for the opposite. Gemini CLI and
    OpenCode take no string: in their folders nothing is reported.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    tools: [Read, Grep]
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    tools: Read, Grep
    ```

    ## Fix safety
    The fix writes the same names in the same order. There is none where a comment stands in the list, or where a name needs quotes.
    """

    code = "AK112"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False
    fixes = "safe"

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each list of tools."""
        for entry in tool_entries(it):
            if isinstance(entry.value, Items) and entry.value.items and not takes_lists_only(it.path):
                message = f"`{entry.key.text}` is a list"
                yield self.at(it, it.document.span(entry), message, "write a comma string", fix=_fix(it, entry))


def _fix(it: Subject, entry: Entry) -> Fix | None:
    assert isinstance(entry.value, Items)
    names = list_names(entry.value)
    flow = it.document.text[entry.value.start] == "["
    end = entry.value.end if flow else entry.value.items[-1].end
    text = ", ".join(names or ())
    if not names or "#" in it.document.text[entry.key.end : end] or it.document.recovered or not is_plain(text):
        return None
    return Fix("write a comma string", (Edit(entry.key.end, end, f": {text}"),), changes=(entry.key.text,))
