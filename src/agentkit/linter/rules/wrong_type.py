from __future__ import annotations

from agentkit import problems
from agentkit.linter.rule import ReadingRule


class WrongType(ReadingRule):
    """A field's value has the wrong type.

    ## Why is this bad?
    A list where a text is wanted, or a mapping where a number is: a harness ignores the field, or the file, and says nothing.
    The message tells what is there and what is wanted.

    ## Example
    ```yaml
    name: reader
    description: [Reads the logs., Use to find an error in them.]
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    ```
    """

    problem = problems.WRONG_TYPE
