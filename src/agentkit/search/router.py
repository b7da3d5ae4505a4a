"""A router of the user's own, asked as a command: JSON on its stdin, a name on its stdout."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, NamedTuple

from agentkit.errors import RouterFailed
from agentkit.search.cases import OUT_OF_SCOPE, Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from agentkit.persona import Persona


class Router(NamedTuple):
    """A command that chooses an agent for a task. It is run without a shell, once a task."""

    command: str
    """Split into words as a POSIX shell would, and nothing else: no variables, no pipes."""
    agents: tuple[tuple[str, str], ...]
    """(name, description) of each agent, sorted by name."""
    timeout: float
    """Seconds after which it is ended."""
    told: Callable[[str], None]
    """Called with each line of its stderr."""

    def ask(self, task: str) -> Answer:
        """Ask for a task.

        The command reads `{"version": 1, "task": ..., "agents": [{"name": ..., "description": ...}]}`. It answers with a name
        on a line; `-` or nothing says that no agent fits. Or with JSON: a name, a list of names, best first, null, or an
        object with one of these under `name`, `names` or `agent`.

        Raises:
            RouterFailed: It cannot be run, ends with another status than 0, takes too long, or its answer cannot be read.
        """
        import os
        import signal
        import subprocess

        try:
            words = shlex.split(self.command)
        except ValueError as error:
            raise RouterFailed(f"the router's command cannot be split into words: {str(error).lower()}") from error
        if not words:
            raise RouterFailed("the router's command is empty")
        agents = [{"name": name, "description": description} for name, description in self.agents]
        asked = json.dumps({"version": 1, "task": task, "agents": agents}).encode()
        try:
            process = subprocess.Popen(  # noqa: S603 - the user's own command, given on the command line for this
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
            )
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise RouterFailed(f"the router cannot be run: {words[0]}: {reason.lower()}") from error
        with process:
            try:
                out, err = process.communicate(asked, self.timeout)
            except subprocess.TimeoutExpired as error:
                # With what it has started: a child that keeps the pipes open would keep us waiting.
                if hasattr(os, "killpg"):
                    os.killpg(process.pid, signal.SIGKILL)
                process.kill()
                raise RouterFailed(f"the router took longer than {self.timeout:g} seconds") from error
            except BaseException:  # Ctrl-C does not reach it in a session of its own
                process.kill()
                raise
        for line in err.decode("utf-8", "replace").splitlines():
            self.told(line)
        if process.returncode != 0:
            raise RouterFailed(f"the router ended with status {process.returncode}")
        return _answer(out)


def router(command: str, personas: Iterable[Persona], timeout: float, told: Callable[[str], None]) -> Router:
    """Make a router of a command and the agents among which it chooses."""
    agents = tuple(sorted((persona.name, persona.description.text) for persona in personas))
    return Router(command, agents, timeout, told)


def _answer(out: bytes) -> Answer:
    text = out.decode("utf-8", "replace").strip()
    if text in ("", OUT_OF_SCOPE):
        return Answer((), refused=True)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        lines = text.splitlines()
        if len(lines) > 1 or text[0] in "[{":
            raise RouterFailed(f"the router's answer is neither a name nor JSON: {text[:60]!r}") from None
        value = text
    if isinstance(value, dict):
        value = next((value[key] for key in ("names", "name", "agent") if key in value), value)
    names = [value] if isinstance(value, str) else [] if value is None else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise RouterFailed(f"the router's answer holds no name: {text[:60]!r}")
    kept = tuple(name for name in names if name != OUT_OF_SCOPE)
    return Answer(kept, refused=not kept)
