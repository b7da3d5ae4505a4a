"""The assertions of `agentkit.testing` by themselves: what passes, what fails, and what a failure says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import agentkit
from agentkit import testing
from agentkit.testing import (
    assert_contains,
    assert_finds,
    assert_grants_within,
    assert_lacks,
    assert_prompt_matches,
    assert_within,
)
from agentkit.testing.difference import hunks
from agentkit.testing.snapshots import Collected, Notes, base_for, obsolete
from tests.cli.conftest import agent, put, skill
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from agentkit import Prompt, Registry


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Agents of many rights, one with a skill, seen from their folder."""
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "agents/dev.md", agent("dev", "tools: Read, Bash(git *)", "skills: [sql]", body="One.\nTwo.\nThree.\n"))
    put(
        tmp_path,
        "agents/child.md",
        agent("child", "agentkit:", "  extends: dev", "  variables: {n: {type: int}}", body="{{ n }}\n"),
    )
    put(tmp_path, "skills/sql/SKILL.md", skill("sql", "Use CTEs.\n"))
    return agentkit.load(tmp_path)


@pytest.fixture
def prompt(loaded: Registry) -> Prompt:
    return loaded.render("dev")


def failure(error: pytest.ExceptionInfo[BaseException]) -> list[str]:
    return str(error.value).splitlines()


def test_the_public_names_are_documented() -> None:
    """Each can be imported and has a docstring; an unknown one is an attribute error."""
    assert all(getattr(testing, name).__doc__ for name in testing.__all__)
    assert dir(testing) == testing.__all__
    with pytest.raises(AttributeError, match="nope"):
        _ = testing.nope  # type: ignore[attr-defined]


# --- stored prompts ---


def test_a_stored_prompt_is_compared_byte_for_byte(prompt: Prompt, tmp_path: Path) -> None:
    """What is stored is the text's UTF-8, and matches; folders are made; a second update writes nothing."""
    path = tmp_path / "deep" / "er" / "dev.md"
    assert_prompt_matches(prompt, path, update=True)
    before = path.stat().st_ino
    assert_prompt_matches(prompt, path, update=True)
    assert_prompt_matches(prompt, path)

    assert path.read_bytes() == prompt.text.encode()
    assert path.stat().st_ino == before


@given(st.text(st.characters(codec=None), max_size=40), st.text(st.characters(codec=None), max_size=40))
def test_any_text_is_stored_exactly_and_any_other_fails(tmp_path_factory: pytest.TempPathFactory, text: str, other: str) -> None:
    """Line ends, lone surrogates, controls, no newline at the end: nothing is lost, nothing passes for something else."""
    path = tmp_path_factory.mktemp("stored") / "x.md"
    assert_prompt_matches(text, path, update=True)
    assert_prompt_matches(text, path)

    if other != text:
        with pytest.raises(AssertionError, match="is not the stored one") as error:
            assert_prompt_matches(other, path)
        str(error.value).encode()  # every character can be shown


@pytest.mark.parametrize(
    ("stored", "now", "said"),
    [
        ("a\r\nb\r\n", "a\nb\n", "only line ends differ"),
        ("a\nb\n", "a\nb", "ends with a newline, this one does not"),
        ("a\nb", "a\nb\n", "ends without a newline, this one with one"),
        ("a  \nb\n", "a\nb\n", "  - a··"),
        ("a\n", "\x1b[31ma\u202e\n", "  + \\x1b[31ma\\u202e"),
        ("a\n" * 3000, "b\n" * 3000, "more lines"),
        ("x " * 2000 + "old\n", "x " * 2000 + "new\n", "x x new"),
        ("", "a\n", "0 characters stored, 2 now"),
    ],
)
def test_a_difference_can_be_seen(tmp_path: Path, stored: str, now: str, said: str) -> None:
    """Also one that does not show: blanks, line ends, controls, one word in a line of four thousand characters."""
    path = tmp_path / "x.md"
    path.write_bytes(stored.encode())
    with pytest.raises(AssertionError) as error:
        assert_prompt_matches(now, path)

    assert said in str(error.value)
    assert len(str(error.value)) < 12_000


def test_each_hunk_names_its_file_and_line(loaded: Registry, prompt: Prompt, tmp_path: Path) -> None:
    """A change in the body and one in a skill are told apart, a deletion stands where it was."""
    path = tmp_path / "dev.prompt"
    assert_prompt_matches(prompt, path, update=True)
    put(tmp_path, "agents/dev.md", agent("dev", "tools: Read", "skills: [sql]", body="One.\nThree.\n"))
    put(tmp_path, "skills/sql/SKILL.md", skill("sql", "Use views.\n"))
    with pytest.raises(AssertionError) as error:
        assert_prompt_matches(agentkit.load(tmp_path).render("dev"), path, accept="say so")

    assert failure(error)[3:] == [
        "at agents/dev.md:7 (body of dev):",
        "    One.",
        "  - Two.",
        "    Three.",
        "at skills/sql/SKILL.md:5 (skill sql):",
        '    <skill name="sql" location="skills/sql/SKILL.md">',
        "  - Use CTEs.",
        "  + Use views.",
        "    </skill>",
        "",
        "to accept it: say so",
    ]


def test_a_stored_file_that_is_damaged_or_no_file_fails(tmp_path: Path) -> None:
    """Bytes that are no UTF-8, and a folder, are said, not raised as errors of Python."""
    put(tmp_path, "x.md", b"a\xff")
    for path, said in (("x.md", "not UTF-8: byte at offset 1"), ("", "cannot be read: is a directory")):
        with pytest.raises(AssertionError, match=said):
            assert_prompt_matches("a", tmp_path / path)


@given(st.lists(st.sampled_from("ab"), max_size=8), st.lists(st.sampled_from("abc"), max_size=8))
def test_hunks_make_the_new_lines_of_the_old(old: list[str], new: list[str]) -> None:
    """Putting the new lines of each hunk in place of its old ones gives the new text."""
    made, at = list[str](), 0
    for hunk in hunks(old, new):
        made += old[at : hunk.old] + new[hunk.new : hunk.new_end]
        at = hunk.old_end

    assert made + old[at:] == new


@given(st.lists(st.text(st.characters(codec="ascii"), max_size=130), min_size=2, max_size=2, unique=True))
def test_file_names_are_safe_and_differ(tests: list[str]) -> None:
    """Any two ids of tests have names of their own, made of letters, digits, `_`, `-` and `.`."""
    names = [base_for(f"test_x[{test}]") for test in tests]

    assert names[0] != names[1]
    assert all(re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,120}", name) for name in names)


def test_obsolete_prompts_of_a_parametrized_test(tmp_path: Path) -> None:
    """A case that is gone leaves one behind; a case that was not run does not."""
    module = tmp_path / "test_x.py"
    for name in ("test_a-one", "test_a-two", "test_a-gone"):
        put(tmp_path, f"__prompts__/test_x/{name}.md", "x")
    tests = [Collected(module, f"test_a[{case}]", f"test_x.py::test_a[{case}]") for case in ("one", "two")]

    assert obsolete(tests, Notes()) == [str(tmp_path / "__prompts__/test_x/test_a-gone.md")]


# --- budgets ---


def test_a_budget_counts_the_worst_family(prompt: Prompt) -> None:
    """At the count it passes, one below it fails; with a family that one counts."""
    from agentkit.tokens import FAMILIES, tokens

    counts = {family: tokens(prompt.text, family) for family in FAMILIES}
    most, least = max(counts.values()), min(counts, key=lambda family: counts[family])
    assert_within(prompt, int(most) + 1)
    assert_within(prompt, int(counts[least]) + 1, family=least)

    with pytest.raises(AssertionError, match="more than the"):
        assert_within(prompt, int(most) - 1)
    with pytest.raises(AssertionError, match=least):
        assert_within(prompt, 1, family=least)


def test_a_failed_budget_lists_the_dearest_parts(loaded: Registry, tmp_path: Path) -> None:
    """The part that costs most comes first, with its file and line."""
    put(tmp_path, "skills/sql/SKILL.md", skill("sql", "Use many words. " * 50))
    with pytest.raises(AssertionError) as error:
        assert_within(agentkit.load(tmp_path).render("dev"), 100)

    assert re.fullmatch(r" +~\d+  skill sql  skills/sql/SKILL.md:5", failure(error)[2])
    assert [line.split("  ")[-2] for line in failure(error)[2:] if "agents/dev.md" in line] == ["body of dev"]


def test_a_budget_that_cannot_be_meant_is_refused(prompt: Prompt) -> None:
    """A family that does not exist gets the nearest; a limit below 0 is no limit."""
    with pytest.raises(agentkit.NotFound, match=r"did you mean openai-o200k\?"):
        assert_within(prompt, 1, family="openai-o20k")
    with pytest.raises(ValueError, match="-1"):
        assert_within(prompt, -1)


# --- words ---


def test_a_prompt_holds_texts(prompt: Prompt) -> None:
    """What is missing is named; what stands there in another case is shown."""
    assert_contains(prompt, "Two.", "One.\nTwo.")
    with pytest.raises(AssertionError) as error:
        assert_contains(prompt, "Two.", "use  ctes.", "Four.")

    assert failure(error) == [
        "prompt of dev lacks:",
        "  `use  ctes.`",
        "    in another case or with other blanks at skills/sql/SKILL.md:5 (skill sql)",
        "  `Four.`",
    ]


def test_a_prompt_lacks_texts(prompt: Prompt) -> None:
    """Each place of what must not be there is named; a plain text has lines of its own."""
    assert_lacks(prompt, "Four.", "two.")
    with pytest.raises(AssertionError) as error:
        assert_lacks(prompt, "Two.\nThree.", "CTEs")
    with pytest.raises(AssertionError, match="`b` at line 2"):
        assert_lacks("a\nb", "b")

    assert failure(error)[1:] == [
        "  `Two.\\nThree.` at agents/dev.md:8-9 (body of dev)",
        "  `CTEs` at skills/sql/SKILL.md:5 (skill sql)",
    ]


@pytest.mark.parametrize("assertion", [assert_contains, assert_lacks])
@pytest.mark.parametrize("texts", [(), ("",)])
def test_an_assertion_that_cannot_fail_is_refused(assertion: object, texts: tuple[str, ...]) -> None:
    """No text, or an empty one, is a mistake."""
    assert callable(assertion)
    with pytest.raises(ValueError, match="at least one text"):
        assertion("a", *texts)


# --- rights ---


def persona(*fields: str) -> agentkit.Persona:
    return agentkit.parse(agent("dev", *fields), path="agents/dev.md")


@pytest.mark.parametrize(
    ("fields", "allowed"),
    [
        (["tools: Read, Grep"], {"Read", "Grep", "Glob"}),
        (["tools: Read, Grep"], "Read, Grep"),
        (["tools: []"], ()),
        (["tools: Read(*.md)"], {"Read"}),
        (["tools: Bash(git *)"], {"Bash(git *)"}),
        (["tools: Read, Bash", "disallowedTools: Bash"], {"Read"}),
        (["tools: mcp__github__issue, github/pull, mcp__github"], {"mcp__github"}),
        (["tools: Agent(a), Task(b)"], {"Agent"}),
        (["tools: Agent(a)"], {"Agent(a, b)"}),
        (["tools: Read", "memory: project"], {"Read", "Write", "Edit"}),
        (["tools: Read", "memory: project", "disallowedTools: Write, Edit"], {"Read"}),
        (["color: red"], {"*"}),
    ],
)
def test_grants_that_are_within(fields: list[str], allowed: object) -> None:
    """A tool allows its narrowed forms, a server its tools; what is denied does not count."""
    assert_grants_within(persona(*fields), allowed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "allowed", "said"),
    [
        (["tools: Read, Bash"], {"Read"}, "  Bash  agents/dev.md:4:14"),
        (["tools: [Read, 'Bash(git *)']"], {"Read", "Bash(git status)"}, "  Bash(git *)  agents/dev.md:4:15"),
        (["tools: Bash"], {"Bash(git *)"}, "  Bash  agents/dev.md:4:8"),
        (["tools: Bash", "disallowedTools: Bash(rm *)"], (), "  Bash  agents/dev.md:4:8"),
        (["tools: mcp__github"], {"mcp__github__issue"}, "  mcp__github  agents/dev.md:4:8"),
        (["tools: mcp__other__x"], {"mcp__github"}, "  mcp__other__x  agents/dev.md:4:8"),
        (["tools: Agent"], {"Agent(a)"}, "  Agent  agents/dev.md:4:8"),
        (["tools: '*'"], {"Read"}, "  *  agents/dev.md:4:9"),
        (["tools: Read", "memory: project"], {"Read"}, "  Write, Edit  by `memory`, agents/dev.md:5:9"),
        (["color: red"], {"Read"}, "dev has no `tools`, and inherits every tool: agents/dev.md:2:7"),
        (["disallowedTools: Bash"], {"Read"}, "dev has no `tools`, and inherits every tool: agents/dev.md:2:7"),
    ],
)
def test_grants_that_are_not_within(fields: list[str], allowed: object, said: str) -> None:
    """Each is named with its place; no list at all is every tool."""
    with pytest.raises(AssertionError) as error:
        assert_grants_within(persona(*fields), allowed)  # type: ignore[arg-type]

    assert said in failure(error)


def test_the_tools_of_a_base_count(loaded: Registry) -> None:
    """An agent that extends another has its tools; without a registry that cannot be told, and is no pass."""
    assert_grants_within(loaded["child"], {"Read", "Bash"}, registry=loaded)
    with pytest.raises(AssertionError, match=r"Bash\(git \*\)  agents/dev.md:4:14"):
        assert_grants_within(loaded["child"], {"Read"}, registry=loaded)
    with pytest.raises(agentkit.CompositionError, match="give registry=registry"):
        assert_grants_within(loaded["child"], {"Read"})


# --- finding ---


def test_a_task_finds_an_agent() -> None:
    """The failure lists what came first, with the words; a name that does not exist is another error."""
    registry = agentkit.load(ROOT / "agents", ROOT / "skills")
    task = "Set up a Kafka streaming ingestion pipeline into the data warehouse"
    assert_finds(registry, task, "data-engineer")

    with pytest.raises(AssertionError, match=r"is to find devops-engineer; the answer is: selected\n.*data-engineer  \("):
        assert_finds(registry, task, "devops-engineer")
    with pytest.raises(agentkit.NotFound, match="did you mean data-engineer"):
        assert_finds(registry, task, "data-enginer")
