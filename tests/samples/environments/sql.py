"""SQL: PostgreSQL's own grammar, and DuckDB for queries that bring their rows"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.samples.check import Check, expect

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples.sample import Sample

REQUIREMENTS = ("duckdb>=1.4", "pglast>=8")

BOTH_ENGINES = ("skills/analytical-sql/", "agents/data-analyst.md", "skills/metrics-layer/references/definitions.md")
"""Where the text says that a query runs on PostgreSQL and on DuckDB."""
TABLES = {
    ("agents/analytics-engineer.md", "prod.fct_orders"): """
        CREATE SCHEMA prod; CREATE SCHEMA dev;
        CREATE TABLE prod.fct_orders AS SELECT * FROM (VALUES (1, 'small', 10.0), (2, 'large', 20.0), (3, 'large', 5.0))
            AS t (order_id, segment_then, gross_amount);
        CREATE TABLE dev.fct_orders AS SELECT * FROM (VALUES (1, 'small', 10.0), (2, 'small', 21.0), (4, 'large', 7.0))
            AS t (order_id, segment_then, gross_amount);""",
    ("references/splits-and-leakage.md", "ASOF LEFT JOIN features"): """
        CREATE TABLE predictions AS SELECT 1 AS user_id, TIMESTAMP '2026-03-02 00:00' AS prediction_time;
        CREATE TABLE features AS SELECT 1 AS user_id, TIMESTAMP '2026-03-01 00:00' AS known_at, 3 AS orders_90d
            UNION ALL SELECT 1, TIMESTAMP '2026-03-02 00:00', 9;""",
    ("references/property-and-data-tests.md", "load_audit"): """
        CREATE TABLE load_audit AS SELECT * FROM (VALUES (DATE '2026-11-01', 10, 9, 1), (DATE '2026-11-02', 10, 9, NULL))
            AS t (load_date, source_rows, loaded_rows, rejected_rows);""",
}
"""What a query reads that does not bring its rows."""
ROWS = {
    "prod.fct_orders": ["1 1 1 1 3.0"],
    "ASOF LEFT JOIN features": ["1 2026-03-02 00:00:00 3 1 day, 0:00:00"],
    "load_audit": ["2026-11-02 10 9 None"],
}
"""What must come out of those."""


def parse(sample: Sample) -> None:
    """Parse with libpg_query, the grammar of PostgreSQL 18 itself; bodies in PL/pgSQL, too."""
    import pglast

    statements = pglast.parse_sql(sample.text)
    expect(statements, "no statement")
    for statement in statements:
        text = sample.text.encode()[statement.stmt_location :][: statement.stmt_len or None].decode()
        if re.search(r"(?i)\blanguage\s+plpgsql\b", text):
            pglast.parse_plpgsql(text)


def execute(sample: Sample, tables: str, rows: list[str] | None) -> None:
    """Run on DuckDB; a query must give rows, and those that are known."""
    import duckdb

    with duckdb.connect(":memory:") as connection:
        connection.execute(tables or "SELECT 1")
        found = [" ".join(map(str, row)) for row in connection.execute(sample.text).fetchall()]
    expect(found, "no row")
    expect(rows is None or found == rows, f"rows {found}")


def check(sample: Sample) -> Check | None:
    """Parse what is PostgreSQL's, run what DuckDB can run; models of dbt are built by dbt."""
    if sample.language != "sql" or sample.detail == "dbt":
        return None
    tables, marker = next(((text, at[1]) for at, text in TABLES.items() if sample.at(*at)), ("", ""))
    on_duckdb = bool(tables) or sample.detail == "duckdb" or sample.path.startswith(BOTH_ENGINES)
    if sample.detail == "duckdb":
        return Check("runs", "on DuckDB, with rows", lambda _: execute(sample, tables, ROWS.get(marker)))
    if on_duckdb and sample.detail != "postgres":

        def both(_: Path) -> None:
            parse(sample)
            execute(sample, tables, ROWS.get(marker))

        return Check("runs", "on DuckDB, with rows; PostgreSQL's grammar accepts it", both)
    return Check("parses", "PostgreSQL's grammar accepts it", lambda _: parse(sample))
