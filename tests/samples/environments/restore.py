"""PostgreSQL 15 of Debian 12: a dump is made, and the restore drill is run on it with psql, pg_restore and the rest"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.samples.check import Check, command, expect
from tests.samples.database import start
from tests.samples.sample import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples.sample import Sample

REQUIREMENTS = ()
DEBIAN = ("postgresql-15", "postgresql-client-15", "libpq5")
HEAVY = True
FILES = ROOT / ".samples" / "restore" / "debian" / "usr" / "lib"
TABLE = "CREATE TABLE orders (order_id int, created_at timestamptz); INSERT INTO orders VALUES (1, now()), (2, now() - interval '1 day')"
CHECKS = "DO $$ BEGIN IF (SELECT count(*) FROM orders) <> 2 THEN RAISE 'rows are missing'; END IF; END $$;\n"


def drill(sample: Sample, folder: Path) -> None:
    """A new dump passes; one that is too old, and one with too few rows, do not; no database is left behind."""
    programs = FILES / "postgresql" / "15" / "bin"
    libraries = ":".join(map(str, FILES.glob("*-linux-gnu")))
    env = {
        "LD_LIBRARY_PATH": libraries, "PATH": f"{programs}:/usr/bin:/bin", "PGHOST": str(start(programs, libraries=libraries)), "PGUSER": "app",
        "DUMP": "app.dump", "RPO_SECONDS": "3600", "RTO_SECONDS": "600",
    }  # fmt: skip
    command(["createdb", "app"], folder, env=env)
    command(["psql", "-X", "-d", "app", "-c", TABLE], folder, env=env)
    (folder / "checks.sql").write_text(CHECKS, encoding="utf-8")
    for change, code, told in (
        ("SELECT", 0, "data_age_seconds="),
        ("UPDATE orders SET created_at = created_at - interval '2 hours'", 1, "data_age_seconds=72"),
        ("DELETE FROM orders WHERE order_id = 2", 3, "rows are missing"),
    ):
        command(["psql", "-X", "-d", "app", "-c", change], folder, env=env)
        command(["pg_dump", "--format=custom", "--file=app.dump", "app"], folder, env=env)
        said = command(["bash", "-c", sample.text], folder, env=env, expect=[code])
        expect(told in said, said)
    left = command(["psql", "-XAt", "-d", "postgres", "-c", "SELECT datname FROM pg_database ORDER BY 1"], folder, env=env)
    expect("restore_drill" not in left and "app" in left, left)


def check(sample: Sample) -> Check | None:
    """Take the script that restores a dump."""
    if sample.language != "bash" or "pg_restore " not in sample.text:
        return None
    return Check(
        "runs", "on a new dump, on one that is too old, and on one with too few rows", lambda folder: drill(sample, folder)
    )
