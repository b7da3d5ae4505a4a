"""Prompts kept in files, compared byte for byte, and written when that is asked for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from agentkit.testing.difference import difference
from agentkit.testing.places import shown_path, subject_of

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    from agentkit.prompt import Prompt

FOLDER = "__prompts__"
"""The folder of stored prompts, beside the file of the tests."""
SUFFIX = ".md"
_LONGEST = 100


def assert_prompt_matches(
    prompt: Prompt | str, path: str | os.PathLike[str], *, update: bool = False, accept: str = "update=True"
) -> None:
    """Assert that a prompt is the stored one, byte for byte: line ends, blanks and a final newline count.

    Args:
        prompt: The prompt, or a text.
        path: The file that holds the stored one.
        update: Whether to write the file instead, where it differs or is missing. Folders are made.
        accept: What a failure says accepts the prompt.

    Raises:
        AssertionError: It differs, or nothing is stored. The message shows what differs, and the file and line it comes from.
        WriteRefused: The file cannot be written.
    """
    __tracebackhide__ = True
    compare(prompt, path, update=update, accept=accept)


def compare(prompt: Prompt | str, path: str | os.PathLike[str], *, update: bool, accept: str) -> bool:
    """Do what `assert_prompt_matches` does; tell whether the file was written."""
    __tracebackhide__ = True
    file = Path(path)
    subject = subject_of(prompt)
    data = subject.text.encode("utf-8", "surrogatepass")
    try:
        held = file.read_bytes()
    except FileNotFoundError:
        held = None
    except OSError as error:
        raise AssertionError(f"{shown_path(str(file))} cannot be read: {(error.strerror or str(error)).lower()}") from error
    if held == data:
        return False
    if update:
        from agentkit.writing import write_new

        write_new(file, data, force=True, parents=True)
        return True
    if held is None:
        raise AssertionError(f"{subject.name} is not stored: no {shown_path(str(file))}\nto store it: {accept}")
    try:
        stored = held.decode("utf-8", "surrogatepass")
        what = difference(stored, subject)
    except UnicodeDecodeError as error:
        stored = held.decode("utf-8", "replace")
        what = f"the stored file is not UTF-8: byte at offset {error.start}"
    counts = f"{len(stored):,} characters stored, {len(subject.text):,} now"
    raise AssertionError(
        f"{subject.name} is not the stored one, {shown_path(str(file))}\n{counts}\n\n{what}\n\nto accept it: {accept}"
    )


def file_for(module: Path, test: str, name: str | None = None) -> Path:
    """Give the file of a test's stored prompt: `__prompts__/test_x/test_loader.md` beside `test_x.py`.

    Args:
        module: The file of the test.
        test: The test in it, `TestLoader::test_full[a]`.
        name: Which prompt of the test it is; None for its only one.
    """
    base = base_for(test)
    return module.parent / FOLDER / module.stem / (f"{base}@{_safe(name)}{SUFFIX}" if name is not None else f"{base}{SUFFIX}")


def base_for(test: str) -> str:
    """Give the first part of the file names of a test: letters, digits, `_`, `-` and `.`, different for different tests."""
    function, opened, rest = test.partition("[")
    readable = function.replace("::", ".")
    if opened and rest.endswith("]") and rest != "]":
        readable += "-" + rest[:-1]
    elif opened:
        readable += opened + rest
    return _safe(readable)


def _safe(text: str) -> str:
    """Give a text as a part of a file name; where something of it had to go, a digest keeps different texts apart."""
    safe = re.sub(r"[^A-Za-z0-9_.-]", "_", text)[:_LONGEST].lstrip(".")
    if safe == text:
        return safe
    import hashlib

    return f"{safe}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


class Notes:
    """What one process notes in a run: which stored prompts were compared, which written, which tests passed."""

    def __init__(self) -> None:
        self.used: set[str] = set()
        self.written: set[str] = set()
        self.passed: set[str] = set()
        """Ids of tests."""
        self._claimed: dict[str, str] = {}

    def claim(self, path: Path, test: str) -> None:
        """Note that a test compares with a file.

        Raises:
            AssertionError: It was compared with before, on a disk that does not tell case apart too: one of the two would win.
        """
        __tracebackhide__ = True
        other = self._claimed.setdefault(str(path).casefold(), test)
        if other != test or str(path) in self.used:
            who = f"by {other}" if other != test else "by this test"
            raise AssertionError(
                f"{shown_path(str(path))} was compared with before, {who}\n"
                'to keep them apart: prompt_snapshot(prompt, name="...") with different names'
            )
        self.used.add(str(path))


class PromptSnapshot:
    """What the fixture `prompt_snapshot` gives: call it with a prompt to compare that with the stored one of this test."""

    def __init__(self, module: Path, test: str, test_id: str, notes: Notes, *, update: bool, accept: str) -> None:
        self._module = module
        self._test = test
        self._id = test_id
        self._notes = notes
        self._update = update
        self._accept = accept
        self._calls = 0

    def __call__(self, prompt: Prompt | str, name: str | None = None) -> None:
        """Assert that a prompt is the stored one; see `assert_prompt_matches`.

        Args:
            prompt: The prompt, or a text.
            name: What to call it among several of one test; without one they are numbered, `2` the second.
        """
        __tracebackhide__ = True
        self._calls += 1
        if name is None and self._calls > 1:
            name = str(self._calls)
        path = file_for(self._module, self._test, name)
        self._notes.claim(path, self._id)
        if compare(prompt, path, update=self._update, accept=self._accept):
            self._notes.written.add(str(path))


class Collected(NamedTuple):
    """A test that was collected."""

    module: Path
    test: str
    id: str


def obsolete(tests: Iterable[Collected], notes: Notes) -> list[str]:
    """Give the stored prompts that nothing compares with, sorted.

    Those of a test that is no longer there, or that passed without asking for them; and those of a file of tests that is gone.
    What a test has that was skipped or failed stays out of it, and so does a file that was not collected.
    """
    by_module: dict[Path, dict[str, list[str]]] = {}
    for each in tests:
        by_module.setdefault(each.module, {}).setdefault(base_for(each.test), []).append(each.id)
    found: list[str] = []
    for folder in {module.parent for module in by_module}:
        for stored in sorted((folder / FOLDER).glob(f"*/*{SUFFIX}")):
            module = folder / f"{stored.parent.name}.py"
            bases = by_module.get(module)
            if bases is None:
                if not module.exists():
                    found.append(str(stored))
                continue
            if str(stored) not in notes.used and _is_obsolete(stored, bases, notes.passed):
                found.append(str(stored))
    return sorted(found)


def _is_obsolete(stored: Path, bases: Mapping[str, list[str]], passed: set[str]) -> bool:
    tests = bases.get(stored.name.removesuffix(SUFFIX).partition("@")[0], [])
    return all(test in passed for test in tests)
