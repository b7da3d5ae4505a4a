"""The stories of the rules: one Markdown file a rule in `cases/`, each section one case with its files and what is found.

A section holds fenced blocks that name a file in their info string, and one block `output`:

    ```markdown agents/x.md
    ```toml agentkit.toml
    ```output
    ```fixed agents/x.md

Words behind the file's name change its bytes: `crlf`, `bom`, `cr` (a lone carriage return for each `␍`). A fence of more backticks
holds a file with fences. The rule of the story runs beside those that run by default; `output` is what all of them find in
the form `path:line:column: severity CODE message (hint)`, empty where nothing is wrong. A `fixed` block is the file after the fixes;
with the word `unsafe` after the unsafe ones too. `pytest --update` rewrites `output` and `fixed`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from agentkit.config import Config
from agentkit.config import load as load_config
from agentkit.linter import Report, all_rules, fixing, lint
from agentkit.registry import load_around

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agentkit.document import Document

CASES = Path(__file__).parent / "cases"
BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
SLUGS = {rule.slug: rule for rule in all_rules()}


class Case(NamedTuple):
    """One section of a story."""

    story: Path
    title: str
    start: int
    text: str

    def blocks(self) -> Iterator[tuple[list[str], str]]:
        for match in BLOCK.finditer(self.text):
            yield match["info"].split(), match["text"]


def cases() -> Iterator[Case]:
    for story in sorted(CASES.glob("*.md")):
        text = story.read_text(encoding="utf-8")
        inside = [match.span() for match in BLOCK.finditer(text)]
        starts = [
            match.start()
            for match in re.finditer(r"^## ", text, re.MULTILINE)
            if not any(start <= match.start() < end for start, end in inside)
        ]
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            yield Case(story, text[start + 3 : text.index("\n", start)], start, text[start:end])


def put(folder: Path, words: list[str], text: str) -> None:
    path = folder / words[1]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = text.replace("␍", "\r")
    if "crlf" in words:
        text = text.replace("\n", "\r\n")
    path.write_bytes((b"\xef\xbb\xbf" if "bom" in words else b"") + text.encode())


def found_in(folder: Path, rule: str) -> str:
    registry, own = load_around([folder])
    file = folder / "agentkit.toml"
    config = load_config(file) if file.exists() else Config()
    report = lint(registry, own, replace(config, extend_select=(*config.extend_select, rule)))
    return "".join(f"{found}\n".replace(f"{folder}/", "") for found in report.diagnostics)


def mended(folder: Path, rule: str, *, unsafe: bool) -> None:
    """Mend what the files of a case have, on disk."""

    def check(texts: dict[str, bytes]) -> tuple[Report, Callable[[str], Document | None]]:
        registry, own = load_around([folder])
        registry.put_all(texts)
        return lint(registry, own, Config(extend_select=(rule,))), registry.document

    assert fixing.write(fixing.mend(check, unsafe=unsafe)) == []


def shown(path: Path) -> str:
    """A file as a story shows it: carriage returns and a byte-order mark as signs."""
    return path.read_bytes().decode().replace("\r\n", "\n").replace("\r", "␍").replace("\ufeff", "⟨BOM⟩")


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.story.stem}: {case.title}")
def test_a_story_is_true(case: Case, tmp_path: Path, update: bool) -> None:
    """What is found in the files of a case is what its story says."""
    expected = ""
    for words, text in case.blocks():
        if words and words[0] == "output":
            expected = text
        elif len(words) > 1 and words[0] != "fixed":
            put(tmp_path, words, text)
    found = found_in(tmp_path, case.story.stem)
    if update and found != expected:
        rewrite(case, "output", expected, found)

    assert update or found == expected


@pytest.mark.parametrize(
    "case", [case for case in cases() if "```fixed" in case.text], ids=lambda case: f"{case.story.stem}: {case.title}"
)
def test_a_fix_gives_what_its_story_says(case: Case, tmp_path: Path, update: bool) -> None:
    """After the fixes each file of a case is as its story shows it, byte for byte, and mending again changes nothing."""
    blocks = [(words, text) for words, text in case.blocks() if len(words) > 1]
    for words, text in blocks:
        if words[0] != "fixed":
            put(tmp_path, words, text)
    crlf = {words[1] for words, _ in blocks if "crlf" in words}
    unsafe = any("unsafe" in words for words, _ in blocks if words[0] == "fixed")
    mended(tmp_path, case.story.stem, unsafe=unsafe)
    once = {path: path.read_bytes() for path in tmp_path.rglob("*.md")}
    mended(tmp_path, case.story.stem, unsafe=unsafe)

    assert {path: path.read_bytes() for path in tmp_path.rglob("*.md")} == once
    for words, text in blocks:
        if words[0] == "fixed":
            data = (tmp_path / words[1]).read_bytes()
            assert words[1] not in crlf or data.count(b"\r\n") == data.count(b"\n")
            found = shown(tmp_path / words[1])
            if update and found != text:
                rewrite(case, " ".join(words), text, found)
            assert update or found == text


def rewrite(case: Case, kind: str, expected: str, found: str) -> None:
    """Put what is found now in the place of what the story says."""
    story = case.story.read_text(encoding="utf-8")
    at = story.index(f"```{kind}\n{expected}```", story.index(f"## {case.title}\n"))
    start = at + len(f"```{kind}\n")
    case.story.write_text(story[:start] + found + story[start + len(expected) :], encoding="utf-8")


# Bytes, sizes and numbers of files that no story can hold: tests/test_document.py, tests/test_registry.py, test_descriptions.py.
ELSEWHERE = frozenset({"unreadable-file", "not-utf-8", "too-large", "outside-link", "descriptions-over-budget"})


@pytest.mark.parametrize("rule", [rule for rule in all_rules() if rule.slug not in ELSEWHERE], ids=lambda rule: rule.slug)
def test_a_rule_has_a_story_with_hits_and_near_misses(rule: object) -> None:
    """Each rule's story has a case that finds it, and one that finds nothing."""
    slug = getattr(rule, "slug", "")
    code = getattr(rule, "code", "")
    outputs = [text for case in cases() if case.story.stem == slug for words, text in case.blocks() if words[:1] == ["output"]]

    assert any(f" {code} " in text for text in outputs), f"tests/linter/cases/{slug}.md has no case that finds {code}"
    assert any(f" {code} " not in text for text in outputs), f"tests/linter/cases/{slug}.md has no near miss"


def test_every_story_is_about_a_rule() -> None:
    """A story that no rule has a name for is a leftover."""
    assert {story.stem for story in CASES.glob("*.md")} <= set(SLUGS)
