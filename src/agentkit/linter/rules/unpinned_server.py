from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.diagnostic import Severity
from agentkit.document import Fields, Items, Scalar
from agentkit.linter.rule import Rule
from agentkit.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.document import Node
    from agentkit.linter.subject import Subject

_RUNNERS = frozenset(("npx", "bunx", "uvx", "pipx", "pnpm", "yarn", "pnpx"))
_PINNED = pattern(r"(?:.@\d+\.\d|==\d|\.(?:whl|tgz)$|^[./~])")
_PACKAGE = pattern(r"@?[a-z0-9][\w./-]*(?:@[\w.^~-]+)?(?:\[[\w,]*\])?$", re.IGNORECASE)


class UnpinnedServer(Rule):
    """An MCP server is fetched anew, in whatever version there is, each time it starts.

    ## Why is this bad?
    `npx -y x@latest` and `uvx x` run what was published last, by whoever holds the name then. A server sees what the agent sees and can
    act for the user. Name a version, `x@1.4.2`, and raise it when you have read what changed.

    Measured with a prototype on 3,404 benign files (2026-11-23): 58 bring servers. This rule on 5,891 public files: 5 findings (2026-11-24).
    OWASP Agentic Skills Top 10 AST02, AST07; OWASP LLM Top 10 (2025) LLM03; CWE-1357, CWE-829.

    ## Example
    ```yaml
    name: reader
    description: Reads pages. Use when a page is to be read.
    mcpServers:
      - pages:
          command: npx
          args: ["-y", "pages-mcp@latest"]
    ```

    Use instead:
    ```yaml
    name: reader
    description: Reads pages. Use when a page is to be read.
    mcpServers:
      - pages:
          command: npx
          args: ["-y", "pages-mcp@1.4.2"]
    ```
    """

    code = "AK530"
    severity = Severity.WARNING
    fields = ("mcpServers", "mcp-servers")

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each server that a runner of packages starts without a version."""
        fields = it.document.fields
        for key in ("mcpServers", "mcp-servers"):
            node = fields.get(key) if fields is not None else None
            groups = node.items if isinstance(node, Items) else (node,)
            for group in groups:
                for entry in group.entries if isinstance(group, Fields) else ():
                    package = _package(entry.value)
                    if package is not None and _PINNED.search(package.text) is None:
                        message = f"the server `{entry.key.text[:40]}` runs whatever version of `{package.text[:60]}` there is"
                        yield self.at(it, it.document.span(package), message, "name a version")

    check_skill = check_agent


def _package(server: Node | None) -> Scalar | None:
    """Give the package that a runner is told to start; None where it is something else."""
    command = server.get("command") if isinstance(server, Fields) else None
    arguments = server.get("args") if isinstance(server, Fields) else None
    if not isinstance(command, Scalar) or command.text.rpartition("/")[2] not in _RUNNERS or not isinstance(arguments, Items):
        return None
    words = [each for each in arguments.items if isinstance(each, Scalar) and not each.text.startswith("-")]
    words = [each for each in words if each.text not in ("dlx", "exec", "run")]
    return words[0] if words and _PACKAGE.match(words[0].text) is not None else None
