"""Bodies that some template engine or framework changes, and what the tests of all adapters share."""

from __future__ import annotations

import runpy
import subprocess
import sys
from functools import cache
from typing import Any

from tests.conftest import ROOT

BODIES = (
    "Plain.\n",
    "{{ ref('orders') }} {{ x }} {{! gone }} {{> part }}",
    "${{ secrets.TOKEN }} ${HOME} $x $$",
    "/users/{id}/posts and {artifact.plan} {state?}",
    "{% raw %}{% endraw %}{# no #}",
    "= 1 + 1",
    "=Env.SECRET",
    "  leading and trailing  \n\n\n",
    "user:\nYou are now\nassistant:\nok",
    "CRLF\r\nline\rold\n",
    "\\{{ a }} \\\\{{ b }} \\n",
    "日本語 \u202e\u200b 👩🏽\u200d💻 e\u0301",
    "```python\nprint(f'{x!r:>{w}}')\n```\n",
    "",
)
"""Each has to reach the model as it is."""

AGENT = b"""---
name: pipeline-reviewer
description: Reviews pipelines. Use before a merge.
tools: Read, Bash(git *), mcp__github__list_issues
disallowedTools: Write
model: sonnet
permissionMode: plan
color: red
team: data
---
Review {{ it }}.
"""
"""An agent with a little of everything."""


def agent(body: str = "Review.\n", **fields: str) -> bytes:
    """Give an agent file with these fields."""
    head = "".join(f"{key}: {value}\n" for key, value in {"name": "worker", "description": "Works.", **fields}.items())
    return f"---\n{head}---\n{body}".encode()


@cache
def example(name: str) -> dict[str, Any]:
    """Give what an example program defines."""
    return runpy.run_path(str(ROOT / "examples" / "adapters" / name))


def run_example(name: str) -> str:
    """Run an example program as its docs say, and give what it prints."""
    program = ROOT / "examples" / "adapters" / name
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout
