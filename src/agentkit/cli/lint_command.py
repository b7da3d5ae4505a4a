"""`agentkit lint`."""

from __future__ import annotations

import os
import sys
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agentkit.cli import options
from agentkit.linter import formats

if TYPE_CHECKING:
    from agentkit.config import Config
    from agentkit.linter import Report
    from agentkit.project import Looked
    from agentkit.registry import Registry

_EPILOG = """\
\b
Examples:
  agentkit lint                        the project's own folders
  agentkit lint .claude/agents/dev.md  one file, references included
  agentkit lint . --fix                mend what can be mended safely
  agentkit lint --changed-from main    what a branch changes, and affects
  agentkit lint . --format sarif > agentkit.sarif

\b
Exit status: 0 no errors and no warnings, 1 some, 2 nothing to check or a
wrong call. Infos never fail a run.
"""


@click.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATHS]...", type=options.A_PATH)
@click.option("--format", "output", type=click.Choice(formats.names()), default="text", show_default=True, help="Output format.")
@click.option("--select", metavar="RULES", multiple=True, help="Run these rules only: codes, beginnings of codes, names, ALL.")
@click.option("--extend-select", metavar="RULES", multiple=True, help="Run these rules too.")
@click.option("--ignore", metavar="RULES", multiple=True, help="Do not run these rules.")
@click.option("--fix", "mend", is_flag=True, help="Mend what can be mended without changing what else the files say.")
@click.option("--unsafe-fixes", is_flag=True, help="Mend also what may change what a file means.")
@click.option("--diff", is_flag=True, help="Print what would be mended, and write nothing.")
@click.option("--harness", "harnesses", metavar="NAMES", multiple=True, help="Give verdicts for these harnesses only.")
@click.option(
    "--changed-from", metavar="REF", help="Report only files that differ from this git revision, and those they affect."
)
@click.option("--baseline", metavar="FILE", type=options.A_PATH, help="Leave out the findings that this file says are known.")
@click.option(
    "--write-baseline",
    metavar="FILE",
    type=options.A_PATH,
    help="Write all errors and warnings to this file as known, and exit 0.",
)
@click.option(
    "--stdin-filename", metavar="PATH", type=options.A_PATH, help="Check the text on stdin as if it stood in this file."
)
@click.option("--statistics", is_flag=True, help="Print how often each rule finds something, not the findings.")
@click.option(
    "--config", "config_file", metavar="FILE", type=options.A_PATH, help="Read this configuration file, and no project's."
)
@click.option("--isolated", is_flag=True, help="Read no configuration file at all.")
@click.option("--no-gitignore", is_flag=True, help="Check what a .gitignore leaves out, too.")
@click.option("--plugin", "plugins", metavar="MODULE", multiple=True, help="Run the rules of an installed Python module, too.")
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Processes to use; by default as many as it pays for.")
@click.option(
    "--no-cache",
    "cache",
    is_flag=True,
    flag_value=False,
    default=True,
    help="Neither use nor keep what an earlier run has found.",
)
@click.option("--watch", is_flag=True, help="Check again whenever a file changes (needs the extra `watch`).")
@click.option("--show-skipped", is_flag=True, help="Name each file that was passed over, and why.")
def command(
    paths: tuple[str, ...],
    output: str,
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    mend: bool,
    unsafe_fixes: bool,
    diff: bool,
    harnesses: tuple[str, ...],
    changed_from: str | None,
    baseline: str | None,
    write_baseline: str | None,
    stdin_filename: str | None,
    statistics: bool,
    config_file: str | None,
    isolated: bool,
    no_gitignore: bool,
    plugins: tuple[str, ...],
    jobs: int | None,
    cache: bool,
    watch: bool,
    show_skipped: bool,
) -> None:
    """Check agent and skill files: would they load, and does everything they name exist?

    PATHS are files, folders and globs; folders are searched with all below them. Without PATHS the project's own folders
    are checked: agents/ and skills/, at the top and in .claude/, .agents/ and .agent/. Findings go to stdout, the
    summary to stderr. `agentkit rule CODE` explains a finding.
    """
    _collect()
    if stdin_filename is not None and (paths or changed_from or watch):
        raise click.UsageError("--stdin-filename goes with no PATHS, --changed-from or --watch")
    if (mend or unsafe_fixes or diff) and (stdin_filename or changed_from or watch or write_baseline):
        raise click.UsageError("--fix and --diff go with no --stdin-filename, --changed-from, --watch or --write-baseline")
    if write_baseline is not None and (baseline or changed_from or watch):
        raise click.UsageError("--write-baseline goes with no --baseline, --changed-from or --watch")
    if isolated and config_file:
        raise click.UsageError("--isolated and --config exclude each other")

    def settings() -> Config:
        from agentkit.linter import configured

        found = _settings((stdin_filename,) if stdin_filename else paths, config_file, isolated=isolated, plugins=plugins)
        return configured(
            found,
            select=_split(select),
            extend_select=_split(extend_select),
            ignore=_split(ignore),
            harnesses=_split(harnesses),
        )

    def once() -> Report:
        from agentkit import project
        from agentkit.cli import lint_output

        config, verdicts = settings(), not statistics
        if stdin_filename is not None:  # an editor's buffer is another one each time
            report = _lint(*_open_stdin(stdin_filename), config, jobs, verdicts=verdicts, cache=False)
        elif mend or unsafe_fixes or diff:
            from agentkit.cli.fixes import mended

            report = mended(
                lambda: project.open_files(paths, config, gitignore=not no_gitignore),
                lambda registry, own: _lint(registry, own, config, jobs, verdicts=verdicts, cache=cache, opens=True),
                [str(each) for path in paths for each in project.expanded(path)] or ["."],
                unsafe=unsafe_fixes,
                diff=diff,
            )
            if diff:
                return report
        else:
            looked = project.look(paths, config, gitignore=not no_gitignore)
            if changed_from is None:
                report = _lint(looked, looked.own, config, jobs, verdicts=verdicts, cache=cache)
            else:
                report = _lint_changes(changed_from, looked.open(), looked.own, config, jobs, verdicts=verdicts, cache=cache)
        if baseline is not None:
            from agentkit.linter.baseline import apply

            report = apply(report, Path(baseline), config.folder)
        if write_baseline is not None:
            _write_baseline(report, write_baseline, config)
            return report
        lint_output.write(report, output, statistics=statistics)
        lint_output.summarise(report, show_skipped=show_skipped)
        return report

    with options.errors_shown():
        if watch:
            from agentkit.cli.watching import repeat

            repeat(once, [Path(path) for path in paths] or [Path()])
            return
        if (mend or unsafe_fixes) and not diff:
            from agentkit.cli.turn import turn

            with turn(paths or ["."]):
                report = once()
        else:
            report = once()
        if not report.agents + report.skills and not report.unchanged:
            options.say("nothing to check: no agent or skill file found", "error")
            sys.exit(2)
        sys.exit(1 if report.fails and write_baseline is None else 0)


def _collect() -> None:
    import gc

    gc.freeze()  # what the start has made stays anyway
    # A file leaves hundreds of objects until it is let go, hardly any of them in circles: looking for those less often saves a twentieth.
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


def _split(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def _settings(paths: tuple[str, ...], file: str | None, *, isolated: bool, plugins: tuple[str, ...]) -> Config:
    from agentkit.project import settings

    return settings(paths, file=file, isolated=isolated, plugins=plugins)


def _open_stdin(path: str) -> tuple[Registry, int]:
    from agentkit import project
    from agentkit.document import MAX_BYTES

    return project.open_text(sys.stdin.buffer.read(MAX_BYTES + 1), path)


def _lint(
    files: Registry | Looked, own: int, config: Config, jobs: int | None, *, verdicts: bool, cache: bool, opens: bool = False
) -> Report:
    from agentkit.cli import lint_output

    if opens:
        files = files.open()
        deque(files.load_all(), maxlen=0)  # what was checked is what is gone on with
    with lint_output.progress() as told:
        if not cache:
            from agentkit.linter import lint

            return lint(files.open(), own, config, jobs=jobs, progress=told, verdicts=verdicts)
        from agentkit.linter.cache import lint_with_cache

        return lint_with_cache(files, own, config, jobs=jobs, progress=told, verdicts=verdicts, opens=opens)


def _write_baseline(report: Report, path: str, config: Config) -> None:
    from agentkit.cli import turn
    from agentkit.linter.baseline import write

    if report.agents + report.skills:
        folder = os.path.dirname(os.path.realpath(path))
        with turn.turn([folder]):
            turn.sweep([folder])
            count = write(Path(path), report, config.folder)
        click.echo(f"wrote {count} finding{'' if count == 1 else 's'} to {path}", err=True)


def _lint_changes(
    revision: str, registry: Registry, own: int, config: Config, jobs: int | None, *, verdicts: bool, cache: bool
) -> Report:
    """Check everything, and keep what has changed since a revision; who names it is asked of what was checked."""
    report = _lint(registry, own, config, jobs, verdicts=verdicts, cache=cache, opens=True)
    return _of_changes(report, registry, own, revision) if report.agents + report.skills else report


def _of_changes(report: Report, registry: Registry, own: int, revision: str) -> Report:
    from agentkit.changes import changed_files
    from agentkit.project import affected_by

    root = Path(registry.shelves[0].root) if registry.shelves else Path()
    return affected_by(report, registry, own, changed_files(revision, root if root.is_dir() else root.parent))
