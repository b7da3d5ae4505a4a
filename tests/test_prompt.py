"""Rendering: bodies as they are, skills in three modes, layouts, snapshots."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import agentkit
from agentkit.prompt.layout import environment, lay_out
from agentkit.prompt.layouts import default
from agentkit.prompt.listing import FORMATS
from agentkit.prompt.variables import LayoutSkill, LayoutVariables
from tests.conftest import ROOT
from tests.test_registry import skill, write

GOLDEN = ROOT / "tests" / "golden"
BRACES = "{{ config(x='y') }} ${{ secrets.T }} {% if a %} {# c #} {a} }} {{ 7*7 }} $HOME !`id` \x1b[1m\r\n"


@pytest.fixture
def registry(tmp_path: Path) -> agentkit.Registry:
    skill(tmp_path / "skills/sql")
    write(tmp_path / "skills/tabs/SKILL.md", f"---\nname: tabs\ndescription: >-\n  Two\n  lines <&>.\n---\n{BRACES}no newline")
    write(tmp_path / "agents/dev.md", f"---\nname: dev\ndescription: D.\nskills: sql, tabs\n---\n\n# Dev\n{BRACES}")
    write(tmp_path / "agents/bare.md", "---\nname: bare\ndescription: D.\n---\nBody")
    write(tmp_path / "agents/lost.md", "---\nname: lost\ndescription: D.\nskills:\n  - sql\n  - sqll\n---\nBody\n")
    return agentkit.load(tmp_path)


def test_the_body_comes_first_as_it_is(registry: agentkit.Registry) -> None:
    """Braces, escapes and line ends of the body stand in the prompt as in the file."""
    for mode in ("full", "list", "none"):
        assert registry.render("dev", skills=mode).text.startswith(registry["dev"].body)


def test_without_skills_the_prompt_is_the_body(registry: agentkit.Registry) -> None:
    """With `none`, and for a persona that declares no skill, not a character is added."""
    assert registry.render("dev", skills="none").text == registry["dev"].body
    assert registry.render("bare").text == "Body"


def test_full_puts_each_skill_in_a_tag(registry: agentkit.Registry) -> None:
    """The text of each skill stands below the body, exact, with its name and place."""
    text = registry.render("dev").text

    assert text == (
        registry["dev"].body
        + f'\n<skill name="sql" location="skills/sql/SKILL.md">\n{registry.skills["sql"].body}</skill>\n'
        + f'\n<skill name="tabs" location="skills/tabs/SKILL.md">\n{BRACES}no newline\n</skill>\n'
    )


def test_list_gives_names_descriptions_and_places(registry: agentkit.Registry) -> None:
    """The compact list says once where the skills are, and has a line for each."""
    text = registry.render("dev", skills="list").text

    assert text.endswith(
        "\nSkills: before work that one covers, read its SKILL.md (skills/NAME/SKILL.md).\n- sql: D.\n- tabs: Two lines <&>.\n"
    )


def test_a_place_out_of_the_rule_stands_at_its_line() -> None:
    """A skill whose folder is not its name, or that is missing, says where it is."""
    skills = [
        LayoutSkill("a", "A.", "", "skills/a/SKILL.md", False),
        LayoutSkill("b", "B.", "", "skills/c/SKILL.md", False),
        LayoutSkill("d", "gone", "", "", True),
    ]

    assert FORMATS["markdown"](skills).splitlines()[1:] == ["- a: A.", "- b (skills/c/SKILL.md): B.", "- d (missing): gone"]


def test_xml_is_the_form_of_skills_ref(registry: agentkit.Registry) -> None:
    """The verbose list has escaped text and relative places."""
    text = registry.render("dev", skills="list", skills_format="xml").text

    assert "<skill>\n<name>\ntabs\n</name>\n<description>\nTwo lines &lt;&amp;&gt;.\n</description>\n" in text
    assert "<location>\nskills/tabs/SKILL.md\n</location>\n</skill>\n</available_skills>\n" in text


def test_a_missing_skill_is_an_error_at_its_place(registry: agentkit.Registry, tmp_path: Path) -> None:
    """The error names file, line, column and the nearest name."""
    with pytest.raises(agentkit.MissingSkill) as caught:
        registry.render("lost")

    assert (caught.value.skill, caught.value.close) == ("sqll", ("sql",))
    assert str(caught.value) == f"{tmp_path}/agents/lost.md:6:5: unknown skill `sqll` (did you mean sql?)"


def test_a_missing_skill_can_be_noted(registry: agentkit.Registry) -> None:
    """With `allow_missing` a note stands for it, and the prompt says which are missing."""
    prompt = registry.render("lost", allow_missing=True)

    assert (prompt.skills, prompt.missing) == (("sql",), ("sqll",))
    assert "Note: the skill `sqll` is declared by this agent and was not found" in prompt.text


def test_an_unreadable_skill_says_so(registry: agentkit.Registry, tmp_path: Path) -> None:
    """A skill that exists and cannot be read is not called unknown."""
    write(tmp_path / "skills/sqll/SKILL.md", "---\nname: sqll\n")

    with pytest.raises(agentkit.MissingSkill, match=r"cannot be read: .*AK005"):
        agentkit.load(tmp_path).render("lost")


def test_substitutions_of_one_harness_are_left_and_named(tmp_path: Path) -> None:
    """`$ARGUMENTS` and its kin stand in the prompt as written, and the prompt says where they come from."""
    write(tmp_path / "skills/s/SKILL.md", "---\nname: s\ndescription: D.\n---\na\n\n$ARGUMENTS ${CLAUDE_SKILL_DIR}\n!`ls`\n")
    write(tmp_path / "agents/a.md", "---\nname: a\ndescription: D.\nskills: s\n---\n$ARGUMENTS\n")
    prompt = agentkit.load(tmp_path).render("a")

    assert "\n$ARGUMENTS ${CLAUDE_SKILL_DIR}\n!`ls`\n" in prompt.text
    assert [(place.text, place.span.line, place.span.column) for place in prompt.substitutions] == [
        ("$ARGUMENTS", 7, 1),
        ("${CLAUDE_SKILL_DIR}", 7, 12),
        ("!`ls`", 8, 1),
    ]


def test_a_prompt_is_no_str_and_has_messages(registry: agentkit.Registry) -> None:
    """`.text` is the exact text, `str()` gives it, messages are JSON-able, the digest is that of the bytes."""
    import hashlib

    prompt = registry.render("dev")

    assert not isinstance(prompt, str)
    assert type(prompt.text) is str
    assert str(prompt) == prompt.text
    assert prompt.messages("Hi") == [{"role": "system", "content": prompt.text}, {"role": "user", "content": "Hi"}]
    assert json.loads(json.dumps(prompt.messages())) == prompt.messages()
    assert prompt.sha256 == hashlib.sha256(prompt.text.encode()).hexdigest()


def test_a_layout_gets_typed_variables(registry: agentkit.Registry, tmp_path: Path) -> None:
    """A layout of the user's places name, tools and skills; values are never compiled."""
    layout = write(
        tmp_path / "l.j2", "{{ name }}/{{ mode }}/{{ tools is none }}\n{% for s in skills %}[{{ s.body }}]{% endfor %}{{ body }}"
    )
    text = registry.render("dev", layout=layout).text

    assert text.startswith("dev/full/True\n[Skill ")
    assert text.endswith(registry["dev"].body)


@pytest.mark.parametrize(
    ("layout", "message", "line"),
    [
        ("a\n{{ nmae }}", "'nmae' is undefined", 2),
        ("{% if %}", "Expected an expression", 1),
        ("x\n\n{{ 1 / 0 }}", "ZeroDivisionError", 3),
        ("{{ name.__class__.__mro__ }}", "unsafe", 1),
        ("{{ skills.append(1) }}", "append", 1),
        ("{{ 'a' * 10000000000 }}", "repetition", 1),
        ("{{ '%1000000000d' % 1 }}", "formatting", 1),
        ("{{ 'x'|center(1000000000) }}", "center", 1),
        ("{{ lipsum() }}", "lipsum", 1),
        ('{{ "\\ud800" }}', "surrogates", None),
    ],
)
def test_a_layout_that_fails_names_its_line(
    registry: agentkit.Registry, tmp_path: Path, layout: str, message: str, line: int
) -> None:
    """Unknown names, bad syntax, failing expressions and what the sandbox bars are errors at the layout's line."""
    path = write(tmp_path / "l.j2", layout)

    with pytest.raises(agentkit.RenderError, match=message) as caught:
        registry.render("dev", layout=path)
    assert (caught.value.path, caught.value.line) == (str(path), line)


def test_options_with_unknown_values_are_errors(registry: agentkit.Registry) -> None:
    """A mode or format that there is not is named, with those there are."""
    with pytest.raises(agentkit.RenderError, match="full, list, none"):
        registry.render("dev", skills="all")  # type: ignore[arg-type]
    with pytest.raises(agentkit.RenderError, match="markdown, xml"):
        registry.render("dev", skills_format="yaml")


texts = st.text(st.characters(codec="utf-8"), max_size=80)
layout_skills = st.lists(
    st.builds(LayoutSkill, name=texts, description=texts, body=texts, location=texts, missing=st.booleans()), max_size=3
).map(tuple)
variables = st.builds(
    LayoutVariables,
    name=texts,
    description=texts,
    body=texts,
    gap=st.sampled_from(["", "\n"]),
    tools=st.none(),
    model=st.none(),
    mode=st.sampled_from(["full", "list"]),
    skills=layout_skills,
    listed=layout_skills,
    listing=texts,
)


@given(variables)
def test_the_compiled_layout_gives_what_jinja_gives(given_variables: LayoutVariables) -> None:
    """For any text the shipped layout, compiled ahead, is what Jinja makes of its template."""
    template = (Path(default.__file__).parent / "default.md.j2").read_text(encoding="utf-8")

    assert "".join(default.parts(given_variables)) == lay_out(given_variables, template, "default.md.j2")


@given(texts)
def test_any_text_stands_in_the_prompt_as_it_is(text: str) -> None:
    """Whatever a body holds, nothing of it is evaluated by a layout."""
    assert environment().from_string("{{ body }}").render(body=text) == text


def test_compiled_layouts_are_current() -> None:
    """Every generated layout module is what its template compiles to."""
    import subprocess
    import sys

    checked = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "compile_layouts.py"), "--check"], capture_output=True, text=True, check=False
    )

    assert (checked.returncode, checked.stdout) == (0, "")


@pytest.mark.parametrize("mode", ["full", "list"])
@pytest.mark.parametrize("name", ["data-engineer", "devops-engineer"])
def test_snapshots(name: str, mode: str, update: bool) -> None:
    """The prompts of two shipped agents are those in tests/golden; `pytest --update` rewrites them."""
    golden = GOLDEN / f"{name}.{mode}.md"
    text = agentkit.load(ROOT).render(name, skills=mode).text  # type: ignore[arg-type]
    if update:
        golden.write_text(text, encoding="utf-8", newline="")

    assert golden.read_bytes() == text.encode()


def test_the_compact_list_costs_at_most_three_fifths_of_the_verbose_one() -> None:
    """Of the skills that ship, the compact list has at most 60 % of the tokens of the XML list; see benchmarks/listing.py."""
    from benchmarks.listing import ratio, shipped_skills

    assert ratio(shipped_skills()) <= 0.6
