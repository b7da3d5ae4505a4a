"""The pytest plugin: fixtures for prompts and agents. On where agentkit is installed; off with `-p no:agentkit`.

It is imported in every run of everybody who has agentkit, so it imports nothing but pytest; whatever else is needed is imported by
the fixture that a test asks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from agentkit.persona import Persona
    from agentkit.registry import Registry
    from agentkit.testing.snapshots import Collected, Notes, PromptSnapshot

MARK = "agentkit"


class Unit(NamedTuple):
    """A test's agent: one of the project's own, or a file of the project that should be one and cannot be read."""

    name: str | None
    error: str = ""


class _Run:
    """What this run of pytest holds. Nothing in it is made before it is asked for."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.registry: Registry | None = None
        self.notes: Notes | None = None
        self.partial = False
        self.written: set[str] = set()
        self.obsolete: set[str] | None = None
        """Stored prompts that no process of the run has compared with; None where that cannot be told."""
        self.heard = _Heard()


class _Heard:
    """What the processes of pytest-xdist have told."""

    def __init__(self) -> None:
        self.used: set[str] = set()
        self.passed: set[str] = set()
        self.tests: dict[tuple[str, str], str] = {}


_RUN = pytest.StashKey[_Run]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--prompt-update`, and the settings of where agents are."""
    group = parser.getgroup("agentkit", "prompts of agents")
    group.addoption(
        "--prompt-update", action="store_true", help="write the stored prompts of prompt_snapshot anew where they differ"
    )
    parser.addini(
        "agentkit_root",
        "folders and files to load agents and skills from, relative to the configuration file (default: as agentkit.load(), in rootdir)",
        type="paths",
        default=[],
    )
    parser.addini(
        "agentkit_library",
        "whether the agents and skills that ship with agentkit come last (default: when agentkit_root is not given)",
        type="bool",
        default=None,
    )


def pytest_configure(config: pytest.Config) -> None:
    """Announce the marker."""
    config.addinivalue_line(
        "markers", f"{MARK}(*names): the agents that the fixture `persona` gives; with several the test runs once for each"
    )
    config.stash[_RUN] = _Run(config)


@pytest.fixture(scope="session")
def agentkit_registry(request: pytest.FixtureRequest) -> Registry:
    """The agents and skills of the project, opened once. Override this one to load them in another way."""
    return _registry(request.config)


@pytest.fixture(scope="session")
def registry(agentkit_registry: Registry) -> Registry:
    """The agents and skills of the project: `agentkit_registry` under its short name."""
    return agentkit_registry


@pytest.fixture
def persona(request: pytest.FixtureRequest, agentkit_registry: Registry) -> Persona:
    """The agent that `@pytest.mark.agentkit("name")` names, or an indirect parameter `persona`."""
    name = getattr(request, "param", None)
    if name is None:
        names = _names(request.node)
        if not names:
            pytest.fail(
                'which agent? mark the test with @pytest.mark.agentkit("name"), or give it the fixture `each_persona`',
                pytrace=False,
            )
        name = names[0]
    return _persona(agentkit_registry, name)


@pytest.fixture
def each_persona(request: pytest.FixtureRequest, agentkit_registry: Registry) -> Persona:
    """Each of the project's own agents in turn; the test runs once for each, under its name."""
    unit: Unit = request.param
    if unit.name is None:
        pytest.fail(unit.error, pytrace=False)
    return _persona(agentkit_registry, unit.name)


@pytest.fixture
def prompt_snapshot(request: pytest.FixtureRequest) -> PromptSnapshot:
    """Compares a prompt with the stored one of this test: `prompt_snapshot(prompt)`. `--prompt-update` stores it."""
    import shlex

    from agentkit.testing.snapshots import PromptSnapshot

    node = request.node
    return PromptSnapshot(
        node.path,
        _test_of(node),
        node.nodeid,
        _notes(request.config),
        update=request.config.getoption("prompt_update"),
        accept=f"pytest --prompt-update {shlex.quote(node.nodeid)}",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once for each agent that it is marked with, or for all of them."""
    if "each_persona" in metafunc.fixturenames:
        units = _units(metafunc.config)
        metafunc.parametrize("each_persona", [unit for _, unit in units], ids=[title for title, _ in units], indirect=True)
    if "persona" in metafunc.fixturenames:
        names = _names(metafunc.definition)
        if len(names) > 1:
            metafunc.parametrize("persona", names, indirect=True)


def _names(node: pytest.Item) -> list[str]:
    """Give the agents that the nearest marker names.

    Raises:
        CollectError: It names something else.
    """
    mark = node.get_closest_marker(MARK)
    if mark is None:
        return []
    if mark.kwargs or not mark.args or not all(isinstance(name, str) for name in mark.args):
        raise pytest.Collector.CollectError(f'{node.nodeid}: write the names of agents, @pytest.mark.{MARK}("name")')
    return list(dict.fromkeys(mark.args))


def _registry(config: pytest.Config) -> Registry:
    run = config.stash[_RUN]
    if run.registry is None:
        from agentkit.errors import AgentKitError
        from agentkit.registry import load, load_project

        roots: list[Path] = config.getini("agentkit_root")
        library: bool | None = config.getini("agentkit_library")
        try:
            if roots:
                run.registry = load(*roots, library=library)
            else:
                run.registry = load_project(config.rootpath, library=library is not False)
        except AgentKitError as error:
            raise pytest.UsageError(f"agentkit_root: {error}") from error
    return run.registry


def _persona(registry: Registry, name: str) -> Persona:
    from agentkit.errors import AgentKitError

    try:
        return registry[name]
    except AgentKitError as error:
        from agentkit.testing.places import told

        pytest.fail(told(error), pytrace=False)


def _units(config: pytest.Config) -> list[tuple[str, Unit]]:
    """Give (title, agent) of the project's own agents, sorted by name, then what cannot be read, by path.

    Raises:
        CollectError: The settings name a folder that does not exist.
    """
    from agentkit.registry import own_shelves
    from agentkit.testing.places import shown_path, told_finding

    try:
        found = _registry(config)
    except pytest.UsageError as error:
        raise pytest.Collector.CollectError(str(error)) from error
    shelves = own_shelves(found, config.rootpath)
    if config.getini("agentkit_root"):
        shelves = found.shelves[: len(found.shelves) - bool(config.getini("agentkit_library"))]
    own = {file.path for shelf in shelves for file in shelf.agents}
    units = [(name, Unit(name)) for name, files in sorted(found.all_named().items()) if files[0].found.path in own]
    for shelf in shelves:
        for loaded in map(found.load, shelf.agents):
            if loaded.item is None and loaded.diagnostics:
                text = "\n".join(told_finding(each) for each in loaded.diagnostics)
                units.append((_from_root(loaded.found.path, config), Unit(None, text)))
    if not units:
        where = ", ".join(shown_path(shelf.root) for shelf in shelves) or str(config.rootpath)
        units.append(("no agents", Unit(None, f"no agents in {where}; set agentkit_root in the configuration of pytest")))
    return units


def _from_root(path: str, config: pytest.Config) -> str:
    """Give a path relative to pytest's root, so that ids are the same from any working directory."""
    import os

    return os.path.relpath(path, config.rootpath).replace(os.sep, "/")


def _test_of(node: pytest.Item) -> str:
    return node.nodeid.partition("::")[2]


def _notes(config: pytest.Config) -> Notes:
    run = config.stash[_RUN]
    if run.notes is None:
        from agentkit.testing.snapshots import Notes

        run.notes = Notes()
        # Registered now and not before: a hook that is called for every test costs every run of everybody.
        config.pluginmanager.register(_Outcomes(run.notes), "agentkit-outcomes")
    return run.notes


class _Outcomes:
    """Notes which tests pass."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that ran and passed; one that was expected to fail has no say."""
        if report.when == "call" and report.passed and not hasattr(report, "wasxfail"):
            self.notes.passed.add(report.nodeid)


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Note that not all tests run."""
    if items:
        items[0].config.stash[_RUN].partial = True


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Find the stored prompts that nothing compares with; a process of pytest-xdist tells them to the one that started it."""
    config = session.config
    run = config.stash.get(_RUN, None)
    if run is None:
        return
    told: dict[str, Any] | None = getattr(config, "workeroutput", None)
    if run.notes is not None:
        run.written |= run.notes.written
    whole = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and _is_whole(run)
    if told is not None:
        told["agentkit"] = {
            "written": sorted(run.written),
            "used": sorted(run.notes.used) if run.notes is not None else [],
            "passed": sorted(run.notes.passed) if run.notes is not None else [],
            "tests": [[str(each.module), each.test, each.id] for each in _collected(session)] if whole else None,
        }
    elif whole:
        _find_obsolete(session, run)


def _is_whole(run: _Run) -> bool:
    """Tell whether every test of the files that were collected runs: none is left out by an option or a name."""
    option = run.config.option
    return not (run.partial or option.collectonly or any("::" in str(arg) for arg in run.config.args))


def _collected(session: pytest.Session) -> Iterator[Collected]:
    """Give the tests of files that have stored prompts beside them."""
    from agentkit.testing.snapshots import FOLDER, Collected

    known: dict[Path, bool] = {}
    for item in getattr(session, "items", ()):
        folder = item.path.parent
        if folder not in known:
            known[folder] = (folder / FOLDER).is_dir()
        if known[folder]:
            yield Collected(item.path, _test_of(item), item.nodeid)


def _find_obsolete(session: pytest.Session, run: _Run) -> None:
    from pathlib import Path

    from agentkit.testing.snapshots import Collected, Notes, obsolete

    tests = list(_collected(session))
    tests += [Collected(Path(module), test, test_id) for (module, test), test_id in run.heard.tests.items()]
    if not tests:
        return
    notes = Notes()
    notes.used = run.heard.used | (run.notes.used if run.notes is not None else set())
    notes.passed = run.heard.passed | (run.notes.passed if run.notes is not None else set())
    run.obsolete = set(obsolete(tests, notes))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take in what a process of pytest-xdist tells when it ends."""
    run: _Run = node.config.stash[_RUN]
    told = getattr(node, "workeroutput", {}).get("agentkit")
    if told is None or told["tests"] is None:
        run.partial = True  # it broke off, or ran a part
    if told is not None:
        run.written.update(told["written"])
        run.heard.used.update(told["used"])
        run.heard.passed.update(told["passed"])
        run.heard.tests.update({(module, test): test_id for module, test, test_id in told["tests"] or ()})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was written, and what is stored for nothing."""
    run = config.stash.get(_RUN, None)
    if run is None or not (run.written or run.obsolete):
        return
    from agentkit.testing.places import shown_path

    terminalreporter.section("stored prompts")
    for path in sorted(run.written):
        terminalreporter.write_line(f"written: {shown_path(path)}")
    for path in sorted(run.obsolete or ()):
        terminalreporter.write_line(f"obsolete, no test compares with it: {shown_path(path)}")
    if run.obsolete:
        terminalreporter.write_line("delete what is obsolete, or bring its test back")
