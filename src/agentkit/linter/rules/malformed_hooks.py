from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.document import Fields, Items, Scalar
from agentkit.linter.rule import Rule
from agentkit.nearest import did_you_mean
from agentkit.profiles.claude_code import HOOK_EVENTS, HOOK_FIELDS
from agentkit.profiles.places import is_for_another

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.document import Node
    from agentkit.linter.subject import Subject


class MalformedHooks(Rule):
    """Hooks have another shape than Claude Code reads.

    ## Why is this bad?
    A hook that is not read does not run, and a check that does not run is missed only when it was needed. `hooks` maps an
    event to a list; each entry has a `hooks` list, and a `matcher` where the event has one; each hook has a `type`, such as
    `command`, with what that type runs (documentation, hooks, read 2026-11-24). An event is reported where it resembles a known
    one: there may be newer ones.

    ## Example
    ```yaml
    name: editor
    description: Edits pages. Use when a page is out of date.
    hooks:
      PostToolUse:
        matcher: Edit
        command: ./check.sh
    ```

    Use instead:
    ```yaml
    name: editor
    description: Edits pages. Use when a page is out of date.
    hooks:
      PostToolUse:
        - matcher: Edit
          hooks:
            - type: command
              command: ./check.sh
    ```
    """

    code = "AK114"
    severity = Severity.WARNING
    fields = ("hooks",)

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report what an agent's hooks have wrong."""
        yield from self._check(it)

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report what a skill's hooks have wrong."""
        yield from self._check(it)

    def _check(self, it: Subject) -> Iterator[Diagnostic]:
        hooks = it.document.fields.get("hooks") if it.document.fields is not None else None
        if not isinstance(hooks, Fields) or is_for_another(it.path):
            return
        for entry in hooks.entries:
            event = entry.key.text
            if event not in HOOK_EVENTS and (hint := did_you_mean(event, HOOK_EVENTS)) is not None:
                yield self.at(it, it.document.span(entry), f"`{event[:60]}` is no event of hooks", hint)
            if not isinstance(entry.value, Items):
                message = f"`hooks.{event[:60]}` is no list"
                yield self.at(it, it.document.span(entry), message, "write a list of entries with `matcher` and `hooks`")
                continue
            for at, group in enumerate(entry.value.items):
                yield from self._group(it, f"hooks.{event[:60]}[{at}]", group)

    def _group(self, it: Subject, path: str, group: Node) -> Iterator[Diagnostic]:
        inner = group.get("hooks") if isinstance(group, Fields) else None
        if not isinstance(inner, Items):
            yield self.at(it, it.document.span(group), f"`{path}` has no list `hooks`", "put what runs into its `hooks`")
            return
        for at, hook in enumerate(inner.items):
            kind = hook.get("type") if isinstance(hook, Fields) else None
            if not isinstance(hook, Fields) or not isinstance(kind, Scalar) or kind.is_null:
                message = f"`{path}.hooks[{at}]` has no `type`"
                yield self.at(it, it.document.span(hook), message, "add `type: command` or another type")
            elif (field := HOOK_FIELDS.get(kind.text)) is not None and hook.get(field) is None:
                message = f"`{path}.hooks[{at}]` is of type {kind.text} and has no `{field}`"
                yield self.at(it, it.document.span(hook), message, f"add `{field}`")
