"""What lint keeps between runs: it never changes a report, and what is damaged or foreign counts as nothing."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from agentkit import asked, linter, project
from agentkit.config import DEFAULT
from agentkit.linter import Report, all_rules, checks, lint
from agentkit.linter import cache as caching
from agentkit.linter.cache import Cache, lint_with_cache
from agentkit.linter.names import EVERYTHING
from tests.conftest import ROOT

from .projects import agent, alter, make, put

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from agentkit.asked import Answers
    from agentkit.config import Config
    from agentkit.linter.checked import Checked
    from agentkit.linter.names import Names
    from agentkit.linter.subject import Subject

SOURCE = ROOT / "src/agentkit"
EVERY_RULE = replace(DEFAULT, select=("ALL",))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder of this test alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "agentkit"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make(tmp_path / "project")


def plain(root: Path, config: Config = EVERY_RULE) -> Report:
    """The report of a run that knows nothing."""
    registry, own = project.open_files([root], config)
    return lint(registry, own, config, verdicts=True, jobs=1)


def kept(root: Path, config: Config = EVERY_RULE, *, opens: bool = False) -> Report:
    """The report of a run that keeps what it finds."""
    registry, own = project.open_files([root], config)
    return lint_with_cache(registry, own, config, verdicts=True, jobs=1, opens=opens)


def files_of(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.lint"))


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that rules are run over, as they are."""
    seen: list[str] = []
    real = checks.checked_file

    def noting(it: Subject, *rest: object, **named: bool) -> Checked:
        seen.append(Path(it.path).name)
        return real(it, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(checks, "checked_file", noting)
    return seen


# --- it never changes a report ---


def test_a_second_run_checks_nothing_and_says_the_same(root: Path, checked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing has changed, files are read and no rule is run, nor anything parsed."""
    first = kept(root)
    assert checked
    monkeypatch.setattr(linter, "lint", lambda *_, **__: 1 / 0)
    monkeypatch.setattr("agentkit.catalog.parse", lambda *_: 1 / 0)
    second = kept(root)

    assert first.diagnostics
    assert first.verdicts
    assert first.lines
    assert second == first


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("config", [DEFAULT, EVERY_RULE], ids=["default rules", "every rule"])
def test_a_report_is_what_it_would_be_without(root: Path, seed: int, config: Config) -> None:
    """Whatever changes in agents, skills, what lies beside them, links, fragments, servers, plugins, ignore files."""
    rng = random.Random(seed)
    kept(root, config)
    for _ in range(12):
        changes = [alter(root, rng) for _ in range(rng.choice((1, 1, 2)))]

        expected = plain(root, config)
        assert kept(root, config) == expected, changes
        assert kept(root, config) == expected, changes


def test_the_library_gives_the_same(checked: list[str]) -> None:
    """The agents and skills that ship, with every rule, cold and warm."""
    library = ROOT / "agents"
    expected = plain(library)
    assert kept(library) == expected
    before = len(checked)
    assert kept(library, opens=True) == expected
    assert len(checked) == before


def test_hostile_files_give_the_same(shared: Path) -> None:
    """Every file of the hostile set, cold and warm."""
    expected = plain(shared / "hostile")
    assert kept(shared / "hostile") == expected
    assert kept(shared / "hostile") == expected
    assert kept(shared / "hostile", opens=True) == expected


def test_public_files_give_the_same(corpus: Path, tmp_path: Path) -> None:
    """A sample of the corpus, cold, warm, and with files changed and taken away."""
    repositories = sorted(path for path in corpus.iterdir() if path.is_dir())
    chosen = random.Random(3).sample(repositories, 6)
    (tmp_path / "sample").mkdir()
    for each in chosen:
        os.rename(each, tmp_path / "sample" / each.name)
    try:
        expected = plain(tmp_path / "sample")
        assert kept(tmp_path / "sample") == expected
        assert kept(tmp_path / "sample") == expected
        some = random.Random(3).sample(sorted((tmp_path / "sample").rglob("*.md")), 6)
        texts = {path: path.read_bytes() for path in some}
        try:
            for at, (path, data) in enumerate(texts.items()):
                if at % 3:
                    path.write_bytes(data.replace(b"name: ", b"name: x", 1) + b"\nAsk the `code-reviewer` agent.\n")
                else:
                    path.unlink()
            assert kept(tmp_path / "sample") == plain(tmp_path / "sample")
        finally:
            for path, data in texts.items():
                path.write_bytes(data)
    finally:
        for each in chosen:
            os.rename(tmp_path / "sample" / each.name, each)


def test_only_what_a_change_can_move_is_checked_again(root: Path, checked: list[str]) -> None:
    """A body is one file's matter; a name that comes or goes is also that of the files that mention it or one like it."""
    kept(root)
    checked.clear()
    put(root / ".claude/agents/delta.md", agent("delta", body="Other words."))
    kept(root)
    assert checked == ["delta.md"]

    checked.clear()
    (root / ".claude/agents/gamma.md").unlink()
    kept(root)
    assert checked == ["beta.md"]

    checked.clear()
    put(root / ".claude/skills/reading/SKILL.md", "---\nname: reading\n---\n")
    kept(root)
    assert sorted(checked) == ["SKILL.md", "alpha.md"]

    checked.clear()
    put(root / ".claude/agents/notes/a.md", "Notes.\n")  # a link of beta's leads there
    kept(root)
    assert "beta.md" in checked
    assert "delta.md" not in checked


@pytest.mark.parametrize(
    "changes",
    [
        {"select": ("AK201",)},
        {"ignore": ("AK201",)},
        {"extra_tools": ("Raed",)},
        {"harnesses": ("cursor",)},
        {"exclude": ("delta.md",)},
    ],
    ids=str,
)
def test_settings_are_part_of_what_is_kept(root: Path, changes: dict[str, Any]) -> None:
    """Other settings, another report; and the first one's stays."""
    kept(root, DEFAULT)
    config = replace(DEFAULT, folder=str(root), **changes)

    assert kept(root, config) == plain(root, config)
    assert kept(root, config) == plain(root, config)
    assert kept(root, DEFAULT) == plain(root, DEFAULT)


def test_a_buffer_is_told_from_the_file(root: Path) -> None:
    """What a catalog was given in place of a file counts, and the file counts again when it is read."""
    kept(root)
    registry, own = project.open_files([root], EVERY_RULE)
    registry.put_all({str(root / ".claude/agents/alpha.md"): b"no frontmatter\n"})
    with_buffer = lint_with_cache(registry, own, EVERY_RULE, verdicts=True)

    assert with_buffer == lint(registry, own, EVERY_RULE, verdicts=True)
    assert with_buffer != plain(root)
    assert kept(root) == plain(root)


def test_links_to_one_file_count_once(root: Path) -> None:
    """Of a file with two names the first is checked; which that is, is part of what is kept."""
    (root / ".claude/agents/aaa.md").symlink_to("beta.md")
    assert kept(root) == plain(root)
    (root / ".claude/agents/aaa.md").unlink()
    (root / ".claude/agents/aaa.md").symlink_to("alpha.md")
    assert kept(root) == plain(root)
    assert kept(root) == plain(root)


def test_another_agentkit_keeps_its_own(root: Path, monkeypatch: pytest.MonkeyPatch, checked: list[str]) -> None:
    """A file of another version, or of rules that have been edited since, is none."""
    kept(root)
    checked.clear()
    monkeypatch.setattr(caching, "_stamp", lambda: "another")

    assert kept(root) == plain(root)
    assert checked


@pytest.mark.parametrize("changes", [{"plugins": ("own_rules",)}, {"cache": False}], ids=str)
def test_plugins_and_settings_can_keep_all_out(
    root: Path, folder: Path, changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nobody knows what a plugin's rules ask."""
    rule = (
        "from agentkit.linter import Rule\nfrom agentkit.diagnostic import Severity\n"
        "class Mine(Rule):\n    '''Mine.'''\n    code = 'XY101'\n    severity = Severity.INFO\n"
        "    def check_agent(self, it):\n        yield self.at(it, None, f'{len(it.catalog)} names, {len(it.catalog.shelves)} roots')\n"
    )
    put(tmp_path / "lib/own_rules.py", rule)
    monkeypatch.syspath_prepend(str(tmp_path / "lib"))
    report = kept(root, replace(DEFAULT, **changes))

    assert not folder.exists()
    assert any(each.code == "XY101" for each in report.diagnostics) == ("plugins" in changes)


# --- all that rules ask is written down ---


def test_no_rule_asks_the_disk_around_the_questions(root: Path, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each call that touches the disk while a file is checked is made within a question, so that it can be asked again."""
    around: list[str] = []

    def watched(name: str) -> Callable[..., object]:
        real = getattr(os, name)

        def call(*arguments: object, **named: object) -> object:
            # Code of ours that is found by listing its folder is a part of what tells this agentkit from another.
            if asked.is_heard() and not str(arguments[0]).startswith(str(SOURCE)):
                around.append(f"{name}({arguments})")
            return real(*arguments, **named)

        return call

    for name in ("stat", "lstat", "scandir", "listdir", "open", "readlink", "access"):
        monkeypatch.setattr(os, name, watched(name))
    (root / ".claude-plugin").mkdir()
    put(root / ".claude-plugin/plugin.json", "{}")
    put(root / "skills/skill/SKILL.md", "---\nname: x\ndescription: y\n---\n[a](../../../up.md) [b](references/c.md)\n")
    put(root / "skills/skill/references/c.md", "[d](d.md)")
    for tree in (root, shared / "hostile", ROOT / "agents", ROOT / "skills"):
        around.clear()
        kept(tree)
        assert around == [], tree


def test_rules_ask_of_names_only_what_can_be_asked_again(root: Path, shared: Path) -> None:
    """No rule that ships asks a catalog for everything."""
    for tree in (root, ROOT / "agents", ROOT / "skills", shared / "hostile"):
        memory = Noting()
        registry, own = project.open_files([tree], EVERY_RULE)
        lint(registry, own, EVERY_RULE, memory=memory)
        questions = {question for each in memory.results.values() for question in each.answers} | memory.run.keys()

        assert questions
        assert (EVERYTHING, ()) not in questions


class Noting:
    """A memory that recalls nothing."""

    def __init__(self) -> None:
        self.results: Mapping[str, Checked] = {}
        self.run: Answers = {}

    def recall(self, _subjects: Sequence[Subject], _names: Names) -> dict[str, Checked]:
        return {}

    def keep(self, results: Mapping[str, Checked], _subjects: Sequence[Subject], _names: Names, run: Answers, _: Report) -> None:
        self.results, self.run = results, run


def test_no_rule_module_calls_the_disk() -> None:
    """Of `os`, rules use what looks at text alone."""
    for rule in all_rules():
        source = Path(sys.modules[type(rule).__module__].__file__ or "").read_text(encoding="utf-8")
        code = source.rpartition('"""')[2] if source.count('"""') == 2 else source
        for call in (
            "os.stat",
            "os.lstat",
            "os.listdir",
            "os.scandir",
            "os.path.exists",
            "os.path.isfile",
            "os.path.isdir",
            "realpath",
        ):
            assert f"{call}(" not in code, rule.slug


# --- what is damaged or foreign is nothing ---


@pytest.fixture
def entry(root: Path, folder: Path) -> Path:
    """The file of a run, which the next run would use."""
    kept(root)
    (path,) = files_of(folder)
    return path


def damages(data: bytes) -> Iterator[bytes]:
    yield b""
    yield data[:-1]
    yield data[: len(data) // 2]
    yield data[:100]
    yield data + b"\n"
    yield data.replace(b"agentkit cache 1", b"agentkit cache 0")
    yield b"\0" * len(data)
    for at in random.Random(1).sample(range(len(data)), 40):
        yield data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_a_damaged_file_is_none_and_is_written_anew(root: Path, entry: Path, checked: list[str]) -> None:
    """Cut off, changed in one bit anywhere, of another form: silently as if it were not there."""
    data, expected = entry.read_bytes(), plain(root)
    for damaged in damages(data):
        entry.write_bytes(damaged)
        checked.clear()
        assert kept(root) == expected
        assert checked
        assert entry.read_bytes() == data


def forged(cache: Cache, head: object, body: object) -> bytes:
    payload = b"\n".join(json.dumps(part, separators=(",", ":")).encode() for part in (head, body))
    digest = asked.digest(payload).encode()
    return cache._start(digest) + payload + digest


def test_a_whole_file_of_another_shape_is_none(root: Path, entry: Path) -> None:
    """With digest and version right, and anything wrong inside: no value of a wrong type gets into a report."""
    registry, own = project.open_files([root], EVERY_RULE)
    cache = Cache(registry, own, EVERY_RULE, verdicts=True, folder=str(entry.parent))
    _, _, payload = entry.read_bytes().split(b"\n", 3)[1:]
    first, _, rest = payload[:-32].partition(b"\n")
    head, body, expected = json.loads(first), json.loads(rest), plain(root)
    assert forged(cache, head, body) == entry.read_bytes()
    wrong: list[object] = [None, 7, "x", [], {}, [1, 2], [[None]]]
    for key in head:
        for value in wrong:
            entry.write_bytes(forged(cache, {**head, key: value}, {}))
            assert kept(root) == expected or (key == "answers" and value in ([], {}))
    for key in body:
        for value in wrong:
            entry.write_bytes(forged(cache, {}, {**body, key: value}))
            assert kept(root) == expected, (key, value)
    for at in range(len(head["report"]["diagnostics"][0])):
        report = json.loads(json.dumps(head["report"]))
        report["diagnostics"][0][at] = {"x": 1}
        entry.write_bytes(forged(cache, {**head, "report": report}, {}))
        assert kept(root) == expected
    for name in ("os.system", "linter.cache._prune", "files.walk", "../x.y", "writing.remove"):
        with pytest.raises(LookupError):
            asked.again((name, (str(root),)))


@pytest.mark.parametrize("what", ["folder", "link", "fifo", "writable by others", "too large"])
def test_what_is_no_file_of_ours_is_none(root: Path, entry: Path, what: str, tmp_path: Path) -> None:
    """Nothing is followed, waited for or read without bounds; the report is the same."""
    data = entry.read_bytes()
    if what == "writable by others":
        entry.chmod(0o666)
    elif what == "too large":
        with entry.open("r+b") as stream:
            stream.truncate(caching.MOST_BYTES + 1)
    else:
        entry.unlink()
        if what == "folder":
            entry.mkdir()
        elif what == "link":
            (tmp_path / "elsewhere").write_bytes(data)
            entry.symlink_to(tmp_path / "elsewhere")
        else:
            os.mkfifo(entry)

    assert kept(root) == plain(root)
    assert kept(root) == plain(root)
    if what == "link":
        assert (tmp_path / "elsewhere").read_bytes() == data


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to another user")
def test_a_folder_of_another_user_is_not_used(root: Path, entry: Path) -> None:
    """What others can write there is theirs."""
    data = entry.read_bytes()
    os.chown(entry.parent, 12345, 12345)
    put(root / ".claude/agents/alpha.md", agent("alpha"))

    assert kept(root) == plain(root)
    assert entry.read_bytes() == data


def test_a_folder_that_cannot_be_made_is_done_without(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in its place, or nothing that says where it is."""
    (tmp_path / "file").write_bytes(b"")
    for home in (tmp_path / "file", tmp_path / "missing\0"[:-1] / "\udcff"):
        monkeypatch.setenv("XDG_CACHE_HOME", str(home))
        assert kept(root) == plain(root)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert kept(root) == plain(root)
    assert not Path("relative").exists()
    assert (tmp_path / "home/.cache/agentkit").stat().st_mode & 0o777 == 0o700


def test_nobody_else_can_read_what_is_kept(root: Path, folder: Path) -> None:
    """Not even in a folder that was there before."""
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    kept(root)

    assert files_of(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_old_files_go_when_there_are_too_many(root: Path, entry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder stays within its limit; the oldest go first, and nothing that is not ours."""
    folder = entry.parent
    (folder / "note.txt").write_text("mine")
    for at in range(4):
        (folder / f"{at}.lint").write_bytes(b"x" * 100)
        os.utime(folder / f"{at}.lint", (at, at))
    put(root / ".claude/agents/alpha.md", agent("alpha"))
    kept(root)
    assert len(files_of(folder)) == 5
    monkeypatch.setattr(caching, "MOST_OF_ALL", entry.stat().st_size + 250)
    put(root / ".claude/agents/alpha.md", agent("alpha", body="Read the plan early."))  # as long, so that the file is too
    kept(root)

    assert {path.name for path in folder.iterdir()} == {"note.txt", "2.lint", "3.lint", entry.name}


def test_runs_at_once_do_not_disturb_each_other(root: Path, folder: Path) -> None:
    """Six processes over one project, one file of it changing meanwhile: each gives a whole report, and what stays is whole."""
    program = (
        "import sys; from agentkit import project; from agentkit.config import DEFAULT\n"
        "from agentkit.linter.cache import lint_with_cache\n"
        "for _ in range(5):\n"
        "    report = lint_with_cache(*project.open_files([sys.argv[1]], DEFAULT), DEFAULT, jobs=1)\n"
        "    assert report.agents == 4, report\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", program, str(root)], stderr=subprocess.PIPE) for _ in range(6)]
    for at in range(20):
        put(root / ".claude/agents/new.tmp", agent("alpha", body=f"Words {at}."))
        os.replace(root / ".claude/agents/new.tmp", root / ".claude/agents/alpha.md")
    for run in runs:
        _, err = run.communicate(timeout=120)
        assert run.returncode == 0, err.decode()

    assert kept(root, DEFAULT) == plain(root, DEFAULT)
    assert [path for path in folder.iterdir() if path.suffix != ".lint"] == []
