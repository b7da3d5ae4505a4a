"""dbt-core on DuckDB, MetricFlow: the samples of a page are put into one project, which is built and asked"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.samples.check import Check, command, expect
from tests.samples.sample import sample_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.samples.sample import Sample

ALONE = ("dbt-core==1.12.6", "dbt-duckdb==1.11.1", "dbt-metricflow==0.15.0", "metricflow==0.213.0")
"""dbt-core asks for dbt-core-experimental-parser, whose build fetches a file from outside the index; nothing here uses it."""
REQUIREMENTS = (
    "agate<1.15", "click>=8.3,<9", "daff", "dbt-adapters>=1.24.5,<2", "dbt-extractor>=0.5,<=0.6", "importlib-metadata>=4,<9", "packaging",
    "dbt-common>=1.37.5,<2", "dbt-protos>=1.0.514,<2", "duckdb>=1.4", "halo<0.1",
    "jinja2<3.7", "jsonschema<5", "mashumaro[msgpack]<3.18", "more-itertools>=10,<11", "networkx<4", "opentelemetry-api<2", "pathspec<1.1",
    "protobuf>=6,<8", "pydantic<3", "python-dateutil>=2.9,<2.10", "python-dotenv>=1.2", "pytz", "pyyaml>=6", "rapidfuzz<4", "referencing",
    "requests<3", "snowplow-tracker>=1.0.2,<2", "sqlglot>=20", "sqlparse<0.7", "tabulate", "update-checker>=0.18,<0.19",
)  # fmt: skip
HEAVY = True
ENVIRONMENT = {"DBT_PROFILES_DIR": ".", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
PROJECT = {
    "dbt_project.yml": "name: shop\nversion: 1.0.0\nprofile: shop\nmodel-paths: [models]\nsnapshot-paths: [snapshots]\n",
    "profiles.yml": "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, threads: 1}\n",
}

ENGINEER = ("agents/data-engineer.md", "with ranked as")
INCREMENTAL = ("data-engineer/references/dbt.md", "incremental_strategy")
SOURCES = ("data-engineer/references/dbt.md", "latest_version_wins")
SNAPSHOT = ("data-engineer/references/dbt.md", "users_history")
DAILY = ("data-engineer/references/dbt.md", "dbt source freshness")
MART = ("agents/analytics-engineer.md", "as segment_then")
CONTRACT = ("agents/analytics-engineer.md", "board_report")
RELEASE = ("agents/analytics-engineer.md", "--resource-type exposure")
METRICS = ("metrics-layer/SKILL.md", "revenue_per_buyer")
MODELS = ("metrics-layer/references/metricflow.md", "time_spine:")
SPINE = ("metrics-layer/references/metricflow.md", "fiscal_month  --")
ASK = ("metrics-layer/SKILL.md", "mf query")
COMPARE = ("metrics-layer/references/metricflow.md", "compare_metrics.py layer.csv")
SCRIPT = ("metrics-layer/references/metricflow.md", "def cells")


class Built(NamedTuple):
    """A project and what building it printed."""

    folder: Path
    said: str


def text(place: tuple[str, str]) -> str:
    """Give the text of a sample."""
    return sample_at(*place).text


def fill(folder: Path, sql: str) -> None:
    """Write rows into the database of a project."""
    import duckdb

    with duckdb.connect(str(folder / "shop.duckdb")) as connection:
        connection.execute(sql)


def ask(folder: Path, sql: str) -> list[tuple[object, ...]]:
    """Read rows from the database of a project."""
    import duckdb

    with duckdb.connect(str(folder / "shop.duckdb")) as connection:
        found: list[tuple[object, ...]] = connection.execute(sql).fetchall()
    return found


def project(files: Mapping[str, str], tables: str) -> Path:
    """Make a project; it stands until the run ends, since several samples ask it."""
    folder = Path(tempfile.mkdtemp(prefix="sample-dbt-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name, content in {**PROJECT, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    fill(folder, tables)
    return folder


def bash(script: str, folder: Path) -> str:
    """Run commands in a project."""
    return command(["bash", "-euo", "pipefail", "-c", script], folder, env=ENVIRONMENT)


@cache
def engineer() -> Built:
    """The pages of data-engineer: a view, an incremental model with its contract and unit test, a snapshot."""
    folder = project({
        "models/stg_users.sql": text(ENGINEER), "models/fct_orders.sql": text(INCREMENTAL), "models/schema.yml": text(SOURCES),
        "models/stg_orders.sql": "select * from {{ source('raw', 'orders') }}\n", "snapshots/users.yml": text(SNAPSHOT),
    }, """
        CREATE SCHEMA raw;
        CREATE TABLE raw.users AS SELECT 1::bigint AS id, ' A@x ' AS email, now()::timestamp AS updated_at,
            NULL::timestamp AS deleted_at, now()::timestamp AS _loaded_at;
        CREATE TABLE raw.orders AS SELECT 1::bigint AS order_id, 1::bigint AS user_id, 10::decimal(18, 2) AS amount, now()::timestamp AS ordered_at,
            now()::timestamp AS updated_at, false AS is_deleted, now()::timestamp AS _loaded_at;""")  # fmt: skip
    said = bash("dbt build", folder)
    bash("mkdir prod-artifacts && cp target/manifest.json prod-artifacts/", folder)
    fill(folder, """
        INSERT INTO raw.orders SELECT 1, 1, 12, ordered_at, updated_at + interval 1 minute, false, _loaded_at FROM raw.orders;
        INSERT INTO raw.orders SELECT 1, 1, 99, ordered_at, updated_at - interval 1 day, false, _loaded_at FROM raw.orders;
        UPDATE raw.users SET email = 'b@x', updated_at = updated_at + interval 1 minute;""")  # fmt: skip
    said += bash("dbt build && dbt build", folder)
    return Built(folder, said)


def view(_: Path) -> None:
    """The view is clean."""
    expect(ask(engineer().folder, "SELECT user_id, user_email FROM stg_users") == [(1, "b@x")], "another user")


def incremental(_: Path) -> None:
    """After three builds the newest version is there once, and the late old one is not."""
    rows = ask(engineer().folder, "SELECT order_id, amount::integer FROM fct_orders")
    expect(rows == [(1, 12)], f"rows {rows}")


def tested(_: Path) -> None:
    """Contract, tests and unit test were part of the build."""
    said = engineer().said
    expect("latest_version_wins" in said and "relationships_fct_orders" in said and "ERROR=0" in said, said)


def snapshot(_: Path) -> None:
    """The snapshot holds both versions, the first one closed."""
    rows = ask(engineer().folder, "SELECT email, valid_to::date = '9999-12-31' FROM users_history ORDER BY valid_from")
    expect(rows == [(" A@x ", False), ("b@x", True)], f"rows {rows}")


def daily(_: Path) -> None:
    """The commands run; freshness is judged."""
    folder = engineer().folder
    with (folder / "models" / "stg_users.sql").open("a", encoding="utf-8") as model:
        model.write("-- changed\n")
    said = bash(text(DAILY), folder)
    expect("PASS freshness of raw.orders" in said and "stg_users" in said, said)


@cache
def mart() -> Built:
    """The page of analytics-engineer: a mart with groups, contract, unit test, exposure."""
    folder = project({
        "models/fct_orders.sql": text(MART), "models/schema.yml": text(CONTRACT),
        "models/stg_orders.sql": "select 1::bigint as order_id, 7::bigint as customer_id, 'placed' as status, timestamp '2026-10-15' as ordered_at\n",
        "models/stg_order_lines.sql": "select 1::bigint as order_id, 2 as qty, 5.0 as unit_price\n",
        "models/dim_customers.sql": "select 7::bigint as customer_id\n",
        "models/customer_history.sql": "select 7::bigint as customer_id, 'large' as segment, timestamp '2026-01-01' as valid_from,"
                                       " timestamp '9999-12-31' as valid_to\n",
    }, "SELECT 1")  # fmt: skip
    said = bash("dbt build", folder)
    bash("mkdir prod-artifacts && cp target/manifest.json prod-artifacts/", folder)
    return Built(folder, said)


def mart_built(_: Path) -> None:
    """One row, as the contract says."""
    rows = ask(mart().folder, "SELECT segment_then, gross_amount::varchar FROM fct_orders")
    expect(rows == [("large", "10.00")], f"rows {rows}")


def mart_tested(_: Path) -> None:
    """The unit test passed, and fails when the border of a validity moves."""
    built = mart()
    expect("order_on_the_day_of_a_change" in built.said and "ERROR=0" in built.said, built.said)
    model = built.folder / "models" / "fct_orders.sql"
    right = model.read_text(encoding="utf-8")
    model.write_text(right.replace("orders.ordered_at < history", "orders.ordered_at <= history"), encoding="utf-8")
    said = command(["dbt", "test", "--select", "test_type:unit"], built.folder, expect=[1], env=ENVIRONMENT)
    model.write_text(right, encoding="utf-8")
    expect("FAIL" in said or "ERROR" in said, said)


def release(_: Path) -> None:
    """What changed is built, and who sees it is told."""
    folder = mart().folder
    with (folder / "models" / "fct_orders.sql").open("a", encoding="utf-8") as model:
        model.write("-- changed\n")
    said = bash(text(RELEASE), folder)
    expect("exposure:shop.board_report" in said and "fct_orders" in said, said)


@cache
def metrics() -> Built:
    """The pages of metrics-layer: semantic models, metrics, time spine."""
    folder = project({
        "models/time_spine_daily.sql": text(SPINE), "models/semantic.yml": text(MODELS),
        "models/orders.yml": text(METRICS).rstrip("\n") + "\n      - {name: orders, agg: count, expr: 1}\n",
        "models/fct_orders.sql": "select * from (values (1, 7, timestamp '2026-10-02', 'complete', 10.0), (2, 8, timestamp '2026-10-03', 'complete', 5.0),"
                                 " (3, 7, timestamp '2026-10-04', 'refunded', 99.0)) as t (order_id, customer_id, ordered_at, status, gross_amount)\n",
        "models/dim_customers.sql": "select * from (values (7, 'south'), (8, 'north')) as t (customer_id, region)\n",
        "models/dim_customer_history.sql": "select 7 as customer_id, 'south' as region_then, timestamp '2026-01-01' as valid_from,"
                                           " timestamp '9999-12-31' as valid_to\n",
        "models/fct_balances.sql": "select 7 as customer_id, timestamp '2026-10-02' as snap_date, 4.0 as balance\n",
        "models/fct_visits.sql": "select 1 as visit_id, 7 as customer_id, timestamp '2026-10-01' as visited_at\n",
        "tests/compare_metrics.py": text(SCRIPT),
        "tests/closed_months.csv": "metric_time__month,net_revenue,buyers\n2026-10-01,15.0,2\n",
    }, "SELECT 1")  # fmt: skip
    said = bash("dbt build", folder)
    bash("mkdir prod-artifacts && cp target/manifest.json prod-artifacts/", folder)
    return Built(folder, said)


def metric(_: Path) -> None:
    """The metrics of the page give what the rows say."""
    folder = metrics().folder
    bash("mf validate-configs", folder)
    bash("mf query --metrics net_revenue,buyers,revenue_per_buyer --csv out.csv", folder)
    rows = (folder / "out.csv").read_text(encoding="utf-8").split()[1]
    expect([float(cell) for cell in rows.split(",")] == [15.0, 2.0, 7.5], rows)


def semantic(_: Path) -> None:
    """Metrics over several models give what the rows say."""
    folder = metrics().folder
    bash("mf query --metrics visit_to_order_7d,south_share,balance --csv out.csv", folder)
    rows = (folder / "out.csv").read_text(encoding="utf-8").split()[1]
    # Two orders after one visit: MetricFlow's rate counts orders, so it can exceed 1.
    expect([round(float(cell), 3) for cell in rows.split(",")] == [2.0, 0.667, 4.0], rows)


def spine(_: Path) -> None:
    """Every day once, and the fiscal month begins on the fifth."""
    rows = ask(
        metrics().folder,
        "SELECT count(*) = count(DISTINCT date_day), count(*) = date '2030-12-31' - date '2024-01-01' + 1 FROM time_spine_daily",
    )
    expect(rows == [(True, True)], f"rows {rows}")
    rows = ask(metrics().folder, "SELECT min(date_day)::varchar FROM time_spine_daily WHERE fiscal_month = date '2026-10-01'")
    expect(rows == [("2026-10-05",)], f"rows {rows}")


def asked(_: Path) -> None:
    """The commands write a file."""
    folder = metrics().folder
    bash(text(ASK), folder)
    expect("net_revenue" in (folder / "layer.csv").read_text(encoding="utf-8"), "no file")


def compared(_: Path) -> None:
    """The script of CI runs to its end, and says that the months are equal."""
    said = bash(text(COMPARE), metrics().folder)
    expect(said.rstrip().endswith("equal"), said)


CHECKS: dict[tuple[str, str], tuple[str, str, Callable[[Path], None]]] = {
    ENGINEER: ("builds", "the view holds the newest row, cleaned", view),
    INCREMENTAL: ("builds", "three times; the newest version is there once, a late old one is not", incremental),
    SOURCES: ("builds", "sources, contract, tests and the unit test pass", tested),
    SNAPSHOT: ("builds", "the snapshot holds both versions, the first one closed", snapshot),
    DAILY: ("runs", "in the project of this page, with one model changed", daily),
    MART: ("builds", "one row, as the contract says", mart_built),
    CONTRACT: ("builds", "tests and unit test pass; the unit test fails if `<` becomes `<=`", mart_tested),
    RELEASE: ("runs", "in the project of this page, with one model changed", release),
    METRICS: ("builds", "`mf validate-configs` passes; three metrics give what the rows say", metric),
    MODELS: ("builds", "metrics over several models give what the rows say", semantic),
    SPINE: ("builds", "every day once; the fiscal month begins on the fifth", spine),
    ASK: ("runs", "in the project of this page", asked),
    COMPARE: ("runs", "in the project of this page; the closed months are equal", compared),
}


def check(sample: Sample) -> Check | None:
    """Build the project to which a sample belongs."""
    for place, (kind, what, run) in CHECKS.items():
        if sample.at(*place):
            return Check(kind, what, run)
    return None
