"""The page of every kind of finding: that of a rule is its docstring, the others stand here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from agentkit import problems
from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter import suppression

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agentkit.linter.rule import Rule


class Page(NamedTuple):
    """What there is to say about a kind of finding."""

    code: str
    slug: str
    title: str
    """One line, with a full stop."""
    severity: Severity
    confidence: Confidence
    default: bool
    """Whether it is looked for unless it is turned off."""
    fixes: str | None
    """`safe` or `unsafe` when its findings can carry a fix."""
    text: str
    """Markdown below the title: `## Why is this bad?`, examples; ends with a newline where there is any."""

    @property
    def facts(self) -> str:
        """One line: severity, confidence, whether it is on, whether it can be mended."""
        on = "on by default" if self.default else "off unless selected"
        mended = {"safe": "mended by --fix", "unsafe": "mended by --unsafe-fixes"}.get(self.fixes or "", "no automatic fix")
        return f"{self.severity.value} · {self.confidence.value} · {on} · {mended}"


RULE_CRASHED = ("AK000", "rule-crashed")
EXPIRED_ENTRY = ("AK903", "expired-baseline-entry")

_OF_THE_RUN = (
    (
        *RULE_CRASHED,
        "A rule failed with an error of its own.",
        Severity.ERROR,
        """\
The file may be right: the rule did not get to the end of it. All other rules ran. Please report the message with the
file; until the rule is mended, `--ignore` with the code that the message names goes around it.
""",
    ),
    (
        *suppression.UNUSED,
        "A comment suppresses a finding that is not there.",
        Severity.WARNING,
        """\
The finding was mended, or the comment stands on the wrong line. Left in place it would hide the next finding of its
kind. A comment is about its own line, or about the next line when it stands alone.

## Example
```yaml
tools: Read  # agentkit: ignore[AK203] a tool of our own
```

Use instead:
```yaml
tools: Read
```
""",
    ),
    (
        *suppression.WITHOUT_REASON,
        "A comment suppresses a finding and does not say why.",
        Severity.WARNING,
        """\
Whoever reads the file later cannot tell whether the reason still holds. Without a reason the comment has no effect.

## Example
```yaml
tools: Frobnicate  # agentkit: ignore[AK203]
```

Use instead:
```yaml
tools: Frobnicate  # agentkit: ignore[AK203] a tool of our own server
```
""",
    ),
    (
        *suppression.UNKNOWN_CODE,
        "A comment suppresses a rule that does not exist.",
        Severity.WARNING,
        """\
The finding that it is meant for is still reported. Codes and names of rules count, beginnings of codes do not.

## Example
```yaml
tools: Frobnicate  # agentkit: ignore[AK2O3] a tool of our own server
```

Use instead:
```yaml
tools: Frobnicate  # agentkit: ignore[AK203] a tool of our own server
```
""",
    ),
    (
        *EXPIRED_ENTRY,
        "An entry of the baseline has reached its date.",
        Severity.WARNING,
        """\
From the day that stands in `expires` on the entry no longer hides its finding. Mend the finding, or give the entry a
later date and a reason.
""",
    ),
)

_WHILE_READING = """\
Found while the file is read, before any rule runs. The message says at which place reading fails, the hint how to mend it.
"""

OF_THE_RUN = tuple((code, slug) for code, slug, *_ in _OF_THE_RUN)
"""Code and name of the findings that are about the run and not about an agent."""


def page_of(rule: Rule) -> Page:
    """Give the page of a rule."""
    from textwrap import dedent

    title, _, text = (type(rule).__doc__ or "").strip().partition("\n")
    text = dedent(text).strip()
    fields = (rule.code, rule.slug, title.strip(), rule.severity, rule.confidence, rule.default, rule.fixes)
    return Page(*fields, f"{text}\n" if text else "")


def pages(rules: Iterable[Rule]) -> tuple[Page, ...]:
    """Give the page of every kind of finding there is, in order of code.

    Args:
        rules: The rules, those of plugins included.
    """
    exact = Confidence.EXACT
    found = {
        row.code: Page(row.code, row.slug, f"{row.title}.", row.severity, exact, True, None, _WHILE_READING)
        for row in problems.PROBLEMS
    }
    found |= {code: Page(code, slug, title, how, exact, True, None, text) for code, slug, title, how, text in _OF_THE_RUN}
    found |= {rule.code: page_of(rule) for rule in rules}
    return tuple(sorted(found.values(), key=lambda page: page.code))
