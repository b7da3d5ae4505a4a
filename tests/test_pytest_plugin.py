"""The pytest plugin as its users have it: the example project, copied, run by another process, and broken in many ways."""

from __future__ import annotations

import ast
import hashlib
import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.cli.conftest import UNCLOSED, agent, clean_environment, put, skill
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = ROOT / "examples" / "pytest-project"
STORED = "tests/__prompts__/test_prompts"


class Result(NamedTuple):
    """What a run of pytest gave."""

    status: int
    out: str


def run_pytest(folder: Path, *args: str, cwd: Path | None = None) -> Result:
    """Run pytest as a process on a project."""
    environment = clean_environment({"PYTHONDONTWRITEBYTECODE": "1"})
    for name in [name for name in environment if name.startswith(("PYTEST_", "CI"))]:
        del environment[name]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *args]
    done = subprocess.run(command, cwd=cwd or folder, env=environment, capture_output=True, timeout=120, check=False)
    return Result(done.returncode, done.stdout.decode() + done.stderr.decode())


def project_of(folder: Path, test: str, settings: str = "") -> Path:
    """Give a project of an agent `dev`, one test file, and settings of pytest."""
    put(folder, "agents/dev.md", agent("dev", "tools: Read", "skills: [sql]"))
    put(folder, "skills/sql/SKILL.md", skill("sql"))
    put(folder, "pytest.ini", f"[pytest]\nfilterwarnings = error\n{settings}")
    put(folder, "tests/test_x.py", test)
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example project."""
    return shutil.copytree(EXAMPLE, tmp_path / "project", ignore=shutil.ignore_patterns("__pycache__", ".*_cache"))


def test_the_example_passes_as_it_stands(example: Path) -> None:
    """Its tests pass, its lock file is current, and it lints clean."""
    done = run_pytest(example, "-rA")
    lock, lint = (
        subprocess.run([sys.executable, "-m", "agentkit", *command], cwd=example, capture_output=True, check=False)
        for command in (["lock", "--check"], ["lint", "."])
    )

    assert done.status == 0
    assert "9 passed" in done.out
    assert "test_prompt_is_the_stored_one[loader]" in done.out
    assert "stored prompts" not in done.out
    assert (lock.returncode, lint.returncode) == (0, 0)
    recorded = json.loads((example / "agentkit.lock").read_bytes())["agents"]
    stored = {name: (example / STORED / f"test_prompt_is_the_stored_one-{name}.md").read_bytes() for name in recorded}
    assert {name: hashlib.sha256(data).hexdigest() for name, data in stored.items()} == {
        name: locked["prompts"]["full"] for name, locked in recorded.items()
    }


def test_a_changed_skill_fails_each_prompt_that_has_it(example: Path) -> None:
    """The failure shows the words, the file and line they come from, and what accepts them; accepting makes it pass."""
    edit(example / "skills/sql-style/SKILL.md", "no `SELECT *` in what is kept", "never `SELECT *`")
    failed = run_pytest(example)
    accepted = run_pytest(example, "--prompt-update")
    again = run_pytest(example)

    assert failed.status == 1
    assert "prompt of loader is not the stored one, tests/__prompts__/test_prompts/" in failed.out
    assert "at skills/sql-style/SKILL.md:5 (skill sql-style):" in failed.out
    assert "- - Name every column; no `SELECT *` in what is kept." in failed.out
    assert "+ - Name every column; never `SELECT *`." in failed.out
    assert "to accept it: pytest --prompt-update 'tests/test_prompts.py::test_prompt_is_the_stored_one[reviewer]'" in failed.out
    assert failed.out.count("snapshots.py") == 0, "the traceback ends in the test"
    assert accepted.status == 0
    assert f"written: {STORED}/test_prompt_is_the_stored_one-loader.md" in accepted.out
    assert again.status == 0


def test_a_prompt_that_is_not_stored_fails_and_stores_nothing(example: Path) -> None:
    """A new agent has no stored prompt: the test fails with the way out, in CI as anywhere."""
    put(example, "agents/new.md", agent("new"))
    done = run_pytest(example)

    assert done.status == 1
    assert "prompt of new is not stored: no tests/__prompts__/test_prompts/test_prompt_is_the_stored_one-new.md" in done.out
    assert "to store it: pytest --prompt-update 'tests/test_prompts.py::test_prompt_is_the_stored_one[new]'" in done.out
    assert not (example / STORED / "test_prompt_is_the_stored_one-new.md").exists()


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "xdist"])
def test_a_broken_file_fails_by_itself(example: Path, workers: tuple[str, ...]) -> None:
    """One file that cannot be read fails with its finding under its path; the tests of other agents run."""
    put(example, "agents/broken.md", UNCLOSED)
    done = run_pytest(example, *workers)

    assert done.status == 1
    assert "test_prompt_is_the_stored_one[agents/broken.md]" in done.out
    assert "agents/broken.md:1:1: error AK005 the frontmatter that opens here is never closed" in done.out
    assert "9 passed, 2 errors" in done.out


def test_rights_budget_and_words_fail_with_their_place(example: Path) -> None:
    """Each failure says the file and line to look at."""
    edit(example / "agents/reviewer.md", "tools: Read, Grep", "tools: Read, Grep, Bash")
    put(example, "agents/loader.md", (example / "agents/loader.md").read_text() + "Use {{ nothing }}.\n" * 100)
    done = run_pytest(example)

    assert "reviewer may use more than is allowed:" in done.out
    assert "Bash  agents/reviewer.md:4:20" in done.out
    assert "more than the 400 allowed" in done.out
    assert "body of loader  agents/loader.md:" in done.out
    assert "`{{` at agents/loader.md:18 (body of loader)" in done.out
    assert "`{{` at 95 more places" in done.out


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "xdist"])
def test_obsolete_prompts_are_told_after_a_full_run(example: Path, workers: tuple[str, ...]) -> None:
    """Those of a test that is gone, of a file that is gone, and of a test that no longer asks; nothing is deleted."""
    put(example, f"{STORED}/test_gone.md", "x")
    put(example, f"{STORED}/test_prompt_is_the_stored_one-loader@short.md", "x")
    put(example, "tests/__prompts__/test_deleted/test_y.md", "x")
    done = run_pytest(example, *workers)
    told = [line.rpartition(": ")[2] for line in done.out.splitlines() if line.startswith("obsolete, no test")]

    assert done.status == 0
    assert told == [
        "tests/__prompts__/test_deleted/test_y.md",
        f"{STORED}/test_gone.md",
        f"{STORED}/test_prompt_is_the_stored_one-loader@short.md",
    ]
    assert (example / told[0]).exists()


@pytest.mark.parametrize(
    "args",
    [("-k", "budget"), ("tests/test_prompts.py::test_prompt_stays_within_its_budget",), ("--collect-only",), ("-m", "nothing")],
    ids=" ".join,
)
def test_a_part_of_a_run_tells_of_no_obsolete_prompt(example: Path, args: tuple[str, ...]) -> None:
    """What was left out has not been compared, and may be needed."""
    put(example, f"{STORED}/test_gone.md", "x")

    assert "obsolete" not in run_pytest(example, *args).out


def test_a_test_that_is_skipped_or_fails_keeps_its_prompts(tmp_path: Path) -> None:
    """Before it compares it cannot be told what it needs; after it has passed it can."""
    project_of(
        tmp_path,
        """
import pytest
@pytest.mark.skip
def test_skipped(prompt_snapshot): ...
def test_failed(prompt_snapshot):
    assert False
@pytest.mark.xfail
def test_xfail(prompt_snapshot):
    assert False
def test_passed(prompt_snapshot): ...
""",
    )
    for name in ("skipped", "failed", "xfail", "passed"):
        put(tmp_path, f"tests/__prompts__/test_x/test_{name}.md", "x")
    done = run_pytest(tmp_path)

    assert [line.rpartition("/")[2] for line in done.out.splitlines() if line.startswith("obsolete")] == ["test_passed.md"]


def test_update_with_xdist_tells_what_was_written(example: Path) -> None:
    """Each process writes its own; the summary has all of them."""
    shutil.rmtree(example / "tests/__prompts__")
    done = run_pytest(example, "-n", "2", "--prompt-update")

    assert done.status == 0
    assert sorted(path.name for path in (example / STORED).iterdir()) == [
        "test_prompt_is_the_stored_one-loader.md",
        "test_prompt_is_the_stored_one-reviewer.md",
    ]
    assert done.out.count("written: ") == 2
    assert run_pytest(example).status == 0


def test_several_prompts_of_one_test(tmp_path: Path) -> None:
    """They are numbered, or named; one name twice is a failure, and texts work as prompts do."""
    project_of(
        tmp_path,
        """
class TestDev:
    def test_forms(self, registry, prompt_snapshot):
        prompt_snapshot(registry.render("dev"))
        prompt_snapshot(registry.render("dev", skills="list"))
        prompt_snapshot(registry["dev"].body, "body only")
        prompt_snapshot("x\\ud800", name="odd")
def test_twice(prompt_snapshot):
    prompt_snapshot("a", "n")
    prompt_snapshot("b", "n")
""",
    )
    done = run_pytest(tmp_path, "--prompt-update")
    names = sorted(path.name for path in (tmp_path / "tests/__prompts__/test_x").iterdir())

    assert names[:2] == ["TestDev.test_forms.md", "TestDev.test_forms@2.md"]
    assert names[2].startswith("TestDev.test_forms@body_only-")
    assert names[3:] == ["TestDev.test_forms@odd.md", "test_twice@n.md"]
    assert "1 failed, 1 passed" in done.out
    assert "test_twice@n.md was compared with before, by this test" in done.out
    assert (tmp_path / "tests/__prompts__/test_x/TestDev.test_forms@odd.md").read_bytes() == b"x\xed\xa0\x80"
    assert "1 failed, 1 passed" in run_pytest(tmp_path).out


def test_the_marker_gives_one_agent_or_several(tmp_path: Path) -> None:
    """One name gives that agent, several run the test for each, a parameter of the test's own wins; the nearest marker counts."""
    project_of(
        tmp_path,
        """
import pytest
pytestmark = pytest.mark.agentkit("dev")
def test_one(persona): assert persona.name == "dev"
@pytest.mark.agentkit("dev", "data-engineer")
def test_each(persona, request): assert persona.name in request.node.name
@pytest.mark.parametrize("persona", ["data-scientist"], indirect=True)
def test_parameter(persona): assert persona.name == "data-scientist"
@pytest.mark.agentkit("data-enginer")
def test_slip(persona): ...
def test_own(each_persona): assert each_persona.name == "dev"
""",
    )
    done = run_pytest(tmp_path, "-rA")

    assert "5 passed, 1 error" in done.out
    assert "test_each[dev]" in done.out
    assert "test_each[data-engineer]" in done.out
    assert "test_own[dev]" in done.out
    assert "no agent named 'data-enginer' (did you mean data-engineer?)" in done.out


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ("def test_x(persona): ...", 'which agent? mark the test with @pytest.mark.agentkit("name")'),
        ("import pytest\n@pytest.mark.agentkit(3)\ndef test_x(persona): ...", "write the names of agents"),
        ("import pytest\n@pytest.mark.agentkit(name='dev')\ndef test_x(persona): ...", "write the names of agents"),
        ("import pytest\n@pytest.mark.agentkit\ndef test_x(persona): ...", "write the names of agents"),
    ],
)
def test_a_persona_that_is_not_named_is_an_error(tmp_path: Path, test: str, said: str) -> None:
    """With the way out, and no traceback through the plugin."""
    done = run_pytest(project_of(tmp_path, test))

    assert done.status in (1, 2)
    assert said in done.out
    assert "plugin.py" not in done.out


def test_roots_are_relative_to_the_settings(tmp_path: Path) -> None:
    """`agentkit_root` names folders from wherever pytest runs; what ships is then left out, unless it is asked for."""
    test = "def test_x(registry, each_persona): assert list(registry) == ['dev']"
    project = project_of(tmp_path / "a", test, "agentkit_root = agents skills\n")
    with_library = project_of(
        tmp_path / "b",
        "def test_x(registry, each_persona): assert 'data-engineer' in registry and each_persona.name == 'dev'",
        "agentkit_root = agents skills\nagentkit_library = true\n",
    )
    missing = project_of(tmp_path / "c", test, "agentkit_root = agnets\n")
    done = [run_pytest(folder, cwd=folder / "tests") for folder in (project, with_library, missing)]

    assert [each.status for each in done] == [0, 0, 2]
    assert "no such file or folder" in done[2].out
    assert "agentkit_root: " in done[2].out


def test_without_settings_the_project_is_pytests_root(tmp_path: Path) -> None:
    """As `agentkit.load()` there: the project's own folders, then what ships; `each_persona` is the project's own alone."""
    project = project_of(tmp_path, "def test_x(registry, each_persona): assert 'data-engineer' in registry")
    done = run_pytest(project, "-rA", cwd=project / "tests")

    assert "1 passed" in done.out
    assert "test_x[dev]" in done.out


def test_no_agents_at_all_is_no_pass(tmp_path: Path) -> None:
    """A test over every agent fails where there is none, in place of a skip that nobody reads."""
    put(tmp_path, "pytest.ini", "[pytest]\n")
    put(tmp_path, "test_x.py", "def test_x(each_persona): ...")
    done = run_pytest(tmp_path)

    assert done.status == 1
    assert "no agents in " in done.out


def test_a_test_may_change_the_folder(tmp_path: Path) -> None:
    """Agents and skills are read when they are asked for, and found from anywhere."""
    test = """
def test_x(registry, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert "Do it well." in registry.render("dev").text
"""
    assert run_pytest(project_of(tmp_path, test)).status == 0


def test_fixtures_of_the_users_own_win(tmp_path: Path) -> None:
    """A `registry` of a conftest is the user's; `persona` still works, and `agentkit_registry` is what to override."""
    test = "import pytest\n@pytest.mark.agentkit('dev')\ndef test_x(registry, persona): assert (registry, persona.name) == (7, 'dev')\n"
    project = project_of(tmp_path / "a", test)
    put(project, "conftest.py", "import pytest\n@pytest.fixture\ndef registry(): return 7\n")
    body = "import pytest\n@pytest.mark.agentkit('dev')\ndef test_x(persona): assert persona.body == 'Other.\\n'\n"
    other = project_of(tmp_path / "b", body)
    put(other, "elsewhere/dev.md", agent("dev", body="Other.\n"))
    put(
        other,
        "conftest.py",
        "import agentkit, pytest\n@pytest.fixture(scope='session')\ndef agentkit_registry(): return agentkit.load('elsewhere')\n",
    )

    assert [run_pytest(project).status, run_pytest(other).status] == [0, 0]


def test_the_plugin_can_be_turned_off(tmp_path: Path) -> None:
    """`-p no:agentkit` takes fixtures, marker and options away."""
    done = run_pytest(project_of(tmp_path, "def test_x(registry): ..."), "-p", "no:agentkit")

    assert "fixture 'registry' not found" in done.out
    assert "--prompt-update" not in run_pytest(tmp_path, "-p", "no:agentkit", "--help").out


def test_the_plugin_costs_nothing_where_it_is_not_used(tmp_path: Path) -> None:
    """A run of tests that ask for none of it imports three modules of agentkit, and nothing that those would need."""
    test = """
import sys
def test_x():
    assert sorted(name for name in sys.modules if name.partition(".")[0] == "agentkit") == [
        "agentkit", "agentkit.testing", "agentkit.testing.plugin"]
    assert not {"yaml", "frontmatter", "click", "jinja2"} & set(sys.modules)
"""
    assert run_pytest(project_of(tmp_path, test), "--strict-markers", "--strict-config").status == 0


def test_pytest_can_be_started_by_a_program_that_uses_agentkit(tmp_path: Path) -> None:
    """pytest rewrites the asserts of whatever brings a plugin, and warns of what is imported already: not of agentkit.

    Seen with a wheel only, whose record lists the package; so one is put beside the editable install.
    """
    project_of(tmp_path / "p", "def test_x(registry): assert 'dev' in registry")
    put(tmp_path, "site/wheel-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: wheel-of-agentkit\nVersion: 1\n")
    put(tmp_path, "site/wheel-1.dist-info/entry_points.txt", "[pytest11]\nagentkit = agentkit.testing.plugin\n")
    put(tmp_path, "site/wheel-1.dist-info/RECORD", "agentkit/__init__.py,,\n")
    code = "import agentkit, pytest; raise SystemExit(pytest.main(['-W', 'error', '-p', 'no:cacheprovider']))"
    environment = clean_environment({"PYTHONPATH": str(tmp_path / "site")})
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "p", env=environment, capture_output=True, text=True, check=False
    )

    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_assertions_need_no_pytest() -> None:
    """Importing all of them imports no pytest."""
    code = "import agentkit.testing as t, sys; [getattr(t, name) for name in t.__all__]; print('pytest' in sys.modules, len(t.__all__))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ast.literal_eval(done.stdout.replace(" ", ",")) == (False, 7)


def test_an_update_that_cannot_be_written_fails(example: Path) -> None:
    """A file that stands where the folder should be fails the test with the path."""
    shutil.rmtree(example / "tests/__prompts__")
    put(example, "tests/__prompts__", "no folder")
    done = run_pytest(example, "--prompt-update")

    assert done.status == 1
    assert "test_prompt_is_the_stored_one-loader.md cannot be read: not a directory" in done.out
    assert (example / "tests/__prompts__").read_text() == "no folder"


def test_a_link_is_not_written_over(example: Path) -> None:
    """An update follows no link out of the folder of stored prompts."""
    stored = example / STORED / "test_prompt_is_the_stored_one-loader.md"
    outside = put(example, "outside.md", "keep me")
    stored.unlink()
    stored.symlink_to(outside)
    done = run_pytest(example, "--prompt-update")

    assert done.status == 1
    assert "is a link or no regular file, not written" in done.out
    assert outside.read_text() == "keep me"
