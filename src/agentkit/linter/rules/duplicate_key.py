from __future__ import annotations

from agentkit import problems
from agentkit.linter.rule import ReadingRule


class DuplicateKey(ReadingRule):
    """A key stands twice.

    ## Why is this bad?
    YAML forbids it, and readers differ: js-yaml, strictyaml and Go's reader reject the file, PyYAML takes the last value without a word
    (run 2026-11-23). Which of the two a harness uses is chance. Keep one.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    model: opus
    model: sonnet
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    model: opus
    ```
    """

    problem = problems.DUPLICATE_KEY
