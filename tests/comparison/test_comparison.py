"""Two folders compared through the public function."""

from __future__ import annotations

from typing import TYPE_CHECKING

import agentkit
from tests.cli.conftest import UNCLOSED, agent, put, skill

if TYPE_CHECKING:
    from pathlib import Path


def compared(tmp_path: Path, old: dict[str, str], new: dict[str, str]) -> agentkit.Comparison:
    for side, files in (("old", old), ("new", new)):
        (tmp_path / side / "agents").mkdir(parents=True)
        for place, text in files.items():
            put(tmp_path / side, place, text)
    return agentkit.diff(agentkit.load(tmp_path / "old"), agentkit.load(tmp_path / "new"))


def test_everything_that_a_file_says(tmp_path: Path) -> None:
    """Model, triggers, hand-offs, sections, fields and tokens, each with its line."""
    body = "Intro.\n\n## Steps\n\nDo it.\n\n## What you do not do\n\n- Modelling (use `{}`)\n\n## {}\n\nFirst read it.\nThen write it.\n"
    old = agent("dev", "model: sonnet", "color: red", body=body.format("data-scientist", "Rules"))
    new = agent("dev", "model: opus", "maxTurns: 5", body=body.format("analyst", "Laws") + "\n## Extra\n\nMore of it.\n")
    old, new = (text.replace("Use for work.", f"Triggers on {word}.") for text, word in ((old, "sql, etl"), (new, "sql, load")))
    (change,) = compared(tmp_path, {"agents/dev.md": old}, {"agents/dev.md": new}).changes

    assert change.status == "changed"
    assert change.model == ("model", "sonnet", "opus", 4)
    assert [(each.key, each.effect) for each in change.triggers] == [("load", "added"), ("etl", "removed")]
    assert [(each.key, each.effect, each.line) for each in change.handoffs] == [
        ("analyst (delegation)", "added", 15),
        ("data-scientist (delegation)", "removed", 15),
    ]
    assert [each[:4] for each in change.sections] == [
        ("changed", "What you do not do", None, 13),
        ("renamed", "Laws", "Rules", 17),
        ("added", "Extra", None, 22),
    ]
    assert [(each.key, each.old, each.new) for each in change.fields] == [("maxTurns", None, "5"), ("color", "red", None)]
    assert all(each.new > each.old for each in change.tokens)
    assert change.tokens
    assert change.description is not None
    assert change.prompt is not None
    assert not change.rights


def test_a_changed_skill_shows_in_every_agent_that_has_it(tmp_path: Path) -> None:
    """The file is the same, the prompt is not."""
    dev = agent("dev", "skills: [sql, new, gone]")
    old = {"agents/dev.md": dev, "skills/sql/SKILL.md": skill("sql", "Use a join.\n"), "skills/gone/SKILL.md": skill("gone")}
    new = {
        "agents/dev.md": dev,
        "skills/sql/SKILL.md": skill("sql", "Use a view.\n"),
        "skills/new/SKILL.md": skill("new", "Something else.\n"),
    }
    found = compared(tmp_path, old, new)
    change = found.changes[0]

    assert change.notes == ("its file is the same: what it takes in has changed",)
    assert [(each.key, each.old, each.new) for each in change.skills] == [
        ("sql", "text", "text changed, -1 +1 words and signs"),
        ("new", "missing", "there"),
        ("gone", "there", "missing"),
    ]
    assert [(each.kind, each.status, each.name) for each in found.changes[1:]] == [
        ("skill", "added", "new"),
        ("skill", "changed", "sql"),
        ("skill", "removed", "gone"),
    ]
    assert found.fails("skills")
    assert not found.fails("rights")


def test_rights_of_a_base_are_those_of_its_heirs(tmp_path: Path) -> None:
    """An agent that extends another gains what that gains."""
    heir = agent("heir", "agentkit:", "  extends: base")
    old = {"agents/base.md": agent("base", "tools: Read"), "agents/heir.md": heir}
    new = {"agents/base.md": agent("base", "tools: Read, Bash"), "agents/heir.md": heir}
    found = compared(tmp_path, old, new)

    assert [(each.name, [right.text for right in each.gained]) for each in found.changes] == [
        ("base", ["Bash"]),
        ("heir", ["Bash"]),
    ]


def test_a_base_that_is_gone_leaves_no_certainty(tmp_path: Path) -> None:
    """What it may do cannot be told, and `rights` fails."""
    heir = agent("heir", "agentkit:", "  extends: base")
    found = compared(tmp_path, {"agents/base.md": agent("base"), "agents/heir.md": heir}, {"agents/heir.md": heir})

    assert [(each.name, each.status, each.is_unsure) for each in found.changes] == [
        ("heir", "changed", True),
        ("base", "removed", False),
    ]
    assert found.fails("rights")


def test_renamed_and_moved(tmp_path: Path) -> None:
    """By path, by name, by body, by most of the body."""
    long = "".join(f"Rule {at}: keep it.\n" for at in range(20))
    old = {
        "agents/a.md": agent("a", body="A.\n"),
        "agents/b.md": agent("b", body="B.\n"),
        "agents/c.md": agent("c", body="C stays.\n"),
        "agents/d.md": agent("d", body=long),
        "agents/e.md": agent("e", body="E.\n"),
    }
    new = {
        "agents/a.md": agent("a2", body="A.\n"),
        "agents/sub/b.md": agent("b", body="B, new.\n"),
        "agents/c2.md": agent("c2", body="C stays.\n"),
        "agents/d2.md": agent("d2", body=long + "One more.\n"),
        "agents/f.md": agent("f", body="Another.\n"),
    }
    found = compared(tmp_path, old, new)

    assert {(each.old_name, each.name if each.path else None) for each in found.changes} == {
        ("a", "a2"),
        ("b", "b"),
        ("c", "c2"),
        ("d", "d2"),
        ("e", None),
        (None, "f"),
    }
    assert (found.count("added"), found.count("removed")) == (1, 1)


def test_files_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    """On one side a change that nobody can judge; the same on both sides no change, and still listed."""
    broken = UNCLOSED.replace("broken", "same")
    old = {"agents/dev.md": agent("dev"), "agents/same.md": broken, "README.md": "Text.\n"}
    found = compared(tmp_path, old, {"agents/dev.md": UNCLOSED, "agents/same.md": broken})

    assert [(each.name, each.status, each.is_unsure) for each in found.changes] == [("dev", "unreadable", True)]
    assert [each.path.rpartition("/")[2] for each in found.unread] == ["same.md", "dev.md", "same.md"]
    assert [each.path.rpartition("/")[2] for each in found.passed] == ["README.md"]
    assert found.fails("rights")


def test_only_written_otherwise(tmp_path: Path) -> None:
    """Quotes and comments are a change that says it is none."""
    found = compared(
        tmp_path, {"agents/dev.md": agent("dev")}, {"agents/dev.md": agent("dev", "# note").replace("name: dev", 'name: "dev"')}
    )

    assert [each.notes for each in found.changes] == [
        ("only how it is written has changed: order, quotes, comments or line ends",)
    ]
    assert not found.fails("prompt")
    assert found.fails("any")


def test_the_same_twice_is_nothing(tmp_path: Path) -> None:
    """Unchanged files are counted; an agent that cannot be rendered on both sides is no difference between them."""
    files = {
        "agents/dev.md": agent("dev"),
        "agents/x.md": agent("x", "agentkit:", "  extends: nobody"),
        "skills/s/SKILL.md": skill("s"),
    }
    found = compared(tmp_path, files, files)

    assert found.changes == ()
    assert found.unchanged == 3


def test_a_variable_without_a_value(tmp_path: Path) -> None:
    """A stand-in is put in, and said."""
    fields = ("agentkit:", "  variables:", "    db: {type: str, required: true}")
    old, new = (agent("dev", *fields, body=f"{word} {{{{ db }}}}.\n") for word in ("Read", "Write"))
    (change,) = compared(tmp_path, {"agents/dev.md": old}, {"agents/dev.md": new}).changes

    assert "now: variable `db` has no value: `{{ db }}` stands for it" in change.notes
    assert change.prompt is not None
    assert [part for part in change.prompt.parts if part.kind != "same"] == [("removed", "Read"), ("added", "Write")]
