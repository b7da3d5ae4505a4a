"""Which agent a task is for: a ranked full-text search over the agent files, with SQLite's FTS5.

One FTS5 table a field, because its BM25 of several columns in one table shares one length; the score is the weighted sum over
fields and words, each looked up by itself: general words count less, and every agent is judged by its most telling examples. SQLite's BM25 is Okapi's with k1 = 1.2 and b = 0.75 (sqlite.org/fts5.html, section 5.1.1, read 2026-11-24).
How the weights were found and what the search reaches is in docs/find.md.
"""

from __future__ import annotations

import re
import weakref
from collections import Counter
from itertools import pairwise
from math import log
from threading import Lock
from typing import TYPE_CHECKING, Literal, NamedTuple

from agentkit.errors import SearchUnavailable
from agentkit.search.general import is_general
from agentkit.search.words import SAME, name_words, words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from agentkit.persona import Persona

Status = Literal["selected", "ambiguous", "no match"]

WEIGHTS = {"name": 0.8, "description": 0.8, "triggers": 0.6, "headings": 0.3, "body": 1.2, "examples": 0.6}
"""What a field's BM25 counts in the score, in the order in which matches name the fields; of the examples the one that is most
like the task. These and the next values were chosen on tuning.tsv and library_dev.tsv in benchmarks/find, and on public examples."""

MOST_ALIKE = 2.0
"""What the example that is most like the task counts beside `WEIGHTS`, for an agent with very many examples."""
EACH_WORD = 1.2
"""What each word's best example counts, for an agent with very many examples."""
HALF_BREADTH = 20
"""Examples with which an agent gets half of these two."""
GENERAL_WEIGHT = 0.5
"""What a general English word counts beside one of the matter, as `make` beside `bucket`."""
PAIR_WEIGHT = 0.4
"""What two words of a task count that an agent has side by side, beside each of the two."""
RARITY = 0.5
"""How fast a word counts less that more agents say of themselves, outside their bodies: the power of its rarity."""
EXPECTED = 2.6
"""How much higher, for one with very many examples, an agent scores for a task of its own, and for chance words too."""

BACKGROUND = 1_000
"""Agents of no word in common that are counted beside the real ones.

FTS5 gives a word that half of the rows have no weight, and one of two rows is half of them. With a background a word weighs about
the same in a registry of three agents as in one of a hundred, so that the thresholds hold for both.
"""

NO_MATCH_BELOW = 10.0
"""Score below which nothing matches: on tuning.tsv it refuses 49 of 50 everyday sentences and 1 of 40 tasks of the agents."""
AMBIGUOUS_ABOVE = 0.8
"""Share of the best score above which a second agent is as good: on tuning.tsv 24 of the 27 answers without one are right."""
MAX_WORDS = 64
"""Different words of a task that are searched for; the rest are left out."""

MAX_PAIRS = 300
"""Rows of a field that may have the rarer word of a pair; beyond, the pair says little and takes the most time to look up."""

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
        self._known: set[str] = set()
        rows: dict[str, list[tuple[int, str]]] = {field: [] for field in WEIGHTS}
        avoided: list[tuple[int, str]] = []
        unused: list[Unused] = []
        for at, name in enumerate(self.names):
            persona = kept[name]
            for field, found in field_words(persona).items():
                rows[field].append((at, _stored(found)))
                self._known.update(found)
            examples, wrong = examples_of(persona)
            if examples:
                self.examples[name] = examples
                rows["examples"] += [(at * _EXAMPLES + number, _stored(words(text))) for number, text in enumerate(examples)]
                self._known.update(word for text in examples for word in words(text))
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
        asked = self._look_up(_distinct(task))
        ranked = self._rank(asked, max(k, 2))
        matches = tuple(Match(self.names[at], score, _terms(at, asked), lowered) for at, score, lowered in ranked[: max(k, 1)])
        return Found(_status([score for _, score, _ in ranked]), matches)

    def rank_without(self, name: str, example: str, k: int) -> list[str]:
        """Give the names of the best `k` agents for an example of an agent, as if it did not have that example."""
        at = self.names.index(name)
        left_out = [at * _EXAMPLES + number for number, text in enumerate(self.examples[name]) if text == example]
        asked = self._look_up(_distinct(example), left_out)
        return [self.names[found] for found, _, _ in self._rank(asked, k)]

    def _look_up(self, task: Sequence[str], left_out: Sequence[int] = ()) -> list[_Asked]:
        """Look up the words of a task, then the pairs of them that stand side by side in it."""
        single = [self._read_word(word, left_out) for word in task]
        pairs = []
        for one, other in pairwise(single):
            had = {field: min(len(one.fields[field]), len(other.fields[field])) for field in WEIGHTS}
            worth = {field: 0 < count <= MAX_PAIRS for field, count in had.items()}
            pairs.append(self._read(one.phrase + other.phrase, worth, left_out))
        return single + pairs

    def _read_word(self, word: str, left_out: Sequence[int]) -> _Asked:
        everywhere = dict.fromkeys(WEIGHTS, True)
        found = self._read((word,), everywhere, left_out)
        if any(found.fields.values()) or is_general(word):
            return found
        from agentkit.search.typos import mended

        meant = mended(word, self._known)
        return found if meant is None else self._read((meant,), everywhere, left_out)._replace(slip=word)

    def _read(self, phrase: tuple[str, ...], worth: dict[str, bool], left_out: Sequence[int]) -> _Asked:
        query = _query(phrase)
        fields = {field: self._ask(field, query) if worth[field] else {} for field in WEIGHTS}
        for row in left_out:
            fields["examples"].pop(row, None)
        said = (found for field, found in fields.items() if field not in ("body", "examples"))
        users = set().union(*said, (row // _EXAMPLES for row in fields["examples"]))
        matter = (PAIR_WEIGHT if len(phrase) > 1 else 1.0) * (GENERAL_WEIGHT if all(map(is_general, phrase)) else 1.0)
        return _Asked(phrase, fields, matter, self._rarity(len(users)))

    def _rarity(self, users: int) -> float:
        """Give what a word counts that so many agents say of themselves: 1 for one of them, less for each more."""
        of = len(self.names) + 1
        return float(min(max(log(of / (users + 0.5)) / log(of / 1.5), 0.02), 1.0) ** RARITY) if of > 2 else 1.0

    def _rank(self, asked: Sequence[_Asked], limit: int) -> list[tuple[int, float, str | None]]:
        """Give (number of the agent, score, the `not-when` item that lowered it), best first."""
        scores: dict[int, float] = {}
        weights = _weights(asked)
        for word, counts in zip(asked, weights, strict=True):
            for field, found in word.fields.items():
                if field != "examples":
                    weight = counts * WEIGHTS[field]
                    for at, score in found.items():
                        scores[at] = scores.get(at, 0.0) + weight * score
        for at, score in self._by_examples(asked, weights):
            scores[at] = scores.get(at, 0.0) + score
        lowered: dict[int, str] = {}
        for at, share, text in self._avoided(asked):
            if at in scores:
                lowered[at] = text
                scores[at] *= 1 - share / 2
        if not scores:
            return []
        top = max(scores, key=lambda at: (scores[at], -at))
        scale = _familiar(asked) / (1 + EXPECTED * self._breadth(top))
        ranked = sorted(((-round(score * scale, 2), at) for at, score in scores.items()))[:limit]
        return [(at, -score, lowered.get(at)) for score, at in ranked]

    def _breadth(self, at: int) -> float:
        """Give how far an agent's examples cover what it is for, 0 to 1; of few examples little is to be expected."""
        count = len(self.examples.get(self.names[at], ()))
        return count / (count + HALF_BREADTH)

    def _by_examples(self, asked: Sequence[_Asked], weights: Sequence[float]) -> Iterator[tuple[int, float]]:
        """Give (number of an agent, what its examples add): by the one that is most like the task, and by each word's best one.

        An agent of few examples gets less for them, or it would pass the neighbours that have none for any word that it has.
        """
        alike: dict[int, float] = {}
        by_word: dict[int, float] = {}
        for word, weight in zip(asked, weights, strict=True):
            best: dict[int, float] = {}
            for row, score in word.fields["examples"].items():
                alike[row] = alike.get(row, 0.0) + weight * score
                best[row // _EXAMPLES] = max(score, best.get(row // _EXAMPLES, 0.0))
            for at, score in best.items():
                by_word[at] = by_word.get(at, 0.0) + weight * score
        most: dict[int, float] = {}
        for row, score in alike.items():
            most[row // _EXAMPLES] = max(score, most.get(row // _EXAMPLES, 0.0))
        for at, score in most.items():
            breadth = self._breadth(at)
            yield at, (WEIGHTS["examples"] + MOST_ALIKE * breadth) * score + EACH_WORD * breadth * by_word[at]

    def _avoided(self, asked: Sequence[_Asked]) -> Iterator[tuple[int, float, str]]:
        """Give (number of an agent, share, item) for each agent with a `not-when` item that is half in the task or more."""
        if not self._not_when:
            return
        single = [word.phrase for word in asked if len(word.phrase) == 1]
        shared = Counter(row for phrase in single for row in self._ask("not_when", _query(phrase)))
        best: dict[int, tuple[float, str]] = {}
        for row, count in sorted(shared.items()):
            at, number = divmod(row, _EXAMPLES)
            text = self._not_when[at][number]
            item = len(set(words(text)))
            share = min(count / min(item, len(single)), 1.0)
            # One word of several is no likeness: "flaky test" is not "A/B test of the checkout".
            if (count > 1 or item == 1) and share >= 0.5 and share > best.get(at, (0.0, ""))[0]:
                best[at] = (share, text)
        for at, (share, text) in best.items():
            yield at, share, text

    def _ask(self, field: str, query: str) -> dict[int, float]:
        table = _table(field)
        with self._lock:  # SQLite may be built so that one connection is for one thread at a time
            return dict(
                self._database.execute(f"SELECT rowid, -bm25({table}) FROM {table} WHERE {table} MATCH ?", (query,))  # noqa: S608 - ours
            )


class _Asked(NamedTuple):
    """A word of a task, or two that stand side by side, looked up."""

    phrase: tuple[str, ...]
    fields: dict[str, dict[int, float]]
    """For each field the score by the number of the agent, for the examples by that of the example."""
    matter: float
    """1, or less for a general word."""
    rarity: float
    """1, or less for a word that many agents say of themselves."""
    slip: str | None = None
    """As the task has it, where it was taken for another."""


def _terms(at: int, asked: Iterable[_Asked]) -> tuple[Term, ...]:
    found = []
    for word in asked:
        if len(word.phrase) > 1:
            break
        fields = tuple(
            field
            for field, rows in word.fields.items()
            if (at in rows if field != "examples" else any(row // _EXAMPLES == at for row in rows))
        )
        if fields:
            found.append(Term(word.slip or word.phrase[0], fields))
    return tuple(found)


def _weights(asked: Sequence[_Asked]) -> list[float]:
    """Give what each word counts. Rarity shifts weight between the words of a task and takes none away as a whole.

    Otherwise a task would be no match in a registry of one trade, whose agents all have its words.
    """
    both = [word.matter * word.rarity for word in asked]
    kept = sum(word.matter for word in asked) / sum(both) if both else 1.0
    return [kept * one for one in both]


def _familiar(asked: Sequence[_Asked]) -> float:
    """Give the share of the task, 0 to 1, that agents have words for."""
    single = [word for word in asked if len(word.phrase) == 1]
    known = (word for word in single if word.slip is None and any(word.fields.values()))
    return sum(word.matter for word in known) / sum(word.matter for word in single)


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


def _query(phrase: Sequence[str]) -> str:
    return f'"{" ".join(map(_token, phrase))}"'


def _token(word: str) -> str:
    """Spell a word in ASCII, so that no table of Unicode but Python's own matters; digits, which no stemmer touches."""
    word = SAME.get(word, word)
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
