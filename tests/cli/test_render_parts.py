"""`agentkit render` with --explain, --var, --vars, --as-agent and --escape."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import jinja2
import pytest

from tests.conftest import ROOT

from .conftest import agent, put, skill

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Run, RunInTerminal

VARIABLES = (
    "agentkit:",
    "  extends: base",
    "  includes: [../fragments/style.md]",
    "  variables:",
    "    warehouse: {choices: [bigquery, snowflake]}",
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    put(tmp_path, "skills/sql/SKILL.md", skill("sql", "Use CTEs.\n"))
    put(tmp_path, "agents/base.md", agent("base", "skills: [sql]", body="Base {{ warehouse }}.\n"))
    put(tmp_path, "agents/own.md", agent("own", *VARIABLES, body="Query {{ warehouse }}, not ${{ warehouse }}.\n"))
    put(tmp_path, "fragments/style.md", "Be brief.\n")
    return tmp_path


PROMPT = (
    b"Base {{ warehouse }}.\n\nQuery bigquery, not ${{ warehouse }}.\n\nBe brief.\n"
    b'\n<skill name="sql" location="skills/sql/SKILL.md">\nUse CTEs.\n</skill>\n'
)


def test_values_come_from_the_command_line_or_a_file(run: Run, project: Path) -> None:
    """`--var` and `--vars` fill what is declared; `--var` wins; by name, by path and from stdin alike."""
    put(project, "v.yaml", "warehouse: snowflake\n")

    assert run("render", "own", "--var", "warehouse=bigquery").out == PROMPT
    assert run("render", "agents/own.md", "--var", "warehouse=bigquery").out == PROMPT
    assert run("render", "own", "--vars", "v.yaml").out == PROMPT.replace(b"bigquery", b"snowflake")
    assert run("render", "own", "--vars", "v.yaml", "--var", "warehouse=bigquery").out == PROMPT
    assert run("render", "own", "--var", "warehouse=snowflake", "--var", "warehouse=bigquery").out == PROMPT
    stdin = agent("in", "agentkit: {variables: {x: {type: int}}, includes: [fragments/style.md]}", body="{{ x }}\n")
    assert run("render", "-", "--var", "x=7", stdin=stdin.encode()).out == b"7\n\nBe brief.\n"


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ((), 2, "error: agents/own.md:8:5: variable `warehouse` has no value (give one of bigquery, snowflake"),
        (("--var", "warehouse=x"), 2, "error: agents/own.md:8:5: variable `warehouse` is 'x', not one of"),
        (("--var", "warehous=x"), 2, "error: agents/own.md:7:3: variable `warehous` is given and not declared (did you mean"),
        (("--var", "warehouse"), 2, "--var takes NAME=VALUE, not 'warehouse'"),
        (("--vars", "none.yaml"), 1, "error: none.yaml: the file of variables cannot be opened"),
        (("--explain", "--format", "messages"), 2, "--explain goes with --format text, json or html"),
        (("--explain", "--as-agent"), 2, "--explain and --as-agent do not go together"),
        (("--format", "html"), 2, "--format html goes with --explain"),
        (("--as-agent", "--format", "json"), 2, "--as-agent prints a file, and takes no --format"),
        (("--escape", "jinja", "--format", "json"), 2, "--escape goes with the prompt alone"),
        (("--escape", "mako"), 2, "'mako' is not one of"),
    ],
)
def test_a_wrong_call_prints_no_prompt(run: Run, project: Path, arguments: tuple[str, ...], status: int, message: str) -> None:
    """What cannot be filled or does not go together is said on stderr at its place; stdout stays empty."""
    done = run("render", "own", *arguments)

    assert (done.status, done.out) == (status, b"")
    assert message in done.err


def test_the_flat_file_is_a_file_like_any_other(run: Run, project: Path) -> None:
    """`--as-agent` prints a file without what agentkit alone knows; its prompt is the same, and lint has nothing to say."""
    assert run("render", "own", "--var", "warehouse=bigquery", "--as-agent", "-o", "agents/flat.md").status == 0
    flat = (project / "agents/flat.md").read_text()
    done = run("render", "agents/flat.md")

    assert "agentkit" not in flat
    assert flat.startswith(
        "---\nname: own\ndescription: Works as own. Use for work.\nskills:\n  - sql\n---\nBase {{ warehouse }}.\n"
    )
    assert (done.out, done.err) == (PROMPT, "")


def test_show_lists_what_can_be_given(run: Run, project: Path) -> None:
    """`show` names base, fragments and variables, with what each takes; in JSON too."""
    shown = run("show", "own").out.decode()
    data = json.loads(run("show", "own", "--json").out)

    assert "extends       base\n" in shown
    assert "includes      ../fragments/style.md\n" in shown
    assert "variables     warehouse (one of bigquery, snowflake, required)\n" in shown
    assert (data["extends"], data["includes"]) == ("base", ["../fragments/style.md"])
    assert data["variables"] == [
        {
            "name": "warehouse", "type": "enum", "default": None, "choices": ["bigquery", "snowflake"], "required": True,
            "description": "", "line": 8,
        }
    ]  # fmt: skip


def test_explain_tells_the_origin_of_every_part(run: Run, project: Path) -> None:
    """The table names file and lines, fits 80 columns and ends with the whole."""
    done = run("render", "own", "--var", "warehouse=bigquery", "--explain")
    table = done.out.decode()

    assert done.status == 0
    assert max(len(line) for line in table.splitlines()) <= 80
    for part in ("base base", "agents/base.md:6", "variable warehouse", "agents/own.md:8", "fragment style.md", "skill sql"):
        assert part in table
    assert table.splitlines()[-1].endswith("whole prompt")


def test_explain_as_json_covers_the_prompt(run: Run, project: Path) -> None:
    """The spans are the text from end to end, and the paths are the project's."""
    done = run("render", "own", "--var", "warehouse=bigquery", "--explain", "--format", "json")
    data = json.loads(done.out)

    assert data["text"].encode() == PROMPT
    assert "".join(data["text"][span["start"] : span["end"]] for span in data["spans"]) == data["text"]
    assert {span["path"] for span in data["spans"]} == {
        None, "agents/base.md", "agents/own.md", "fragments/style.md", "skills/sql/SKILL.md", "default.md.j2",
    }  # fmt: skip
    assert done.out.isascii()


def test_explain_names_no_folder_of_the_machine(run: Run) -> None:
    """Files that ship are named without the folder that agentkit is installed in, so that the output is the same anywhere."""
    for form in ("text", "json", "html"):
        out = run("render", "data-engineer", "--explain", "--format", form).out.decode()

        assert re.search(r"engineer\.md:\d", out) is not None or "agentkit:agents/data-engineer.md" in out
        assert str(ROOT) not in out


def test_explain_fits_a_terminal(run_in_terminal: RunInTerminal, project: Path) -> None:
    """On a narrow terminal the table is as narrow."""
    shown = run_in_terminal("render", "own", "--var", "warehouse=bigquery", "--explain")

    assert max(len(line) for line in shown.splitlines()[5:]) <= 60


def test_explain_as_a_page(run: Run, project: Path) -> None:
    """The page is one file that is the same every time."""
    first, second = (run("render", "own", "--var", "warehouse=bigquery", "--explain", "--format", "html") for _ in range(2))

    assert first.out == second.out
    assert first.out.startswith(b"<!DOCTYPE html>\n")
    assert b"default-src 'none'" in first.out


def test_an_escaped_prompt_comes_back_from_its_engine(run: Run, project: Path) -> None:
    """What `--escape` prints is a template whose result is the prompt; in messages too."""
    call = ("render", "own", "--var", "warehouse=bigquery", "--escape", "jinja")

    assert jinja2.Template(run(*call).out.decode()).render().encode() == PROMPT
    content = json.loads(run(*call, "--format", "messages").out)[0]["content"]
    assert jinja2.Template(content).render().encode() == PROMPT


def test_the_page_on_prompts_is_true(run: Run, tmp_path: Path) -> None:
    """The two agents of docs/prompts.md give what its commands are shown to print."""
    text = (ROOT / "docs" / "prompts.md").read_text(encoding="utf-8")
    for file in re.findall(r"^```markdown\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        put(tmp_path, f"agents/{re.search('name: (.+)', file)[1]}.md", file)  # type: ignore[index]
    put(tmp_path, "fragments/style.md", "Write short sentences.\n")
    put(tmp_path, "skills/sql/SKILL.md", "---\nname: sql\ndescription: SQL. Use for SQL.\n---\nUse CTEs.\n")
    shown = re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    calls = [call for block in shown for call in re.findall(r"^\$ agentkit (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)]
    for command, output in calls:
        done = run(*command.split())

        assert done.out.decode() + done.err == output
    assert len(calls) >= 5
