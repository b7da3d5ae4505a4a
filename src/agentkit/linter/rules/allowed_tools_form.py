from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.document import Items, Scalar
from agentkit.fix import Edit, Fix
from agentkit.linter.rule import Rule
from agentkit.linter.writing import comma_list, is_plain, value_edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class AllowedToolsForm(Rule):
    """A skill's `allowed-tools` is not one text with blanks between the tools.

    ## Why is this bad?
    The specification knows that form alone (agentskills.io, read 2026-11-23); Claude Code takes commas and lists too (read
    2026-08-22), another client may take `Read,` for a tool. Off by default: nine public skills in ten are written for Claude
    Code.

    ## Example
    ```markdown
    ---
    name: sql-review
    description: Reviews SQL. Use before merging a query.
    allowed-tools: Read, Grep
    ---
    Read the query plan first.
    ```

    Use instead:
    ```markdown
    ---
    name: sql-review
    description: Reviews SQL. Use before merging a query.
    allowed-tools: Read Grep
    ---
    Read the query plan first.
    ```

    ## Fix safety
    The fix writes the same tools with blanks between them, which Claude Code reads alike. Where comments stand between the tools,
    or a tool's own name has a blank, there is none.
    """

    code = "AK607"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False
    fixes = "safe"

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a list, and a text with commas between the tools."""
        node = it.document.fields.get("allowed-tools") if it.document.fields is not None else None
        tools = it.skill.allowed_tools
        if tools is None or not tools:
            return
        if isinstance(node, Items):
            form = "a list"
        elif isinstance(node, Scalar) and len(comma_list(node.text)) > 1:
            form = "separated by commas"
        else:
            return
        yield self.at(it, it.value("allowed-tools"), f"`allowed-tools` is {form}", "put blanks between the tools", fix=_fix(it))


def _fix(it: Subject) -> Fix | None:
    assert it.document.fields is not None
    entry = next(each for each in it.document.fields.entries if each.key.text == "allowed-tools")
    node = entry.value
    if isinstance(node, Items):
        names = [item.text for item in node.items if isinstance(item, Scalar)]
        end = node.items[-1].end if node.items else node.end
    else:
        assert isinstance(node, Scalar)
        names, end = comma_list(node.text), value_edit(it, node.start, node.end, "").end
    if isinstance(node, Items) and it.document.text[node.start : node.start + 1] == "[":
        end = node.end
    text = " ".join(names)
    written = it.document.text[entry.key.end : end]
    whole = [grant.text for grant in it.skill.allowed_tools or ()]
    if it.document.recovered or "#" in written or names != whole or not is_plain(text):
        return None
    return Fix("put blanks between the tools", (Edit(entry.key.end, end, f": {text}"),), changes=("allowed-tools",))
