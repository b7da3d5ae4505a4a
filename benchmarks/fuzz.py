"""A mutation fuzzer: broken, spliced and hostile agent files are read, checked, rendered and written out.

Each input is read (`parse`, `agentkit.parse`, its fields as JSON). Of every SHARE-th also: lint with the default rules in every format,
the fixes, both prompts, the file written back. Reported, and kept in a folder: what raises anything but an error of agentkit, takes more than
a second of CPU, gives JSON that a strict reader refuses, does not give its bytes back, or renders another body than it has. An input
depends on the seeds, --seed and its number alone, so that `--only NUMBER` makes it again.

Usage: python -m benchmarks.fuzz [FOLDER ...] [--count 100000] [--seed 1] [--share 25] [--jobs 2] [--only N] [--save fuzz-findings]
       (seeds are the .md files of the folders, and always a few built in; exits 1 when anything is found)
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import multiprocessing
import random
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import agentkit
from agentkit.document import Document, dumps, parse, plain_value
from agentkit.errors import AgentKitError
from agentkit.files import Found
from agentkit.linter import Report, fixing, formats, lint
from agentkit.linter.formats import Style
from agentkit.registry import Registry
from agentkit.shelves import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LIMIT = 1.0
"""Seconds of CPU that an input may take."""
_CHUNK = 250
_BODY = 2_000
"""Characters of a seed's body that most inputs keep: what is long is rarely what is wrong."""
FORMATS = ("json", "sarif", "gitlab", "junit", "github", "concise", "text")
JSON_FORMATS = frozenset({"json", "sarif", "gitlab"})

BUILT_IN = (
    b"---\nname: dev\ndescription: Writes code. Use for code.\ntools: Read, Bash\nmodel: sonnet\n---\n# Dev\n\nDo it.\n",
    b"---\nname: a\ndescription: >-\n  Folded\n  text.\nskills:\n  - b\n  - c\ncolor: blue # why\n---\n\n- [ ] x\n```py\ny\n```\n",
    b"\xef\xbb\xbf---\r\nname: \"q: 'x'\"\r\ntools: [Read, 'Bash(git:*)', mcp__a__b]\r\nhooks: {a: [{b: c}]}\r\n---\r\nBody {{x}} $Y\r\n",
    b"---\nname: sk\ndescription: Helps. Use when: it helps.\nallowed-tools: Read\nmetadata:\n  version: 1.0\n---\nSee [x](x.md).\n",
    b"No frontmatter, `Agent(x)` and @agent-y.\n",
)
_TEXTS = tuple(
    part.encode("utf-8", "surrogatepass")
    for part in (
        "---\n", "----\n", "---js\n", "+++\n", "```\n", "~~~", "<!--", "-->", "&a ", "*a", "<<: ", "!!python/object:os.system ", "!x ",
        "[" * 40, "{" * 40, "- " * 40, "? ", ": ", ":", "#", " #", "'", '"', "\\", "|", ">", "|2-", "%YAML 1.1\n", "\t", "\0",
        "\u2028", "\u0085", "\r", "\r\n", "\ufeff", "\u202e", "\u200b", "\U000e0041", "\x1b]0;x\x07", "\ud800", "1e999", ".nan",
        "9" * 5000, "2024-99-99", "0x1f", "no", "~", "null", "content: x\n", "1: 2\n", "name: ", "tools: ", "skills:\n- ", "agentkit:\n  ",
        "variables: {x: {type: int}}\n", "extends: ", "{{ x }}", "{% for i in x %}", "${HOME}", "$ARGUMENTS", "!`id`", "@file", "%s", "{0}",
        "agentkit: ignore[AK011] x", "=HYPERLINK()", "::error::x", "]]>", "</script>", "| a | b |\n|--|\n", "x" * 3000, " " * 3000, "\n" * 300,
        "a: b: c\n", "é", "😀", "ß", "e\u0301", "Agent(x)", "mcp__", "(" * 300, "*" * 500, "`" * 500, "#" * 100,
    )
)  # fmt: skip
WORDS = (*_TEXTS, b"\xff", b"\xfe\xff", b"\xc3", b"\x80\x80", b"\xed\xa0\x80")


class Finding(NamedTuple):
    """An input with which something is wrong."""

    number: int
    what: str
    data: bytes


class TooSlow(BaseException):
    """Raised by a clock in the middle of an input that takes ten times too long."""


def seeds_of(folders: Iterable[Path]) -> list[bytes]:
    """Give the seeds, the same in every run."""
    files = (path for folder in folders for path in sorted(folder.rglob("*.md")) if path.is_file())
    return [*BUILT_IN, *(path.read_bytes()[:200_000] for path in files)]


def mutated(seeds: Sequence[bytes], seed: int, number: int) -> bytes:
    """Give an input by its number."""
    chance = random.Random(f"{seed}-{number}")  # noqa: S311 - inputs, no secrets
    data = bytearray(chance.choice(seeds))
    if len(data) > _BODY and chance.random() < 0.97:
        del data[_BODY + max(data.find(b"\n---", 3), 0) :]
    for _ in range(min(int(chance.expovariate(0.4)) + 1, 12)):
        _mutate(data, chance, seeds)
    return bytes(data)


def _mutate(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    # Two of three changes hit the frontmatter, which is the smaller part of most files.
    end = data.find(b"\n---", 3) + 5
    at = chance.randrange((end if end > 4 and chance.random() < 0.66 else len(data)) + 1)
    size = chance.choice((1, 1, 2, 5, 20, 100))
    match chance.randrange(9):
        case 0:
            data[at : at + 1] = bytes((chance.randrange(256),))
        case 1:
            del data[at : at + size]
        case 2:
            data[at:at] = data[at : at + size] * chance.choice((1, 2, 30))
        case 3 | 4 | 5:
            data[at:at] = chance.choice(WORDS)
        case 6:
            other = chance.choice(seeds)
            start = chance.randrange(len(other) + 1)
            data[at:] = other[start : start + 3_000]
        case 7:
            lines = data.split(b"\n")
            one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines[one], lines[two] = lines[two], lines[one]
            data[:] = b"\n".join(lines)
        case _:
            data[:] = data.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n", b"\n ")), chance.choice((1, 3, -1)))


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def strict(text: str) -> object:
    """Read JSON as the standard has it: no NaN, no Infinity, nothing that cannot be UTF-8."""
    text.encode()
    return json.loads(text, parse_constant=_refuse)


def check_reading(data: bytes) -> Document:
    """Read an input; raise where something is wrong."""
    document = parse(data, "x.md")
    assert bytes(document) == data, "the bytes do not come back"
    if document.fields is not None:
        strict(json.dumps(plain_value(document.fields)))
    for found in document.diagnostics:
        assert found.span.start <= found.span.end <= len(document.text), "a place outside the file"
        str(found)
    try:
        persona = agentkit.parse(data, path="x.md")
    except AgentKitError:
        pass
    else:
        assert document.text.endswith(persona.body), "the body is another one"
    return document


def registry_of(data: bytes, *, is_skill: bool = False) -> Registry:
    """Give a registry that holds an input as its only file."""
    found = Found("f/SKILL.md", "f/SKILL.md", True, True) if is_skill else Found("agents/x.md", "agents/x.md", False, True)
    registry = Registry([Shelf("f", () if is_skill else (found,), (found,) if is_skill else ())])
    registry.put(found, data)
    return registry


def checked(registry: Registry) -> Report:
    """Lint what a registry holds."""
    return lint(registry, 1, jobs=1, verdicts=True)


def check_report(report: Report, names: Iterable[str] = FORMATS) -> None:
    """Write what lint says of an input in these formats; raise where something is wrong."""
    for name in names:
        text = "".join(formats.writer(name)(report, Style(width=None)))
        if name in JSON_FORMATS:
            strict(text)


def check_mending(document: Document, report: Report) -> None:
    """Mend an input once, with all fixes; raise where something is wrong."""
    mended = fixing.fixed(document, report.diagnostics, unsafe=True)
    again = parse(mended.data, "x.md")
    assert bytes(again) == mended.data, "the mended bytes do not come back"


def check_rendering(data: bytes, document: Document, registry: Registry) -> None:
    """Render an input, if it is an agent, and write its fields and body anew; raise where something is wrong."""
    try:
        persona = agentkit.parse(data, path="x.md")
    except AgentKitError:
        return
    for mode in ("none", "list"):
        with contextlib.suppress(AgentKitError):
            text = registry.render(persona, skills=mode).text
            assert persona.body in text or "agentkit" in document.text, "the body is not rendered"
    if document.fields is not None:
        values = plain_value(document.fields)
        assert isinstance(values, dict)
        try:
            written = dumps(values, document.body)
        except AgentKitError:
            return
        back = parse(written)
        assert back.fields is not None
        assert plain_value(back.fields) == values, "written fields are read otherwise"
        assert back.body == document.body, "the written body is another one"


def check_rest(data: bytes, document: Document, *, is_skill: bool) -> None:
    """Check, mend, render and write an input; raise where something is wrong."""
    registry = registry_of(data, is_skill=is_skill)
    report = checked(registry)
    check_report(report)
    check_mending(document, report)
    check_rendering(data, document, registry)


def _stop(*_: object) -> NoReturn:
    raise TooSlow


def examine(seeds: Sequence[bytes], seed: int, number: int, share: int) -> tuple[Finding | None, float]:
    """Make an input and try it; give what is wrong, and the seconds of CPU."""
    data = mutated(seeds, seed, number)
    signal.setitimer(signal.ITIMER_PROF, 10 * LIMIT)
    start = time.process_time()
    what = ""
    try:
        document = check_reading(data)
        if number % share == 0:
            check_rest(data, document, is_skill=number // share % 3 == 0)
    except TooSlow:
        what = f"more than {10 * LIMIT:.0f} s"
    except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
        what = traceback.format_exc(limit=-4)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    taken = time.process_time() - start
    if not what and taken > LIMIT:
        what = f"{taken:.1f} s"
    return (Finding(number, what, data) if what else None), taken


_work: tuple[Sequence[bytes], int, int] | None = None


def _chunk(numbers: range) -> tuple[list[Finding], float]:
    assert _work is not None
    seeds, seed, share = _work
    signal.signal(signal.SIGPROF, _stop)
    results = [examine(seeds, seed, number, share) for number in numbers]
    return [found for found, _ in results if found is not None], max(taken for _, taken in results)


def fuzz(seeds: Sequence[bytes], numbers: range, *, seed: int = 1, share: int = 20, jobs: int = 1) -> tuple[list[Finding], float]:
    """Try inputs; give what was found, and the longest time that one took in seconds of CPU."""
    global _work  # noqa: PLW0603 - forked processes find the seeds there
    _work = seeds, seed, share
    chunks = [numbers[at : at + _CHUNK] for at in range(0, len(numbers), _CHUNK)]
    if jobs == 1:
        results = list(map(_chunk, chunks))
    else:
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            results = pool.map(_chunk, chunks, 1)
    return list(itertools.chain.from_iterable(found for found, _ in results)), max((slow for _, slow in results), default=0)


def main() -> None:
    """Print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=int, default=25)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", type=int)
    parser.add_argument("--save", type=Path, default=Path("fuzz-findings"))
    asked = parser.parse_args()
    seeds = seeds_of(asked.folders)
    numbers = range(asked.count) if asked.only is None else range(asked.only, asked.only + 1)
    start = time.monotonic()
    found, slowest = fuzz(seeds, numbers, seed=asked.seed, share=asked.share, jobs=asked.jobs if asked.only is None else 1)
    for each in found:
        asked.save.mkdir(exist_ok=True)
        path = asked.save / f"{asked.seed}-{each.number}.md"
        path.write_bytes(each.data)
        print(f"{path}: {each.what}")
    print(
        f"{len(numbers)} inputs of {len(seeds)} seeds, one in {asked.share} checked and rendered: {len(found)} with something wrong"
    )
    print(f"the slowest took {slowest * 1000:.0f} ms of CPU; {time.monotonic() - start:.0f} s in all")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
