from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.display import visible
from agentkit.linter.rule import Rule
from agentkit.profiles.portable_names import is_device

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

MAX_NAME = 256


class InvalidName(Rule):
    """An agent's name is one that Claude Code refuses, or that cannot be a file name.

    ## Why is this bad?
    Claude Code skips, silently, an agent whose name contains `:`, starts with `-` or is longer than 256 characters
    (documentation read 2026-10-08). Tools write a file for each agent, called by its name. A name such as `../../x`, `/x` or `..\\x` makes them
    write elsewhere; `con`, `nul` or a dot at the end is another file, or none, on Windows; letters in full width or accents in two characters
    look like another name and are not that file. A slash within is an info, most often it is meant as a label. The way out is `agentkit rename`:
    other files name the agent too. Copilot treats `name` as a label and takes any: `*.agent.md` files are not checked.

    ## Example
    ```yaml
    name: "review: sql"
    description: Reviews SQL.
    ```

    Use instead:
    ```yaml
    name: review-sql
    description: Reviews SQL.
    ```
    """

    code = "AK102"
    severity = Severity.ERROR

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report the first thing that is wrong with a name."""
        if "name" not in it.persona.source.spans or it.path.endswith(".agent.md"):
            return
        wrong = _wrong(it.persona.name)
        if wrong is not None:
            suggestion = re.sub(r"[^a-z0-9]+", "-", _composed(it.persona.name).lower()).strip("-")[:50].strip("-")
            if is_device(suggestion):
                suggestion += "-agent"
            old = it.persona.name if visible(it.persona.name) == it.persona.name and len(it.persona.name) <= 60 else it.path
            # Other files call the agent by its name: changing it here alone would break them.
            hint = f"agentkit rename {_quoted(old)} {suggestion}" if suggestion else "lowercase letters, digits and hyphens"
            message = f"name `{visible(it.persona.name[:60])}` {wrong[0]}"
            yield self.at(it, it.persona.source.spans["name"], message, hint, wrong[1])


def _quoted(name: str) -> str:
    return f"-- {shlex.quote(name)}" if name.startswith("-") else shlex.quote(name)


def _composed(name: str) -> str:
    from unicodedata import normalize

    return normalize("NFKC", name)


def _wrong(name: str) -> tuple[str, Severity] | None:
    if visible(name) != name:
        return "holds invisible or control characters", Severity.ERROR
    if ":" in name:
        return "contains `:`, which Claude Code refuses", Severity.ERROR
    if name.startswith("-"):
        return "starts with `-`, which Claude Code refuses", Severity.ERROR
    if len(name) > MAX_NAME:
        return f"has {len(name)} characters; Claude Code takes up to {MAX_NAME}", Severity.ERROR
    if name.startswith("/") or "\\" in name or ".." in name.split("/"):
        return "leads out of the folder of a file that is called so", Severity.ERROR
    if is_device(name):
        return "is a device on Windows, whatever follows it", Severity.ERROR
    if name.endswith((".", " ")):
        return "ends in a character that Windows takes off", Severity.ERROR
    if not name.isascii() and _composed(name) != name:
        return f"looks like `{visible(_composed(name)[:60])}`, and is written with other characters", Severity.ERROR
    if name.startswith(".") or "/" in name:
        return "cannot be a file name", Severity.INFO
    return None
