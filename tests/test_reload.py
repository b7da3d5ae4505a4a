"""Reloading: what is read, what is told, what other threads see."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import agentkit
from agentkit.catalog import Catalog
from agentkit.project import open_files
from agentkit.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def agent(path: Path, body: str = "Body.\n", extra: str = "", name: str | None = None) -> Path:
    return write(path, f"---\nname: {name or path.stem}\ndescription: Does it.\n{extra}---\n{body}")


def skill(root: Path, name: str, body: str = "Skill.\n") -> Path:
    return write(root / "skills" / name / "SKILL.md", f"---\nname: {name}\ndescription: Helps.\n---\n{body}")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two agents and a skill that one of them has."""
    agent(tmp_path / "agents/dev.md", extra="skills: [sql]\n")
    agent(tmp_path / "agents/ops.md")
    skill(tmp_path, "sql")
    return tmp_path


def test_nothing_has_changed(project: Path) -> None:
    """The answer is false, and the personas are the same objects."""
    registry = agentkit.load(project)
    dev = registry["dev"]

    assert not registry.reload()
    assert not registry.reload()
    assert registry["dev"] is dev


def test_an_edit_is_told_and_taken_over(project: Path) -> None:
    """The names of agents and skills, whose prompts they touch, and the files."""
    registry = agentkit.load(project)
    assert len(registry) == 2
    agent(project / "agents/ops.md", "Other.\n")
    new = agent(project / "agents/new.md")
    (project / "agents/dev.md").unlink()

    changes = registry.reload()

    assert changes == agentkit.Changes(
        added=("new",),
        changed=("ops",),
        removed=("dev",),
        affected=("new", "ops"),
        files=tuple(sorted(map(str, (project / "agents/dev.md", new, project / "agents/ops.md")))),
    )
    assert list(registry) == ["new", "ops"]
    assert registry["ops"].body == "Other.\n"


def test_a_file_that_nobody_has_read_has_changed_since_it_was_loaded(project: Path) -> None:
    """Its time tells; of one that is gone its place tells the name."""
    registry = agentkit.load(project)
    time.sleep(0.05)
    agent(project / "agents/ops.md", "Other.\n")
    skill(project, "sql", "Other.\n")

    changes = registry.reload()

    assert (changes.changed, changes.skills_changed, changes.affected) == (("ops",), ("sql",), ("dev", "ops"))

    registry = agentkit.load(project)
    (project / "agents/ops.md").unlink()
    shutil.rmtree(project / "skills/sql")
    changes = registry.reload()

    assert (changes.removed, changes.skills_removed, changes.affected) == (("ops",), ("sql",), ("dev",))


def test_a_new_time_alone_changes_nothing(project: Path) -> None:
    """The bytes are compared."""
    registry = agentkit.load(project)
    dev = registry["dev"]
    os.utime(project / "agents/dev.md", (1_000_000_000, 1_000_000_000))

    assert not registry.reload()
    assert registry["dev"] is dev


def test_an_edit_that_keeps_time_and_size_is_seen(project: Path) -> None:
    """The time of any change to the file tells, which nobody can set."""
    path = agent(project / "agents/ops.md", "One.\n")
    registry = agentkit.load(project)
    assert registry["ops"].body == "One.\n"
    status = path.stat()
    agent(path, "Two.\n")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert registry.reload().changed == ("ops",)


def test_edits_in_quick_succession_are_all_seen(project: Path) -> None:
    """Of one size, in the same tick of the disk's clock as the reading."""
    path = project / "agents/ops.md"
    registry = agentkit.load(project)
    registry.reload()
    for number in range(200):
        agent(path, f"{number:04}\n")
        assert registry.reload().changed == ("ops",)
        assert registry["ops"].body == f"{number:04}\n"


def test_a_prompt_is_affected_by_skill_base_and_fragment(tmp_path: Path) -> None:
    """Also by a skill that comes to be there, and by the fragments of the base."""
    agent(tmp_path / "agents/base.md", extra="agentkit:\n  includes: [../parts/base.md]\nskills: [sql]\n")
    agent(tmp_path / "agents/own.md", extra="agentkit:\n  extends: base\n  includes: [../parts/own.md]\n")
    agent(tmp_path / "agents/other.md", extra="skills: [later]\n")
    write(tmp_path / "parts/base.md", "Base part.\n")
    write(tmp_path / "parts/own.md", "Own part.\n")
    skill(tmp_path, "sql")
    registry = agentkit.load(tmp_path / "agents", tmp_path / "skills")
    registry.reload()

    def affected() -> tuple[str, ...]:
        return registry.reload().affected

    write(tmp_path / "parts/own.md", "Other part.\n")
    assert registry.render("own").text.count("Own part.") == 1  # until it is reloaded
    assert affected() == ("own",)
    assert "Other part." in registry.render("own").text
    write(tmp_path / "parts/base.md", "Other base part.\n")
    assert affected() == ("base", "own")
    skill(tmp_path, "sql", "New.\n")
    assert affected() == ("base", "own")
    skill(tmp_path, "later")
    assert affected() == ("other",)
    agent(tmp_path / "agents/base.md", "New base.\n")
    assert affected() == ("base", "own")
    (tmp_path / "parts/own.md").unlink()
    assert affected() == ("own",)
    assert affected() == ()


def test_a_broken_file_is_told_with_its_findings_once(project: Path) -> None:
    """It is no agent any more; mended it is one again."""
    path = project / "agents/ops.md"
    registry = agentkit.load(project)
    registry.reload()
    write(path, "---\nname: ops\n")
    changes = registry.reload()

    assert (changes.removed, [found.code for found in changes.unreadable]) == (("ops",), ["AK005"])
    assert changes.unreadable[0].path == str(path)
    assert not registry.reload()

    agent(path)
    assert registry.reload().added == ("ops",)


@pytest.mark.skipif(IS_ROOT, reason="root reads every file")
def test_a_file_made_unreadable_is_told(project: Path) -> None:
    """Its times and size are the same; its mode is not."""
    registry = agentkit.load(project)
    assert len(registry) == 2
    (project / "agents/ops.md").chmod(0)
    changes = registry.reload()

    assert (changes.removed, [found.code for found in changes.unreadable]) == (("ops",), ["AK001"])


def test_a_file_turned_into_something_else_is_told(project: Path) -> None:
    """A link that leads nowhere cannot be opened."""
    path = project / "agents/ops.md"
    registry = agentkit.load(project)
    assert len(registry) == 2
    path.unlink()
    path.symlink_to("nowhere.md")
    changes = registry.reload()

    assert changes.removed == ("ops",)
    assert [found.path for found in changes.unreadable] == [str(path)]
    assert not registry.reload()


def test_files_replaced_by_rename_links_and_new_folders(project: Path) -> None:
    """What editors and deployments do."""
    registry = agentkit.load(project)
    registry.reload()
    os.replace(agent(project / "x.tmp", "By rename.\n", name="ops"), project / "agents/ops.md")
    agent(project / ".claude/agents/deep/far.md")
    changes = registry.reload()
    assert (changes.added, changes.changed) == (("far",), ("ops",))

    one, two = (agent(project / f".text/{name}.md", f"{name}.\n", name="linked") for name in ("one", "two"))
    link = project / "agents/linked.md"
    link.symlink_to(one)
    assert registry.reload().added == ("linked",)
    link.unlink()
    link.symlink_to(two)
    assert registry.reload().changed == ("linked",)
    agent(two, "Behind the link.\n", name="linked")
    assert registry.reload().changed == ("linked",)

    os.rename(project / "agents/ops.md", project / "agents/renamed.md")
    assert registry.reload().changed == ("ops",)  # the same name from another file


def test_the_project_of_the_working_directory_may_come_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without roots the project's folders are looked for anew; the library stays."""
    monkeypatch.chdir(tmp_path)
    registry = agentkit.load()
    assert "data-engineer" in registry
    agent(Path("agents/mine.md"))

    assert registry.reload().added == ("mine",)


def test_what_is_ignored_stays_out(tmp_path: Path) -> None:
    """A .gitignore that changes counts."""
    (tmp_path / ".git").mkdir()
    agent(tmp_path / "agents/one.md")
    agent(tmp_path / "agents/two.md")
    registry = agentkit.load(tmp_path, scope=Scope(tmp_path))
    assert len(registry) == 2
    write(tmp_path / ".gitignore", "two.md\n")
    assert registry.reload().removed == ("two",)
    write(tmp_path / ".gitignore", "one.md\n")
    changes = registry.reload()
    assert (changes.added, changes.removed) == (("two",), ("one",))


def test_what_was_opened_with_its_surroundings_reloads(project: Path) -> None:
    """A file and the skills of its project; paths of the command."""
    registry, own = open_files([project / "agents/ops.md"], agentkit.Config())
    registry.reload()
    agent(project / "agents/ops.md", "Other.\n")
    skill(project, "new")
    changes = registry.reload()

    assert own == 1
    assert (changes.changed, changes.skills_added) == (("ops",), ("new",))


def test_a_root_that_has_vanished_leaves_the_state(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error, and the registry goes on with what it has; so does a project whose folders are all gone."""
    for roots in ((project,), (project / "agents/dev.md",), ()):
        monkeypatch.chdir(project)
        registry = agentkit.load(*roots, library=False)
        registry.reload()
        os.rename(project, f"{project}.away")
        if not roots:
            project.mkdir()
            monkeypatch.chdir(project)
        with pytest.raises(agentkit.NoSuchRoot):
            registry.reload()
        assert "dev" in registry
        assert registry.render("dev", skills="none").text == "Body.\n"
        if not roots:
            project.rmdir()
        os.rename(f"{project}.away", project)
        monkeypatch.chdir(project)
        assert not registry.reload()


def test_an_empty_folder_on_another_disk_is_an_unmounted_one(tmp_path: Path) -> None:
    """Its files were not deleted. On the same disk they were."""
    agent(tmp_path / "root/agents/dev.md")
    registry = agentkit.load(tmp_path / "root")
    registry.reload()
    shutil.rmtree(tmp_path / "root/agents")
    registry.shelves[0].device = -1
    with pytest.raises(agentkit.NoSuchRoot, match="another disk"):
        registry.reload()
    assert list(registry) == ["dev"]
    registry.shelves[0].device = (tmp_path / "root").stat().st_dev
    assert registry.reload().removed == ("dev",)


def test_relative_roots_in_another_working_directory_are_refused(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same text would mean other files."""
    monkeypatch.chdir(project)
    registry, absolute = agentkit.load("agents"), agentkit.load(project / "agents")
    registry.reload()
    monkeypatch.chdir(project.parent)

    with pytest.raises(agentkit.NoSuchRoot, match="working directory"):
        registry.reload()
    assert not absolute.reload().removed


def test_an_error_in_the_middle_leaves_the_state(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is."""
    registry = agentkit.load(project)
    registry.reload()
    agent(project / "agents/ops.md", "Other.\n")
    with monkeypatch.context() as patch:
        patch.setattr("agentkit.catalog.parse", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            registry.reload()
    assert registry["ops"].body == "Body.\n"
    assert registry.reload().changed == ("ops",)


def test_the_index_follows(project: Path) -> None:
    """It is made again when an agent has changed, and kept when none has."""
    registry = agentkit.load(project)
    registry.reload()
    index = registry.index
    skill(project, "sql", "Other.\n")
    assert registry.reload()
    assert registry.index is index
    agent(project / "agents/ops.md", "Warehouses, warehouses, warehouses.\n")
    registry.reload()
    assert registry.find("warehouses").matches[0].name == "ops"


def test_a_snapshot_stays(project: Path) -> None:
    """For several calls on one state."""
    registry = agentkit.load(project)
    registry.reload()
    taken = registry.snapshot()
    agent(project / "agents/ops.md", "Other.\n")
    registry.reload()

    assert (taken["ops"].body, registry["ops"].body) == ("Body.\n", "Other.\n")
    assert taken.reload().changed == ("ops",)


def test_what_was_put_is_given_up(project: Path) -> None:
    """After a reload the registry is what is on disk."""
    registry = agentkit.load(project)
    found = next(found for found in registry.shelves[0].agents if found.path.endswith("ops.md"))
    registry.put(found, b"---\nname: ops\ndescription: d\n---\nBuffer.\n")
    assert registry["ops"].body == "Buffer.\n"

    assert registry.reload().changed == ("ops",)
    assert registry["ops"].body == "Body.\n"


def test_a_registry_asks_its_catalog_for_everything() -> None:
    """A method of a catalog that the registry does not pass on would look for what a handle does not have."""
    own = {
        name
        for name, value in vars(Catalog).items()
        if not name.startswith("_") and (callable(value) or isinstance(value, property))
    }

    assert own <= set(vars(agentkit.Registry))


def test_one_of_a_thousand_opens_one_file(tmp_path: Path) -> None:
    """Counted by the interpreter, which is told of every open."""
    for number in range(1_000):
        agent(tmp_path / f"agents/a{number}.md")
    code = f"""
import os, sys, time, agentkit
root = {str(tmp_path)!r}
time.sleep(0.1)
registry = agentkit.load(root)
registry.reload()
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" and str(args[0]).startswith(root) else None)
path = os.path.join(root, "agents", "a7.md")
counts = []
registry.reload()
counts.append(len(opened))
with open(path, "a") as stream:
    stream.write("More.\\n")
time.sleep(0.1)
opened.clear()
changes = registry.reload()
counts.append(len(opened))
opened.clear()
registry.reload()
counts.append(len(opened))
print((counts, changes.changed))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ast.literal_eval(done.stdout) == ([0, 1, 0], ("a7",))


def in_threads(count: int, work: Callable[[], None], meanwhile: Callable[[], None]) -> list[BaseException]:
    """Do something over and over in threads while something else runs; give what went wrong."""
    wrong: list[BaseException] = []
    done = threading.Event()

    def body() -> None:
        try:
            while not done.is_set():
                work()
        except BaseException as error:  # noqa: BLE001 - it is given to the test
            wrong.append(error)

    threads = [threading.Thread(target=body) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        meanwhile()
    finally:
        done.set()
        for thread in threads:
            thread.join()
    return wrong


def test_a_reader_sees_one_state(tmp_path: Path) -> None:
    """Agent, base, fragment and skill of one generation in each prompt, while all are rewritten."""

    def generation(number: int) -> None:
        agent(tmp_path / "agents/base.md", f"Base {number}.\n", "agentkit:\n  includes: [../parts/part.md]\n")
        agent(tmp_path / "agents/own.md", f"Own {number}.\n", "skills: [sql]\nagentkit:\n  extends: base\n")
        for extra in range(number % 5):
            agent(tmp_path / f"agents/extra{number}-{extra}.md")
        for path in (tmp_path / "agents").glob(f"extra{number - 1}-*.md"):
            path.unlink()
        write(tmp_path / "parts/part.md", f"Part {number}.\n")
        skill(tmp_path, "sql", f"Skill {number}.\n")

    generation(0)
    registry = agentkit.load(tmp_path / "agents", tmp_path / "skills")
    registry.reload()
    seen: set[str] = set()

    def read() -> None:
        text = registry.render("own").text
        numbers = {word.strip(".") for word in text.split() if word.strip(".").isdigit()}
        assert len(numbers) == 1, text
        seen.update(numbers)
        assert all(persona.name == name for name, persona in registry.items())
        assert {persona.name for persona in registry.values()} >= {"base", "own"}
        assert "sql" in list(registry.skills)
        assert len(registry.find("own").matches) >= 0

    def rewrite() -> None:
        for number in range(1, 60):
            generation(number)
            registry.reload()

    assert in_threads(4, read, rewrite) == []
    assert registry.render("own").text.startswith("Base 59.\n\nPart 59.\n\nOwn 59.\n")
    assert len(seen) > 1


def test_threads_that_ask_first_get_the_same_object(tmp_path: Path) -> None:
    """What is read lazily is read into one place, however many ask at once."""
    for number in range(60):
        agent(tmp_path / f"agents/a{number}.md", extra="skills: [s1, s2]\n")
        skill(tmp_path, f"s{number}")
    for _ in range(5):
        registry = agentkit.load(tmp_path)
        start = threading.Barrier(8)
        got: list[tuple[object, ...]] = []

        def ask(registry: agentkit.Registry = registry, start: threading.Barrier = start) -> None:
            start.wait()
            got.append(  # noqa: B023 - the threads end within the turn
                (
                    *(id(registry[name]) for name in registry),
                    registry.render("a1").text,
                    *registry.skills,
                    len(registry.diagnostics),
                )
            )

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(got) == 8
        assert len(set(got)) == 1


def test_reloads_at_once_tell_a_change_once(project: Path) -> None:
    """The second one waits, and finds nothing new."""
    registry = agentkit.load(project)
    registry.reload()
    agent(project / "agents/ops.md", "Other.\n")
    told: list[agentkit.Changes] = []
    threads = [threading.Thread(target=lambda: told.append(registry.reload())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(changes.changed for changes in told) == [*[()] * 5, ("ops",)]


NAMES = st.sampled_from(["a", "b", "c"])
BODIES = st.sampled_from(["one\n", "two\n", "{{ x }}\n"])
EXTRAS = st.sampled_from(["", "skills: [a, b]\n", "agentkit:\n  extends: a\n", "agentkit:\n  includes: [../parts/a.md]\n"])
PLACES = st.sampled_from(["agents", ".claude/agents", "docs", "skills/a/agents"])


class Edits(RuleBasedStateMachine):
    """Any edits; after a reload the registry is what a new one would be, and what it told is what differs."""

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name).resolve() / "root"

    @initialize()
    def open(self) -> None:
        agent(self.root / "agents/a.md")
        skill(self.root, "a")
        self.registry = agentkit.load(self.root)
        self.registry.reload()
        self.prompts = self.render(self.registry)

    @rule(place=PLACES, file=NAMES, name=NAMES, body=BODIES, extra=EXTRAS)
    def write_agent(self, place: str, file: str, name: str, body: str, extra: str) -> None:
        agent(self.root / place / f"{file}.md", body, extra, name)

    @rule(name=NAMES, field=NAMES, body=BODIES)
    def write_skill(self, name: str, field: str, body: str) -> None:
        skill(self.root, name, body)
        write(self.root / "skills" / name / "SKILL.md", f"---\nname: {field}\ndescription: d\n---\n{body}")

    @rule(name=NAMES, body=BODIES)
    def write_fragment(self, name: str, body: str) -> None:
        write(self.root / "parts" / f"{name}.md", body)

    @rule(place=PLACES, file=NAMES)
    def break_agent(self, place: str, file: str) -> None:
        write(self.root / place / f"{file}.md", "---\nname: a\n")

    @rule(place=st.sampled_from([".claude", "docs", "skills", "parts"]))
    def remove_folder(self, place: str) -> None:
        shutil.rmtree(self.root / place, ignore_errors=True)

    @rule(place=PLACES, file=NAMES)
    def remove_file(self, place: str, file: str) -> None:
        (self.root / place / f"{file}.md").unlink(missing_ok=True)

    @rule(one=NAMES, other=NAMES)
    def rename_file(self, one: str, other: str) -> None:
        path = self.root / "agents" / f"{one}.md"
        if path.exists():
            os.replace(path, self.root / "agents" / f"{other}.md")

    @invariant()
    def is_what_a_new_one_is(self) -> None:
        if not hasattr(self, "registry"):
            return
        changes = self.registry.reload()
        fresh = agentkit.load(self.root)
        assert {name: loaded[0].found for name, loaded in fresh.all_named().items()} == {
            name: loaded[0].found for name, loaded in self.registry.all_named().items()
        }
        assert dict(fresh.items()) == dict(self.registry.items())
        assert dict(fresh.skills.items()) == dict(self.registry.skills.items())
        assert fresh.diagnostics == self.registry.diagnostics
        assert fresh.skipped == self.registry.skipped
        prompts = self.render(self.registry)
        assert prompts == self.render(fresh)
        assert set(changes.added) == prompts.keys() - self.prompts.keys()
        assert set(changes.removed) == self.prompts.keys() - prompts.keys()
        differ = {name for name, prompt in prompts.items() if self.prompts.get(name) != prompt}
        assert differ <= set(changes.affected)
        self.prompts = prompts

    @staticmethod
    def render(registry: agentkit.Registry) -> dict[str, str]:
        prompts = {}
        for name in registry:
            try:
                prompts[name] = registry.render(name).text
            except agentkit.AgentKitError as error:
                prompts[name] = f"error: {error}"
        return prompts

    def teardown(self) -> None:
        self.folder.cleanup()


TestEdits = Edits.TestCase
TestEdits.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
