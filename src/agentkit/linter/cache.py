"""Results of lint kept between runs, in one file a run of the user's cache folder.

A run is told by its folder, what is checked, and the settings. Its file holds what was found and all that this rests on: the bytes of
every file that was looked at (as digests), every question to the disk with its answer, and what of agentkit and Python was running.

- Where all of that is the same, the report is given as it was: the files are read and nothing else is done.
- Where some files are others, those are checked, and those that asked for something that has another answer now. What is found in
  several files together is looked for anew.

Damaged, foreign or outdated files count as none and are written anew. A file takes the place of the one before in one step, so that
runs at the same time do not disturb each other: the last one's stays. Nothing is kept where plugins run: nobody knows what they ask.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from agentkit import asked
from agentkit.diagnostic import Diagnostic, Severity
from agentkit.errors import WriteRefused
from agentkit.files import Skipped, read_in_project
from agentkit.fix import Edit, Fix
from agentkit.linter import Report
from agentkit.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from agentkit.asked import Answers, Question
    from agentkit.catalog import Catalog
    from agentkit.config import Config
    from agentkit.document import Document
    from agentkit.files import Found
    from agentkit.linter.checked import Checked
    from agentkit.linter.names import Change, Names
    from agentkit.linter.subject import Subject
    from agentkit.shelves import Shelf
    from agentkit.verdicts import Verdict

    class Files(Protocol):
        """Files that have been found, opened or not: a catalog, or what `project.look` gives."""

        @property
        def shelves(self) -> tuple[Shelf, ...]:
            """The roots in order of precedence."""
            ...

        def open(self) -> Catalog:
            """Give a catalog of them."""
            ...

        def document(self, path: str) -> Document | None:
            """Give the document of one that has been read, which may be an editor's buffer; else None."""
            ...


_MAGIC = b"agentkit cache 1\n"
MOST_BYTES = 32 * 1024 * 1024
"""Bytes of one run's file; what would be larger is not kept."""
MOST_OF_ALL = 64 * 1024 * 1024
"""Bytes of all files; beyond that the oldest go."""
_SUFFIX = ".lint"
_WRONG = (ValueError, TypeError, LookupError, AttributeError, RecursionError, OSError)
"""What reading a file that is not ours, or not whole, can raise."""


def lint_with_cache(
    catalog: Files,
    shelves: int | None,
    config: Config,
    *,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    verdicts: bool = False,
    opens: bool = False,
) -> Report:
    """Check a catalog as `linter.lint` does, with the same report; what is known from an earlier run is not looked for again.

    Args:
        catalog: As for `lint`; or files that are not opened before they have to be read.
        shelves: As for `lint`.
        config: As for `lint`. With plugins, or where it says so, nothing is kept.
        jobs: As for `lint`.
        progress: As for `lint`.
        verdicts: As for `lint`.
        opens: Whether the files are read into the catalog in any case: for whoever goes on to work with them.
    """
    folder = folder_of_user() if config.cache and not config.plugins else None
    if folder is None:
        from agentkit.linter import lint

        return lint(catalog.open(), shelves, config, jobs=jobs, progress=progress, verdicts=verdicts)
    cache = Cache(catalog, shelves, config, verdicts=verdicts, folder=folder)
    report = None if opens else cache.report()
    if report is not None:
        return report
    from agentkit.linter import lint

    return lint(cache.open(), shelves, config, jobs=jobs, progress=progress, verdicts=verdicts, memory=cache)


def folder_of_user() -> str | None:
    """Give the folder of the user's caches for agentkit, absolute; None where nothing says where it is."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):  # as the XDG specification has it: a relative one is ignored
        base = os.environ.get("LOCALAPPDATA", "") if sys.platform == "win32" else os.path.expanduser("~/.cache")
    return os.path.join(base, "agentkit") if os.path.isabs(base) else None


class Cache:
    """The file of one run.

    Args:
        catalog: What is checked, and what that can name, opened or not.
        shelves: How many of its first roots are checked.
        config: The settings.
        verdicts: Whether the report has verdicts.
        folder: Where the files are.
    """

    def __init__(self, catalog: Files, shelves: int | None, config: Config, *, verdicts: bool, folder: str) -> None:
        self._files = catalog
        self._shelves = catalog.shelves
        self._own = len(catalog.shelves) if shelves is None else shelves
        self._config = config
        self._folder = folder
        settings = [(name, getattr(config, name)) for name in config.__dataclass_fields__]
        settings = [(name, sorted(value.items()) if hasattr(value, "items") else value) for name, value in settings]
        roots = [shelf.root for shelf in self._shelves]
        self._key = _digest_of((_working_folder(), roots, self._own, settings, verdicts))
        self._path = os.path.join(folder, self._key + _SUFFIX)
        self._stamp = _digest_of((self._key, sys.version, _stamp()))
        self._places = ""
        self._parts = self._read()

    def open(self) -> Catalog:
        """Give the catalog, opened now if it has not been."""
        catalog = self._files.open()
        self._files = catalog
        return catalog

    def report(self) -> Report | None:
        """Give the report of the last run where nothing that it rests on has changed; else None."""
        if self._parts is None:
            return None
        import json

        try:
            head = json.loads(self._parts[0])
            if head["places"] != self._where() or not self._stand(head["digests"]):
                return None
            for name, arguments, answer in head["answers"]:
                if asked.again((name, tuple(arguments))) != answer:
                    return None
            return _report(head["report"], self._config)
        except _WRONG:
            return None

    def recall(self, subjects: Sequence[Subject], names: Names) -> Mapping[str, Checked]:
        """Give what is known of files that are as they were, as is all that was asked for them."""
        if self._parts is None:
            return {}
        import json

        from agentkit.linter.checked import Checked
        from agentkit.linter.names import KINDS, change

        try:
            body = json.loads(self._parts[1])
            questions: list[tuple[Question, str]] = [((name, tuple(of)), answer) for name, of, answer in body["questions"]]
            changed = change({kind: body["names"][kind] for kind in KINDS}, names)
            stale = _stale(questions, names, changed)
            known: dict[str, Checked] = {}
            for it in subjects:
                own = body["files"].get(it.path)
                if own is None or own[:2] != [_place(it.found), names.digest(it.path)] or not stale.isdisjoint(own[4]):
                    continue
                found = tuple(_diagnostic(each) for each in own[2])
                lines = tuple((path, line, text) for path, line, text in own[3])
                known[it.path] = Checked(found, lines, own[1], dict(questions[at] for at in own[4]))
        except _WRONG:
            return {}
        return known

    def keep(
        self, results: Mapping[str, Checked], subjects: Sequence[Subject], names: Names, run: Answers, report: Report
    ) -> None:
        """Write what a run has given; where that cannot be done nothing is said: it is only slower the next time."""
        import json

        from agentkit.linter.names import EVERYTHING, KINDS, is_about_names

        at: dict[Question, int] = {}
        answers: list[str] = []

        def place(question: Question, answer: str) -> int:
            number = at.setdefault(question, len(answers))
            if number == len(answers):
                answers.append(answer)
            elif answers[number] != answer:
                answers[number] = _DOUBTFUL
            return number

        files = {}
        for it in subjects:
            result = results[it.path]
            own = [place(question, answer) for question, answer in result.answers.items()]
            found = [_plain(each) for each in result.found]
            files[it.path] = (_place(it.found), result.digest, found, result.lines, own)
        for question, answer in run.items():
            place(question, answer)
        if (EVERYTHING, ()) in at:
            return
        head = {
            "places": self._where(),
            "digests": [self._digest(found, results, names) for found in self._every()],
            "answers": [(*question, answers[number]) for question, number in at.items() if not is_about_names(question)],
            "report": _plain_report(report),
        }
        body = {
            "names": {kind: sorted(names.known(kind)) for kind in KINDS},
            "questions": [(*question, answers[number]) for question, number in at.items()],
            "files": files,
        }
        self._write(b"\n".join(json.dumps(part, separators=(",", ":")).encode("ascii") for part in (head, body)))

    def _every(self) -> Iterator[Found]:
        for shelf in self._shelves:
            yield from shelf.agents
            yield from shelf.skills

    def _where(self) -> str:
        """Give a digest of which files there are, where, in what order, and what was passed over."""
        if not self._places:
            real: dict[str, str] = {}
            shelves = [
                (shelf.root, shelf.skipped, [(*found, _real(found.path, real) if at < self._own else "") for found in every])
                for at, shelf in enumerate(self._shelves)
                for every in ((*shelf.agents, *shelf.skills),)
            ]
            self._places = _digest_of(shelves)
        return self._places

    def _stand(self, digests: Sequence[str]) -> bool:
        """Tell whether the files hold what they held; the first that does not ends the reading."""
        return all(_digest_on_disk(self._files, found) == digest for found, digest in zip(self._every(), digests, strict=True))

    def _digest(self, found: Found, results: Mapping[str, Checked], names: Names) -> str:
        """Give the digest of what has been checked, which need not be what is on the disk now."""
        checked = results.get(found.path)
        if checked is not None:
            return checked.digest
        stated = self.open().stated_bytes(found.path)
        if stated is not None:
            return asked.told(stated)
        loaded = self.open().load(found)
        return names.digest(found.path) if loaded.document is not None else asked.told(loaded.diagnostics[0])

    def _read(self) -> tuple[bytes, bytes] | None:
        """Give the two parts of the run's file; None where there is none, or it is not whole, or not of this agentkit."""
        try:
            if not _is_own(self._folder):
                return None
            flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
            descriptor = os.open(self._path, flags | getattr(os, "O_BINARY", 0))
            with os.fdopen(descriptor, "rb") as stream:
                status = os.fstat(descriptor)
                if not stat.S_ISREG(status.st_mode) or not _is_users(status) or status.st_size > MOST_BYTES:
                    return None
                data = stream.read(MOST_BYTES + 1)
        except (OSError, ValueError):
            return None
        start = self._start(data[-_DIGITS:])
        if not data.startswith(start) or asked.digest(data[len(start) : -_DIGITS]).encode() != data[-_DIGITS:]:
            return None
        head, newline, body = data[len(start) : -_DIGITS].partition(b"\n")
        return (head, body) if newline else None

    def _start(self, digest: bytes) -> bytes:
        """Give how a file begins: by which agentkit it was written, and once more the digest that it ends with."""
        return _MAGIC + self._stamp.encode() + b"\n" + digest + b"\n"

    def _write(self, payload: bytes) -> None:
        digest = asked.digest(payload).encode()
        data = self._start(digest) + payload + digest
        if len(data) > MOST_BYTES:
            return
        from agentkit import writing

        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            if _is_own(self._folder):
                os.chmod(self._folder, 0o700)  # findings quote lines of files that others may not read
                writing.write_new(Path(self._path), data, force=True, flush=False)
                _prune(self._folder, keep=self._path)
        except (WriteRefused, OSError, ValueError):
            return  # a full disk, a folder that is not ours: the next run does without as well


_DIGITS = 32
"""Length of a digest."""
_DOUBTFUL = "?"
"""The answer to a question that was answered in two ways during one run: none is like it."""


def _stale(questions: Sequence[tuple[Question, str]], names: Names, changed: Change) -> set[int]:
    from agentkit.linter.names import moved

    gone = moved(dict(questions), names, changed, asked.again)
    return {at for at, (question, _) in enumerate(questions) if question in gone}


def _stamp() -> tuple[object, ...]:
    """Give what tells this agentkit from any other: its version, and size and time of each of its files; of the YAML reader too."""
    from importlib.util import find_spec

    from agentkit import __version__

    top = Path(__file__).parents[1]
    seen: list[tuple[str, int, int]] = []
    pending = [os.fspath(top)]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        pending.append(entry.path)
                elif not entry.name.endswith(".md"):  # the library that ships is looked at like any file
                    status = entry.stat()
                    seen.append((entry.path, status.st_size, status.st_mtime_ns))
    yaml = find_spec("yaml")
    if yaml is not None and yaml.origin is not None:
        status = os.stat(yaml.origin)
        seen.append((yaml.origin, status.st_size, status.st_mtime_ns))
    return __version__, sorted(seen)


def _working_folder() -> str:
    try:
        return os.getcwd()
    except OSError:  # it is gone
        return ""


def _digest_of(value: object) -> str:
    return asked.digest(repr(value).encode("utf-8", "surrogatepass"))


def _place(found: Found) -> list[object]:
    return [found.location, found.is_skill, found.certain]


def _real(path: str, known: dict[str, str]) -> str:
    """Give the path of a file without links, as `os.path.realpath`, asking for each folder once."""
    folder, name = os.path.split(path)
    if os.path.islink(path) or name in ("", ".", ".."):
        return os.path.realpath(path)
    real = known.get(folder)
    if real is None:
        real = known[folder] = os.path.realpath(folder)
    return os.path.join(real, name)


def _digest_on_disk(files: Files, found: Found) -> str:
    document = files.document(found.path)
    return asked.told(bytes(document) if document is not None else read_in_project(found.path))


def _is_own(folder: str) -> bool:
    """Tell whether a folder is the user's, and nobody else may write there."""
    status = os.lstat(folder)
    return stat.S_ISDIR(status.st_mode) and _is_users(status)


def _is_users(status: os.stat_result) -> bool:
    """Tell whether something is the user's, and nobody else may write it."""
    if sys.platform == "win32":
        return True  # a user's folders are told by their rights there, not by an owner's number
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _prune(folder: str, keep: str) -> None:
    """Take the oldest files away until the rest is within the limit."""
    from agentkit import writing

    known: list[tuple[int, int, str]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(_SUFFIX) and entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                known.append((status.st_mtime_ns, status.st_size, entry.path))
    left = sum(size for _, size, _ in known)
    for _, size, path in sorted(known):
        if left <= MOST_OF_ALL:
            break
        if path != keep and writing.remove(path):
            left -= size
    writing.sweep([folder])


# --- findings and reports as JSON, and back; whatever is not as it was written raises one of _WRONG ---


def _plain(found: Diagnostic) -> tuple[object, ...]:
    fix = found.fix
    return (*found[:7], None if fix is None else tuple(fix))


def _diagnostic(data: Any) -> Diagnostic:
    code, slug, severity, message, path, span, hint, fix = data
    texts = (code, slug, message, *(each for each in (path, hint) if each is not None))
    if not all(isinstance(each, str) for each in texts):
        raise ValueError("not a finding")
    return Diagnostic(code, slug, Severity(severity), message, path, _span(span), hint, _fix(fix))


def _span(data: Any) -> Span:
    if len(data) != len(Span._fields) or not all(isinstance(each, int) for each in data):
        raise ValueError("not a place")
    return Span(*data)


def _fix(data: Any) -> Fix | None:
    if data is None:
        return None
    title, edits, safe, changes = data
    if not isinstance(title, str) or not isinstance(safe, bool) or not all(isinstance(each, str) for each in changes):
        raise ValueError("not a fix")
    if not all(list(map(type, each)) == [int, int, str] for each in edits):
        raise ValueError("not an edit")
    return Fix(title, tuple(Edit(*each) for each in edits), safe, tuple(changes))


def _plain_report(report: Report) -> dict[str, object]:
    return {
        "diagnostics": [_plain(each) for each in report.diagnostics],
        "counts": (report.agents, report.skills, report.suppressed),
        "skipped": report.skipped,
        "verdicts": {path: list(every) for path, every in report.verdicts.items()},
        "lines": [(*place, line) for place, line in report.lines.items()],
        "files": report.files,
    }


def _report(data: Any, config: Config) -> Report:
    agents, skills, suppressed = map(int, data["counts"])
    return Report(
        tuple(_diagnostic(each) for each in data["diagnostics"]),
        agents=agents,
        skills=skills,
        skipped=tuple(Skipped(path, reason) for path, reason in data["skipped"]),
        suppressed=suppressed,
        verdicts={path: tuple(_verdict(each) for each in every) for path, every in data["verdicts"].items()},
        lines={(str(path), int(number)): str(line) for path, number, line in data["lines"]},
        files=tuple(map(str, data["files"])),
        config=config,
    )


def _verdict(data: Any) -> Verdict:
    from agentkit.profiles.profile import Place
    from agentkit.verdicts import Loss, Verdict

    harness, title, outcome, uncertain, losses, place, looks_in = data
    if place is not None:
        place = Place(place[0], tuple(place[1]), *place[2:])
    every = tuple(Loss(message, _span(span), *rest) for message, span, *rest in losses)
    return Verdict(harness, title, outcome, uncertain, every, place, tuple(looks_in))
