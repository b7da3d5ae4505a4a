"""The contract: any command on any input ends with 0, 1 or 2, without a traceback, and changes no file but those it names.

Everything runs in this process, by `agentkit.cli.run`, which is the whole program but for its start; `test_processes.py` runs a sample
as processes.
"""

from __future__ import annotations

import hashlib
import os
import stat
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from agentkit import targets
from agentkit.linter import formats
from tests.conftest import SHARED

from .calls import call
from .generated import CANARY, ESC, FILES, VARIABLES, Place, put_files, put_places
from .strict import check_format, check_shown, strict_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .calls import Called

REFERENCE = SHARED / "hostile"


@pytest.fixture(scope="module", params=["generated", "reference"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the hostile files, those made here or those of the reference material."""
    root = tmp_path_factory.mktemp("hostile")
    if request.param == "generated":
        put_files(root)
        return root
    if not REFERENCE.is_dir():
        pytest.skip("needs the reference material in ../shared")
    for path in sorted(REFERENCE.rglob("*.md")):
        target = root / path.relative_to(REFERENCE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    return root


def names() -> list[str]:
    found = set(FILES)
    if REFERENCE.is_dir():
        found |= {str(path.relative_to(REFERENCE)) for path in REFERENCE.rglob("*.md") if path.parent != REFERENCE}
    return sorted(found)


COMMANDS: dict[str, tuple[str, ...]] = {
    "show": ("show", "{}"),
    "show --json": ("show", "{}", "--json"),
    "list": ("list", "--root", "{}"),
    "list --json": ("list", "--json", "--root", "{}"),
    "list --skills": ("list", "--skills", "--json", "--root", "{}"),
    "find": ("find", "look at changes", "--root", "{}"),
    "find --json": ("find", "look at changes", "--json", "--root", "{}"),
    "doctor": ("doctor", "{}"),
    "doctor --json": ("doctor", "{}", "--json"),
    "render": ("render", "{}"),
    "render --json": ("render", "{}", "--format", "json"),
    "render --messages": ("render", "{}", "--format", "messages", "--escape", "jinja"),
    "render --list": ("render", "{}", "--skills", "list", "--skills-format", "xml"),
    "render --explain": ("render", "{}", "--explain"),
    "render --explain json": ("render", "{}", "--explain", "--format", "json"),
    "render --explain html": ("render", "{}", "--explain", "--format", "html"),
    "render --as-agent": ("render", "{}", "--as-agent"),
    **{f"export {name}": ("export", "{}", "--for", name, "--as", "x") for name in targets.names()},
    "audit": ("audit", "{}"),
    "audit --json": ("audit", "--format", "json", "{}"),
    "audit sarif": ("audit", "--format", "sarif", "{}"),
    "audit --html": ("audit", "--format", "html", "{}"),
    "audit --diff": ("audit", "--diff", "{}", "{}"),
    "budget": ("budget", "--root", "{}"),
    "budget --json": ("budget", "--format", "json", "--root", "{}"),
    "diff": ("diff", "{}", "{}"),
    "diff --json": ("diff", "--format", "json", "{}", "{}"),
    "lint --diff": ("lint", "--isolated", "--diff", "--unsafe-fixes", "{}"),
    "lint --statistics": ("lint", "--isolated", "--select", "ALL", "--statistics", "{}"),
    **{f"lint {name}": ("lint", "--isolated", "--select", "ALL", "--format", name, "{}") for name in formats.names()},
}
BODY = ("render", "render --list", "render --as-agent", "lint --diff", *(f"export {name}" for name in targets.names()))
"""What prints the file's own text: there its characters are wanted as they are."""


def check_output(name: str, done: Called) -> None:
    """Check what any command printed."""
    assert done.status in (0, 1, 2), (done.status, done.err)
    check_shown(done.err)
    if done.status == 2:
        assert done.err
        return
    if name.startswith("lint ") and name.removeprefix("lint ") in formats.names():
        check_format(name.removeprefix("lint "), done)
    elif name == "audit sarif":
        check_format("sarif", done)
    elif ("json" in name or "messages" in name or name == "list --skills") and done.out:
        strict_json(done.out.decode("utf-8"))
    elif name not in BODY and "html" not in name:
        check_shown(done.out.decode("utf-8"))


def state(root: Path) -> dict[str, object]:
    """Everything below a folder: kind, mode and content."""
    found: dict[str, object] = {}
    for at, folders, files in os.walk(root):
        for each in (*folders, *files):
            path = os.path.join(at, each)
            kind = os.lstat(path).st_mode
            content: object = None
            if stat.S_ISLNK(kind):
                content = os.readlink(path)
            elif stat.S_ISREG(kind):
                with open(path, "rb") as stream:
                    content = hashlib.sha256(stream.read()).hexdigest()
            found[path] = (kind, content)
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_on_every_file(folder: Path, command: str) -> None:
    """Each ends as it should, prints what a strict reader reads, and changes nothing."""
    before = state(folder)
    for name in names():
        if (folder / name).is_file():
            check_output(command, call(*(part.format(folder / name) for part in COMMANDS[command])))

    assert state(folder) == before


class Page(HTMLParser):
    """Reads a page as a browser does, and keeps what could run or load something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.wrong: list[str] = []
        self.policy = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("script", "iframe", "object", "embed", "svg", "img", "link", "base", "form", "video", "audio", "source"):
            self.scripts.append(tag)
        if tag == "meta" and values.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = values.get("content", "")
        for name, value in values.items():
            if name.startswith("on") or (name in ("href", "src", "action", "data") and not value.startswith("#")):
                self.wrong.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("arguments", [("render", "--explain"), ("audit",)], ids=" ".join)
def test_a_page_runs_and_loads_nothing(folder: Path, arguments: tuple[str, ...]) -> None:
    """No element that runs or loads, no handler, no address, whatever the file holds."""
    pages = 0
    for name in names():
        done = call(*arguments, str(folder / name), "--format", "html")
        if done.out:
            pages += 1
            page = Page(done.out.decode())
            assert page.scripts == [], name
            assert page.wrong == [], name
            assert page.policy.startswith("default-src 'none'")

    assert pages > 20


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_on_all_files_together(folder: Path, command: str) -> None:
    """As one tree: names that collide, one finding beside another."""
    if command.startswith(("show", "render", "export")):
        pytest.skip("takes one file")
    before = state(folder)
    check_output(command, call(*(part.format(folder) for part in COMMANDS[command])))

    assert state(folder) == before


@pytest.mark.parametrize("unsafe", [(), ("--unsafe-fixes",)], ids=["safe", "unsafe"])
def test_fixes_write_the_files_they_mend_and_no_other(folder: Path, tmp_path: Path, unsafe: tuple[str, ...]) -> None:
    """No file comes or goes; a second run mends nothing; what is not mended has every byte it had."""
    for name in names():
        if (folder / name).is_file():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes((folder / name).read_bytes())
    before = state(tmp_path)
    first = call("lint", "--isolated", "--fix", *unsafe, str(tmp_path))
    after = state(tmp_path)
    second = call("lint", "--isolated", "--fix", *unsafe, str(tmp_path))

    assert first.status in (0, 1)
    check_shown(first.out.decode() + first.err)
    assert set(after) == set(before)
    assert state(tmp_path) == after, second.err


def test_a_rename_cannot_lead_out_of_the_project(tmp_path: Path) -> None:
    """Whatever the new name; nothing is written but in the project."""
    root = tmp_path / "project"
    (root / "agents").mkdir(parents=True)
    (root / "agents" / "dev.md").write_bytes(FILES["fm/comments-order.md"])
    wanted = [
        "../../out",
        "/tmp/agentkit-generated",
        "..",
        ".",
        "a/b",
        "a\\b",
        "con",
        "a\0b",
        "a\nb",
        f"{ESC}[2J",
        "a" * 300,
        "",
        "-rf",
    ]
    before = state(tmp_path)
    for name in wanted:
        done = call("rename", "--root", str(root), "--", "comments-order", name)
        assert done.status in (1, 2), (name, done)
        check_shown(done.out.decode() + done.err)

    assert state(tmp_path) == before


def test_every_hostile_name_can_be_renamed(folder: Path, tmp_path: Path) -> None:
    """Names that no file can have are mended by the command that lint proposes for them: path in, plain name out."""
    for number, name in enumerate(sorted(name for name in FILES if name.startswith("names/"))):
        root = tmp_path / str(number)
        (root / "agents").mkdir(parents=True)
        (root / "agents" / "x.md").write_bytes((folder / name).read_bytes())
        done = call("rename", "--root", str(root), "--", str(root / "agents" / "x.md"), "plain")

        assert done.status in (0, 1, 2)
        check_shown(done.out.decode() + done.err)
        assert sorted(state(root)) in (
            [str(root / "agents"), str(root / "agents/x.md")],
            [str(root / "agents"), str(root / "agents/plain.md")],
        )


def test_values_that_look_like_templates_are_put_in_once(tmp_path: Path) -> None:
    """Of a value nothing is filled in again."""
    (tmp_path / "values.yaml").write_bytes(VARIABLES)
    (tmp_path / "dev.md").write_bytes(
        b"---\nname: dev\ndescription: d\nagentkit:\n  variables:\n    greeting: {type: str}\n---\nSay {{ greeting }}.\n"
    )
    done = call("render", str(tmp_path / "dev.md"), "--vars", str(tmp_path / "values.yaml"))

    assert done.status == 0, done.err
    assert "{{7*7}} {% include '/etc/hostname' %}" in done.out.decode()
    assert "49" not in done.out.decode()


# --- what no repository holds ---


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[Place]]]:
    """Links, a FIFO, odd names, modes and depths."""
    root = tmp_path_factory.mktemp("places")
    made = put_places(root)
    yield root, made
    (root / "agents/no-mode.md").chmod(0o644)


EVERYTHING = {
    **{name: arguments for name, arguments in COMMANDS.items() if not name.startswith(("show", "render"))},
    "which": ("which", "x", "--root", "{}"),
    "lint --show-skipped": ("lint", "--isolated", "--show-skipped", "{}"),
    "lint --jobs": ("lint", "--isolated", "--jobs", "2", "{}"),
}


@pytest.mark.parametrize("command", EVERYTHING)
def test_a_command_on_odd_places(places: tuple[Path, list[Place]], command: str) -> None:
    """Ends, says nothing of what lies outside, and prints every name so that it drives nothing."""
    root, _ = places
    before = state(root)
    done = call(*(part.format(root / "agents") for part in EVERYTHING[command]))

    check_output(command, done)
    assert CANARY not in done.out.decode() + done.err
    assert state(root) == before


def test_every_odd_place_has_its_outcome(places: tuple[Path, list[Place]]) -> None:
    """A finding, or a line that says why it was skipped."""
    root, made = places
    done = call("lint", "--isolated", "--select", "ALL", "--format", "json", str(root / "agents"))
    data = strict_json(done.out.decode())
    assert isinstance(data, dict)
    found: dict[str, set[str]] = {}
    for each in data["diagnostics"]:
        found.setdefault(os.path.relpath(each["path"], root), set()).add(each["code"])
    skipped = {os.path.relpath(each["path"], root): each["reason"] for each in data["skipped"]}

    for place in made:
        shown = place.path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        if place.says.startswith("AK"):
            assert place.says in found.get(place.path, set()) | found.get(shown, set()), (place, sorted(found))
        elif place.says:
            assert place.says in skipped.get(place.path, ""), (place, skipped)
        else:
            assert place.path not in skipped


@pytest.mark.parametrize(
    "path", ["link-outside.md", "link-agent.md", "link-loop-a.md", "link-dangling.md", "link-zero.md", "fifo.md", "folder.md"]
)
@pytest.mark.parametrize("command", [name for name in COMMANDS if "{}" in COMMANDS[name]])
def test_a_command_on_one_odd_place(places: tuple[Path, list[Place]], path: str, command: str) -> None:
    """Asked for by name: an error in a line, without waiting."""
    root, _ = places
    done = call(*(part.format(root / "agents" / path) for part in COMMANDS[command]))

    check_output(command, done)
    assert CANARY not in done.out.decode() + done.err


def test_an_output_is_never_written_through_a_link(places: tuple[Path, list[Place]], tmp_path: Path) -> None:
    """Nor over a file that is there, unless asked; over a link not even then."""
    root, _ = places
    (tmp_path / "link.txt").symlink_to(root / "outside/secret.txt")
    (tmp_path / "own.txt").write_text("mine", encoding="utf-8")
    before = state(root)

    for target in ("link.txt", "own.txt"):
        assert call("render", "data-engineer", "-o", str(tmp_path / target)).status == 1
    assert call("render", "data-engineer", "--force", "-o", str(tmp_path / "link.txt")).status == 1
    assert (tmp_path / "own.txt").read_text(encoding="utf-8") == "mine"
    assert state(root) == before
