from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class DroppedByHarness(Rule):
    """A harness that the project names would not load the file, or not all of it.

    ## Why is this bad?
    Harnesses read the same files differently: Gemini CLI refuses an agent with a field it does not know or with `tools` as a comma
    string, OpenCode one with a colour by name, and none of them tells the author. This rule speaks only where the project says whom its
    files are for: `harnesses = ["gemini-cli"]` in the configuration, or `--harness gemini-cli`. That a file is dropped is an error; that
    something in it is lost is a warning; what rests on a fact that is not documented is an info. The facts, with source and
    date, are in docs/harnesses.md; `agentkit doctor` shows all harnesses.

    ## Example
    `agentkit.toml` with `harnesses = ["gemini-cli"]`, and:
    ```markdown
    ---
    name: reader
    description: Reads the logs. Use to find an error in them.
    tools: read_file, glob
    ---
    Read the newest log first.
    ```

    Use instead `tools:` as a list, one name a line.
    """

    code = "AK041"
    severity = Severity.ERROR

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report what each of the project's harnesses drops."""
        yield from self._check(it)

    def check_skill(self, it: Subject) -> Iterator[Diagnostic]:
        """Report what each of the project's harnesses drops."""
        yield from self._check(it)

    def _check(self, it: Subject) -> Iterator[Diagnostic]:
        if not it.config.harnesses:
            return
        from agentkit.verdicts import verdicts_for

        told = {found.span.line for found in it.document.diagnostics}
        for verdict in verdicts_for(it.document, it.item, it.path, it.config.harnesses):
            if verdict.outcome == "not-read":
                continue
            for loss in verdict.losses:
                if loss.open or loss.span.line in told:  # what is wrong with the block itself has a finding of its own
                    continue
                what = "drops the file" if loss.drops else "loads the file with a loss"
                severity = Severity.INFO if loss.uncertain else None if loss.drops else Severity.WARNING
                yield self.at(it, loss.span, f"{verdict.title} {what}: {loss.message}", None, severity)
