"""The tricky inputs on which eleven linters were compared in 2026-11: what agentkit says of each, beside what they said.

Each input is made here. The peers' columns are what their releases of 2026-11-23 did: `D` detected with a useful message, `d`
detected weakly (wrong diagnosis, no rule id, or exit 0), `-` missed, `FP` a wrong finding, `SKIP` the file silently not checked, `X`
crashed, `ok` rightly silent. agentkit's column is measured now: `D` when the rule named in the row reports the place named there.

Usage: python -m benchmarks.peers    (exits 1 when a row is not as it should be)
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from agentkit.config import Config
from agentkit.linter import lint
from agentkit.registry import load_around

PEERS = ("agnix", "skilllint", "skillsaw", "amagi", "cclint", "claude-code-lint", "ai-skill-lint", "claude validate")


class Row(NamedTuple):
    """One input and what was said of it."""

    title: str
    files: dict[str, bytes]
    """Path to content."""
    wanted: tuple[str, ...]
    """`path:line:column name-of-rule` of each finding that has to be there; empty when the input is right."""
    peers: tuple[str, ...]
    """In the order of `PEERS`."""


def _agent(
    fields: str = "", body: str = "Read the plan first.\n", name: str = "dev", description: str = "Reads. Use it."
) -> bytes:
    return f"---\nname: {name}\ndescription: {description}\n{fields}---\n{body}".encode()


A = ".claude/agents/dev.md"
BOMB = (
    "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
)
LONG = b"A line of an ordinary body that says what the agent does.\n"

ROWS = (
    Row(
        "unquoted colon",
        {A: _agent(description="Use when: x")},
        (f"{A}:3:22 yaml-syntax",),
        ("D", "d", "D", "D", "d", "d", "-", "D"),
    ),
    Row(
        "no closing ---",
        {A: b"---\nname: dev\ndescription: Reads.\n\nBody.\n"},
        (f"{A}:1:1 unclosed-frontmatter",),
        ("d", "d", "D", "D", "d", "-", "d", "d"),
    ),
    Row(
        "byte-order mark",
        {A: b"\xef\xbb\xbf" + _agent()},
        (f"{A}:1:1 byte-order-mark",),
        ("d", "D", "-", "-", "SKIP", "-", "-", "d"),
    ),
    Row("CRLF", {A: _agent().replace(b"\n", b"\r\n")}, (), ("ok", "ok", "ok", "ok", "SKIP", "ok", "ok", "ok")),
    Row(
        "duplicate key",
        {A: _agent("model: opus\nname: again\n")},
        (f"{A}:5:1 duplicate-key",),
        ("D", "D", "-", "D", "d", "d", "-", "-"),
    ),
    Row("alias bomb", {A: _agent(BOMB)}, (f"{A}:4:4 yaml-alias",), ("D", "-", "-", "-", "-", "-", "-", "D")),
    Row("tools as list", {A: _agent("tools: [Read, Grep]\n")}, (), ("ok", "FP", "ok", "ok", "ok", "ok", "ok", "ok")),
    Row("tools as comma string", {A: _agent("tools: Read, Grep\n")}, (), ("ok", "ok", "ok", "ok", "ok", "FP", "ok", "ok")),
    Row(
        "unknown skill",
        {A: _agent("skills: no-such-skill\n")},
        (f"{A}:4:9 unknown-skill",),
        ("D", "-", "-", "-", "FP", "D", "-", "-"),
    ),
    Row(
        "unknown tool", {A: _agent("tools: Read, Raed\n")}, (f"{A}:4:14 unknown-tool",), ("D", "-", "-", "-", "d", "-", "-", "-")
    ),
    Row(
        "dead agent reference",
        {
            A: _agent(
                body="Integration with other agents:\n- Hand schemas to `database-wizard`\n- Ask **ghost-writer** for texts\n- Work with `dev-2` on it\n"
            ),
            ".claude/agents/dev-2.md": _agent(name="dev-2"),
        },
        (f"{A}:6:20 unknown-collaborator", f"{A}:7:9 unknown-collaborator"),
        ("-",) * 8,
    ),
    Row(
        "zero-width character",
        {A: _agent(body="Read\u200b it.\n")},
        (f"{A}:5:5 hidden-character",),
        ("-", "-", "D", "-", "-", "-", "-", "-"),
    ),
    Row(
        "bidirectional control",
        {A: _agent(body="Read\u202e it.\n")},
        (f"{A}:5:5 hidden-character",),
        ("-", "-", "D", "-", "-", "-", "-", "-"),
    ),
    Row(
        "tag characters",
        {A: _agent(body="Read\U000e0041\U000e0042 it.\n")},
        (f"{A}:5:5 hidden-character",),
        ("-", "-", "D", "-", "-", "-", "-", "-"),
    ),
    Row(
        "name differs from file",
        {".claude/agents/other.md": _agent()},
        (".claude/agents/other.md:2:7 misnamed-file",),
        ("-", "-", "-", "-", "d", "D", "-", "-"),
    ),
    Row(
        "duplicate name",
        {A: _agent(), ".claude/agents/twin.md": _agent()},
        (".claude/agents/twin.md:2:7 duplicate-name",),
        ("D", "-", "-", "D", "-", "-", "d", "-"),
    ),
    Row(
        "dbt Jinja in the body",
        {A: _agent(body="{{ config(materialized='view') }}\n{% if x %}\n{# y #}\n")},
        (),
        ("ok",) * 8,
    ),
    Row(
        "a byte that is not UTF-8",
        {A: _agent(body="caf") + b"\xe9\n"},
        (f"{A}:5:4 not-utf-8",),
        ("D", "X", "D", "-", "-", "-", "D", "-"),
    ),
    Row(
        "Cyrillic letter in the name",
        {A: _agent(name="d\u0435v")},
        (f"{A}:2:7 unportable-name",),
        ("-", "D", "-", "-", "D", "D", "-", "-"),
    ),
    Row(
        "misspelt keys",
        {A: b"---\nname: dev\ndesription: Reads. Use it.\ntool: Read\n---\nBody of text.\n"},
        (f"{A}:1:1 missing-description", f"{A}:3:1 unknown-field", f"{A}:4:1 unknown-field"),
        ("D", "d", "d", "D", "D", "-", "d", "-"),
    ),
    Row("model: gpt-4", {A: _agent("model: gpt-4\n")}, (f"{A}:4:8 unknown-model",), ("D", "D", "-", "D", "D", "d", "-", "-")),
    Row("name: 123", {A: _agent(name="123")}, (f"{A}:2:7 unquoted-value",), ("-", "D", "-", "-", "D", "D", "-", "D")),
    Row("tools: true", {A: _agent("tools: true\n")}, (f"{A}:4:8 unknown-tool",), ("d", "-", "-", "D", "D", "D", "-", "-")),
    Row("empty body", {A: _agent(body="")}, (f"{A}:1:1 empty-body",), ("-", "-", "-", "-", "-", "d", "-", "-")),
    Row(
        "a credential in the body",
        {A: _agent(body="Use AKIAZ7QW3N5RT5YU2PLM for it.\n")},
        (f"{A}:5:5 credential",),
        ("-", "-", "D", "-", "-", "-", "-", "-"),
    ),
    Row(
        "broken link in the body",
        {A: _agent(body="See [the guide](guides/no.md).\n")},
        (f"{A}:5:17 broken-link",),
        ("-", "-", "D", "D", "-", "-", "-", "-"),
    ),
    Row(
        "a YAML tag that runs code",
        {A: _agent("model: !!python/object:os.system x\n")},
        (f"{A}:4:8 yaml-tag",),
        ("d", "-", "-", "D", "D", "d", "-", "-"),
    ),
    Row(
        "4.4 MB body",
        {A: _agent(body="") + LONG * 80_000},
        (f"{A}:1:1 too-large",),
        ("D", "ok", "-", "ok", "ok", "ok", "X", "ok"),
    ),
    Row(
        "agents two folders down",
        {".claude/agents/a/b/dev.md": _agent("tools: Raed\n")},
        (".claude/agents/a/b/dev.md:4:8 unknown-tool",),
        ("-", "D", "-", "-", "D", "-", "-", "d"),
    ),
)


def said(row: Row) -> tuple[str, list[str]]:
    """Give agentkit's letter for an input, and every finding as `path:line:column name-of-rule`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, content in row.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        registry, own = load_around([folder])
        extra = tuple({wanted.split()[1] for wanted in row.wanted})
        report = lint(registry, own, Config(extend_select=extra))
        found = [
            f"{(each.path or '').removeprefix(name + '/')}:{each.span.line}:{each.span.column} {each.slug}"
            for each in report.diagnostics
        ]
    if row.wanted:
        return ("D" if set(row.wanted) <= set(found) else "-"), found
    return ("ok" if not found else "FP"), found


def main() -> None:
    """Print the table."""
    failed = False
    print("| input | **agentkit** | " + " | ".join(PEERS) + " |")
    print("|---|---|" + "---|" * len(PEERS))
    for row in ROWS:
        letter, found = said(row)
        print(f"| {row.title} | **{letter}** | " + " | ".join(row.peers) + " |")
        if letter not in ("D", "ok"):
            failed = True
            print(f"  wanted {row.wanted}, found {found}", file=sys.stderr)
    sys.exit(failed)


if __name__ == "__main__":
    main()
