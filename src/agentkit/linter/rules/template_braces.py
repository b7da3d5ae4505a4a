from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject

_MARKS = r"\{\{[^{}\n]{0,40}(?:\}\})?|\{%[^\n]{0,40}|\{#[^\n]{0,40}"
_VARIABLE = r"(?<!\{)\{[A-Za-z_][A-Za-z0-9_]{0,60}\}(?!\})"


class TemplateBraces(Rule):
    """The body holds braces that a framework takes for its own.

    ## Why is this bad?
    A framework that fills prompts with values fails on such a body, or changes it without a word. What each does when it is
    given no values (1,335 public bodies, run 2026-11):

    - `{{ x }}`, `{% if %}`, `{# note #}`: Jinja2, and Prompty with it, leave nothing or raise; Semantic Kernel and LangChain's
      mustache raise; pydantic-ai's AgentSpec and dotprompt read Handlebars: nothing, or an error; `${{ x }}` becomes `$`.
    - `{name}`: CrewAI and google-adk raise KeyError, as do `str.format` and LangChain's f-string templates.
    - any other brace, of JSON or code: `str.format` and LangChain's f-string templates raise, or halve what is doubled.

    Claude Code, Copilot and agentkit itself take a body as it is, so this is an opinion and off. `agentkit` passes a body on
    as a value, never as a template; do the same where you can.

    ## Example
    ```markdown
    ---
    name: reporter
    description: Reports test runs. Use after a run.
    ---
    Answer as `{"failed": 2}` for the suite {suite}.
    ```

    Use instead:
    ```markdown
    ---
    name: reporter
    description: Reports test runs. Use after a run.
    ---
    Answer with the number of failures, for the suite that the user names.
    ```
    """

    code = "AK310"
    severity = Severity.INFO
    confidence = Confidence.ADVISORY
    default = False

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report the first of each kind, and how many there are."""
        body = it.body
        if "{" not in body and "}" not in body:
            return
        marks = list(_compiled(_MARKS).finditer(body))
        if marks:
            who = "Jinja2, Prompty, Semantic Kernel, pydantic-ai's AgentSpec and dotprompt read it as theirs"
            yield self._finding(it, marks[0].start(), marks[0].end(), len(marks), who)
        names = list(_compiled(_VARIABLE).finditer(body))
        if names:
            who = "CrewAI, google-adk, str.format and LangChain's f-string templates raise KeyError"
            yield self._finding(it, names[0].start(), names[0].end(), len(names), who)
        elif (first := _first_single(body)) >= 0:
            count = body.count("{") + body.count("}")
            yield self._finding(it, first, first + 1, count, "str.format and LangChain's f-string templates raise or change it")

    check_skill = check_agent

    def _finding(self, it: Subject, start: int, end: int, count: int, who: str) -> Diagnostic:
        more = f" and {count - 1} more" if count > 1 else ""
        text = it.body[start:end]
        return self.at(it, it.in_body(start, end), f"`{text}`{more}: {who}", "pass the body as a value, or escape the braces")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _first_single(body: str) -> int:
    """Give where the first brace stands that `str.format` does not leave as one; -1 when there is none."""
    match = _compiled(r"[{}]").search(body)
    return match.start() if match is not None else -1
