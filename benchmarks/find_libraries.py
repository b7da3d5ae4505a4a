"""The BM25 libraries that `find` could stand on, on the same sentences: quality, time, weight.

Needs packages that the project does not: `pip install rank-bm25 bm25s tantivy whoosh-reloaded snowballstemmer`. One that is not
installed is left out. Each gets the same five fields and the words of our own reading, stemmed with Snowball where it has no
stemmer. Libraries without fields get one text, in which the name stands three times and the description twice.

Usage: python -m benchmarks.find_libraries FOLDER    (see benchmarks.find)
"""

from __future__ import annotations

import importlib
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import agentkit
from agentkit.search import Index, field_words
from agentkit.search.cases import Answer, parse_cases, tally
from agentkit.search.words import words
from benchmarks.find import HERE, ROSTER, auroc, many

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from agentkit.persona import Persona

    Ask = Callable[[str], list[tuple[str, float]]]

FIELDS = ("name", "description", "triggers", "headings", "body")
BOOSTS = {"name": 1.0, "description": 0.6, "triggers": 0.4, "headings": 0.35, "body": 0.55}
"""The best of a first random search that was good for several libraries; agentkit's own weights were chosen later."""
STARTS = 9


def texts(persona: Persona) -> dict[str, str]:
    """Give the words of each field, separated by blanks."""
    return {field: " ".join(found) for field, found in field_words(persona).items()}


def one_text(persona: Persona) -> str:
    """Give all fields in one text."""
    found = texts(persona)
    return " ".join([*[found["name"]] * 3, *[found["description"]] * 2, found["triggers"], found["headings"], found["body"]])


def stemmed(text: str) -> list[str]:
    """Give the stems of a text's words."""
    stemmer = importlib.import_module("snowballstemmer").stemmer("english")
    stems: list[str] = stemmer.stemWords(words(text))
    return stems


def ranked(names: Sequence[str], scores: Sequence[float]) -> list[tuple[str, float]]:
    """Give the ten best, equal ones by name."""
    return sorted(
        ((name, float(score)) for name, score in zip(names, scores, strict=True)), key=lambda pair: (-pair[1], pair[0])
    )[:10]


def rank_bm25(personas: Sequence[Persona]) -> Ask:
    """Okapi BM25 over one text, numpy."""
    model = importlib.import_module("rank_bm25").BM25Okapi([stemmed(one_text(persona)) for persona in personas])
    names = [persona.name for persona in personas]
    return lambda task: ranked(names, model.get_scores(stemmed(task)))


def bm25s(personas: Sequence[Persona]) -> Ask:
    """BM25 over one text, sparse numpy matrices."""
    model = importlib.import_module("bm25s").BM25()
    model.index([stemmed(one_text(persona)) for persona in personas], show_progress=False)
    names = [persona.name for persona in personas]

    def ask(task: str) -> list[tuple[str, float]]:
        known = [word for word in stemmed(task) if word in model.vocab_dict]
        return ranked(names, model.get_scores(known)) if known else []

    return ask


def tantivy(personas: Sequence[Persona]) -> Ask:
    """Fields with boosts, Rust."""
    library = importlib.import_module("tantivy")
    builder = library.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="en_stem")
    index = library.Index(builder.build())
    writer = index.writer(heap_size=50_000_000)
    for persona in personas:
        writer.add_document(library.Document(id=persona.name, **{key: [text] for key, text in texts(persona).items()}))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(task: str) -> list[tuple[str, float]]:
        query, _ = index.parse_query_lenient(" ".join(words(task)), default_field_names=list(FIELDS), field_boosts=BOOSTS)
        return [(searcher.doc(place)["id"][0], score) for score, place in searcher.search(query, 10).hits]

    return ask


def whoosh(personas: Sequence[Persona]) -> Ask:
    """Fields with boosts, pure Python."""
    fields = importlib.import_module("whoosh.fields")
    parsing = importlib.import_module("whoosh.qparser")
    analyzer = importlib.import_module("whoosh.analysis").StemmingAnalyzer()
    columns = {field: fields.TEXT(analyzer=analyzer, field_boost=BOOSTS[field]) for field in FIELDS}
    schema = fields.Schema(id=fields.ID(stored=True), **columns)
    index = importlib.import_module("whoosh.filedb.filestore").RamStorage().create_index(schema)
    writer = index.writer()
    for persona in personas:
        writer.add_document(id=persona.name, **texts(persona))
    writer.commit()
    searcher = index.searcher()
    parser = parsing.MultifieldParser(list(FIELDS), schema, group=parsing.OrGroup)
    return lambda task: [(hit["id"], hit.score) for hit in searcher.search(parser.parse(" ".join(words(task))), limit=10)]


def sqlite_columns(personas: Sequence[Persona]) -> Ask:
    """FTS5, the fields as columns of one table: the plain way."""
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, {', '.join(FIELDS)}, tokenize='porter unicode61')")
    rows = [(persona.name, *(texts(persona)[field] for field in FIELDS)) for persona in personas]
    database.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", rows)
    weights = ", ".join(str(BOOSTS[field]) for field in FIELDS)
    statement = f"SELECT id, -bm25(t, 0, {weights}) AS score FROM t WHERE t MATCH ? ORDER BY score DESC LIMIT 10"  # noqa: S608

    def ask(task: str) -> list[tuple[str, float]]:
        asked = " OR ".join(f'"{word}"' for word in words(task))
        return database.execute(statement, (asked,)).fetchall() if asked else []

    return ask


def ours(personas: Sequence[Persona]) -> Ask:
    """FTS5, one table a field, with a background: what `find` does."""
    index = Index(personas)
    return lambda task: [(match.name, match.score) for match in index.find(task, 10).matches]


LIBRARIES = {
    "rank-bm25": ("rank_bm25", rank_bm25),
    "bm25s": ("bm25s", bm25s),
    "tantivy": ("tantivy", tantivy),
    "whoosh-reloaded": ("whoosh.index", whoosh),
    "SQLite FTS5, columns": ("sqlite3", sqlite_columns),
    "SQLite FTS5, find": ("sqlite3", ours),
}


def import_time(module: str) -> float:
    """Give the milliseconds that importing a module adds to starting Python: the best of some starts."""

    def start(code: str) -> float:
        taken = []
        for _ in range(STARTS):
            started = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            taken.append(time.perf_counter() - started)
        return min(taken)

    return 1000 * (start(f"import {module}") - start("pass"))


def main() -> None:
    """Print one row a library."""
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / ROSTER).is_dir():
        print("usage: python -m benchmarks.find_libraries FOLDER", file=sys.stderr)
        sys.exit(2)
    personas = list(agentkit.load(Path(sys.argv[1]) / ROSTER).values())
    files = [parse_cases((HERE / name).read_text("utf-8"), name) for name in ("tuning.tsv", "held_out.tsv")]
    print(f"{'':22} tuning: top-1 top-3  AUROC   held out: top-1 top-3  AUROC   ms, 1,000 agents   import ms")
    for title, (module, make) in LIBRARIES.items():
        try:
            importlib.import_module(module)
        except ImportError:
            print(f"{title:22} not installed")
            continue
        ask = make(personas)
        cells = []
        for cases in files:
            result = tally(cases, lambda task, ask=ask: Answer(tuple(name for name, _ in ask(task)), refused=False))  # type: ignore[misc]
            best = [(bool(case.names), max((score for _, score in ask(case.task)), default=0.0)) for case in cases]
            area = auroc([score for inside, score in best if inside], [score for inside, score in best if not inside])[0]
            cells.append(f"{result.share1:13.0f} {result.share3:5.0f} {area:6.3f}")
        large = make(many(personas, 1000))
        taken = []
        for case in files[0]:
            started = time.perf_counter()
            large(case.task)
            taken.append(1000 * (time.perf_counter() - started))
        print(f"{title:22} {'    '.join(cells)} {statistics.mean(taken):18.2f} {import_time(module):11.0f}", flush=True)


if __name__ == "__main__":
    main()
