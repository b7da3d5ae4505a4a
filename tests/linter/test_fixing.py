"""Fixes: only their spans change, what would change more is refused, and mending comes to rest."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from benchmarks.fixes import other_values, reads_as
from hypothesis import given
from hypothesis import strategies as st

from agentkit.diagnostic import Diagnostic, Severity
from agentkit.document import parse, plain_value
from agentkit.errors import WriteRefused
from agentkit.fix import Edit, Fix
from agentkit.linter import Report, fixing, lint
from agentkit.linter.quoting import block, quoted
from agentkit.registry import load_around
from agentkit.writing import replace
from tests.test_registry import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from agentkit.document import Document

TEXT = "---\nname: dev\ndescription: Works. Use it.\ntools: Read\n---\nBody.\n"


def finding(*edits: Edit, code: str = "XX001", safe: bool = True, changes: tuple[str, ...] = ()) -> Diagnostic:
    return Diagnostic(code, "x", Severity.ERROR, "m", "x.md", fix=Fix("t", edits, safe, changes))


def place(word: str, text: str = TEXT) -> tuple[int, int]:
    return text.index(word), text.index(word) + len(word)


def test_a_change_that_is_announced_is_made() -> None:
    """A value whose key the fix names may change; the rest is byte for byte the same."""
    result = fixing.fixed(parse(TEXT), [finding(Edit(*place("Read"), "Grep"), changes=("tools",))])

    assert result.data == TEXT.replace("Read", "Grep").encode()


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (Edit(*place("Read"), "Grep"), "the value of `tools` would change"),
        (Edit(*place("tools: Read\n"), ""), "the value of `tools` would change"),
        (Edit(*place("Works"), "a: b"), "the value of `description` would change"),
        (Edit(*place("---\nBody"), "Body"), "the file could not be read any more: AK005"),
        (Edit(*place("tools: Read"), "tools: Read\n---\nmore"), "the body would change"),
    ],
)
def test_a_change_that_is_not_announced_is_refused(edit: Edit, why: str) -> None:
    """Nothing is changed, and the reason is given; another finding of the file is mended all the same."""
    good = finding(Edit(*place("dev"), '"dev"'), code="XX002")
    result = fixing.fixed(parse(TEXT), [finding(edit), good])

    assert result.data == TEXT.replace("name: dev", 'name: "dev"').encode()
    assert result.applied == (good,)
    assert why in result.refused[0][1]


def test_of_fixes_that_overlap_the_first_counts() -> None:
    """The other one waits for the next round."""
    start, end = place("Read")
    first, second = (finding(Edit(start + at, end, "Grep"), code=f"XX00{at}", changes=("tools",)) for at in (0, 2))
    result = fixing.fixed(parse(TEXT), [second, first])

    assert result.applied == (first,)


def test_many_fixes_of_one_file_take_linear_time() -> None:
    """Ten thousand fixes, one of them wrong, take a second and not an hour."""
    keys = [f"k{number}" for number in range(9_000)]
    text = "---\nname: dev\n" + "".join(f"{key}: v\n" for key in keys[:4_000]) + "---\n" + "word\n" * 5_000
    document = parse(text)
    assert document.fields is not None
    found = [
        finding(Edit(entry.value.start, entry.value.end, "w"), changes=(entry.key.text,)) for entry in document.fields.entries[1:]
    ]
    found += [finding(Edit(start, start + 4, "text")) for start in range(document.body_start, len(text), 5)]
    wrong = finding(Edit(*place("dev", text), "other"))
    started = time.process_time()
    result = fixing.fixed(document, [*found, wrong])

    assert time.process_time() - started < 10
    assert [each for each, _ in result.refused] == [wrong]
    assert len(result.applied) == 9_000


SPANS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).map(sorted), max_size=8)


@given(SPANS)
def test_stretches_that_touch_are_told(spans: list[list[int]]) -> None:
    """An edit is taken when it shares no character and no start with one that is taken."""
    taken = fixing._Taken()
    kept: list[list[int]] = []
    for start, end in spans:
        free = not any((start < b and a < end) or start == a for a, b in kept)

        assert taken.add([Edit(start, end, "")]) == free
        if free:
            kept.append([start, end])


def test_a_fix_that_never_comes_to_rest_is_said() -> None:
    """After ten rounds it is given up."""

    def check(texts: dict[str, bytes]) -> tuple[Report, Callable[[str], Document | None]]:
        document = parse(texts.get("x.md", TEXT.encode()), "x.md")
        end = len(document.text)
        report = Report((finding(Edit(end, end, "x")),), agents=1, skills=0, skipped=(), suppressed=0)
        return report, lambda _: document

    result = fixing.mend(check, unsafe=False)

    assert result.after["x.md"] == TEXT.encode() + b"x" * 10
    assert [why for _, why in result.refused] == ["it is found again after 10 rounds"]


def test_unsafe_fixes_wait_to_be_asked_for() -> None:
    """Without `unsafe` the text stays."""
    found = [finding(Edit(*place("Read"), "Grep"), safe=False, changes=("tools",))]

    assert fixing.fixed(parse(TEXT), found).data == TEXT.encode()
    assert fixing.fixed(parse(TEXT), found, unsafe=True).data != TEXT.encode()


def test_bytes_that_are_not_utf_8_stay() -> None:
    """An edit elsewhere leaves them as they are."""
    data = TEXT.encode().replace(b"Body", b"caf\xe9")
    document = parse(data)
    result = fixing.fixed(document, [finding(Edit(*place("dev"), '"dev"'))])

    assert result.data in (data, data.replace(b"name: dev", b'name: "dev"'))


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\t:#'\"\\-*&!|>[]{}@`% "), min_size=1).map(
    str.strip
)


@given(TEXTS.filter(lambda text: text and text.replace("\t", "").isprintable()))
def test_quoted_text_is_read_as_it_is(text: str) -> None:
    """Whatever one line holds, YAML reads it from its quotes."""
    fields = parse(f"---\nname: {quoted(text)}\n---\n").fields

    assert fields is not None
    assert plain_value(fields.entries[0].value) == text


@given(
    st.lists(TEXTS.filter(lambda text: text.replace("\t", "").isprintable()), min_size=2).map("\n".join).map(str.strip),
    st.booleans(),
)
def test_a_block_is_read_as_it_is(text: str, windows: bool) -> None:
    """Whatever several lines hold, YAML reads them from their block."""
    if "\n" not in text:
        return
    newline = "\r\n" if windows else "\n"
    fields = parse(f"---{newline}name: {block(text, newline)}{newline}---{newline}").fields

    assert fields is not None
    assert plain_value(fields.entries[0].value) == text


LINES = st.one_of(
    st.sampled_from(
        [
            "name: dev",
            "description: Use when: x",
            "tools: *",
            "tools: Read",
            "",
            "user: x",
            "  - a",
            "# c",
            "model: @x",
            "<example>",
            "\t- x",
            "\tk: v",
            "  k: v: w",
            "  - *  # c",
            "- @x",
            "name:dev",
            "model:opus",
            "tools: [@a, b[c], 'd, e'] # c",
            "skills: [",
            "  a, @b,",
            "]",
            "metadata:",
            "description: |",
            "effort: hihg",
            "-----",
        ]
    ),
    TEXTS,
)
ABOVE = st.sampled_from(["", "", "", "\n", "<!-- a: b -->\n", "```markdown\n", "<!-- a\n\nb -->\n\n~~~\n"])


@given(st.lists(LINES, max_size=8), st.sampled_from(["\n", "\r\n"]), st.booleans(), ABOVE, st.text(max_size=20))
def test_mending_any_file_comes_to_rest(lines: list[str], newline: str, bom: bool, above: str, body: str) -> None:
    """A second run changes nothing; values and body are what they were, and PyYAML reads the values that agentkit read before."""
    text = above + newline.join(["---", *lines, "---", body])
    data = (b"\xef\xbb\xbf" if bom else b"") + text.encode()
    once = mended(data)

    assert mended(once) == once
    before, after = parse(data), parse(once)
    assert before.body == after.body
    if before.fields is not None and after.fields is not None:
        old, new = ([entry.key.text for entry in fields.entries] for fields in (before.fields, after.fields))
        assert old == new
        assert other_values(data, once) == []  # a tool that stands twice is taken out: what is granted stays
    if before.recovered and not after.recovered and not {"AK012", "AK016"} & {found.code for found in after.diagnostics}:
        assert reads_as(data, once)


@given(st.lists(LINES, max_size=8), st.sampled_from(["\n", "\r\n"]), ABOVE, st.lists(st.sampled_from(["x", "```", "~~~~", ""])))
def test_unsafe_fixes_of_any_file_come_to_rest(lines: list[str], newline: str, above: str, body: list[str]) -> None:
    """A second run changes nothing; the body keeps all its lines but the one that closes a fence around the file."""
    data = (above + newline.join(["---", *lines, "---", *body])).encode()
    once = mended(data, unsafe=True)

    assert mended(once, unsafe=True) == once
    old, new = (parse(each).body.split("\n") for each in (data, once))
    gone = len(old) - len(new)
    assert gone in (0, 1)
    assert gone == 0 or [line for line in old if line.strip("`~\r")] == [line for line in new if line.strip("`~\r")]


def mended(data: bytes, *, unsafe: bool = False) -> bytes:
    from agentkit.project import open_text

    def check(texts: dict[str, bytes]) -> tuple[Report, Callable[[str], Document | None]]:
        registry, own = open_text(texts.get("agents/x.md", data), "agents/x.md")
        return lint(registry, own), registry.document

    return fixing.mend(check, unsafe=unsafe).after.get("agents/x.md", data)


def test_a_file_that_has_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    """What somebody wrote since it was read is not overwritten."""
    path = write(tmp_path / "agents/x.md", "---\nname: x\ndescription: Use when: y.\n---\nB\n")

    def check(texts: dict[str, bytes]) -> tuple[Report, Callable[[str], Document | None]]:
        registry, own = load_around([tmp_path])
        registry.put_all(texts)
        return lint(registry, own), registry.document

    result = fixing.mend(check, unsafe=False)
    path.write_text("mine")
    (error,) = fixing.write(result)

    assert path.read_text() == "mine"
    assert "has changed meanwhile" in str(error)


def test_replace_writes_through_a_link_and_keeps_it(tmp_path: Path) -> None:
    """The target is replaced, the link stays."""
    target = write(tmp_path / "a/target.md", "old")
    link = tmp_path / "link.md"
    link.symlink_to(target)
    replace(link, b"new", b"old")

    assert link.is_symlink()
    assert target.read_text() == "new"


@pytest.mark.parametrize("call", ["fsync", "replace", "chmod"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int) -> None:
    """Whichever step fails: the old bytes are there, and no temporary file is left."""
    path = write(tmp_path / "x.md", "old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(WriteRefused):
        replace(path, b"new", b"old")

    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["x.md"]


def test_replace_refuses_what_is_no_file(tmp_path: Path) -> None:
    """A folder, a missing file, a loop of links."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path in (tmp_path, tmp_path / "no.md", tmp_path / "loop"):
        with pytest.raises(WriteRefused):
            replace(Path(path), b"new", b"old")


def test_public_files_are_mended_and_nothing_else(corpus: Path) -> None:
    """Of the files that YAML rejects every one loads strictly after; no body and no other value changes."""
    from benchmarks.fixes import is_strict, other_values

    def check(texts: dict[str, bytes]) -> tuple[Report, Callable[[str], Document | None]]:
        registry, own = load_around([corpus])
        registry.put_all(texts)
        return lint(registry, own), registry.document

    result = fixing.mend(check, unsafe=False)

    assert len(result.after) > 150
    for path, after in result.after.items():
        before = result.before[path]
        assert is_strict(after), path
        assert parse(before).body == parse(after).body
        assert other_values(before, after) == []
    assert result.refused == ()
