"""Plain Python and small libraries: run as programs of their own, warnings as errors"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from tests.samples.check import Check, command, expect, python
from tests.samples.sample import sample_at

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples.sample import Sample

REQUIREMENTS = (
    "cvss>=3.6", "hatchling>=1.27", "httpx>=0.28", "opentelemetry-sdk>=1.30", "prometheus-client>=0.22", "psycopg[binary]>=3.3", "pydantic>=2.12",
    "pyyaml>=6.0.3", "ruff>=0.16", "sqlalchemy>=2.0", "sqlglot>=30",
)  # fmt: skip
PROGRAMS = {"git": ("git", "--version")}
IMPORTED = {"cvss", "httpx", "opentelemetry", "prometheus_client", "psycopg", "pydantic", "sqlalchemy", "sqlglot", "yaml"}
"""What those give to import; a sample that imports anything else belongs elsewhere."""

FETCH = """
import time

def client(*answers):
    left = list(answers)
    def handler(request):
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer
    return httpx.AsyncClient(transport=httpx.MockTransport(handler)), left

async def drive():
    ok = httpx.Response(200, json={"id": 1})
    api, left = client(httpx.Response(503), ok)
    assert await fetch(api, "https://a.test/") == {"id": 1} and not left, "a 503 is tried again"
    api, left = client(httpx.ConnectError("no"), ok)
    assert await fetch(api, "https://a.test/") == {"id": 1} and not left, "so is a lost connection"
    for first in (httpx.Response(404), httpx.Response(503, headers={"retry-after": "1"})):
        api, left = client(first, ok)
        try:
            await fetch(api, "https://a.test/")
        except httpx.HTTPStatusError:
            assert left, "not tried again"
        else:
            raise AssertionError("accepted")
    async def slow(request):
        await asyncio.sleep(9)
    begun = time.monotonic()
    try:
        await fetch(httpx.AsyncClient(transport=httpx.MockTransport(slow)), "https://a.test/", deadline=0.2)
    except TimeoutError:
        assert time.monotonic() - begun < 5
    else:
        raise AssertionError("no deadline")

asyncio.run(drive())
"""
FETCH_ALL = """
most = running = 0

async def get(page):
    global most, running
    running += 1
    most = max(most, running)
    try:
        await asyncio.sleep(9 if page == 3 else 0.001)
        if page == 2:
            raise ConnectionError("503")
        return b"x"
    finally:
        running -= 1

done, failed = asyncio.run(fetch_all(get, range(20), workers=4, deadline_s=1))
assert sorted(done) == [0, 1, *range(4, 20)] and failed == {2: "503"} and most == 4 and running == 0

async def bug(page):
    raise KeyError(page)

try:
    asyncio.run(fetch_all(bug, range(3)))
except* KeyError:
    pass
else:
    raise AssertionError("a bug went unseen")
"""
RUN_DDL = """
from contextlib import nullcontext

class Busy:
    left, said = 2, []
    def transaction(self):
        return nullcontext()
    def execute(self, statement):
        if statement == "ALTER" and self.left:
            self.left -= 1
            raise errors.LockNotAvailable
        self.said.append(statement)

slept = []
assert run_ddl(Busy(), ["ALTER"], sleep=slept.append) == 3 and Busy.said[-1] == "ALTER"
assert len(slept) == 2 and 1 <= slept[0] <= 3 and 2 <= slept[1] <= 6
"""


def compare_metrics(sample: Sample, folder: Path) -> None:
    """Run the comparison on files that agree, and on files that do not."""
    head = "metric_time__month,net_revenue\n"
    (folder / "layer.csv").write_text(head + "2026-10-01T00:00:00,10.004\n", encoding="utf-8")
    (folder / "same.csv").write_text(head + "2026-10-01,10.0\n", encoding="utf-8")
    (folder / "other.csv").write_text(head + "2026-10-01,10.0\n2026-09-01,5\n", encoding="utf-8")
    expect(python(sample.text, folder, args=["layer.csv", "same.csv"]) == "equal\n", "files that agree")
    said = command([sys.executable, "sample.py", "layer.csv", "other.csv"], folder, expect=[1])
    expect(said == "2026-09-01 net_revenue: layer None, expected 5.0\n", said)


def transcripts(sample: Sample, folder: Path) -> None:
    """Run it on a page whose blocks are right, and on one where they are not."""
    (folder / "good.md").write_text("```console\n$ printf 'a\\nb\\nc\\n'\na\n...\nc\n```\n", encoding="utf-8")
    (folder / "bad.md").write_text("```console\n$ echo b\na\n```\n", encoding="utf-8")
    python(sample.text, folder, args=["good.md"])
    said = command([sys.executable, "sample.py", "bad.md"], folder, expect=[1])
    expect("printed:\nb\n" in said, said)


def links(sample: Sample, folder: Path) -> None:
    """Run it on links that lead somewhere, and on two that do not."""
    (folder / "to.md").write_text("# Some `code` here\n\n## Twice\n\n## Twice\n", encoding="utf-8")
    good = "[a](to.md#some-code-here) [b](to.md#twice-1) [c](https://example.com/x)\n"
    (folder / "good.md").write_text(good, encoding="utf-8")
    (folder / "bad.md").write_text("[a](none.md) [b](to.md#twice-2)\n", encoding="utf-8")
    python(sample.text, folder, args=["good.md"])
    said = command([sys.executable, "sample.py", "bad.md"], folder, expect=[1])
    expect(said == "bad.md: none.md\nbad.md: to.md#twice-2\n", said)


def threats(sample: Sample, folder: Path) -> None:
    """Check the model that stands above the script: its tests are missing at first, and nothing once they exist."""
    model = sample_at("threat-modeling/references/model-as-code.md", "scope: a user sets")
    (folder / "threats.yaml").write_text(model.text, encoding="utf-8")
    (folder / "sample.py").write_text(sample.text, encoding="utf-8")
    said = command([sys.executable, "sample.py", "threats.yaml"], folder, expect=[1])
    missing = [line.rpartition(" ")[2].partition("::") for line in said.splitlines() if ": no test " in line]
    expect(len(missing) == len(said.splitlines()) > 3, said)
    for file, _, test in missing:
        (folder / file).parent.mkdir(exist_ok=True)
        with (folder / file).open("a", encoding="utf-8") as tests:
            tests.write(f"def {test}(): ...\n")
    said = python(sample.text, folder, args=["threats.yaml"])
    expect(said == "every flow over a boundary is answered\n", said)


def project(sample: Sample, folder: Path) -> None:
    """Build a wheel from a pyproject.toml, and let ruff read its settings."""
    (folder / "src" / "billing").mkdir(parents=True)
    (folder / "src" / "billing" / "__init__.py").write_text("", encoding="utf-8")
    (folder / "src" / "billing" / "cli.py").write_text("def main() -> int:\n    return 0\n", encoding="utf-8")
    (folder / "README.md").write_text("# billing\n", encoding="utf-8")
    (folder / "LICENSE").write_text("MIT\n", encoding="utf-8")
    (folder / "pyproject.toml").write_text(sample.text, encoding="utf-8")
    built = command([sys.executable, "-c", "import hatchling.build as h; print(h.build_wheel('.'))"], folder)
    expect(built.strip() == "billing-1.4.0-py3-none-any.whl", built)
    command(["ruff", "check", "--no-cache", "."], folder)


def silent(text: str, folder: Path) -> None:
    """Run a sample with its driver."""
    expect(python(text, folder) == "", "it printed something")


DRIVEN = {
    ("agents/backend-specialist.md", "async def fetch("): (
        FETCH,
        "with answers 503, 404, none and late: retries and the deadline hold",
    ),
    ("python-patterns/SKILL.md", "async def fetch_all("): (
        FETCH_ALL,
        "with 20 pages, one failing and one late: limit and deadline hold",
    ),
    ("references/postgres-ddl-locks.md", "def run_ddl("): (RUN_DDL, "with a connection whose lock is taken twice"),
}
"""Samples that only define something: what is run after them, and what that shows."""
TOOLS = {
    ("references/metricflow.md", "compare_metrics"): (compare_metrics, "on files that agree and files that differ"),
    ("references/docs-as-tests.md", "transcripts.py"): (transcripts, "on a page that is right and one that is wrong"),
    ("references/docs-as-tests.md", "links.py"): (links, "on links that lead somewhere and links that do not"),
    ("references/model-as-code.md", "def problems("): (threats, "on the model above it, before and after its tests exist"),
}
NEEDS_DATABASE = "pg_stat_replication"


def check(sample: Sample) -> Check | None:
    """Run Python that imports nothing but the standard library and the packages above."""
    if sample.language == "toml" and "[build-system]" in sample.text:
        return Check("builds", "hatchling builds the wheel; ruff accepts its settings", lambda folder: project(sample, folder))
    outside = sample.imports() - set(sys.stdlib_module_names)
    if sample.language != "python" or outside - IMPORTED or sample.tests() or NEEDS_DATABASE in sample.text:
        return None
    for place, (tool, shows) in TOOLS.items():
        if sample.at(*place):
            return Check("runs", shows, partial(tool, sample))
    for place, (driver, shows) in DRIVEN.items():
        if sample.at(*place):
            return Check("runs", shows, partial(silent, sample.text + driver))
    holds = "its own asserts hold" if "assert" in sample.text else "to its end"
    return Check("runs", holds, lambda folder: python(sample.text, folder))
