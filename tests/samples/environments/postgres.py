"""PostgreSQL 18: SQL is run in the order of its page, and Python that wants a database gets one"""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import TYPE_CHECKING

from tests.samples.check import Check, command, expect, python
from tests.samples.database import NPM as SERVER
from tests.samples.database import database
from tests.samples.sample import samples

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples.sample import Sample

REQUIREMENTS = ("pglast>=8", "psycopg[binary]>=3.3", "pytest>=9", "sqlalchemy>=2.0")
NPM = (SERVER,)
HEAVY = True
ORDERS = """
CREATE TABLE orders_old (id integer, v integer); CREATE TABLE orders_new (id integer, v integer);
INSERT INTO orders_old VALUES (1, 1), (1, 1), (2, 2); INSERT INTO orders_new VALUES (1, 1), (2, 3);
CREATE TABLE customers (customer_id integer, id integer); CREATE TABLE blocked (customer_id integer);
CREATE TABLE orders (order_id integer, customer_id integer, status text, id integer, created_at timestamptz);
INSERT INTO customers VALUES (1, 1), (2, 2); INSERT INTO blocked VALUES (1), (NULL);
"""
BEFORE: dict[tuple[str, str], str] = {
    ("agents/database-architect.md", "pg_stat_statements"): "CREATE EXTENSION pg_stat_statements",
    ("clean-code/references/refactoring-moves.md", "EXCEPT ALL"): ORDERS,
    ("clean-code/references/review-checklist.md", "paid_orders"): ORDERS,
    ("code-review/references/what-reviews-miss.md", "NOT EXISTS"): ORDERS,
    ("data-engineer/SKILL.md", "orders_quarantine"): "data-engineer/references/upsert.md",
    ("data-engineer/references/upsert.md", "checksum"): "data-engineer/SKILL.md",
    ("deployment-procedures/references/database-and-flags.md", "mail"): """
        CREATE TABLE customer (customer_id integer PRIMARY KEY, mail text NOT NULL); INSERT INTO customer VALUES (1, 'a'), (2, 'b')""",
    ("schema-migrations/references/backfill-and-contract.md", "id_old%"): "CREATE EXTENSION pg_stat_statements",
    ("testing-patterns/references/property-and-data-tests.md", "load_audit"): """
        CREATE TABLE load_audit (load_date date, source_rows int, loaded_rows int, rejected_rows int)""",
}
"""What stands before a sample beside those above it in its file: SQL, or the file whose SQL comes first."""
URLS = ("DATABASE_URL", "TEST_DATABASE_URL")


def statements(text: str) -> list[str]:
    """Split SQL as PostgreSQL's parser does."""
    import pglast

    source = text.encode()
    return [source[one.stmt_location :][: one.stmt_len or None].decode().strip() for one in pglast.parse_sql(text)]


def is_ours(sample: Sample) -> bool:
    """Whether a sample is SQL of PostgreSQL."""
    return sample.language == "sql" and sample.detail in ("", "postgres")


def sql_of(path: str) -> list[Sample]:
    """Give the PostgreSQL samples of a file, named by the end of its path."""
    return [one for one in samples() if one.path.endswith(path) and is_ours(one)]


@cache
def page(path: str) -> str:
    """Give the database of a file: its samples come one after another, each finds what those above it left."""
    return database("postgres", path.replace("/", "_")[-60:])


def prepared(sample: Sample) -> list[str]:
    """Give the texts that stand between a sample and the one above it."""
    before = next((text for place, text in BEFORE.items() if sample.at(*place)), "")
    if before.endswith("upsert.md"):
        return [sql_of(before)[0].text]  # its tables
    if before.endswith(".md"):
        return [one.text for one in sql_of(before)] * 2  # the second run must change nothing
    return [before] if before else []


def run_sql(sample: Sample, _: Path) -> None:
    """Run a sample, and what must stand before it."""
    import psycopg

    with psycopg.connect(page(sample.path), autocommit=True) as connection:
        for text in (*prepared(sample), sample.text):
            for statement in statements(text):
                connection.execute(statement.encode())
        if sample.at("upsert.md", "checksum"):
            rows = connection.execute("SELECT order_id, amount::text FROM orders").fetchall()
            expect(rows == [(1, "12.50")], f"rows {rows}")


def run_python(sample: Sample, folder: Path) -> None:
    """Run Python with a database, after the SQL that stands above it if it needs that."""
    import psycopg

    address = database("postgres", "page")
    if sample.at("backfill-and-contract.md"):
        with psycopg.connect(address, autocommit=True) as connection:
            for statement in statements(sql_of(sample.path)[0].text):
                connection.execute(statement.encode())
        expect(python(sample.text, folder, env={"DATABASE_URL": address}) == "rows changed: 20000\n", "other rows")
        expect(python(sample.text, folder, env={"DATABASE_URL": address}) == "rows changed: 0\n", "a second run changes rows")
        return
    address = address.replace("postgresql://", "postgresql+psycopg://")
    if sample.tests():
        (folder / "test_sample.py").write_text(sample.text, encoding="utf-8")
        words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_sample.py"]
        said = command(words, folder, env={"TEST_DATABASE_URL": address})
        expect(re.search(r"^\d+ passed in", said, re.MULTILINE), said)
        expect("skipped" in command(words, folder), "without a database it is not skipped")
        command(words, folder, env={"REQUIRE_DATABASE": "1"}, expect=[1])
        return
    python(sample.text, folder, env={"DATABASE_URL": address})


def run_heredoc(sample: Sample, _: Path) -> None:
    """Run what a script hands to psql."""
    import psycopg

    found = re.search(r"<<'SQL'\n(.*?)^SQL$", sample.text, re.MULTILINE | re.DOTALL)
    expect(found, "no SQL")
    assert found is not None
    with psycopg.connect(database("postgres", "page"), autocommit=True) as connection:
        result = [connection.execute(statement.encode()) for statement in statements(found[1])][-1]
        expect(result.fetchall() == [(True,)], "the index is not valid")


def check(sample: Sample) -> Check | None:
    """Run SQL, and what asks for the address of a database."""
    if is_ours(sample):
        first = sample != sql_of(sample.path)[0] or any(sample.at(*place) for place in BEFORE)
        return Check(
            "runs", "after what stands before it" if first else "in an empty database", lambda folder: run_sql(sample, folder)
        )
    if (
        sample.language == "python"
        and any(f'"{url}"' in sample.text for url in URLS)
        and sample.imports() & {"psycopg", "sqlalchemy"}
    ):
        return Check("runs", "with a database", lambda folder: run_python(sample, folder))
    if sample.language == "bash" and "<<'SQL'" in sample.text:
        return Check("runs", "the SQL that it hands to psql, statement by statement", lambda folder: run_heredoc(sample, folder))
    return None
