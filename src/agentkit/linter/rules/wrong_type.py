from __future__ import annotations

from agentkit import problems
from agentkit.linter.rule import ReadingRule


class WrongType(ReadingRule):
    """A field's value has the wrong type.

    ## Why is this bad?
    A harness drops the value, or the whole file: Claude Code dropped agents whose `hooks` was a list, silently
    (anthropics/claude-code issue 91781). Every documented field of agents (Claude Code, read 2026-10-08) and of skills
    (agentskills.io and Claude Code, read 2026-08-22) is read by its type. Lists of names may be a list or a comma string,
    booleans may be yes/no, on/off, 1/0.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    maxTurns: many
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    maxTurns: 12
    ```
    """

    problem = problems.WRONG_TYPE
