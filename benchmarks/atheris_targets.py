"""A fuzzer that is led by coverage: atheris looks for inputs that reach code which no input before has reached.

Four targets, an input each time: `load` reads it, `lint` checks it as an agent and as a skill and writes a format, `fix` mends it until it
is at rest, `render` renders it and writes it anew. Wrong is what benchmarks/fuzz.py takes for wrong, and of `fix` also: a byte that changes
outside of what is reported as edited, a body that a safe fix changes, a second run that finds something left.

Seeds are the hostile files that the tests make, the built-in ones of the mutation fuzzer, and a sample of the .md files of the folders given;
what was reached is kept beside the environment, so that a run goes on where the last one ended.

Usage: python -m benchmarks.atheris_targets TARGET [FOLDER ...] [--seconds 60] [--seed 1] [--keep .fuzz]    (make atheris TARGET=load)
       python -m benchmarks.atheris_targets TARGET --only FILE    (one input again, without atheris; exits 1 where something is wrong)
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from agentkit.document import Document
    from agentkit.linter import Report

LONGEST = 4096
"""Bytes of an input. The limits of reading have tests of their own."""
SAMPLE = 300
"""Files of the folders that are taken: all seeds are tried before the first new input is."""
LIMIT = 1.0
"""Seconds of CPU that an input may take, as with the mutation fuzzer, although code that is watched is slower."""


def load(data: bytes) -> None:
    """Read an input."""
    from benchmarks import fuzz

    fuzz.check_reading(data)


def lint(data: bytes) -> None:
    """Check an input as an agent and as a skill, and write what is found in one format; its length says in which."""
    from benchmarks import fuzz

    for is_skill in (False, True):
        name = fuzz.FORMATS[len(data) % len(fuzz.FORMATS)]
        fuzz.check_report(fuzz.checked(fuzz.registry_of(data, is_skill=is_skill)), (name,))


def fix(data: bytes) -> None:
    """Mend an input until it is at rest, with the safe fixes and with all of them."""
    from agentkit.document import parse
    from agentkit.linter import fixing
    from benchmarks import fuzz
    from benchmarks.fixes import bytes_outside

    path = "agents/x.md"

    def mended(start: bytes, *, unsafe: bool) -> fixing.Mended:
        def check(texts: dict[str, bytes]) -> tuple[Report, Callable[[str], Document | None]]:
            registry = fuzz.registry_of(texts.get(path, start))
            return fuzz.checked(registry), registry.document

        return fixing.mend(check, unsafe=unsafe)

    for unsafe in (False, True):
        done = mended(data, unsafe=unsafe)
        after = done.after.get(path, data)
        assert bytes(parse(after)) == after, "the mended bytes do not come back"
        assert bytes_outside(data, after, done.edits.get(path, ())) == 0, "a byte outside the edits has changed"
        assert unsafe or parse(after).body == parse(data).body, "a safe fix has changed the body"
        assert mended(after, unsafe=unsafe).after == {}, "mending twice is not mending once"


def render(data: bytes) -> None:
    """Render an input, and write its fields and body anew."""
    from benchmarks import fuzz

    fuzz.check_rendering(data, fuzz.check_reading(data), fuzz.registry_of(data))


TARGETS: dict[str, Callable[[bytes], None]] = {"load": load, "lint": lint, "fix": fix, "render": render}
"""What is done with an input, by name: raises where something is wrong."""


def timed(target: Callable[[bytes], None], data: bytes) -> None:
    """Put an input through a target; raise where it takes too long, too."""
    start = time.process_time()
    target(data)
    taken = time.process_time() - start
    assert taken < LIMIT, f"{taken:.1f} s"


def put_seeds(folder: Path, others: list[Path], seed: int) -> int:
    """Write the seeds as files of a folder that holds nothing else; give how many there are."""
    from tests.hostile.generated import FILES

    from benchmarks import fuzz

    files = fuzz.seeds_of(others)[len(fuzz.BUILT_IN) :]
    sample = random.Random(seed).sample(files, min(len(files), SAMPLE))  # noqa: S311 - inputs, no secrets
    seeds = [*fuzz.BUILT_IN, *FILES.values(), *sample]
    for old in folder.iterdir():
        old.unlink()
    for number, data in enumerate(seeds):
        (folder / f"{number}.md").write_bytes(data[:LONGEST])
    return len(seeds)


def put_words(path: Path) -> None:
    """Write the texts that mean something in agent files as a dictionary of libFuzzer."""
    from benchmarks import fuzz

    words = [word for word in fuzz.WORDS if 0 < len(word) <= 64]
    path.write_text("".join('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in words), encoding="ascii")


def main() -> None:
    """Fuzz a target; atheris prints what it finds and ends the process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(".fuzz"))
    parser.add_argument("--only", type=Path)
    asked = parser.parse_args()
    target = TARGETS[asked.target]
    if asked.only is not None:
        timed(target, asked.only.read_bytes())
        return

    import atheris

    with atheris.instrument_imports(include=["agentkit"]):
        from benchmarks import fuzz

        for data in fuzz.BUILT_IN:  # imports what the functions of agentkit import when they are called
            target(data)
    found, kept, seeds = Path("fuzz-findings"), asked.keep / "corpus" / asked.target, asked.keep / "seeds"
    for folder in (found, kept, seeds):
        folder.mkdir(parents=True, exist_ok=True)
    count = put_seeds(seeds, asked.folders, asked.seed)
    put_words(asked.keep / "words")
    print(f"{asked.target}: {count} seeds, {asked.seconds} s", file=sys.stderr)
    options = [
        f"-max_total_time={asked.seconds}",
        f"-seed={asked.seed}",
        f"-max_len={LONGEST}",
        f"-dict={asked.keep / 'words'}",
        f"-artifact_prefix={found}/{asked.target}-",
        "-timeout=20",
        "-rss_limit_mb=1024",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(kept), str(seeds)], lambda data: timed(target, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
