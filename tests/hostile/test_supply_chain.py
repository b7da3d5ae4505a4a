"""What we bring ourselves: actions by commit, no dependency beside those that are said."""

from __future__ import annotations

import re
import tomllib

from tests.conftest import ROOT


def test_actions_of_others_are_named_by_commit() -> None:
    """In the action and in every page: a tag can be moved, a commit cannot."""
    pages = [
        ROOT / "action.yml",
        ROOT / "README.md",
        *sorted((ROOT / "docs").glob("*.md")),
        *sorted(ROOT.glob(".github/**/*.yml")),
    ]
    used = [name for page in pages for name in re.findall(r"(?m)^\s*(?:- )?uses:\s*(\S+)", page.read_text(encoding="utf-8"))]
    others = [name for name in used if not name.startswith("./") and "agentkit" not in name]

    assert [name for name in others if re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", name) is None] == []


def test_what_is_installed_is_what_is_documented() -> None:
    """CONTRIBUTING says why each package is there; there are five."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[><=]", each)[0] for each in project["dependencies"]]
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

    assert sorted(names) == ["click", "jinja2", "pathspec", "python-frontmatter", "pyyaml"]
    assert [name for name in names if f"| {name} |" not in page] == []
