from __future__ import annotations

from agentkit import problems
from agentkit.linter.rule import ReadingRule


class OutsideLink(ReadingRule):
    """A link leads out of the project, and is not followed.

    ## Why is this bad?
    A repository can hold a link to any file of the machine that checks it out: a key, a mail, a setting. Followed, its text would stand in a
    prompt or a report that goes elsewhere. A link counts where it leads to a Markdown file of its own project: the repository, or outside one
    the folder that holds `agents/` or `skills/`. What a harness does with the link is not looked at: on another machine it leads nowhere.

    ## Example
    ```
    agents/reviewer.md -> /home/me/notes/reviewer.md
    ```

    Use instead:
    ```
    agents/reviewer.md -> ../shared/reviewer.md
    ```
    """

    problem = problems.OUTSIDE_LINK
