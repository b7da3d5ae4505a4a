"""The search for the agents of a task: `Index`, `Registry.find`, cases, routers, agents that nothing finds."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import agentkit
from agentkit.errors import CasesError, RouterFailed
from agentkit.search import AMBIGUOUS_ABOVE, MAX_WORDS, NO_MATCH_BELOW, WEIGHTS, Index, examples_of
from agentkit.search.cases import Answer, parse_cases, tally
from agentkit.search.general import is_general
from agentkit.search.router import Router, router
from agentkit.search.routing import unroutable
from agentkit.search.words import MAX_LENGTH, name_words, words

if TYPE_CHECKING:
    from pathlib import Path

LOADS = "Loads CSV files into BigQuery every night."
PAGES = "Builds accessible pages with React."


def persona(name: str, description: str = "Works.", body: str = "Do it.\n", **fields: object) -> agentkit.Persona:
    import json

    more = "".join(f"{key}: {json.dumps(value)}\n" for key, value in fields.items())
    text = f"---\nname: {name}\ndescription: {json.dumps(description, ensure_ascii=False)}\n{more}---\n{body}"
    return agentkit.parse(text, path=f"{name}.md")


def names(index: Index, task: str, k: int = 3) -> list[str]:
    return [match.name for match in index.find(task, k).matches]


# --- words ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Loads the CSV-files, nightly!", ["loads", "csv", "files", "nightly"]),
        ("C++ and C# and F#", ["c++", "c#", "f#"]),
        ("Café ÜBER Ａ１ naïve", ["cafe", "uber", "a1", "naive"]),
        ("数据管道 in BigQuery", ["数据", "据管", "管道", "bigquery"]),
        ("BigQueryにデータ", ["bigquery", "にデ", "デー", "ータ"]),
        ("데이터 적재", ["데이", "이터", "적재"]),
        ("डेटा लोड", ["डेटा", "लोड"]),
        ("данные Загрузка", ["данные", "загрузка"]),
        ("猫", ["猫"]),
        ("we want it to be done", []),
        ("", []),
    ],
)
def test_words_of_any_script(text: str, expected: list[str]) -> None:
    """Words are folded, function words left out; runs without spaces give pairs of characters."""
    assert words(text) == expected


def test_the_longest_word_is_64_characters() -> None:
    """A longer one is a key or an image, and no word."""
    assert words("x" * MAX_LENGTH + " " + "y" * (MAX_LENGTH + 1)) == ["x" * MAX_LENGTH]


def test_names_are_split_however_they_are_joined() -> None:
    """Hyphens, underscores and capitals part the words of a name."""
    assert name_words("data-engineer") == name_words("data_engineer") == name_words("DataEngineer") == ["data", "engineer"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_indexed_and_asked_for(one: str, other: str) -> None:
    """No text crashes the search, its own syntax, quotes, NUL and lone surrogates among them; the answer is the same again."""
    agents = [persona("one", one.encode("utf-8", "replace").decode() or "x", "Body.\n"), persona("two")]

    found = Index(agents).find(other)

    assert found == Index(agents).find(other)


def test_the_syntax_of_the_database_is_text_like_any_other() -> None:
    """Operators, quotes and surrogates in a task are words or nothing."""
    index = Index([persona("a", "Near or not.")])
    for task in ('" OR 1', "NEAR(a b)", "name:x", "x*", "^x", "a AND NOT b", "'; DROP TABLE x; --", "\ud800", "\0"):
        assert {match.name for match in index.find(task).matches} <= {"a"}

    assert [match.name for match in index.find("near").matches] == ["a"]  # no table is gone


# --- ranking ---


@pytest.mark.parametrize(
    ("field", "agent"),
    [
        ("name", persona("bigquery-loader")),
        ("description", persona("a", "Fills BigQuery.")),
        ("triggers", persona("a", "Works. Triggers on bigquery, x.")),
        ("headings", persona("a", body="# BigQuery\n\nDo it.\n")),
        ("body", persona("a", body="Load into BigQuery.\n")),
        ("examples", persona("a", agentkit={"examples": ["fill bigquery"]})),
        ("examples", persona("a", 'Works. <example>Context: x\nuser: "Fill BigQuery"\nassistant: "Yes"</example>')),
    ],
)
def test_every_field_is_searched_and_named(field: str, agent: agentkit.Persona) -> None:
    """A word in any one field finds the agent, and the answer says which."""
    found = Index([agent, persona("z")]).find("BigQuery")

    assert [match.name for match in found.matches] == [agent.name]
    (term,) = found.matches[0].terms
    assert term.word == "bigquery"
    assert field in term.fields


def test_the_fields_that_have_a_word_are_named_and_no_other() -> None:
    """A word in the name alone is said to be in the name alone."""
    found = Index([persona("loader", body="Do it.\n"), persona("z")]).find("a loader that does")

    assert [(term.word, term.fields) for term in found.matches[0].terms] == [("loader", ("name",))]


def test_other_forms_of_a_word_match() -> None:
    """English words match by their stem: `loads` finds `loading`."""
    assert names(Index([persona("a", "For loading."), persona("z")]), "it loads") == ["a"]


def test_code_in_a_body_is_not_searched() -> None:
    """What stands in a code fence is no prose of the agent."""
    assert names(Index([persona("a", body="x\n\n```sql\nselect bigquery\n```\n")]), "bigquery") == []


def test_what_the_assistant_answers_in_an_example_is_not_searched() -> None:
    """Only the user's line of an example counts: the answer names the agent."""
    agent = persona("a", 'Works. <example>\\nContext: new\\nuser: "Fill it"\\nassistant: "I call the loader"</example>')

    assert examples_of(agent) == (("Fill it",), ())
    assert names(Index([agent]), "loader") == []


def test_general_words_alone_are_no_match() -> None:
    """Words of any matter find nobody, though an agent has each of them several times."""
    body = "Take a long time and give it back early. Take it home, take it back, give more time.\n"
    agents = [persona("loader", LOADS, LOADS + "\n" + body), *(persona(f"z{at}") for at in range(10))]

    found = Index(agents).find("how long does it take to give a coat back")

    assert found.status == "no match"
    assert found.matches[0].name == "loader"


def test_a_word_of_the_matter_outweighs_a_general_one() -> None:
    """Between an agent that has the general word and one that has the other, the other decides."""
    agents = [persona("quick", "Brings it back early."), persona("loader", "Loads parquet.")]

    assert names(Index(agents), "early parquet") == ["loader", "quick"]


def test_what_nobody_knows_lowers_the_score() -> None:
    """A task half of whose words no agent has scores half, and may be no match."""
    index = Index([persona("loader", LOADS, LOADS), persona("z")])

    known, half = index.find("csv bigquery"), index.find("csv bigquery grandmother birthday")

    assert half.matches[0].score == pytest.approx(known.matches[0].score / 2, abs=0.01)
    assert (known.status, half.status) == ("selected", "no match")


def test_words_side_by_side_count_more_than_apart() -> None:
    """Of two agents with the same words the one that has them side by side comes first."""
    agents = [persona("apart", "Error in log, code in table."), persona("beside", "Error code in log, in table.")]

    assert names(Index(agents), "an error code")[0] == "beside"


def test_a_word_that_few_agents_say_of_themselves_decides() -> None:
    """A word of one agent counts more than one that nearly all of them have."""
    agents = [persona("one", "Parquet."), *(persona(f"x{at}", "Reports, reports, reports.") for at in range(8))]

    assert names(Index(agents), "reports parquet")[0] == "one"


@pytest.mark.parametrize(
    ("asked", "written"),
    [("k8s", "kubernetes"), ("postgresql", "postgres"), ("the docs", "documentation"), ("repos", "repository")],
)
def test_short_forms_stand_for_the_long_ones(asked: str, written: str) -> None:
    """A short form finds the long one and the other way round, and is shown as it was asked."""
    found = Index([persona("a", f"For {written}."), persona("z")]).find(asked)
    back = Index([persona("a", f"For {asked}."), persona("z")]).find(written)

    assert [match.name for match in found.matches] == [match.name for match in back.matches] == ["a"]
    assert found.matches[0].terms[0].word == words(asked)[0]


@pytest.mark.parametrize("slip", ["expermient", "experimant", "experiiment", "experimetn", "experimen"])
def test_a_slip_in_a_long_word_is_read_as_the_word(slip: str) -> None:
    """One letter more, less, other, or two swapped; shown as it was asked."""
    found = Index([persona("a", "Plans an experiment."), persona("z")]).find(slip)

    assert [match.name for match in found.matches] == ["a"]
    assert found.matches[0].terms[0].word == slip


@pytest.mark.parametrize("word", ["printer", "xperiment", "exprimnt", "experim3nt"])
def test_what_is_no_slip_is_left(word: str) -> None:
    """Short words, another first letter, two slips and digits are words of their own."""
    assert names(Index([persona("a", "Keeps a pointer to an experiment."), persona("z")]), word) == []


@pytest.mark.parametrize("word", ["take", "takes", "taking", "tries", "tried", "slower", "dropped", "largest", "42", "7"])
def test_general_words_in_any_form(word: str) -> None:
    """Endings, doubled letters and small numbers."""
    assert is_general(word)


@pytest.mark.parametrize("word", ["test", "page", "build", "string", "spring", "bucket", "502", "release"])
def test_words_that_name_a_matter_are_not_general(word: str) -> None:
    """However common they are."""
    assert not is_general(word)


def test_few_examples_do_not_outshine_a_neighbour_without() -> None:
    """One example does not lift an agent above one whose whole file is of the matter; thirty do weigh."""
    whole = persona("whole", LOADS, "Load CSV files into BigQuery. " + LOADS)
    few = persona("few", "Helps.", agentkit={"examples": ["csv"]})
    many = persona("few", "Helps.", agentkit={"examples": [f"csv number{at}" for at in range(30)]})
    first, second = (Index([agent, whole]).find("csv").matches for agent in (few, many))

    assert [match.name for match in first] == ["whole", "few"]
    assert second[[match.name for match in second].index("few")].score > first[1].score


@pytest.mark.parametrize("task", ["数据管道出错", "データを取り込む"])
def test_unspaced_scripts_find_their_agent(task: str) -> None:
    """Chinese and Japanese tasks find the agent that has their pairs of characters."""
    index = Index([persona("cn", "负责数据管道。"), persona("jp", "データの取り込み。"), persona("z")])

    assert names(index, task)[0] == ("cn" if "数" in task else "jp")


def test_equal_scores_are_sorted_by_name_in_any_order_of_files() -> None:
    """The order of the files does not show in the answer."""
    agents = [persona(name, LOADS) for name in "cab"]

    assert names(Index(agents), "csv bigquery") == names(Index(agents[::-1]), "csv bigquery") == ["a", "b", "c"]


def test_k_cuts_the_answer_and_nothing_else() -> None:
    """One match asked for or ten: the status and the first one are the same."""
    index = Index([persona(name, LOADS, body=LOADS) for name in "abc"])

    assert len(index.find("csv bigquery", 1).matches) == 1
    assert len(index.find("csv bigquery", 10).matches) == 3
    assert index.find("csv bigquery", 1).status == index.find("csv bigquery", 10).status == "ambiguous"


# --- status ---


def test_one_that_stands_out_is_selected_even_when_it_is_alone() -> None:
    """A registry of one agent finds it: half of the rows having a word does not make the word worthless."""
    for others in ([], [persona("z")], [persona("pages", PAGES, PAGES)]):
        found = Index([persona("loader", LOADS, LOADS), *others]).find("csv files into bigquery")
        assert (found.status, found.matches[0].name) == ("selected", "loader")
        assert found.matches[0].score >= NO_MATCH_BELOW


def test_two_that_are_close_are_ambiguous() -> None:
    """A second agent above the share of the best score makes the answer ambiguous."""
    found = Index([persona("a", LOADS, LOADS), persona("b", LOADS, LOADS)]).find("csv files into bigquery")

    assert found.status == "ambiguous"
    assert found.matches[1].score > AMBIGUOUS_ABOVE * found.matches[0].score


@pytest.mark.parametrize("task", ["boil an egg", "", "the of and", "files"])
def test_too_few_words_are_no_match(task: str) -> None:
    """No word, only function words, or one common one: nothing matches."""
    found = Index([persona("a", LOADS), persona("b", "Keeps files."), persona("c", "Sorts files.")]).find(task)

    assert found.status == "no match"
    assert all(match.score < NO_MATCH_BELOW for match in found.matches)


# --- agentkit: examples and not-when ---


def test_examples_lift_their_agent() -> None:
    """Of two agents of the same words, the one whose examples are like the task is first."""
    task = "csv into bigquery"
    plain, lifted = persona("a", LOADS), persona("b", LOADS, agentkit={"examples": [task]})

    assert names(Index([plain, lifted]), task) == ["b", "a"]


def test_not_when_lowers_its_agent_and_is_named() -> None:
    """A task that has half of an item's words or more is lowered for that agent; another task is not."""
    shy = persona("a", LOADS, LOADS, agentkit={"not-when": ["streaming into BigQuery"]})
    index = Index([shy, persona("b", LOADS, LOADS)])

    first, second = index.find("streaming files into BigQuery").matches
    assert (first.name, first.lowered_by) == ("b", None)
    assert (second.name, second.lowered_by) == ("a", "streaming into BigQuery")
    assert second.score < first.score
    other = index.find("csv files every night").matches
    assert {match.lowered_by for match in other} == {None}
    assert other[0].score == other[1].score


@pytest.mark.parametrize("value", [{"a": "b"}, [1, ["x"]], ["fine", {"a": "b"}]])
def test_a_value_that_is_no_list_of_sentences_is_told(value: object) -> None:
    """What cannot be searched is in `unused`, with its key and file."""
    index = Index([persona("a", agentkit={"examples": value, "not-when": value})])

    assert [(each.name, each.key, each.path) for each in index.unused] == [
        ("a", "examples", "a.md"),
        ("a", "not-when", "a.md"),
    ]


@pytest.mark.parametrize("value", [None, [], "one sentence", ["one", "two"]])
def test_a_sentence_and_a_list_of_them_are_fine(value: object) -> None:
    """Nothing is told of them."""
    assert Index([persona("a", agentkit={"examples": value})]).unused == ()


# --- speed, threads ---


def large(count: int) -> Index:
    body = " ".join(f"word{at}" for at in range(1000)) + " load file table" * 3
    return Index(persona(f"agent-{at}", f"Does number{at} and loads tables.", body) for at in range(count))


def test_a_thousand_agents_are_asked_in_milliseconds() -> None:
    """Words that each of 1,000 agents has take 7 ms a question on a quiet machine; here the best of many."""
    index = large(1000)
    best = 1.0
    for _ in range(20):
        started = time.perf_counter()
        index.find("a job that loads number7 tables into another file and table", 3)
        best = min(best, time.perf_counter() - started)

    assert best < 0.05  # other work may run beside; benchmarks.find has the figure


def test_a_task_of_any_length_is_cut_at_64_words() -> None:
    """A task of 100,000 words costs no more than its first 64 different ones."""
    index = Index([persona("a", "last")])
    filler = " ".join(f"w{at}" for at in range(100_000))

    started = time.perf_counter()
    found = index.find(filler + " last")

    assert found.matches == ()
    assert time.perf_counter() - started < 2
    assert names(index, " ".join(f"w{at}" for at in range(MAX_WORDS - 1)) + " last") == ["a"]


def test_threads_share_an_index() -> None:
    """Eight threads ask at once and get what one gets."""
    index = large(50)
    tasks = [f"number{at} tables" for at in range(50)]
    wanted = [index.find(task) for task in tasks]
    got: list[bool] = []

    def ask() -> None:
        got.append([index.find(task) for task in tasks] == wanted)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert got == [True] * 8


# --- the registry ---


def test_a_registry_finds_and_keeps_its_index(tmp_path: Path) -> None:
    """`Registry.find` ranks its agents and reads them once."""
    (tmp_path / "loader.md").write_text(f"---\nname: loader\ndescription: {LOADS}\n---\n{LOADS}\n", encoding="utf-8")
    registry = agentkit.load(tmp_path)

    assert registry.find("csv files into bigquery").matches[0].name == "loader"
    assert registry.index is registry.index


def test_the_shipped_agents_are_found() -> None:
    """The example of the documentation finds the data engineer."""
    found = agentkit.load(library=True).find("nightly job loads CSV files into BigQuery")

    assert found.matches[0].name == "data-engineer"
    assert set(WEIGHTS) >= {field for term in found.matches[0].terms for field in term.fields}


# --- unroutable ---


def test_an_agent_that_its_examples_do_not_find_is_unroutable() -> None:
    """Leave-one-out: an example that shares no word with the rest of its agent does not find it; who is first is the shadow."""
    lost = persona("lost", "Helps.", agentkit={"examples": ["load csv into tables", "fill bigquery", "files at night"]})
    agents = [lost, persona("loader", LOADS), persona("x", LOADS), persona("y", LOADS), persona("z", LOADS)]

    (found,) = unroutable(Index(agents), k=1)

    assert (found.name, found.examples, found.shadowed_by) == ("lost", 3, "loader")
    assert [missed.example for missed in found.missed] == ["load csv into tables", "fill bigquery", "files at night"]
    assert found.missed[0].found == ("loader",)


def test_an_example_does_not_find_its_agent_by_itself() -> None:
    """A single example that is left out leaves nothing to find."""
    (found,) = unroutable(Index([persona("a", agentkit={"examples": ["load csv into bigquery"]})]))

    assert (found.missed[0].found, found.shadowed_by) == ((), None)


def test_the_other_examples_find_an_agent() -> None:
    """Examples that are like each other find their agent without its description."""
    agent = persona("a", agentkit={"examples": ["load csv into bigquery", "csv files for bigquery", "bigquery from csv"]})

    assert unroutable(Index([agent, persona("z")])) == ()


def test_an_example_said_twice_is_left_out_twice() -> None:
    """The same sentence under `agentkit:` and in the description does not find its agent."""
    sentence = "load csv into bigquery"
    agent = persona("a", f"Works. <example>user: {sentence}</example>", agentkit={"examples": [sentence]})

    assert [each.name for each in unroutable(Index([agent]))] == ["a"]


def test_agents_without_examples_are_not_judged() -> None:
    """Nothing is said of them."""
    assert unroutable(Index([persona("a"), persona("b", LOADS)])) == ()


# --- cases ---


def test_cases_are_read_and_counted() -> None:
    """Top-1, top-3, refusals, confused pairs."""
    cases = parse_cases("\ufeff# tasks\r\n\r\none\ta, b\r\ntwo\ta\r\nthree\ta\nfour\t-\nfive\t-\n")
    answers = {
        "one": Answer(("b",), refused=False),
        "two": Answer(("c", "a"), refused=False),
        "three": Answer(("c",), refused=True),
        "four": Answer((), refused=True),
        "five": Answer(("a",), refused=False),
    }

    result = tally(cases, answers.__getitem__)

    assert (result.in_scope, result.top1, result.top3, result.refused) == (3, 1, 2, 1)
    assert (result.out_of_scope, result.refused_rightly) == (2, 1)
    assert result.confused == (("a", "c", 2),)
    assert [case.task for case, _ in result.wrong] == ["two", "three", "five"]
    assert (round(result.share1), round(result.share3)) == (33, 67)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ok\ta\nno tab\n", "c.tsv:2: a case has two columns"),
        ("a\tb\tc\n", "c.tsv:1: a case has two columns"),
        ("\ta\n", "c.tsv:1: a case has two columns"),
        ("x\t\n", "c.tsv:1:3: no name of an agent"),
        ("x\ta,-\n", "c.tsv:1:3: no name of an agent"),
        ("x\ta, laoder\n", "c.tsv:1:6: no agent named 'laoder' (did you mean loader?)"),
        ("# only\n", "c.tsv: no case in the file"),
    ],
)
def test_a_wrong_line_is_an_error_at_its_place(text: str, place: str) -> None:
    """File, line and column, and the nearest name."""
    with pytest.raises(CasesError) as caught:
        parse_cases(text, "c.tsv", {"a", "loader"})

    assert str(caught.value).startswith(place)


# --- routers ---


def asking(tmp_path: Path, code: str, timeout: float = 20) -> tuple[Router, list[str]]:
    script = tmp_path / "route.py"
    script.write_text("import json, sys, time\n" + code, encoding="utf-8")
    told: list[str] = []
    agents = [persona("loader", LOADS), persona("a", "Ünïcode.")]
    return router(f"'{sys.executable}' '{script}'", agents, timeout, told.append), told


def test_a_router_gets_the_task_and_the_agents(tmp_path: Path) -> None:
    """JSON with version, task, and each agent's name and description, sorted by name; its stderr is passed on."""
    code = (
        "asked = json.load(sys.stdin)\n"
        "assert asked['version'] == 1 and asked['task'] == 'load ü', asked\n"
        "assert [a['name'] for a in asked['agents']] == ['a', 'loader']\n"
        "print('thinking', file=sys.stderr)\n"
        "print(asked['agents'][1]['name'])\n"
    )
    asked, told = asking(tmp_path, code)

    assert asked.ask("load ü") == Answer(("loader",), refused=False)
    assert told == ["thinking"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("a", ("a",)),
        ("two words", ("two words",)),
        ('"a"', ("a",)),
        ('["a", "b"]', ("a", "b")),
        ('{"name": "a"}', ("a",)),
        ('{"names": ["a", "b"]}', ("a", "b")),
        ('{"agent": null}', ()),
        ("null", ()),
        ("[]", ()),
        ("-", ()),
        ("", ()),
    ],
)
def test_forms_of_an_answer(tmp_path: Path, printed: str, expected: tuple[str, ...]) -> None:
    """A name, or JSON; `-`, null and nothing say that no agent fits."""
    asked, _ = asking(tmp_path, f"print({printed!r})\n")

    assert asked.ask("x") == Answer(expected, refused=not expected)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("sys.exit(3)", "ended with status 3"),
        ("print('{broken')", "neither a name nor JSON"),
        ("print('a\\nb')", "neither a name nor JSON"),
        ("print('7')", "holds no name"),
        ("print('{\"x\": 1}')", "holds no name"),
        ("print('[' * 100000)", "neither a name nor JSON"),
    ],
)
def test_an_answer_that_is_none_is_an_error(tmp_path: Path, code: str, message: str) -> None:
    """A failing router is no `no match`."""
    asked, _ = asking(tmp_path, code)

    with pytest.raises(RouterFailed, match=message):
        asked.ask("x")


def test_a_slow_router_is_ended_with_its_children(tmp_path: Path) -> None:
    """The time limit holds though a child keeps the pipes open."""
    code = "import subprocess\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\ntime.sleep(60)\n"
    asked, _ = asking(tmp_path, code, timeout=1)

    started = time.monotonic()
    with pytest.raises(RouterFailed, match="longer than 1 seconds"):
        asked.ask("x")

    assert time.monotonic() - started < 20


@pytest.mark.parametrize("command", ["no-such-program-here", "", "'open quote"])
def test_a_command_that_cannot_be_run_is_an_error(command: str) -> None:
    """Said with its name, not as a traceback."""
    with pytest.raises(RouterFailed):
        router(command, [], 5, print).ask("x")


def test_a_router_is_run_without_a_shell(tmp_path: Path) -> None:
    """Variables, pipes and semicolons are words like any other."""
    script = tmp_path / "show.py"
    script.write_text("import sys, json\nprint(json.dumps(sys.argv[1:]))\n", encoding="utf-8")

    answer = router(f"'{sys.executable}' '{script}' $HOME ; echo x | cat", [], 20, print).ask("x")

    assert answer.ranked == ("$HOME", ";", "echo", "x", "|", "cat")
