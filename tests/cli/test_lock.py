"""`agentkit lock`: what it records, what it takes for drift, and what it says of it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

import agentkit
from tests.cli.conftest import UNCLOSED, agent, put, skill

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two agents, one on top of a base with a fragment of a fragment, one skill."""
    put(tmp_path, "agents/base.md", agent("base", "tools: Read, Grep", "skills: [sql]"))
    extended = [
        "agentkit:",
        "  extends: base",
        "  includes: [../fragments/index.md]",
        "  variables:",
        "    store:",
        "      type: int",
    ]
    put(tmp_path, "agents/loader.md", agent("loader", *extended, body="Load into {{ store }}.\n"))
    put(tmp_path, "fragments/index.md", "---\nagentkit:\n  includes: [style.md]\n---\n")
    put(tmp_path, "fragments/style.md", "Write short sentences.\n")
    put(tmp_path, "skills/sql/SKILL.md", skill("sql"))
    return tmp_path


@pytest.fixture
def locked(run: Run, project: Path) -> Path:
    """The project with a lock file."""
    assert run("lock").status == 0
    return project


def recorded(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "agentkit.lock").read_bytes())
    return content


def test_a_lock_records_prompts_rights_and_every_file(run: Run, project: Path) -> None:
    """Fragments without text of their own are sources too; the shipped layout has a name without a machine's path."""
    done = run("lock")
    content = recorded(project)
    loader = content["agents"]["loader"]
    prompt = agentkit.load(project).render("base")

    assert (done.status, done.out, done.err) == (0, b"", "wrote agentkit.lock: 2 agents, 6 sources\n")
    assert list(content) == ["version", "agentkit", "agents"]
    assert content["agents"]["base"]["prompts"]["full"] == prompt.sha256
    assert list(loader["sources"]) == [
        "agentkit:layouts/default.md.j2",
        "agents/base.md",
        "agents/loader.md",
        "fragments/index.md",
        "fragments/style.md",
        "skills/sql/SKILL.md",
    ]
    assert loader["rights"] == {"tools": ["Read", "Grep"]}
    assert loader["variables"] == ["store"]
    assert str(project) not in (project / "agentkit.lock").read_text()


def test_a_lock_is_the_same_anywhere(run: Run, locked: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Another folder, another order of writing, another working directory: the same bytes."""
    first = (locked / "agentkit.lock").read_bytes()
    other = tmp_path_factory.mktemp("other") / "deep" / "copy"
    for path in sorted((path for path in locked.rglob("*.md")), reverse=True):
        put(other, path.relative_to(locked).as_posix(), path.read_bytes())

    assert run("lock", "--file", "copy/agentkit.lock", cwd=other.parent).status == 0
    assert (other / "agentkit.lock").read_bytes() == first
    assert run("lock", "--check", "--file", "copy/agentkit.lock", cwd=other.parent).status == 0


def test_what_is_current_is_not_written(run: Run, locked: Path) -> None:
    """A second run leaves the file alone, and the check passes."""
    before = os.stat(locked / "agentkit.lock").st_ino
    again, checked = run("lock"), run("lock", "--check")

    assert (again.status, again.err) == (0, "agentkit.lock is current: 2 agents, 6 sources\n")
    assert os.stat(locked / "agentkit.lock").st_ino == before
    assert (checked.status, checked.out, checked.err) == (0, b"", "2 agents as the lock file says\n")


def test_a_changed_skill_moves_every_prompt_that_has_it(run: Run, locked: Path) -> None:
    """The check names each agent, the forms of its prompt, and the file."""
    before = (locked / "agentkit.lock").read_bytes()
    put(locked, "skills/sql/SKILL.md", skill("sql", "Do it better.\n"))
    done = run("lock", "--check")

    assert done.status == 1
    assert done.out.decode() == (
        "base: prompt changed (full)\n  changed    skills/sql/SKILL.md\n"
        "loader: prompt changed (full)\n  changed    skills/sql/SKILL.md\n"
    )
    assert done.err == "2 agents not as the lock file says; to accept: agentkit lock\n"
    assert (locked / "agentkit.lock").read_bytes() == before


def test_a_fragment_that_only_includes_is_named_when_it_changes(run: Run, locked: Path) -> None:
    """Added and removed sources are told apart from changed ones."""
    put(locked, "fragments/terse.md", "Be terse.\n")
    put(locked, "fragments/index.md", "---\nagentkit:\n  includes: [terse.md]\n---\n")
    done = run("lock", "--check", "loader")

    assert done.out.decode() == (
        "loader: prompt changed (full, list)\n"
        "  changed    fragments/index.md\n"
        "  removed    fragments/style.md\n"
        "  added      fragments/terse.md\n"
    )
    assert done.err == "1 agent not as the lock file says; to accept: agentkit lock loader\n"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("tools: Read, Bash(git *)", "tools: Read, Grep -> Read, Bash(git *)"),
        ("color: red", "tools: Read, Grep -> inherits every tool"),
        ("tools: []", "tools: Read, Grep -> none"),
    ],
)
def test_a_right_that_moves_is_drift_though_the_prompt_is_the_same(run: Run, locked: Path, field: str, said: str) -> None:
    """A widened list, none at all, and an empty one are three different things."""
    put(locked, "agents/base.md", agent("base", field, "skills: [sql]"))
    done = run("lock", "--check", "base")

    assert done.status == 1
    assert done.out.decode() == f"base: rights changed\n  {said}\n  changed    agents/base.md\n"


def test_hooks_and_servers_are_recorded_by_digest(run: Run, project: Path) -> None:
    """Their configuration may hold secrets: the lock file has names and digests, and sees a change."""
    fields = ["mcpServers:", "  - github", "  - db:", "      env: {TOKEN: s3cret}", "permissionMode: plan", "memory: project"]
    put(project, "agents/base.md", agent("base", *fields))
    run("lock", "base")
    text = (project / "agentkit.lock").read_text()
    put(project, "agents/base.md", agent("base", *[field.replace("s3cret", "other") for field in fields]))
    done = run("lock", "--check", "base", "--json")
    (moved,) = json.loads(done.out)["moved"]

    assert "s3cret" not in text
    assert '"github"' in text
    assert [(right["field"], right["was"] == right["now"]) for right in moved["rights"]] == [("mcpServers", False)]
    assert json.loads(text)["agents"]["base"]["rights"]["permissionMode"] == "plan"


def test_a_file_that_changes_no_prompt_is_drift_of_its_own(run: Run, locked: Path) -> None:
    """A description is in no prompt, and is what the agent is chosen by."""
    put(locked, "agents/base.md", agent("base", "tools: Read, Grep", "skills: [sql]").replace("Works as", "Acts as"))

    assert run("lock", "--check", "base").out.decode() == (
        "base: prompt and rights as they were, files changed\n  changed    agents/base.md\n"
    )


def test_line_ends_are_told_apart(run: Run, locked: Path) -> None:
    """A checkout that turned line ends has other prompts; the check says that it is only that."""
    path = locked / "skills/sql/SKILL.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    done = run("lock", "--check", "base")

    assert done.status == 1
    assert done.out.decode() == "base: prompt changed (full)\n  line ends  skills/sql/SKILL.md\n"
    assert "`* text eol=lf` in .gitattributes" in done.err


def test_agents_that_come_and_go(run: Run, locked: Path) -> None:
    """A new agent and one that is gone fail the check; `lock` takes both in."""
    put(locked, "agents/new.md", agent("new"))
    (locked / "agents/loader.md").unlink()
    checked = run("lock", "--check")
    written = run("lock")

    assert checked.out.decode() == "loader: in the lock file, and no agent of that name\nnew: not in the lock file\n"
    assert (written.status, written.out) == (0, checked.out)
    assert list(recorded(locked)["agents"]) == ["base", "new"]
    assert run("lock", "--check").status == 0


def test_one_agent_is_accepted_and_no_other(run: Run, locked: Path) -> None:
    """`lock NAME` leaves the others as they were recorded; a name that is gone is taken out."""
    put(locked, "skills/sql/SKILL.md", skill("sql", "Do it better.\n"))
    accepted = run("lock", "base")
    left = run("lock", "--check")
    (locked / "agents/loader.md").unlink()
    dropped = run("lock", "loader")

    assert accepted.status == 0
    assert left.out.decode().splitlines()[0] == "loader: prompt changed (full)"
    assert dropped.status == 0
    assert run("lock", "--check").status == 0


@pytest.mark.parametrize("check", [(), ("--check",)])
def test_agents_that_cannot_be_rendered_are_named_and_nothing_is_written(run: Run, locked: Path, check: tuple[str, ...]) -> None:
    """A missing skill, and a file that cannot be read: each with its place, exit 1, the lock file as it was."""
    before = (locked / "agentkit.lock").read_bytes()
    put(locked, "agents/broken.md", UNCLOSED)
    put(locked, "agents/lost.md", agent("lost", "skills: [slq]"))
    put(locked, "agents/loader.md", UNCLOSED)
    done = run("lock", *check)
    out = done.out.decode()

    assert done.status == 1
    assert "agents/broken.md: cannot be rendered\n  agents/broken.md:1:1: " in out
    assert "lost: cannot be rendered\n  agents/lost.md:4:10: unknown skill `slq` (" in out
    assert out.count("agents/loader.md:1:1: ") == 1
    assert "loader: cannot be rendered" in out
    assert (locked / "agentkit.lock").read_bytes() == before
    assert ("3 agents cannot be rendered; agentkit.lock is as it was" in done.err) == (not check)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "agentkit.lock:1:2: no lock file: not JSON: Expecting property name enclosed in double quotes"),
        (b"\xff", "no lock file: not UTF-8"),
        (b"[" * 100_000, "no lock file: not JSON"),
        (b"[]", "damaged, or no lock file: a version is wanted at the top"),
        (b'{"version": 1}', "damaged, or no lock file: no 'agents'"),
        (b'{"version": 0}', "damaged, or no lock file: version 0"),
        (b'{"version": true, "agents": 3}', "damaged, or no lock file: `agents` is no object"),
        (b'{"version": 2, "anything": 1}', "written by a later release (version 2 of the form; this one reads up to 1)"),
        (b'{"version": 1, "agents": {"a": {"prompts": {"full": "x"}}}}', "'x' is no SHA-256"),
        (
            b"{\n<<<<<<< ours\n",
            "agentkit.lock:2: holds the marks of a merge conflict (keep either side, and run `agentkit lock`)",
        ),
    ],
)
def test_a_damaged_lock_file_is_a_wrong_call(run: Run, project: Path, content: bytes, said: str) -> None:
    """Neither taken for drift nor written over: exit 2, with what is wrong."""
    put(project, "agentkit.lock", content)
    checked, written = run("lock", "--check"), run("lock")

    assert (checked.status, written.status) == (2, 2)
    assert said in checked.err
    assert said in written.err
    assert (project / "agentkit.lock").read_bytes() == content


@pytest.mark.parametrize("key", ["agentkit", "prompts", "rights", "sources", "tools", "list"])
def test_a_lock_file_without_a_part_is_damaged(run: Run, locked: Path, key: str) -> None:
    """Every key that a check needs is asked for."""

    def without(value: Any) -> Any:
        return {name: without(inner) for name, inner in value.items() if name != key} if isinstance(value, dict) else value

    put(locked, "agentkit.lock", json.dumps(without(recorded(locked))))
    done = run("lock", "--check")

    assert done.status == 2
    assert "damaged, or no lock file" in done.err


def test_wrong_calls(run: Run, project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No lock file to check, a name that nothing has, no agents at all, no such folder."""
    empty = tmp_path_factory.mktemp("empty")

    assert run("lock", "--check").err == "error: agentkit.lock: no such lock file (`agentkit lock` writes it)\n"
    assert run("lock", "laoder").err == "error: no agent named 'laoder' (did you mean loader?)\n"
    assert run("lock", cwd=empty).status == 2
    assert run("lock", "--file", "no/such/agentkit.lock").err == "error: no/such: no such folder\n"
    assert not (project / "agentkit.lock").exists()


def test_shipped_agents_are_pinned_by_name(run: Run, tmp_path: Path) -> None:
    """Their sources have no machine's path, and `lock` without names keeps them."""
    put(tmp_path, "agents/dev.md", agent("dev"))
    run("lock", "data-engineer")
    run("lock")
    agents = recorded(tmp_path)["agents"]

    assert list(agents) == ["data-engineer", "dev"]
    assert "agentkit:skills/clean-code/SKILL.md" in agents["data-engineer"]["sources"]
    assert list(agents["dev"]["sources"]) == ["agents/dev.md"]
    assert run("lock", "--check").status == 0


def test_roots_and_layout_are_kept(run: Run, tmp_path: Path) -> None:
    """A check looks where the lock was made, from any folder, and names the layout as a source."""
    put(tmp_path, "prompts/dev.md", agent("dev"))
    put(tmp_path, "lay/out.j2", "<{{ body }}>")
    put(tmp_path, "locks/keep", "")
    made = run("lock", "--root", "prompts", "--layout", "lay/out.j2", "--file", "locks/agentkit.lock")
    checked = run("lock", "--check", cwd=tmp_path / "locks")
    put(tmp_path, "lay/out.j2", "({{ body }})")
    moved = run("lock", "--check", "--file", "locks/agentkit.lock")

    assert (made.status, checked.status) == (0, 0)
    assert recorded(tmp_path / "locks")["roots"] == ["../prompts"]
    assert moved.out.decode() == "dev: prompt changed (full, list)\n  changed    ../lay/out.j2\n"


def test_another_release_is_named_where_no_file_moved(run: Run, locked: Path) -> None:
    """What the code of agentkit changes in a prompt has no file; the releases are the reason."""
    content = recorded(locked)
    content["agentkit"] = "0.0.1"
    content["agents"]["base"]["prompts"]["full"] = "0" * 64
    put(locked, "agentkit.lock", json.dumps(content))

    assert run("lock", "--check").out.decode() == (
        f"base: prompt changed (full)\n  agentkit 0.0.1 -> {agentkit.__version__}: no file of it changed\n"
    )


def test_hostile_names_are_made_visible(run: Run, locked: Path) -> None:
    """What a lock file or an agent calls itself cannot drive the terminal."""
    content = recorded(locked)
    content["agents"]["\x1b[31mred"] = content["agents"]["base"]
    put(locked, "agentkit.lock", json.dumps(content))
    done = run("lock", "--check")

    assert done.out == b"\\x1b[31mred: in the lock file, and no agent of that name\n"


def test_the_same_in_python(project: Path, tmp_path: Path) -> None:
    """`agentkit.lock`, `dumps`, `read_lock` and `check` are what the command is made of."""
    lock = agentkit.lock(agentkit.load(project), folder=project)
    put(tmp_path, "x.lock", lock.dumps())
    read = agentkit.read_lock(tmp_path / "x.lock")
    put(project, "skills/sql/SKILL.md", skill("sql", "Other.\n"))
    now = agentkit.lock(agentkit.load(project), ["base"], folder=project)

    assert read.check(lock) == ()
    assert read.dumps() == lock.dumps()
    assert [(drift.agent, drift.kind) for drift in read.check(now)] == [("base", "changed"), ("loader", "gone")]
    with pytest.raises(agentkit.NotFound, match="did you mean base"):
        agentkit.lock(agentkit.load(project), ["bsae"], folder=project)
    put(project, "agents/lost.md", agent("lost", "skills: [slq]"))
    with pytest.raises(agentkit.MissingSkill):
        agentkit.lock(agentkit.load(project), folder=project)


def test_a_thousand_agents_read_each_file_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that all agents share is read for its digest once."""
    from agentkit import files

    for at in range(200):
        put(project, f"agents/a{at}.md", agent(f"a{at}", "skills: [sql]"))
    registry = agentkit.load(project)
    list(registry.load_all())
    read: list[str] = []
    original = files.read_bytes

    def counted(path: str) -> Any:
        read.append(path)
        return original(path)

    monkeypatch.setattr(files, "read_bytes", counted)
    lock = agentkit.lock(registry, [f"a{at}" for at in range(200)], folder=project)

    assert len(lock.agents) == 200
    assert len(read) == len(set(read)) == 202
