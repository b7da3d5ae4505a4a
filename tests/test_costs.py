"""What agents cost, and what harnesses would cut: as data and in each format."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import agentkit
from agentkit.costs import AgentCost, Budget, Limit, SkillCost, limits, ratchet
from agentkit.costs.formats import Style, names, writer
from agentkit.display import columns
from agentkit.errors import ConfigError, NotFound
from agentkit.profiles import codex
from agentkit.registry import load_project
from agentkit.tokens import FAMILIES, Family, count
from tests.cli.conftest import UNCLOSED, agent, put, skill
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

OPENAI: Family = "openai-o200k"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two agents, one of which has a model and a skill."""
    put(tmp_path, "agents/small.md", agent("small", "model: gpt-5"))
    put(tmp_path, "agents/large.md", agent("large", "skills: sql", body="Count the rows of each partition.\n" * 50))
    put(tmp_path, "skills/sql/SKILL.md", skill("sql", body="Join on keys.\n" * 200))
    return tmp_path


def limit_of(budget: Budget, harness: str, what: str) -> Limit:
    """The one limit of a harness whose words hold these."""
    (found,) = [each for each in budget.limits if each.harness == harness and what in each.what]
    return found


def test_each_part_is_counted_by_itself(project: Path) -> None:
    """Description, body, each skill, whole prompt, in every family; most costly first."""
    registry = agentkit.load(project)
    result = agentkit.budget(registry)
    large, small = result.agents

    assert (large.name, small.name) == ("large", "small")
    assert large.description[OPENAI] == count(registry["large"].description.text, OPENAI)
    assert large.body[OPENAI] == count(registry["large"].body, OPENAI)
    assert [(each.name, each.counts[OPENAI]) for each in large.skills] == [("sql", count("Join on keys.\n" * 200, OPENAI))]
    assert large.prompt == {family: registry.render("large").tokens(family) for family in FAMILIES}
    assert result.descriptions[OPENAI].tokens == large.description[OPENAI].tokens + small.description[OPENAI].tokens


def test_the_family_is_that_of_the_model(project: Path) -> None:
    """A model that is known decides; else the largest counts; a family that is asked for counts alone."""
    result = agentkit.budget(agentkit.load(project))
    large, small = result.agents

    assert (result.cost(small).family, small.family) == (OPENAI, OPENAI)
    assert (result.cost(large), large.family) == (max(large.prompt.values(), key=lambda each: each.tokens), None)
    asked = agentkit.budget(agentkit.load(project), ["large"], family=OPENAI)
    assert (list(asked.agents[0].prompt), asked.cost(asked.agents[0]).family) == ([OPENAI], OPENAI)


def test_modes_of_skills(project: Path) -> None:
    """A list costs its line, none nothing."""
    registry = agentkit.load(project)
    listed, none = (agentkit.budget(registry, ["large"], skills=mode).agents[0] for mode in ("list", "none"))

    assert listed.skills[0].counts[OPENAI] == count("- sql: Helps. Use when it helps.", OPENAI)
    assert none.skills == ()
    assert none.prompt == none.body


def test_totals_are_of_all_whatever_is_named(project: Path) -> None:
    """Names choose rows; the registry's total stays."""
    registry = agentkit.load(project)
    one = agentkit.budget(registry, ["small", "small"])

    assert ([each.name for each in one.agents], one.described) == (["small"], 2)
    assert one.descriptions == agentkit.budget(registry).descriptions
    with pytest.raises(NotFound, match="did you mean small"):
        agentkit.budget(registry, ["smal"])


def test_the_library_counts_where_there_is_nothing_else(project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a project its own agents count, in an empty folder the shipped ones; a shipped one can be named."""
    monkeypatch.chdir(project)
    own = agentkit.budget(agentkit.load())
    named = agentkit.budget(agentkit.load(), ["data-engineer"])
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    shipped = agentkit.budget(agentkit.load())

    assert {each.name for each in own.agents} == {"large", "small"}
    assert ([each.name for each in named.agents], named.described) == (["data-engineer"], 2)
    assert "data-engineer" in {each.name for each in shipped.agents}


def test_what_cannot_be_counted_as_it_is_is_said(tmp_path: Path) -> None:
    """A missing skill, a variable without a value, a base that is not there, a file that cannot be read."""
    put(tmp_path, "agents/a.md", agent("a", "skills: nope"))
    put(
        tmp_path,
        "agents/b.md",
        agent("b", "agentkit:", "  variables:", "    where:", "      required: true", body="In {{ where }}.\n"),
    )
    put(tmp_path, "agents/c.md", agent("c", "agentkit:", "  extends: nobody"))
    put(tmp_path, "agents/broken.md", UNCLOSED)
    result = agentkit.budget(agentkit.load(tmp_path))
    a, b, c = sorted(result.agents, key=lambda each: each.name)

    assert a.problems == ("skill `nope` is missing; a note is counted for it",)
    assert b.stand_ins == ("variable `where` has to be given a value; counted with `where`",)
    assert b.body[OPENAI] == count("In where.\n", OPENAI)
    assert len(c.problems) == 1
    assert "its file is counted as it stands" in c.problems[0]
    assert len(result.unreadable) == 1
    assert "broken.md" in result.unreadable[0]


def test_the_warning_at_startup(tmp_path: Path) -> None:
    """Claude Code's 15,000 tokens: within, over, and too close to call for an estimate."""
    verdicts = []
    for size in (100, 185, 400):
        for at in range(40):
            put(tmp_path, f"{size}/agents/a{at}.md", f"---\nname: a{at}\ndescription: {'schema ' * size}\n---\nWork.\n")
        found = limit_of(agentkit.budget(agentkit.load(tmp_path / str(size))), "claude-code", "descriptions")
        verdicts.append(found.verdict)

    assert verdicts == ["within", "too close to call", "over"]
    assert (found.limit, found.unit, found.estimated, found.cuts) == (15_000, "tokens", True, ())


def test_a_long_description_is_cut_exactly(tmp_path: Path) -> None:
    """Description and `when_to_use` together at character 1,536; what is lost is the rest."""
    text = "x" * 1500 + "y" * 36
    put(tmp_path, "skills/long/SKILL.md", f"---\nname: long\ndescription: {text}\nwhen_to_use: z z\n---\nWork.\n")
    put(tmp_path, "skills/edge/SKILL.md", f"---\nname: edge\ndescription: {text}\n---\nWork.\n")
    found = limit_of(agentkit.budget(agentkit.load(tmp_path)), "claude-code", "longest skill")

    assert (found.found, found.verdict, [cut.name for cut in found.cuts]) == (1540, "over", ["long"])
    assert found.cuts[0][3:] == ("shortened", 1540, 1536, " z z", "y" * 30)


def put_skills(root: Path, number: int, size: int) -> agentkit.Registry:
    for at in range(number):
        put(root, f"skills/s{at:03}/SKILL.md", f"---\nname: s{at:03}\ndescription: {'d' * size}\n---\nWork.\n")
    return agentkit.load(root)


def test_a_list_that_is_too_long_loses_whole_descriptions(tmp_path: Path) -> None:
    """Claude Code: names stay, descriptions go whole; a larger window has room; what people alone call is not listed."""
    registry = put_skills(tmp_path, 30, 391)  # 30 lines of 400 characters, a name alone takes 7
    found = limit_of(agentkit.budget(registry), "claude-code", "list of skills")

    assert (found.found, found.limit, found.verdict, found.uncertain) == (12_000, 8_000, "over", True)
    assert [cut.name for cut in found.cuts] == [f"s{at:03}" for at in range(19, 30)]  # 30 x 7 + 19 x 393 = 7,677
    assert {(cut.effect, cut.kept) for cut in found.cuts} == {("dropped", 0)}
    assert limit_of(agentkit.budget(registry, window=1_000_000), "claude-code", "list").limit == 40_000
    put(tmp_path, "skills/own/SKILL.md", "---\nname: own\ndescription: d\ndisable-model-invocation: true\n---\nWork.\n")
    assert limit_of(agentkit.budget(agentkit.load(tmp_path)), "claude-code", "list").found == 12_000


def test_a_list_that_is_too_long_is_shortened_alike(tmp_path: Path) -> None:
    """Codex: each description gets one character in turn; short ones stay whole; what is shown fills the limit."""
    registry = put_skills(tmp_path, 20, 600)
    put(tmp_path, "skills/tiny/SKILL.md", "---\nname: tiny\ndescription: dd\n---\nWork.\n")
    found = limit_of(agentkit.budget(agentkit.load(tmp_path)), "codex", "list of skills")
    kept = [cut.kept for cut in found.cuts]

    assert len(registry.skills) == len(kept) == 20
    assert max(kept) - min(kept) <= 1
    assert {cut.effect for cut in found.cuts} == {"shortened"}
    shown = found.found - sum(cut.length - cut.kept for cut in found.cuts)
    assert shown == found.limit == 8_000


def test_a_list_without_room_for_names_leaves_skills_out(tmp_path: Path) -> None:
    """Codex: no description, then the last skills are not listed."""
    found = limit_of(agentkit.budget(put_skills(tmp_path, 300, 30)), "codex", "list of skills")
    effects = [cut.effect for cut in found.cuts]

    assert len(effects) == 300
    assert effects == sorted(effects)  # dropped, then omitted
    assert effects.count("dropped") == 8_000 // len("- s000: (file: skills/s000/SKILL.md)\n")


@given(st.lists(st.text(max_size=60), max_size=12), st.integers(min_value=0, max_value=500))
def test_a_list_never_takes_more_than_its_limit(texts: list[str], extra: int) -> None:
    """Whatever is kept fits, in both ways of shortening, and no text grows."""
    bare = [5] * len(texts)
    whole = [5 + len(text) + (1 if text else 0) for text in texts]
    limit = sum(bare) + extra
    for kept in (limits._kept_alike(texts, whole, bare, limit), limits._kept_whole(texts, whole, bare, limit)):
        taken = sum(5 + number + (1 if number else 0) for number in kept)
        assert taken <= limit
        assert all(0 <= number <= len(text) for number, text in zip(kept, texts, strict=True))


def test_a_name_with_braces_is_text() -> None:
    """An entry is filled once: what a name holds is not filled again."""
    registry = agentkit.load(ROOT / "skills")
    rule = codex.PROFILE.skills.list_rule if codex.PROFILE.skills is not None else None
    assert rule is not None
    odd = registry.skills["clean-code"]
    line = limits._line(rule, odd, "{name} {0} {description}")

    assert line == f"- clean-code: {{name}} {{0}} {{description}} (file: {odd.location})\n"


def test_the_formats_are_the_files() -> None:
    """Text, JSON and SVG."""
    assert names() == ["json", "svg", "text"]


def test_text_fits_and_reads_without_colour(project: Path) -> None:
    """At 80 columns no line is longer; with ASCII bars it is ASCII; the estimate says its name and error."""
    result = agentkit.budget(agentkit.load(project))
    text = writer("text")(result, Style(80, blocks=False))

    assert text.isascii()
    assert all(len(line) <= 80 for line in text.splitlines())
    assert "tokens by agentkit-estimate-1; error of 95 in 100 texts: openai-o200k 15%" in text
    assert "###" in text
    assert text.index("large") < text.index("small")


HOSTILE = st.text(st.sampled_from("<>&\"'{}]\x00\x1b\n\u202e\u200b\ud800\ufffe\U000e0041ab-— 漢"), min_size=1, max_size=60)


@given(HOSTILE, HOSTILE)
def test_names_from_files_are_safe_in_every_format(name: str, skill_name: str) -> None:
    """The SVG is XML in which a name is text alone; text and JSON have no control character; text keeps its width."""
    counts = {family: count("some words", family) for family in FAMILIES}
    cost = AgentCost(name, None, None, counts, counts, (SkillCost(skill_name, counts),), counts, (name,))
    lists = limits.Limit(
        *("claude-code", "Claude Code", "list of skills", 1, 2, "characters"),
        *(False, "over", (limits.Cut("skill", name, None, "shortened", 9, 3, name, name),), "2026-11-24", True, "note"),
    )
    result = Budget((cost,), counts, 1, (lists,), "full", None, exact=False, unreadable=(name,))
    picture = ET.fromstring(writer("svg")(result, Style()).encode())
    text = writer("text")(result, Style(60))

    tags = {element.tag.rpartition("}")[2] for element in picture.iter()}
    assert tags <= {"svg", "title", "desc", "style", "defs", "pattern", "rect", "line", "text", "tspan", "g"}
    assert not set("\x00\x1b\u202e\u200b\ud800\U000e0041") & set(text)
    assert all(columns(line) <= 60 for line in text.split("\n"))
    assert json.loads(writer("json")(result, Style()))["agents"][0]["name"] == name


def test_the_picture_says_all_in_words(project: Path) -> None:
    """Title and description, and each number written beside its bar; nothing is loaded from elsewhere."""
    result = agentkit.budget(agentkit.load(project))
    text = writer("svg")(result, Style())
    picture = ET.fromstring(text.encode())
    space = "{http://www.w3.org/2000/svg}"

    assert (picture.get("role"), picture.get("aria-labelledby")) == ("img", "title desc")
    assert [child.tag for child in picture][:2] == [f"{space}title", f"{space}desc"]
    assert all(f"prompt {result.cost(each)}" in (picture[1].text or "") for each in result.agents)
    assert text.count("http") == 1
    assert "href" not in text


def test_an_empty_registry_has_a_budget(tmp_path: Path) -> None:
    """No agents, no division by them."""
    result = agentkit.budget(agentkit.load(tmp_path))

    assert (result.agents, result.described) == ((), 0)
    assert all(writer(name)(result, Style(80)) for name in names())


def test_a_ratchet_is_deterministic_and_relative(project: Path) -> None:
    """Sorted by name, the counter in it, no path; read back it is the same."""
    result = agentkit.budget(agentkit.load(project))
    text = ratchet.as_text(ratchet.ratchet_of(result))
    path = put(project, "b.json", text)

    assert list(json.loads(text)) == ["version", "counter", "skills", "family", "agents"]
    assert list(json.loads(text)["agents"]) == ["large", "small"]
    assert str(project) not in text
    assert ratchet.read(path) == ratchet.ratchet_of(result)
    assert ratchet.check(path, ratchet.read(path), result, some=False) == ratchet.Check((), ())


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", "[" * 100_000, '{"version": 2}', '{"version": 1, "counter": "x", "skills": "all", "family": null, "agents": {}}']
    + [f'{{"version": 1, "counter": "x", "skills": "full", "family": null, "agents": {agents}}}' for agents in ("[]", '{"a": 1}', '{"a": {}}')]
    + ['{"version": 1, "counter": "x", "skills": "full", "family": [], "agents": {}}', "\ud800"],
)  # fmt: skip
def test_what_is_no_ratchet_is_refused(text: str, tmp_path: Path) -> None:
    """A damaged or newer file is an error with the file and a way out."""
    path = put(tmp_path, "b.json", text.encode("utf-8", "surrogatepass"))
    with pytest.raises(ConfigError, match="no budget file that this release reads") as caught:
        ratchet.read(path)

    assert (caught.value.path, caught.value.hint) == (str(path), "write it anew with --write")


def test_the_shipped_library_keeps_to_its_budget() -> None:
    """The file in the repository holds: no shipped prompt has grown without being recorded."""
    path = ROOT / "agentkit-budget.json"
    if not path.is_file():
        pytest.skip("the budget file is not in this distribution")
    recorded = ratchet.read(path)
    result = agentkit.budget(load_project(ROOT), skills=recorded.skills, family=recorded.family)

    assert ratchet.check(path, recorded, result, some=False) == ratchet.Check((), ())
