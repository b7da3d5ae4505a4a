"""Writes docs/harnesses.md from the profiles in `agentkit.profiles`: what each harness reads, with source and date.

Run it after a change to a profile: `python scripts/harnesses_page.py`; `--check` fails when the page is stale.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from written import write_or_check

from agentkit import profiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.profiles.profile import Effect, Field, Format, Profile, Reading, ToolRule

PAGE = Path(__file__).resolve().parents[1] / "docs" / "harnesses.md"
HEAD = """\
# What each harness reads

Generated from the profiles in `src/agentkit/profiles/` by `scripts/harnesses_page.py`: change those, not this. Verdicts
(`agentkit doctor`) are given by the same data. What is marked (?) is not settled by documentation or source; a verdict that rests
on it carries a `?`. How far the verdicts agree with the validators that can be had: [harness-agreement.md](harness-agreement.md).
"""
EFFECTS: dict[Effect, str] = {
    "ignored": "ignored",
    "warned": "ignored with a warning",
    "invalid": "taken by lenient clients, refused by the validator and by uploads",
    "rejected": "the file does not load",
    "forwarded": "sent to the model's provider",
    "fails": "the agent cannot be started",
    "unlimited": "it limits nothing",
}
OUTCOMES = {
    "loads": "loads",
    "degraded": "loads with a loss",
    "without-fields": "its text loads, without any field",
    "dropped": "does not load",
}


def page() -> str:
    """Give the page."""
    every = [profiles.get(key) for key in profiles.names()]
    lines = [HEAD]
    lines += ["| harness | key | agents from | skills from | unknown agent fields | checked |", "|---|---|---|---|---|---|"]
    for profile in every:
        agents = profile.agents
        unknown = "-" if agents is None else EFFECTS[agents.unknown_keys]
        lines.append(
            f"| [{profile.title}](#{profile.title.lower().replace(' ', '-')}) | `{profile.key}` | {_folders(agents)} "
            f"| {_folders(profile.skills)} | {unknown} | {profile.checked} |"
        )
    for profile in every:
        lines += ["", *_harness(profile)]
    return "\n".join(lines) + "\n"


def _folders(form: Format | None) -> str:
    if form is None:
        return "-"
    own = [place for place in form.places if place.scope == "project"]
    return ", ".join(f"`{place.folder}`{_doubt(place.uncertain)}" for place in own)


def _doubt(uncertain: bool) -> str:
    return " (?)" if uncertain else ""


def _harness(profile: Profile) -> Iterator[str]:
    yield f"## {profile.title}"
    yield ""
    yield f"Key `{profile.key}`. Facts as of {profile.checked}."
    if profile.second_hand:
        yield "All of it is second hand (?): every verdict on it is uncertain."
    yield ""
    yield "Sources:"
    yield ""
    yield from (f"- {source.title} ({source.read})" for source in profile.sources)
    if profile.doubts:
        yield ""
        yield "Not settled (?):"
        yield ""
        yield from (f"- {doubt}" for doubt in profile.doubts)
    for what, form in (("Agents", profile.agents), ("Skills", profile.skills)):
        if form is not None:
            yield ""
            yield f"### {profile.title}: {what.lower()}"
            yield ""
            yield from _format(form)


def _format(form: Format) -> Iterator[str]:
    yield "| folder | whose | files | searched | remarks |"
    yield "|---|---|---|---|---|"
    for place in form.places:
        whose = place.scope + (", of another harness" if place.borrowed else "")
        files = ", ".join(f"`{suffix}`" if suffix == "SKILL.md" else f"`*{suffix}`" for suffix in place.suffixes)
        searched = (
            "all folders below"
            if place.recursive
            else "one folder a skill"
            if "SKILL.md" in place.suffixes
            else "this folder alone"
        )
        if place.direct:
            searched += ", and files in it"
        remarks = [place.note] if place.note else []
        remarks += [f"not those that start with `{place.unless}`"] if place.unless else []
        yield f"| `{place.folder}`{_doubt(place.uncertain)} | {whose} | {files} | {searched} | {'; '.join(remarks)} |"
    yield ""
    if form.precedence:
        yield f"- Of several files of one name: {form.precedence}."
    identity = {
        "field": "the field `name`",
        "file": "the name of its file, of a skill its folder",
        "field or file": "the field `name`, or else its file's name",
    }[form.identity]
    rule = f" ({form.name.words}; else {EFFECTS[form.name.otherwise]}){_doubt(form.name.uncertain)}" if form.name.words else ""
    yield f"- Its name is {identity}{rule}."
    if form.name.reserved:
        yield f"- Reserved names: {_listed(form.name.reserved)}."
    yield f"- A field it does not know: {EFFECTS[form.unknown_keys]}{_doubt(form.unknown_uncertain)}."
    body = form.body
    if body.low or body.high or body.warned_above:
        bounds = [f"at least {body.low} characters" if body.low else "", f"at most {body.high:,}" if body.high else ""]
        bounds.append(f"a warning above {body.warned_above:,}" if body.warned_above else "")
        yield f"- Body: {', '.join(filter(None, bounds))}{_doubt(body.uncertain)}."
    yield from _listed_limits(form)
    if form.plugin is not None:
        yield f"- In a plugin {_listed(form.plugin.ignored)} are ignored. A file without readable fields: {form.plugin.note}."
    if form.from_claude:
        renamed = ", ".join(f"`{own}` for `{theirs}`" for theirs, own in form.from_claude.items())
        yield f"- Its names for fields of Claude Code: {renamed}."
    if form.tools is not None:
        yield from _tools(form.tools)
    yield ""
    yield "| field | value | without it | another value | remarks |"
    yield "|---|---|---|---|---|"
    yield from map(_field, form.fields)
    if form.form == "markdown":
        yield ""
        yield "| what is wrong | what becomes of the file |"
        yield "|---|---|"
        for name, reading in form.readings.items():
            if name in ("unreadable-file", "empty-file") or (name == "block-scalar" and reading.outcome == "loads"):
                continue
            yield f"| {name.replace('-', ' ')} | {_reading(reading)} |"


def _listed_limits(form: Format) -> Iterator[str]:
    if form.listing_cut:
        yield f"- Descriptions are cut at {form.listing_cut:,} characters in listings."
    if form.startup_tokens:
        yield f"- A warning when all descriptions together have more than {form.startup_tokens:,} tokens."
    if form.list_rule is not None:
        rule = form.list_rule
        fate = {
            "dropped": "the descriptions of those that are called least are dropped",
            "shortened": "all descriptions are shortened alike, then skills are left out",
        }[rule.overflow]
        yield (
            f"- The list of all of them may take {rule.share:.0%} of the context window, {rule.characters:,} characters for {rule.default}; "
            f"above it {fate}{_doubt(rule.uncertain)} ({rule.source.title}, {rule.source.read}). {rule.note.capitalize()}."
        )
    if form.warned_description is not None:
        yield f"- A warning above {form.warned_description:,} characters of a description."


def _tools(rule: ToolRule) -> Iterator[str]:
    if not rule.listed:
        yield f"- Tools: {rule.note}."
        return
    case = "" if rule.case_matters else ", case aside"
    yield f"- Tools: an unknown name{case}: {EFFECTS[rule.unknown]}{_doubt(rule.uncertain)}."
    yield f"- An empty list gives {'no tool' if rule.empty == 'none' else 'every tool'}."
    if rule.none_known != "ignored":
        yield f"- When no name is known: {EFFECTS[rule.none_known]}."
    yield f"- Names: {_listed(rule.names)}."
    differing = {theirs: own for theirs, own in rule.from_claude.items() if theirs != own}
    if differing:
        yield f"- Its names for tools of Claude Code: {', '.join(f'`{own}` for `{theirs}`' for theirs, own in differing.items())}."
    if rule.former:
        yield f"- Former names: {', '.join(f'`{old}` (now {new})' for old, new in sorted(rule.former.items()))}."
    if rule.never_given:
        yield f"- Never given to a subagent: {_listed(rule.never_given)}."
    if rule.note:
        yield f"- {rule.note[0].upper()}{rule.note[1:]}."


def _listed(names: frozenset[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names, key=lambda name: (name.casefold(), name)))


def _field(field: Field) -> str:
    kinds = {
        "string": "text",
        "list": "list",
        "map": "mapping",
        "bool": "true or false",
        "int": "whole number",
        "number": "number",
    }
    value = [" or ".join(kinds[kind] for kind in field.kinds)]
    if field.values:
        value.append(_listed(field.values))
    if field.pattern:
        value.append("matches `" + field.pattern.replace("|", "\\|") + "`")
    unit = " characters" if "string" in field.kinds else ""
    if field.low is not None:
        value.append(f"at least {field.low}{unit}")
    if field.high is not None:
        value.append(f"at most {field.high:,}{unit}")
    missing = "" if field.missing is None else EFFECTS[field.missing]
    undocumented = (
        f"as {' or '.join(kinds[kind] for kind in field.undocumented)} not documented (?)" if field.undocumented else ""
    )
    remarks = [remark for remark in (field.note, undocumented, "" if field.supported else "accepted, does nothing") if remark]
    return (
        f"| `{field.name}`{_doubt(field.uncertain)} | {'; '.join(value)} | {missing} | {EFFECTS[field.otherwise]} "
        f"| {'; '.join(remarks)} |"
    )


def _reading(reading: Reading) -> str:
    note = f": {reading.note}" if reading.note else ""
    return f"{OUTCOMES[reading.outcome]}{note}{_doubt(reading.uncertain)}"


def main() -> int:
    """Write the page, or with `--check` say whether it is current."""
    return write_or_check(PAGE, page())


if __name__ == "__main__":
    sys.exit(main())
