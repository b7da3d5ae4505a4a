"""A run over everything that makes a regular expression of what it reads, telling each, and which places of the source made it.

Usage: python -m tests.regexes.workload FOLDER    (writes JSON: rows of text, flags, place, use)
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

SOURCE = str(Path(__file__).resolve().parents[2] / "src" / "agentkit") + os.sep
MAKERS = frozenset({"compiled", "_compiled", "__getattr__"})
"""Functions that compile what another place has written: that place is told."""
SEEN: dict[tuple[str, int, str, str], None] = {}


def modules() -> Iterator[tuple[Path, Any]]:
    """Give every module of the package, imported, with its file."""
    for path in sorted(Path(SOURCE).rglob("*.py")):
        if path.name != "__main__.py":
            name = ".".join(path.relative_to(Path(SOURCE).parent).with_suffix("").parts)
            yield path, importlib.import_module(name.removesuffix(".__init__"))


def main(folder: Path) -> None:
    """Run everything, and print what was seen."""
    for _, module in modules():
        for name in MAKERS & vars(module).keys():
            # Behind a cache the second place that makes the same one would not be seen.
            setattr(module, name, getattr(vars(module)[name], "__wrapped__", vars(module)[name]))
    re._compile = _told(re._compile)  # type: ignore[attr-defined]
    _run(folder)
    sys.stdout.write(json.dumps(list(SEEN)))


def _told(original: Any) -> Any:
    def compile_(source: Any, flags: Any) -> Any:
        frame: FrameType | None = sys._getframe(1)  # there is no other way to tell who asks
        assert frame is not None
        use = frame.f_code.co_name
        while frame is not None and not (frame.f_code.co_filename.startswith(SOURCE) and frame.f_code.co_name not in MAKERS):
            inside = frame.f_code.co_filename.startswith((SOURCE, os.path.dirname(re.__file__)))
            frame = frame.f_back if inside else None
        if frame is not None and isinstance(source, str | bytes):
            text = source.decode("latin-1") if isinstance(source, bytes) else source
            place = f"{frame.f_code.co_filename.removeprefix(SOURCE)}:{frame.f_lineno}"
            SEEN[(text, int(flags), place, use)] = None
        return original(source, flags)

    return compile_


def _run(folder: Path) -> None:
    from agentkit import AgentKitError, audit, diff, load, parse
    from agentkit.cli import cli as command
    from agentkit.config import Config
    from agentkit.linter import lint
    from agentkit.registry import load_around
    from agentkit.testing import assert_contains
    from tests.hostile.generated import put_files
    from tests.regexes.samples import put_samples, texts

    samples = folder / "samples"
    put_files(folder / "hostile")
    put_samples(samples)
    for name in ("hostile", "samples"):
        registry, own = load_around([folder / name])
        lint(registry, own, Config(select=("ALL",)), jobs=1, verdicts=True)
    texts()
    library = load()
    for name in list(library):
        library.render(name)
    library.find("mend a slow query", 3)
    audit(folder / "hostile")
    diff(load(samples), load(folder / "hostile"))
    for wanted in ("langchain", "adk", "crewai", "pydantic_spec"):
        with contextlib.suppress(AgentKitError):  # of a model that is no framework's own
            getattr(library["data-engineer"], f"as_{wanted}")()
            getattr(parse("---\nname: one\ndescription: Reads.\nmodel: opus\n---\nBody.\n"), f"as_{wanted}")()
    with contextlib.suppress(AssertionError):
        assert_contains("One  prompt.", "one prompt")
    for arguments in (
        ["lint", str(samples), "--format", "junit"],
        ["lint", str(samples / "wrong")],
        ["rename", "one-agent", "other-agent", "--agent", "--dry-run", "--root", str(samples)],
        ["rename", "plans", "other-plans", "--skill", "--dry-run", "--root", str(samples)],
        ["render", str(samples / "agents" / "seven.md"), "--vars", str(samples / "values.yaml")],
        ["budget", str(samples)],
        ["doctor", str(samples)],
        ["export", str(samples / ".opencode" / "agents" / "nine.md"), "--for", "opencode"],
    ):
        with (
            contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())),
            contextlib.redirect_stderr(io.TextIOWrapper(io.BytesIO())),
            contextlib.suppress(SystemExit),
        ):
            command.main(args=arguments, standalone_mode=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
