from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.document import Scalar
from agentkit.fix import Edit, Fix
from agentkit.linter.rule import Rule
from agentkit.linter.writing import comma_list, scalar, tool_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.document import Entry
    from agentkit.linter.subject import Subject


class ToolsAsString(Rule):
    """The tools of an agent are a comma string, not a list.

    ## Why is this bad?
    Nothing is wrong with a comma string: this is a matter of style, off by default, for projects that want one form. A list
    shows each tool on its own line in a diff, and it is the one form that Gemini CLI takes. `tools-as-list` asks for the opposite.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    tools: Read, Grep
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    tools:
      - Read
      - Grep
    ```

    ## Fix safety
    The fix writes the same names in the same order, one a line. There is none for a string of several lines.
    """

    code = "AK113"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False
    fixes = "safe"

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each comma string of tools."""
        for entry in tool_entries(it):
            if isinstance(entry.value, Scalar) and not entry.value.is_null and comma_list(entry.value.text):
                message = f"`{entry.key.text}` is a comma string"
                yield self.at(it, it.document.span(entry), message, "write a list", fix=_fix(it, entry))


def _fix(it: Subject, entry: Entry) -> Fix | None:
    assert isinstance(entry.value, Scalar)
    text = it.document.text
    if it.document.recovered or "\n" in text[entry.key.end : entry.value.end]:
        return None
    end = "\r\n" if text[text.find("\n", entry.value.end) - 1 :][:1] == "\r" else "\n"
    names = comma_list(entry.value.text)
    if any(not name.isprintable() for name in names):
        return None
    items = "".join(f"{end}  - {scalar(name)}" for name in names)
    return Fix("write a list", (Edit(entry.key.end, entry.value.end, f":{items}"),), changes=(entry.key.text,))
