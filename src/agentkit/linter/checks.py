"""Rules on one file, and what belongs to their findings: fixes of reading, the lines they stand on, verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agentkit import asked
from agentkit.diagnostic import Diagnostic, Severity
from agentkit.errors import TakenAway
from agentkit.linter.checked import Checked
from agentkit.linter.rule import ReadingRule
from agentkit.persona import Persona
from agentkit.problems import UNREADABLE_FILE
from agentkit.skill import Skill

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from agentkit.config import Config
    from agentkit.document import Document
    from agentkit.linter.rule import Rule
    from agentkit.linter.subject import Run, Subject
    from agentkit.verdicts import Verdict


def checked_file(it: Subject, of_reading: Iterable[Diagnostic], running: Sequence[Rule], *, keeps: bool) -> Checked:
    """Give what the rules say of one file; with `keeps` also what that rests on."""
    if not keeps:
        return _checked(it, of_reading, running)
    with asked.noted() as answers:
        checked = _checked(it, of_reading, running)
    return checked._replace(digest=asked.digest(bytes(it.document)), answers=answers)


def _checked(it: Subject, diagnostics: Iterable[Diagnostic], running: Sequence[Rule]) -> Checked:
    found = [*of_reading(it, diagnostics, mending(running)), *(each for rule in running for each in check(rule, it))]
    others = [each for each in found if each.path != it.path]
    lines = lines_in(others, it) if others else {}
    return Checked(tuple(found), tuple((*place, text) for place, text in sorted(lines.items())))


def mending(running: Iterable[Rule]) -> dict[str, Rule]:
    """Give code to rule of those that can have fixes."""
    return {rule.code: rule for rule in running if rule.fixes}


def of_reading(it: Subject, found: Iterable[Diagnostic], mending: Mapping[str, Rule]) -> Iterator[Diagnostic]:
    """Give what reading a file has found and what is wrong below its key `agentkit`, with fixes where there are any.

    Args:
        it: The file.
        found: What reading it has found.
        mending: Code to the rule that knows the fix, of the rules that run.
    """
    for each in (*found, *_of_additions(it)):
        rule = mending[each.code].itself if each.code in mending else None
        fix = rule.fix(it, each) if isinstance(rule, ReadingRule) else None
        yield each._replace(fix=fix) if fix is not None else each


def _of_additions(it: Subject) -> tuple[Diagnostic, ...]:
    """Give what is wrong below an agent's key `agentkit`: rendering refuses it."""
    if not isinstance(it.item, Persona) or not it.item.agentkit:
        return ()
    from agentkit.additions import findings

    return findings(it.item)


def check(rule: Rule, it: Subject) -> Iterator[Diagnostic]:
    """Give what a rule finds in a file."""
    if isinstance(it.item, Persona):
        yield from guarded(rule, rule.check_agent, it, it.path)
    elif isinstance(it.item, Skill):
        yield from guarded(rule, rule.check_skill, it, it.path)


def findings_of_all(rule: Rule, run: Run) -> set[Diagnostic]:
    """Give what a rule finds in several files together."""
    return set(guarded(rule, rule.check_all, run, None))


def guarded(rule: Rule, check: Callable[[Any], Iterable[Diagnostic]], of: object, path: str | None) -> Iterator[Diagnostic]:
    """Give a rule's findings; a crash becomes one finding that names the rule, and the run goes on."""
    try:
        yield from check(of)
    except TakenAway as error:
        yield UNREADABLE_FILE.at(error.message, error.path)
    except Exception as error:  # noqa: BLE001 - reported, not swallowed: any rule may fail in any way
        from agentkit.linter.pages import RULE_CRASHED

        message = f"rule {rule.code} ({rule.slug}) crashed: {type(error).__name__}: {error}"
        hint = "this is a bug in the rule, please report it with the file"
        yield Diagnostic(*RULE_CRASHED, Severity.ERROR, message, path, hint=hint)


def lines_in(found: Iterable[Diagnostic], it: Subject) -> dict[tuple[str, int], str]:
    """Give the text of each line that a finding in a file, or in one beside it, starts on."""
    lines: dict[tuple[str, int], str] = {}
    for each in found:
        place = (each.path or "", each.span.line)
        if place in lines:
            continue
        if each.path == it.path:
            lines[place] = it.document.lines.text_of(each.span.line)
        else:
            text = next((piece.lines for piece in it.bundle.pieces if piece.path == each.path), None)
            if text is not None:
                lines[place] = text.text_of(each.span.line)
    return lines


def concealing(rules: Iterable[Rule]) -> frozenset[str]:
    """Give the codes of the rules whose findings point at what must not be shown."""
    return frozenset(rule.code for rule in rules if rule.conceals)


def lines_of(
    found: Sequence[Diagnostic], subjects: Iterable[Subject], beside: Mapping[tuple[str, int], str], concealed: Collection[str]
) -> dict[tuple[str, int], str]:
    """Give the lines that findings start on, with what must not be shown covered.

    Args:
        found: The findings.
        subjects: The files that they are in, or more.
        beside: Lines of other files, those that lie beside a skill among them.
        concealed: Codes as `concealing` gives them.
    """
    known = {it.path: it.document.lines for it in subjects}
    lines: dict[tuple[str, int], str] = {}
    for each in found:
        place = (each.path or "", each.span.line)
        if place in lines:
            continue
        if place[0] in known:
            lines[place] = known[place[0]].text_of(each.span.line)
        elif place in beside:
            lines[place] = beside[place]
    for each in found:
        place = (each.path or "", each.span.line)
        if each.code in concealed and place in lines:
            line = lines[place]
            first, last = each.span.column - 1 + _TELLING, each.span.end_column - 1
            if each.span.end_line > each.span.line:
                last = len(line)
            lines[place] = line[:first] + "*" * (last - first) + line[last:]
    return lines


_TELLING = 4
"""Characters of what is concealed that are shown, so that its owner knows which it is."""


def verdicts_of(document: Document, item: Persona | Skill | None, path: str, config: Config) -> tuple[Verdict, ...]:
    """Say what becomes of a file in the harnesses that the settings name, or that it is for."""
    from agentkit.verdicts import verdicts_for, written_for

    return verdicts_for(document, item, path, config.harnesses or written_for(path))
