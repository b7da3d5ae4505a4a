"""Lint a folder on a Dask cluster: the files are read here, and looked at by the workers.

Usage: python lint_on_a_cluster.py FOLDER [ADDRESS]    (ADDRESS of a scheduler, tcp://…:8786; without one, two workers on this machine)

Needs `pip install distributed`, and agentkit of one version here and on the workers.
"""

from __future__ import annotations

import sys

from dask.distributed import Client

import agentkit


def main(folder: str, address: str | None = None) -> int:
    """Print the findings; give 1 where there are errors or warnings."""
    with Client(address) if address else Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:
        report = agentkit.lint(folder, executor=client.get_executor())
    for found in report.diagnostics:
        print(found)
    print(f"{report.agents} agents, {report.skills} skills, {len(report.diagnostics)} findings", file=sys.stderr)
    return 1 if report.fails else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
