"""Which agent a task is for: a ranked full-text search over the agent files, with SQLite's FTS5.

One FTS5 table a field, because its BM25 of several columns in one table shares one length; the score is the weighted sum of
the fields' scores. SQLite's BM25 is Okapi's with k1 = 1.2 and b = 0.75 (sqlite.org/fts5.html, section 5.1.1, read 2026-11-24).
How the weights were found and what the search reaches is in docs/find.md.
"""

from __future__ import annotations

import re
import weakref
from collections import Counter
from threading import Lock
from typing import TYPE_CHECKING, Literal, NamedTuple

from agentkit.errors import SearchUnavailable
from agentkit.search.words import name_words, words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Iterable, Iterator, Sequence

    from agentkit.persona import Persona

Status = Literal["selected", "ambiguous", "no match"]

WEIGHTS = {"name": 0.8, "description": 0.5, "triggers": 0.3, "headings": 0.2, "body": 1.2, "examples": 0.4}
"""What a field's BM25 counts in the score, in the order in which matches name the fields. Chosen on benchmarks/find/tuning.tsv."""

BACKGROUND = 1_000
"""Agents of no word in common that are counted beside the real ones.

FTS5 gives a word that half of the rows have no weight, and one of two rows is half of them. With a background a word weighs about
the same in a registry of three agents as in one of a hundred, so that the thresholds hold for both.
"""

NO_MATCH_BELOW = 17.0
"""Score below which nothing matches: on the tuning set every task of the agents reaches it, and 2 of 50 everyday sentences do."""
AMBIGUOUS_ABOVE = 0.8
"""Share of the best score above which a second agent is as good: on the tuning set 81 % of the answers without one are right."""
MAX_WORDS = 64
"""Different words of a task that are searched for; the rest are left out."""

_EXAMPLES = 1_000
"""Examples of one agent that are read; the place of one in the index is agent times this plus its own number."""
_LONGEST_FILLER = 3_000
"""Words of a file that stands for others; a single file of a megabyte would make the others as long, and they are what takes time."""
_FILLER = "##"  # no word that a text can have
_USER = r"(?is)\buser\s*:\s*(.*?)(?=\n|\bassistant\s*:|<commentary>|\Z)"
_TAG = r"</?[a-z]{1,20}>"


class Term(NamedTuple):
    """A word of the task that an agent's file has."""

    word: str
    """As the task has it, folded: lower case, without accents."""
    fields: tuple[str, ...]
    """The fields that have it, or a form of it: names from `WEIGHTS`."""


class Match(NamedTuple):
    """An agent that has words of the task."""

    name: str
    score: float
    """At least 0, larger is better, two decimals. Comparable within one answer."""
    terms: tuple[Term, ...]
    """In order of the task."""
    lowered_by: str | None = None
    """The item of its `not-when` list that has half of the task's words or more, so that its score was lowered."""


class Found(NamedTuple):
    """What a search gives. It says which files share words with the task; what a model's router does is another matter."""

    status: Status
    """`selected`: the first match stands out. `ambiguous`: another is close. `no match`: the words shared are too few."""
    matches: tuple[Match, ...]
    """Best first, equal ones by name; with `no match` those that came nearest."""


class Unused(NamedTuple):
    """A value below `agentkit:` that the search cannot use, because it is no sentence and no list of sentences."""

    name: str
    key: str
    path: str | None


class Index:
    """The words of some personas, read once; every question after that takes a few milliseconds.

    It can be asked from several threads. The same personas and task give the same answer on every machine.

    Raises:
        SearchUnavailable: This Python's SQLite was built without FTS5.
    """

    def __init__(self, personas: Iterable[Persona]) -> None:
        kept = {persona.name: persona for persona in personas}
        self.names: tuple[str, ...] = tuple(sorted(kept))
        self.examples: dict[str, tuple[str, ...]] = {}
        """The examples of each agent that has any, as written."""
        self.unused: tuple[Unused, ...] = ()
        self._not_when: dict[int, tuple[str, ...]] = {}
        self._lock = Lock()
        self._database = _open()
        weakref.finalize(self, self._database.close)  # Python 3.13 on warns of one that is left open
        rows: dict[str, list[tuple[int, str]]] = {field: [] for field in WEIGHTS}
        avoided: list[tuple[int, str]] = []
        unused: list[Unused] = []
        for at, name in enumerate(self.names):
            persona = kept[name]
            for field, found in field_words(persona).items():
                rows[field].append((at, _stored(found)))
            examples, wrong = examples_of(persona)
            if examples:
                self.examples[name] = examples
                rows["examples"] += [(at * _EXAMPLES + number, _stored(words(text))) for number, text in enumerate(examples)]
            avoid, wrong_avoid = _sentences(persona, "not-when")
            if avoid:
                self._not_when[at] = avoid
                avoided += [(at * _EXAMPLES + number, _stored(words(text))) for number, text in enumerate(avoid)]
            unused += [Unused(name, key, persona.source.path) for key in (*wrong, *wrong_avoid)]
        self.unused = tuple(unused)
        for field, entries in rows.items():
            self._fill(field, entries)
        self._fill("not_when", avoided, background=0)

    def _fill(self, field: str, entries: list[tuple[int, str]], background: int = BACKGROUND) -> None:
        self._database.execute(
            f"CREATE VIRTUAL TABLE {_table(field)} USING fts5(x, content='', tokenize=\"porter ascii tokenchars '#+'\")"
        )
        length = round(sum(text.count(" ") + 1 for _, text in entries if text) / max(len(entries), 1))
        length = min(length, _LONGEST_FILLER)
        filler = " ".join([_FILLER] * length)
        first = (len(self.names) + 1) * _EXAMPLES
        self._database.executemany(
            f"INSERT INTO {_table(field)}(rowid, x) VALUES (?, ?)",  # noqa: S608 - the names of tables are ours
            [*entries, *((first + number, filler) for number in range(background))],
        )

    def find(self, task: str, k: int = 3) -> Found:
        """Rank the agents for a task.

        Args:
            task: What is to be done, in a sentence or a few.
            k: How many matches to give at most, at least 1.
        """
        asked = _distinct(task)
        ranked = self._rank(asked, max(k, 2))
        matches = tuple(
            Match(self.names[at], score, self._terms(at, asked), lowered) for at, score, lowered in ranked[: max(k, 1)]
        )
        return Found(_status([score for _, score, _ in ranked]), matches)

    def rank_without(self, name: str, example: str, k: int) -> list[str]:
        """Give the names of the best `k` agents for an example of an agent, as if it did not have that example."""
        at = self.names.index(name)
        left_out = [at * _EXAMPLES + number for number, text in enumerate(self.examples[name]) if text == example]
        return [self.names[found] for found, _, _ in self._rank(_distinct(example), k, left_out)]

    def _rank(self, asked: Sequence[str], limit: int, left_out: Sequence[int] = ()) -> list[tuple[int, float, str | None]]:
        """Give (number of the agent, score, the `not-when` item that lowered it), best first."""
        if not asked:
            return []
        scores: dict[int, float] = {}
        for field, weight in WEIGHTS.items():
            found = self._ask(_SCORES.format(table=_table(field)), _query(asked))
            if field == "examples":
                found = _best(found, left_out)
            for at, score in found:
                scores[at] = scores.get(at, 0.0) + weight * score
        lowered: dict[int, str] = {}
        for at, share, text in self._avoided(asked):
            if at in scores:
                lowered[at] = text
                scores[at] *= 1 - share / 2
        ranked = sorted(((-round(score, 2), at) for at, score in scores.items()))[:limit]
        return [(at, -score, lowered.get(at)) for score, at in ranked]

    def _avoided(self, asked: Sequence[str]) -> Iterator[tuple[int, float, str]]:
        """Give (number of an agent, share, item) for each agent with a `not-when` item that is half in the task or more."""
        if not self._not_when:
            return
        shared = Counter(row for word in asked for row, _ in self._ask(_SCORES.format(table=_table("not_when")), _query([word])))
        best: dict[int, tuple[float, str]] = {}
        for row, count in sorted(shared.items()):
            at, number = divmod(row, _EXAMPLES)
            text = self._not_when[at][number]
            share = min(count / min(len(set(words(text))), len(asked)), 1.0)
            if share >= 0.5 and share > best.get(at, (0.0, ""))[0]:
                best[at] = (share, text)
        for at, (share, text) in best.items():
            yield at, share, text

    def _terms(self, at: int, asked: Sequence[str]) -> tuple[Term, ...]:
        found = []
        for word in asked:
            fields = tuple(field for field in WEIGHTS if self._has(field, at, word))
            if fields:
                found.append(Term(word, fields))
        return tuple(found)

    def _has(self, field: str, at: int, word: str) -> bool:
        first, last = (at * _EXAMPLES, (at + 1) * _EXAMPLES - 1) if field == "examples" else (at, at)
        return bool(self._ask(_HAS.format(table=_table(field)), _query([word]), first, last))

    def _ask(self, statement: str, *values: object) -> list[tuple[int, float]]:
        with self._lock:  # SQLite may be built so that one connection is for one thread at a time
            return self._database.execute(statement, values).fetchall()


def examples_of(persona: Persona) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give (the tasks that a persona says it is for, the keys below `agentkit:` that hold no sentences).

    They are the items of `agentkit: examples:`, then what the user says in the `<example>` blocks of the description, or the
    whole block where it has no line of the user.
    """
    own, wrong = _sentences(persona, "examples")
    said = []
    for raw in persona.description.examples:
        block = raw.replace("\\n", "\n")  # some generators write the two characters
        lines = [line.strip(" \t\"'“”") for line in re.findall(_USER, block)]
        said.append(" ".join(line for line in lines if line) or " ".join(re.sub(_TAG, " ", block).split()))
    return tuple(text for text in dict.fromkeys((*own, *said)) if words(text))[:_EXAMPLES], wrong


def _sentences(persona: Persona, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    value = persona.agentkit.get(key)
    items = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
    texts = tuple(item for item in items if isinstance(item, str))
    wrong = value is not None and (not isinstance(value, str | tuple) or len(texts) < len(items))
    return tuple(text for text in texts if words(text))[:_EXAMPLES], (key,) if wrong else ()


def field_words(persona: Persona) -> dict[str, list[str]]:
    """Give the words of each field but the examples."""
    from agentkit.markdown import prose_lines

    description = persona.description
    titles = (section.title for top in persona.sections for section in top.walk())
    return {
        "name": name_words(persona.name),
        "description": words(description.prose.replace("\\n", "\n")),
        "triggers": words("\n".join(description.triggers)),
        "headings": words("\n".join(titles)),
        "body": words("\n".join(line.text for line in prose_lines(persona.body))),
    }


def _distinct(task: str) -> list[str]:
    return list(dict.fromkeys(words(task)))[:MAX_WORDS]


def _status(scores: Sequence[float]) -> Status:
    if not scores or scores[0] < NO_MATCH_BELOW:
        return "no match"
    return "ambiguous" if len(scores) > 1 and scores[1] > AMBIGUOUS_ABOVE * scores[0] else "selected"


def _stored(found: Iterable[str]) -> str:
    return " ".join(map(_token, found))


def _query(asked: Iterable[str]) -> str:
    return " OR ".join(f'"{_token(word)}"' for word in asked)


def _token(word: str) -> str:
    """Spell a word in ASCII, so that no table of Unicode but Python's own matters; digits, which no stemmer touches."""
    return word if word.isascii() else "".join(f"{ord(char):07d}" for char in word)


def _table(field: str) -> str:
    return f"words_of_{field}"


def _open() -> sqlite3.Connection:
    import sqlite3

    database = sqlite3.connect(":memory:", check_same_thread=False)
    (has,) = database.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()
    if not has:
        database.close()
        raise SearchUnavailable("this Python's SQLite has no full-text search (FTS5)", hint="use a Python from python.org")
    return database


def _best(found: Iterable[tuple[int, float]], left_out: Container[int]) -> list[tuple[int, float]]:
    """Give the score of the best example of each agent: ten examples say no more of one task than the one that is like it."""
    best: dict[int, float] = {}
    for row, score in found:
        if row not in left_out:
            at = row // _EXAMPLES
            best[at] = max(score, best.get(at, 0.0))
    return list(best.items())


_SCORES = "SELECT rowid, -bm25({table}) FROM {table} WHERE {table} MATCH ?"
_HAS = "SELECT rowid, 0 FROM {table} WHERE {table} MATCH ? AND rowid BETWEEN ? AND ? LIMIT 1"
