"""`agentkit render`: the exact prompt on stdout and nothing else there."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .conftest import UNCLOSED, agent, put, skill

if TYPE_CHECKING:
    from .conftest import Run

BRACES = "{{ config(x) }} {% raw %} {# note #} ${{ secrets.X }} { } }} {{\n"


# --- which agent ---


def test_a_shipped_agent_renders_by_name_from_any_folder(run: Run) -> None:
    """The prompt of a shipped agent starts with its file's body, and stderr is empty."""
    path = Path(run("which", "data-engineer").out.decode().strip())
    body = path.read_bytes().split(b"---\n", 2)[2]

    done = run("render", "data-engineer")

    assert done.status == 0
    assert done.out.startswith(body)
    assert done.err == ""


def test_the_projects_own_agent_wins_over_the_shipped_one(run: Run, tmp_path: Path) -> None:
    """A name that the project and the library both have means the project's file."""
    put(tmp_path, "agents/data-engineer.md", agent("data-engineer", body="OWN\n"))

    done = run("render", "data-engineer")

    assert done.out == b"OWN\n"


def test_a_name_that_differs_from_the_files_is_found(run: Run, tmp_path: Path) -> None:
    """The `name` field names an agent, whatever its file is called."""
    put(tmp_path, "agents/other.md", agent("dev", body="FOUND\n"))

    done = run("render", "dev")

    assert done.out == b"FOUND\n"


@pytest.mark.parametrize("folder", ["agents", ".claude/agents", ".agents/agents", ".agent/agents"])
def test_every_project_folder_is_searched(run: Run, tmp_path: Path, folder: str) -> None:
    """An agent in any of the project's four places is found by name."""
    put(tmp_path, f"{folder}/dev.md", agent(body="HERE\n"))

    done = run("render", "dev")

    assert done.out == b"HERE\n"


def test_a_root_takes_the_place_of_project_and_library(run: Run, tmp_path: Path) -> None:
    """With --root the library's agents are unknown."""
    put(tmp_path, "elsewhere/agents/dev.md", agent())

    done = run("render", "data-engineer", "--root", "elsewhere")

    assert done.status == 2
    assert done.out == b""


def test_an_unknown_name_is_a_wrong_call_that_names_the_nearest(run: Run) -> None:
    """A mistyped name exits 2, prints nothing on stdout and offers the right one."""
    done = run("render", "data-enginer")

    assert (done.status, done.out) == (2, b"")
    assert done.err == "error: no agent named 'data-enginer' (did you mean data-engineer?)\n"


def test_a_name_that_only_a_file_holds_is_offered_too(run: Run, tmp_path: Path) -> None:
    """A name near a `name` field that differs from the file's name is offered."""
    put(tmp_path, "agents/other.md", agent("code-reviewer"))

    done = run("render", "code-reviewr")

    assert "did you mean code-reviewer?" in done.err


@pytest.mark.parametrize("name", ["", "\x1b[31mred", "a\nb"])
def test_an_odd_name_is_an_unknown_name(run: Run, name: str) -> None:
    """An empty name and one with control characters are unknown; the message is one line without them."""
    done = run("render", name)

    assert done.status == 2
    assert done.err.count("\n") == 1
    assert "\x1b" not in done.err


# --- a path ---


def test_a_path_finds_skills_in_its_own_project_first(run: Run, tmp_path: Path) -> None:
    """A skill of the file's own project wins over the shipped one and over one where the command runs."""
    path = put(tmp_path, "project/.claude/agents/dev.md", agent("dev", "skills: clean-code"))
    put(tmp_path, "project/.claude/skills/clean-code/SKILL.md", skill("clean-code", "OF THE PROJECT\n"))
    put(tmp_path, "here/skills/clean-code/SKILL.md", skill("clean-code", "OF THE WORKING DIRECTORY\n"))

    done = run("render", str(path), cwd=tmp_path / "here")

    assert done.out.count(b"<skill ") == 1
    assert b"OF THE PROJECT" in done.out


def test_a_path_finds_shipped_skills_after_its_own(run: Run, tmp_path: Path) -> None:
    """A skill that the file's project does not have is the shipped one."""
    path = put(tmp_path, "project/agents/dev.md", agent("dev", "skills: [mine, clean-code]"))
    put(tmp_path, "project/skills/mine/SKILL.md", skill("mine", "MINE\n"))

    done = run("render", str(path))

    assert done.status == 0
    assert done.out.index(b"MINE\n") < done.out.index(b'<skill name="clean-code"')


def test_a_path_finds_skills_up_to_the_repository_root(run: Run, tmp_path: Path) -> None:
    """In a repository the projects above the nearest one are searched too."""
    (tmp_path / "repo/.git").mkdir(parents=True)
    put(tmp_path, "repo/skills/top/SKILL.md", skill("top", "OF THE TOP\n"))
    put(tmp_path, "repo/package/skills/low/SKILL.md", skill("low"))
    path = put(tmp_path, "repo/package/agents/dev.md", agent("dev", "skills: top"))

    done = run("render", str(path))

    assert b"OF THE TOP\n" in done.out


def test_a_file_without_a_folder_is_a_path_when_it_ends_in_md(run: Run, tmp_path: Path) -> None:
    """`dev.md` means the file in the working directory."""
    put(tmp_path, "dev.md", agent(body="THE FILE\n"))

    done = run("render", "dev.md")

    assert done.out == b"THE FILE\n"


def test_a_path_that_does_not_exist_names_it(run: Run) -> None:
    """A missing file is a wrong call, as for lint: exit 2, its path, no prompt."""
    done = run("render", "nowhere/dev.md")

    assert done.status == 2
    assert done.out == b""
    assert "nowhere/dev.md" in done.err
    assert "no such file" in done.err


def test_a_fifo_is_refused_without_waiting(run: Run, tmp_path: Path) -> None:
    """A path that is no regular file fails at once."""
    os.mkfifo(tmp_path / "pipe.md")

    done = run("render", "pipe.md")

    assert (done.status, done.out) == (1, b"")
    assert "regular file" in done.err


@pytest.mark.parametrize("path", ["./folder", "folder.md", "/"])
def test_a_folder_as_path_is_refused_with_a_message(run: Run, tmp_path: Path, path: str) -> None:
    """A folder in place of a file fails with one line that says so."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder.md").mkdir()

    done = run("render", path)

    assert (done.status, done.out) == (1, b"")
    assert "Traceback" not in done.err
    assert "a folder" in done.err


# --- stdin ---


def test_a_dash_reads_the_agent_from_stdin(run: Run) -> None:
    """`-` renders what stdin holds."""
    done = run("render", "-", stdin=agent(body="FROM STDIN\n").encode())

    assert (done.status, done.out, done.err) == (0, b"FROM STDIN\n", "")


def test_stdin_finds_skills_in_the_working_directorys_project(run: Run, tmp_path: Path) -> None:
    """Skills of an agent from stdin come from the project that the command runs in."""
    put(tmp_path, "skills/mine/SKILL.md", skill("mine", "MINE\n"))

    done = run("render", "-", stdin=agent("dev", "skills: mine").encode())

    assert b"MINE\n" in done.out


def test_an_error_in_stdin_is_placed_there(run: Run) -> None:
    """A finding about stdin names `<stdin>` with line and column."""
    done = run("render", "-", stdin=agent("dev", "skills: [clean-cod]").encode())

    assert done.status == 1
    assert done.err == "error: <stdin>:4:10: unknown skill `clean-cod` (did you mean clean-code?)\n"


def test_empty_stdin_is_an_error(run: Run) -> None:
    """Nothing on stdin exits 1 and says that the file is empty."""
    done = run("render", "-")

    assert (done.status, done.out) == (1, b"")
    assert "<stdin>:1:1: the file is empty" in done.err


def test_stdin_past_the_size_limit_is_refused(run: Run) -> None:
    """More than 1 MiB on stdin exits 1 and names the limit."""
    done = run("render", "-", stdin=agent(body="x" * 2**20).encode())

    assert (done.status, done.out) == (1, b"")
    assert "1,048,576" in done.err


# --- the body ---


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"Line.\n", id="plain"),
        pytest.param(b"Line.\r\nNext.\r\n", id="crlf"),
        pytest.param(b"One.\nTwo.\r\nThree.\rFour.\n", id="mixed"),
        pytest.param(b"No final newline", id="no-final-newline"),
        pytest.param(b"\n\n  \nBlank lines around.\n\n\n", id="blank-lines"),
        pytest.param(BRACES.encode(), id="braces"),
        pytest.param("Zürich → 東京 \u2028 \x85 \x0c\n".encode(), id="unicode"),
        pytest.param(b"---\nnot: a fence\n---\n", id="fence-in-body"),
    ],
)
def test_without_skills_the_body_comes_out_byte_for_byte(run: Run, body: bytes) -> None:
    """`--skills none` gives the bytes below the closing fence, whatever they are."""
    data = b"---\nname: dev\ndescription: Works.\nskills: clean-code\n---\n" + body

    done = run("render", "-", "--skills", "none", stdin=data)

    assert (done.status, done.out) == (0, body)


@pytest.mark.parametrize("way", ["path", "stdin"])
def test_a_file_with_bom_and_crlf_gives_its_body_byte_for_byte(run: Run, tmp_path: Path, way: str) -> None:
    """A byte-order mark and CRLF fences are read through; the body keeps its own bytes."""
    data = b"\xef\xbb\xbf---\r\nname: dev\r\ndescription: Works.\r\n---\r\nBody.\r\n"
    put(tmp_path, "dev.md", data)

    done = run("render", "dev.md" if way == "path" else "-", "--skills", "none", stdin=data if way == "stdin" else b"")

    assert (done.status, done.out) == (0, b"Body.\r\n")


def test_braces_in_body_and_skill_are_text(run: Run, tmp_path: Path) -> None:
    """What looks like a template in a body or a skill comes out as written."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: mine", body="BODY " + BRACES))
    put(tmp_path, "skills/mine/SKILL.md", skill("mine", "SKILL " + BRACES))

    done = run("render", "dev")

    assert b"BODY " + BRACES.encode() in done.out
    assert b"SKILL " + BRACES.encode() in done.out


def test_a_file_without_frontmatter_is_all_body(run: Run, tmp_path: Path) -> None:
    """Without frontmatter the whole text is the prompt, and a warning says so on stderr."""
    put(tmp_path, "notes.md", "Just text.\n")

    done = run("render", "notes.md")

    assert (done.status, done.out) == (0, b"Just text.\n")
    assert done.err.startswith("notes.md:1:1: warning AK004 ")


def test_a_recovered_file_renders_and_says_what_is_wrong(run: Run, tmp_path: Path) -> None:
    """An unquoted `: ` in the description still gives the prompt, with an error at its place on stderr."""
    put(tmp_path, "dev.md", "---\nname: dev\ndescription: Use: often\n---\nBody.\n")

    done = run("render", "dev.md")

    assert (done.status, done.out) == (0, b"Body.\n")
    assert done.err.startswith("dev.md:3:17: error AK011 ")


# --- skills ---


def test_by_default_the_skills_text_is_in_the_prompt(run: Run, tmp_path: Path) -> None:
    """`full` puts each skill's body below the agent's, in the order of the list."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: [two, one]", body="BODY\n"))
    put(tmp_path, "skills/one/SKILL.md", skill("one", "TEXT ONE\n"))
    put(tmp_path, "skills/two/SKILL.md", skill("two", "TEXT TWO"))

    done = run("render", "dev")

    assert done.out == (
        b'BODY\n\n<skill name="two" location="skills/two/SKILL.md">\nTEXT TWO\n</skill>\n'
        b'\n<skill name="one" location="skills/one/SKILL.md">\nTEXT ONE\n</skill>\n'
    )


def test_full_is_the_default(run: Run) -> None:
    """`--skills full` gives what no option gives."""
    assert run("render", "data-engineer", "--skills", "full").out == run("render", "data-engineer").out


def test_a_skill_named_twice_stands_once(run: Run, tmp_path: Path) -> None:
    """A repeated name in `skills:` adds no second copy."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: one, one"))
    put(tmp_path, "skills/one/SKILL.md", skill("one", "TEXT ONE\n"))

    done = run("render", "dev")

    assert done.out.count(b"TEXT ONE") == 1


def test_the_list_is_markdown_with_name_description_and_place(run: Run, tmp_path: Path) -> None:
    """`list` gives a bullet a skill and one line with the relative place of all."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: one", body="BODY\n"))
    put(tmp_path, "skills/one/SKILL.md", skill("one", "TEXT ONE\n", "First. Use <early> & often."))

    done = run("render", "dev", "--skills", "list")

    assert done.out.decode() == (
        "BODY\n\nSkills: before work that one covers, read its SKILL.md (skills/NAME/SKILL.md).\n"
        "- one: First. Use <early> & often.\n"
    )


def test_the_list_can_be_xml(run: Run, tmp_path: Path) -> None:
    """`--skills-format xml` gives the block of skills-ref, escaped, with the relative place."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: one", body="BODY\n"))
    put(tmp_path, "skills/one/SKILL.md", skill("one", "TEXT ONE\n", "First. Use <early> & often."))

    done = run("render", "dev", "--skills", "list", "--skills-format", "xml")

    assert done.out.decode() == (
        "BODY\n\n<available_skills>\n<skill>\n<name>\none\n</name>\n"
        "<description>\nFirst. Use &lt;early&gt; &amp; often.\n</description>\n"
        "<location>\nskills/one/SKILL.md\n</location>\n</skill>\n</available_skills>\n"
    )


def test_the_list_leaves_the_skills_text_out(run: Run) -> None:
    """`list` names the shipped skills and holds no skill's text."""
    done = run("render", "data-engineer", "--skills", "list")

    assert b"- clean-code: " in done.out
    assert b"<skill " not in done.out


def test_an_agent_without_skills_renders_its_body_alone(run: Run, tmp_path: Path) -> None:
    """Without `skills:` all three modes give the same bytes."""
    put(tmp_path, "agents/dev.md", agent(body="BODY without newline"))

    outputs = {run("render", "dev", "--skills", mode).out for mode in ("full", "list", "none")}

    assert outputs == {b"BODY without newline"}


def test_harness_substitutions_stay_and_are_told(run: Run, tmp_path: Path) -> None:
    """`$ARGUMENTS` in a skill comes out as written; stderr says where it stands."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: fix"))
    put(tmp_path, "skills/fix/SKILL.md", skill("fix", "Fix $ARGUMENTS.\n"))

    done = run("render", "dev")

    assert done.status == 0
    assert b"Fix $ARGUMENTS.\n" in done.out
    assert done.err.startswith("info: skills/fix/SKILL.md:5:5: `$ARGUMENTS` ")


# --- missing skills ---


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        pytest.param(("skills:", "  - clean-code", "  - clean-cod"), "6:5", id="block-list"),
        pytest.param(("skills: [clean-code, clean-cod]",), "4:22", id="flow-list"),
        pytest.param(('skills: ["clean-cod"]',), "4:10", id="quoted"),
    ],
)
def test_a_missing_skill_prints_no_prompt_and_is_placed(run: Run, tmp_path: Path, fields: tuple[str, ...], place: str) -> None:
    """A skill that does not exist exits 1 with file:line:column and the nearest name; stdout stays empty."""
    put(tmp_path, "dev.md", agent("dev", *fields))

    done = run("render", "dev.md")

    assert (done.status, done.out) == (1, b"")
    assert done.err == f"error: dev.md:{place}: unknown skill `clean-cod` (did you mean clean-code?)\n"


def test_the_nearest_skill_can_be_the_projects_own(run: Run, tmp_path: Path) -> None:
    """The name offered for a missing skill is looked for in the project too."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: [pipline-review]"))
    put(tmp_path, "skills/pipeline-review/SKILL.md", skill("pipeline-review"))

    done = run("render", "dev")

    assert "did you mean pipeline-review?" in done.err


def test_a_missing_skill_fails_the_list_too(run: Run, tmp_path: Path) -> None:
    """`--skills list` with a missing skill exits 1 and prints nothing."""
    put(tmp_path, "dev.md", agent("dev", "skills: nope"))

    done = run("render", "dev.md", "--skills", "list")

    assert (done.status, done.out) == (1, b"")


def test_without_skills_a_missing_one_does_not_matter(run: Run, tmp_path: Path) -> None:
    """`--skills none` renders an agent whose skill is missing."""
    put(tmp_path, "dev.md", agent("dev", "skills: nope", body="BODY\n"))

    done = run("render", "dev.md", "--skills", "none")

    assert (done.status, done.out) == (0, b"BODY\n")


def test_an_unreadable_skill_is_told_apart_from_a_missing_one(run: Run, tmp_path: Path) -> None:
    """A SKILL.md that exists and cannot be read is an error that names it and why."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: [broken]"))
    put(tmp_path, "skills/broken/SKILL.md", UNCLOSED)

    done = run("render", "dev")

    assert (done.status, done.out) == (1, b"")
    assert done.err.startswith("error: agents/dev.md:4:10: skill `broken` cannot be read: skills/broken/SKILL.md:1:1: ")


def test_allow_missing_puts_a_visible_note(run: Run, tmp_path: Path) -> None:
    """`--allow-missing` renders with a note in the skill's place and a warning on stderr."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: [nope, one]", body="BODY\n"))
    put(tmp_path, "skills/one/SKILL.md", skill("one", "TEXT ONE\n"))

    done = run("render", "dev", "--allow-missing")

    assert done.status == 0
    assert b"Note: the skill `nope` is declared by this agent and was not found" in done.out
    assert b"TEXT ONE\n" in done.out
    assert done.err == "warning: skill `nope` is missing; a note stands for it\n"


@pytest.mark.parametrize("form", ["markdown", "xml"])
def test_allow_missing_puts_the_note_into_the_list(run: Run, tmp_path: Path, form: str) -> None:
    """In a list the missing skill has its name and the note."""
    put(tmp_path, "dev.md", agent("dev", "skills: nope"))

    done = run("render", "dev.md", "--allow-missing", "--skills", "list", "--skills-format", form)

    assert done.status == 0
    assert b"Note: the skill `nope`" in done.out


def test_the_note_for_an_unreadable_skill_does_not_say_that_it_was_not_found(run: Run, tmp_path: Path) -> None:
    """With `--allow-missing` a SKILL.md that exists and cannot be read is not called missing."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: [broken]"))
    put(tmp_path, "skills/broken/SKILL.md", UNCLOSED)

    done = run("render", "dev", "--allow-missing")

    assert done.status == 0
    assert b"was not found" not in done.out


# --- formats ---


def test_json_holds_the_prompt_and_its_digest(run: Run, tmp_path: Path) -> None:
    """`--format json` is one object: persona, mode, skills, missing, SHA-256 of the text, text."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: [clean-code, nope]", body="Zürich\r\n"))
    text = run("render", "dev", "--allow-missing").out

    data = json.loads(run("render", "dev", "--allow-missing", "--format", "json").out)

    assert data == {
        "version": 1,
        "persona": "dev",
        "mode": "full",
        "skills": ["clean-code"],
        "missing": ["nope"],
        "sha256": hashlib.sha256(text).hexdigest(),
        "text": text.decode(),
    }


def test_messages_are_one_system_message(run: Run) -> None:
    """`--format messages` is a list with the prompt as system message."""
    text = run("render", "data-engineer").out.decode()

    messages = json.loads(run("render", "data-engineer", "--format", "messages").out)

    assert messages == [{"role": "system", "content": text}]


def test_an_unknown_format_is_a_wrong_call(run: Run) -> None:
    """A format that does not exist exits 2 and lists those that do."""
    done = run("render", "data-engineer", "--format", "yaml")

    assert (done.status, done.out) == (2, b"")
    assert "'text', 'json', 'messages'" in done.err


# --- output file ---


def test_a_file_gets_the_bytes_of_stdout(run: Run, tmp_path: Path) -> None:
    """`-o` writes what stdout would get, prints nothing there and leaves nothing else behind."""
    expected = run("render", "data-engineer").out

    done = run("render", "data-engineer", "-o", "prompt.txt")

    assert (done.status, done.out) == (0, b"")
    assert (tmp_path / "prompt.txt").read_bytes() == expected
    assert [path.name for path in tmp_path.iterdir()] == ["prompt.txt"]


def test_a_file_can_hold_json(run: Run, tmp_path: Path) -> None:
    """`-o` with a format writes that format."""
    run("render", "data-engineer", "--format", "json", "-o", "prompt.json")

    assert json.loads((tmp_path / "prompt.json").read_bytes())["persona"] == "data-engineer"


def test_an_existing_file_is_kept(run: Run, tmp_path: Path) -> None:
    """`-o` to a file that exists exits 1, says what to do and changes nothing."""
    put(tmp_path, "prompt.txt", "precious")

    done = run("render", "data-engineer", "-o", "prompt.txt")

    assert done.status == 1
    assert done.err == "error: prompt.txt: exists already, not written (--force replaces it)\n"
    assert (tmp_path / "prompt.txt").read_bytes() == b"precious"


def test_force_replaces_an_existing_file(run: Run, tmp_path: Path) -> None:
    """With `--force` the file holds the prompt and keeps its mode."""
    path = put(tmp_path, "prompt.txt", "old")
    path.chmod(0o640)

    done = run("render", "data-engineer", "--skills", "none", "-o", "prompt.txt", "--force")

    assert done.status == 0
    assert path.read_bytes() == run("render", "data-engineer", "--skills", "none").out
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_file_is_replaced_in_one_step(run: Run, tmp_path: Path) -> None:
    """Whoever has the old file open goes on reading the old bytes: it is replaced, not written over."""
    path = put(tmp_path, "prompt.txt", "old bytes")

    with path.open("rb") as reader:
        run("render", "data-engineer", "-o", "prompt.txt", "--force")

        assert reader.read() == b"old bytes"


@pytest.mark.parametrize("target", ["real.txt", "nowhere.txt"])
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_link_is_never_written_through(run: Run, tmp_path: Path, target: str, force: tuple[str, ...]) -> None:
    """`-o` to a symbolic link exits 1; the link and what it points to stay as they are."""
    put(tmp_path, "real.txt", "precious")
    (tmp_path / "link.txt").symlink_to(target)

    done = run("render", "data-engineer", "-o", "link.txt", *force)

    assert done.status == 1
    assert done.err.startswith("error: link.txt: is a link ")
    assert (tmp_path / "link.txt").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.txt", "real.txt"]
    assert (tmp_path / "real.txt").read_bytes() == b"precious"


@pytest.mark.parametrize("target", ["no/folder.txt", ".", "", "file.txt/below"])
def test_a_place_that_cannot_be_written_is_an_error(run: Run, tmp_path: Path, target: str) -> None:
    """`-o` to a missing folder, a folder or below a file exits 1 with one line and makes nothing."""
    put(tmp_path, "file.txt", "")

    done = run("render", "data-engineer", "-o", target, "--force")

    assert done.status == 1
    assert done.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]


def test_a_failed_render_leaves_the_file_alone(run: Run, tmp_path: Path) -> None:
    """With `--force`, a render that fails keeps the file that is there."""
    put(tmp_path, "dev.md", agent("dev", "skills: nope"))
    put(tmp_path, "prompt.txt", "precious")

    done = run("render", "dev.md", "-o", "prompt.txt", "--force")

    assert done.status == 1
    assert (tmp_path / "prompt.txt").read_bytes() == b"precious"


# --- layouts ---


def test_a_layout_lays_the_prompt_out(run: Run, tmp_path: Path) -> None:
    """A template uses the documented variables; the body stays data."""
    put(tmp_path, "agents/dev.md", agent("dev", "tools: Read, Grep", "model: opus", "skills: one", body=BRACES))
    put(tmp_path, "skills/one/SKILL.md", skill("one", "TEXT ONE\n"))
    put(
        tmp_path,
        "layout.j2",
        "{{ name }}|{{ description }}|{{ tools | join(' ') }}|{{ model }}|{{ mode }}|{{ gap }}\n"
        "{{ body }}{% for skill in skills %}{{ skill.name }}@{{ skill.location }}: {{ skill.body }}{% endfor %}END\n",
    )

    done = run("render", "dev", "--layout", "layout.j2")

    assert done.status == 0
    assert done.out.decode() == (
        f"dev|Works as dev. Use for work.|Read Grep|opus|full|\n{BRACES}one@skills/one/SKILL.md: TEXT ONE\nEND"
    )


def test_a_layout_can_use_the_list(run: Run, tmp_path: Path) -> None:
    """With `--skills list` a layout has the ready list and each listed skill."""
    put(tmp_path, "agents/dev.md", agent("dev", "skills: one"))
    put(tmp_path, "skills/one/SKILL.md", skill("one"))
    put(tmp_path, "layout.j2", "{{ listed | map(attribute='name') | join }} {{ skills | length }}\n{{ listing }}")

    done = run("render", "dev", "--layout", "layout.j2", "--skills", "list")

    assert done.out.startswith(b"one 0\nSkills: ")
    assert done.out.endswith(b"- one: Helps. Use when it helps.")


def test_an_unknown_variable_names_the_known_ones(run: Run, tmp_path: Path) -> None:
    """A name that layouts do not have is an error at file and line that lists what there is."""
    put(tmp_path, "layout.j2", "first\n{{ boddy }}\n")

    done = run("render", "data-engineer", "--layout", "layout.j2")

    assert (done.status, done.out) == (1, b"")
    assert done.err.startswith("error: layout.j2:2: the layout fails: 'boddy' is undefined")
    known = "name, description, body, gap, tools, model, mode, skills, listed, listing"
    assert known in done.err


def test_a_layouts_syntax_error_is_placed(run: Run, tmp_path: Path) -> None:
    """A template that is none is an error at file and line."""
    put(tmp_path, "layout.j2", "first\nsecond\n{% if %}\n")

    done = run("render", "data-engineer", "--layout", "layout.j2")

    assert (done.status, done.out) == (1, b"")
    assert done.err.startswith("error: layout.j2:3: the layout fails: ")


@pytest.mark.parametrize(
    "template",
    ["{{ ''.__class__.__mro__ }}", "{{ skills.append(1) }}", "{% include '/etc/passwd' %}", "{{ 1 / 0 }}", "{{ body + 1 }}"],
)
def test_a_layout_that_reaches_too_far_is_one_line(run: Run, tmp_path: Path, template: str) -> None:
    """What the sandbox bars, and what fails while it is filled, is one placed message and no prompt."""
    put(tmp_path, "layout.j2", template)

    done = run("render", "data-engineer", "--layout", "layout.j2")

    assert (done.status, done.out) == (1, b"")
    assert done.err.startswith("error: layout.j2:1: the layout fails: ")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("content", [None, b"\xff"])
def test_a_layout_that_cannot_be_read_is_an_error(run: Run, tmp_path: Path, content: bytes | None) -> None:
    """A layout that is missing or not UTF-8 exits 1 and names the file."""
    if content is not None:
        put(tmp_path, "layout.j2", content)

    done = run("render", "data-engineer", "--layout", "layout.j2")

    assert (done.status, done.out) == (1, b"")
    assert done.err.startswith("error: layout.j2: the layout ")


def test_a_folder_as_layout_is_refused_with_a_message(run: Run, tmp_path: Path) -> None:
    """A folder in place of a layout fails with one line that names it."""
    (tmp_path / "layouts").mkdir()

    done = run("render", "data-engineer", "--layout", "layouts")

    assert (done.status, done.out) == (1, b"")
    assert "Traceback" not in done.err
    assert done.err.startswith("error: layouts: ")


# --- the same bytes ---


@pytest.mark.parametrize(("mode", "output"), [("full", "text"), ("list", "json")])
def test_a_shipped_prompt_is_the_same_everywhere_and_every_time(run: Run, tmp_path: Path, mode: str, output: str) -> None:
    """Two folders, two hash seeds, two time zones and locales: the same bytes."""
    other = tmp_path / "deep/er"
    other.mkdir(parents=True)
    call = ("render", "data-engineer", "--skills", mode, "--format", output)

    first = run(*call, env={"PYTHONHASHSEED": "1", "TZ": "UTC"})
    second = run(*call, cwd=other, env={"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C"})

    assert first.status == 0
    assert first.out == second.out


@pytest.mark.parametrize("mode", ["full", "list"])
def test_a_files_prompt_does_not_depend_on_how_it_is_named(run: Run, tmp_path: Path, mode: str) -> None:
    """Relative from above, from beside, from elsewhere and absolute: the same bytes, without the folder's path."""
    path = put(tmp_path, "project/agents/dev.md", agent("dev", "skills: [mine, clean-code]"))
    put(tmp_path, "project/skills/mine/SKILL.md", skill("mine"))
    (tmp_path / "other").mkdir()

    outputs = {
        run("render", "project/agents/dev.md", "--skills", mode).out,
        run("render", "./dev.md", "--skills", mode, cwd=path.parent).out,
        run("render", "../project/agents/dev.md", "--skills", mode, cwd=tmp_path / "other").out,
        run("render", str(path), "--skills", mode).out,
    }

    assert len(outputs) == 1
    assert str(tmp_path).encode() not in outputs.pop()


@pytest.mark.parametrize(
    "folder",
    [
        "",
        ".claude/",
    ],
)
def test_an_agent_has_one_prompt_by_name_and_by_path(run: Run, tmp_path: Path, folder: str) -> None:
    """The project's agent renders to the same bytes whether its name or its file is given."""
    put(tmp_path, f"{folder}agents/dev.md", agent("dev", "skills: mine"))
    put(tmp_path, f"{folder}skills/mine/SKILL.md", skill("mine"))

    by_name = run("render", "dev")
    by_path = run("render", f"{folder}agents/dev.md")

    assert by_name.status == 0
    assert by_name.out == by_path.out


# --- broken files ---


@pytest.mark.parametrize("call", ["broken", "agents/broken.md"])
def test_an_unclosed_frontmatter_is_an_error_with_its_place(run: Run, tmp_path: Path, call: str) -> None:
    """Frontmatter without an end exits 1 at file:line:column, by name as by path."""
    put(tmp_path, "agents/broken.md", UNCLOSED)

    done = run("render", call)

    assert (done.status, done.out) == (1, b"")
    assert done.err.startswith("error: agents/broken.md:1:1: the frontmatter that opens here is never closed [AK005]")


def test_bytes_that_are_not_utf_8_are_an_error_with_their_place(run: Run, tmp_path: Path) -> None:
    """A stray byte exits 1 with line, column and byte offset."""
    put(tmp_path, "dev.md", b"---\nname: dev\ndescription: caf\xe9\n---\nBody.\n")

    done = run("render", "dev.md")

    assert (done.status, done.out) == (1, b"")
    assert done.err.startswith("error: dev.md:3:17: not UTF-8: byte 0xe9 at offset 30 ")


@pytest.mark.parametrize(
    "block",
    [
        pytest.param("description: " + "[" * 60_000, id="nested"),
        pytest.param("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]", id="aliases"),
        pytest.param("? [a, b]\n: c", id="odd-key"),
        pytest.param("skills: {a: {b: [c]}}\ntools: [[[x]]]\nname: []", id="wrong-types"),
        pytest.param("description: !!python/object/apply:os.system [id]", id="tag"),
    ],
)
def test_hostile_frontmatter_gives_no_traceback(run: Run, block: str) -> None:
    """YAML that attacks the reader gives findings at a place, never a traceback."""
    done = run("render", "-", stdin=f"---\n{block}\n---\nBody.\n".encode())

    assert done.status in (0, 1)
    assert "<stdin>:" in done.err
    assert "Traceback" not in done.err


def test_a_broken_own_file_is_not_silently_replaced_by_the_shipped_one(run: Run, tmp_path: Path) -> None:
    """When the project's file of a name cannot be read, stderr names it, whatever is printed."""
    put(tmp_path, "agents/data-engineer.md", UNCLOSED)

    done = run("render", "data-engineer")

    assert "agents/data-engineer.md:1:1" in done.err
