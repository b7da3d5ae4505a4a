from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.additions import has_composition
from agentkit.diagnostic import Severity
from agentkit.errors import CompositionError, PersonaError, RenderError
from agentkit.linter.rule import Rule
from agentkit.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class BrokenComposition(Rule):
    """An agent extends an agent, or includes a fragment, that cannot be used.

    ## Why is this bad?
    `agentkit render` refuses the agent: the base does not exist or extends one itself, a fragment is missing, lies outside the
    project, or leads back to itself. The rules are in docs/prompts.md.

    ## Example
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    agentkit:
      extends: data-enginer
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads the logs. Use to find an error in them.
    agentkit:
      extends: data-engineer
    ```
    """

    code = "AK215"
    severity = Severity.ERROR
    fields = ("agentkit",)

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report why the agent cannot be made flat."""
        if not has_composition(it.persona):
            return
        from agentkit.prompt.composition import flatten

        try:
            flatten(it.persona, it.catalog, {}, it.catalog.fragment)
        except CompositionError as error:
            line, column = error.line or 1, error.column or 1
            own = error.path in (None, it.path)
            start = it.document.lines.start_of(line) + column - 1 if own else 0
            span = Span(start, start, line, column, line, column) if own else it.value("agentkit")
            message = error.message if own else f"{error.path}:{line}:{column}: {error.message}"
            yield self.at(it, span, message, error.hint)
        except (RenderError, PersonaError):
            return  # values come when it is rendered; what cannot be read, and what is declared wrong, has findings of its own
