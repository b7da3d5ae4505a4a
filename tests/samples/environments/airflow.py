"""Airflow 3: DAGs import and pass `airflow dags test` with PostgreSQL as the warehouse"""

from __future__ import annotations

import json
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.samples.check import Check, command, expect, python
from tests.samples.database import NPM as SERVER
from tests.samples.database import database, server
from tests.samples.sample import sample_at

if TYPE_CHECKING:
    from tests.samples.sample import Sample

REQUIREMENTS = (
    "apache-airflow>=3.3", "apache-airflow-providers-common-sql>=1.27", "apache-airflow-providers-postgres>=6.2",
    "apache-airflow-providers-standard>=1.9", "psycopg[binary]>=3.3",
)  # fmt: skip
NPM = (SERVER,)
HEAVY = True
USERS = """
CREATE SCHEMA raw; CREATE SCHEMA landing;
CREATE TABLE landing.users (id int, email text, updated_at timestamptz, deleted_at timestamptz, _loaded_at timestamptz, day date);
CREATE TABLE raw.users (LIKE landing.users);
INSERT INTO landing.users VALUES (1, 'a', now(), NULL, now(), '2026-11-20'), (2, 'b', now(), NULL, now(), '2026-11-19');
"""
ORDERS = """
CREATE SCHEMA shop; CREATE SCHEMA stage; CREATE SCHEMA mart;
CREATE TABLE shop.orders (order_id int, amount numeric, ordered_at timestamptz);
CREATE TABLE stage.orders (order_id int, amount numeric, day date);
CREATE TABLE mart.orders (LIKE stage.orders);
INSERT INTO shop.orders VALUES (1, 10, '2026-11-20 10:00+00'), (2, 5, '2026-11-20 23:59+00'), (3, 7, '2026-11-21 00:00+00');
"""
TESTED = ("data-engineer/references/airflow.md", "airflow dags test")
BAG = ("data-engineer/references/airflow.md", "DagBag")
DAILY = ("data-engineer/references/airflow.md", "def orders_daily")
LOADED = ("agents/data-engineer.md", "def users_daily")


def home(folder: Path, dag: str, tables: str) -> dict[str, str]:
    """Make a home of Airflow with one DAG and a warehouse, and give its environment."""
    import psycopg

    address = database("airflow", "warehouse")
    with psycopg.connect(address, autocommit=True) as warehouse:
        warehouse.execute(tables.encode())
    (folder / "dags").mkdir()
    (folder / "dags" / "dag.py").write_text(dag, encoding="utf-8")
    connection = {"conn_type": "postgres", "login": "app", "schema": "warehouse", "host": address.partition("host=")[2]}
    environment = {
        "AIRFLOW_HOME": str(folder), "AIRFLOW__CORE__LOAD_EXAMPLES": "False", "AIRFLOW__CORE__DAGS_FOLDER": str(folder / "dags"),
        "AIRFLOW_CONN_WAREHOUSE": json.dumps(connection),
    }  # fmt: skip
    command(["airflow", "db", "migrate"], folder, env=environment)
    return environment


def rows(sql: str) -> list[tuple[object, ...]]:
    """Read from the warehouse."""
    import psycopg

    with psycopg.connect(server("airflow").replace("/postgres?", "/warehouse?")) as connection:
        found: list[tuple[object, ...]] = connection.execute(sql.encode()).fetchall()
    return found


def loaded(sample: Sample, folder: Path) -> None:
    """Run the DAG twice; dbt is a stand-in that leaves its arguments."""
    (folder / "bin").mkdir()
    (folder / "bin" / "dbt").write_text(f'#!/bin/sh\necho "$PWD $*" >> {folder}/dbt.log\n', encoding="utf-8")
    (folder / "bin" / "dbt").chmod(0o755)
    environment = home(folder, sample.text.replace("/opt/dbt", str(folder / "bin")), USERS)
    path = f"{folder}/bin:{Path(sys.executable).parent}:/usr/bin:/bin"
    for _ in range(2):
        command(
            ["airflow", "dags", "test", "users_daily", "2026-11-21T02:00:00+00:00"], folder, env={**environment, "PATH": path}
        )
    found = rows("SELECT id, day::text FROM raw.users")
    expect(found == [(1, "2026-11-20")], f"rows {found}")
    said = (folder / "dbt.log").read_text(encoding="utf-8")
    expect(said == f"{folder}/bin build --select stg_users+\n" * 2, said)


@cache
def tested() -> str:
    """Run the commands of the page on its DAG, then the check of all DAGs; give what the commands printed."""
    with tempfile.TemporaryDirectory(prefix="sample-airflow-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        environment = home(folder, sample_at(*DAILY).text, ORDERS)
        command(["airflow", "dags", "reserialize"], folder, env=environment)
        said = command(["bash", "-euo", "pipefail", "-c", sample_at(*TESTED).text], folder, env=environment)
        python(sample_at(*BAG).text, folder, flags=(), env=environment)
    return said


def daily(_: Path) -> None:
    """The day that was asked for is in the mart once, its neighbour is not."""
    said = tested()
    found = rows("SELECT order_id, day::text FROM mart.orders ORDER BY order_id")
    expect(found == [(1, "2026-11-20"), (2, "2026-11-20")], f"rows {found}\n{said[-3000:]}")


def commands(_: Path) -> None:
    """Both tests succeed, no import error, and the backfill is planned."""
    said = tested()
    expect(said.count("state=success") >= 2 or said.count("DagRun Finished") >= 2, said[-4000:])


def check(sample: Sample) -> Check | None:
    """Take DAGs, the check of them, and the commands of the page."""
    if sample.at(*LOADED):
        return Check(
            "runs", "`airflow dags test`, twice: its day is there once; dbt is a stand-in", lambda folder: loaded(sample, folder)
        )
    if sample.at(*DAILY):
        return Check("runs", "`airflow dags test` by date and by parameter: its day is in the mart once", daily)
    if sample.at(*TESTED):
        return Check("runs", "on the DAG of the page", commands)
    if sample.at(*BAG):
        return Check("runs", "on the DAG of the page", lambda _: tested())
    return None
