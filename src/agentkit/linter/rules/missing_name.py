from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.document import Scalar
from agentkit.fix import Edit, Fix
from agentkit.linter.plugin_agents import is_in_plugin
from agentkit.linter.rule import Rule
from agentkit.linter.writing import value_edit
from agentkit.pattern import pattern
from agentkit.profiles.places import LABELS, NAMED_BY_FILE, harness_of, is_for_another

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

_PORTABLE = pattern(r"(?!(?:null|true|false|yes|no|on|off)$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*")  # no YAML word


class MissingName(Rule):
    """An agent or skill has no name.

    ## Why is this bad?
    Claude Code, Codex, Gemini CLI and Qwen Code take an agent's identity from `name`; Claude Code skips a file without
    one, silently (documentation read 2026-10-08). Copilot, OpenCode, Cursor and some more fall back to the file's name, and so
    does Claude Code for the agents of a plugin: in their folders, for `*.agent.md`, and beside a `.claude-plugin/plugin.json`
    this rule is silent. Outside the folder of a harness it is a warning: where the agent goes is not known. The Agent Skills
    specification requires `name` in every SKILL.md.

    ## Example
    ```yaml
    description: Reviews SQL migrations. Use before merging a migration.
    ```

    Use instead:
    ```yaml
    name: migration-reviewer
    description: Reviews SQL migrations. Use before merging a migration.
    ```

    ## Fix safety
    The fix writes the folder's name into a SKILL.md, which is safe: the specification wants the two equal. Into an agent it
    writes the file's name, which is unsafe: other files may call the agent otherwise, and where it was skipped it now answers.
    """

    code = "AK101"
    severity = Severity.ERROR
    fixes = "unsafe"

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report an agent without a name, where its place does not name it."""
        harness = harness_of(it.path)
        if _has_name(it) or harness in NAMED_BY_FILE or is_in_plugin(it.path):
            return
        hint = f"add `name: {it.persona.name}`"
        fix = _naming(it, it.persona.name, safe=False)
        reader = LABELS.get(harness or "", "Antigravity" if is_for_another(it.path) else "Claude Code")
        message = f"no name: {reader} skips the file"
        severity = Severity.WARNING if harness is None else None
        yield self.at(it, it.document.span_of("name"), message, hint, severity, fix)

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report a skill without a name."""
        if not _has_name(it):
            hint = f"add `name: {it.skill.folder_name}`"
            fix = _naming(it, it.skill.folder_name, safe=True)
            yield self.at(it, it.document.span_of("name"), "no name in the SKILL.md", hint, fix=fix)


def _naming(it: Subject, name: str, *, safe: bool) -> Fix | None:
    """Give the change that writes a name, in the first line of the fields where there is no key for it."""
    fields = it.document.fields
    if fields is None or it.document.recovered or _PORTABLE.fullmatch(name) is None:
        return None
    text = it.document.text
    entry = next((each for each in fields.entries if each.key.text == "name"), None)
    if entry is not None:
        colon = text.index(":", entry.key.end) + 1
        empty = entry.value.start >= entry.value.end
        edit = Edit(colon, colon, f" {name}") if empty else value_edit(it, entry.value.start, entry.value.end, name)
    else:
        start = fields.entries[0].key.start
        if text[start - 1 : start] != "\n":
            return None
        end = "\r\n" if text[start - 2 : start] == "\r\n" else "\n"
        edit = Edit(start, start, f"name: {name}{end}")
    return Fix(f"write `name: {name}`", (edit,), safe, ("name",))


def _has_name(it: Subject) -> bool:
    value = it.document.fields.get("name") if it.document.fields is not None else None
    if value is None or isinstance(value, Scalar):
        return value is not None and not value.is_null and bool(value.text.strip())
    return True  # a list or mapping: reported as of the wrong type
