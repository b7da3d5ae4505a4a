"""What reading says of a file: every finding in full, with the text that it points at."""

from __future__ import annotations

import pytest
import yaml

from agentkit import problems
from agentkit.document import MAX_BLOCK, Scalar, fences, parse, plain_value, reader
from agentkit.document.whole import parse_yaml
from agentkit.span import START

# Title, bytes, findings as `line:column: severity CODE message (hint) <the text it points at>`.
SAID: list[tuple[str, bytes, list[str]]] = [
    ("not UTF-8", b"---\nname: caf\xe9\xff\n---\n", [
        "2:10: error AK002 not UTF-8: byte 0xe9 at offset 13 (save the file as UTF-8; the byte is often a quote or dash from Windows-1252) <\udce9>",
    ]),
    ("UTF-16", b"\xff\xfe-\x00-\x00", [
        "1:1: error AK002 UTF-16 text: byte 0xff at offset 0 (save the file as UTF-8) <\udcff>",
    ]),
    ("UTF-16, big end first", b"\xfe\xff\x00-", [
        "1:1: error AK002 UTF-16 text: byte 0xfe at offset 0 (save the file as UTF-8) <\udcfe>",
    ]),
    ("UTF-8 mark, then another byte", b"\xef\xbb\xbf---\nx: \xff\n---\n", [
        "2:4: error AK002 not UTF-8: byte 0xff at offset 10 (save the file as UTF-8; the byte is often a quote or dash from Windows-1252) <\udcff>",
    ]),
    ("the first byte that is none", b"a\x80", [
        "1:2: error AK002 not UTF-8: byte 0x80 at offset 1 (save the file as UTF-8; the byte is often a quote or dash from Windows-1252) <\udc80>",
    ]),
    ("empty", b"", [
        "1:1: error AK003 the file is empty (write it, or delete it) <>",
    ]),
    ("a mark and nothing else", b"\xef\xbb\xbf", [
        "1:1: error AK003 the file is empty (write it, or delete it) <>",
    ]),
    ("too large", b"x" * (1024 * 1024 + 1), [
        "1:1: error AK018 1,048,577 bytes; agentkit reads files of up to 1,048,576 (split it, or move parts into a skill's references) <>",
    ]),
    ("only blank lines", b"\n \n", [
        "1:1: warning AK004 no frontmatter, only blank lines (agent and skill files start with `---`, fields such as name and description, and `---`) <>",
    ]),
    ("no frontmatter", b"# Title\n", [
        "1:1: warning AK004 no frontmatter (agent and skill files start with `---`, fields such as name and description, and `---`) <>",
    ]),
    ("never closed", b"---\nname: a\n", [
        "1:1: error AK005 the frontmatter that opens here is never closed (add a line `---` after the last field) <--->",
    ]),
    ("---yaml", b"---yaml\nname: a\n---\n", [
        "1:1: error AK009 the opening line is `---yaml`: harnesses then see no frontmatter (make the line `---`) <>",
    ]),
    ("---YML", b"---YML\nname: a\n---\n", [
        "1:1: error AK009 the opening line is `---YML`: harnesses then see no frontmatter (make the line `---`) <>",
    ]),
    ("---js", b"---js\nname: a\n---\n", [
        "1:1: error AK009 the frontmatter is js, not YAML; nothing in it is read or run (open and close the block with a line `---`, and write YAML between them) <>",
    ]),
    ("+++", b"+++\nname = 'a'\n+++\n", [
        "1:1: error AK009 the frontmatter is toml, not YAML; nothing in it is read or run (open and close the block with a line `---`, and write YAML between them) <>",
    ]),
    ("a mark", b"\xef\xbb\xbf---\nname: a\n---\n", [
        "1:1: warning AK010 byte-order mark before the first line: some harnesses then see no frontmatter (save as UTF-8 without BOM) <>",
    ]),
    ("a mark, no frontmatter", b"\xef\xbb\xbfText\n", [
        "1:1: warning AK004 no frontmatter (agent and skill files start with `---`, fields such as name and description, and `---`) <>",
        "1:1: warning AK010 byte-order mark before the first line: some harnesses then see no frontmatter (save as UTF-8 without BOM) <>",
    ]),
    ("a comment before", b"<!-- c -->\n---\nname: a\n---\n", [
        "2:1: error AK008 text stands before the opening `---`: harnesses then see no frontmatter (make `---` the first line) <--->",
    ]),
    ("a code fence before", b"```md\n---\nname: a\n---\n```\n", [
        "2:1: error AK008 a code fence stands before the opening `---`: harnesses then see no frontmatter (make `---` the first line) <--->",
    ]),
    ("long lines of dashes", b"----\nname: a\n-----  \nB\n", [
        "1:1: warning AK019 a line of 4 dashes around the frontmatter: some readers find no end, others lose the body (write `---`) <---->",
        "3:1: warning AK019 a line of 5 dashes around the frontmatter: some readers find no end, others lose the body (write `---`) <----->",
    ]),
    ("large frontmatter", b"---\na: " + b"x" * (64 * 1024) + b"\n---\n", [
        "1:1: error AK018 a frontmatter of 65,540 characters; agentkit reads up to 65,536 <---\n>",
    ]),
    ("empty frontmatter", b"---\n---\nB\n", [
        "1:1: error AK006 the frontmatter is empty (give name and description) <---\n---\n>",
    ]),
    ("a list", b"---\n- a\n- b\n---\n", [
        "2:1: error AK007 the frontmatter is a list, not `key: value` lines (write `name: …`, `description: …`) <- a\n- b\n>",
    ]),
    ("words", b"---\njust words\n---\n", [
        "2:1: error AK007 the frontmatter is plain text, not `key: value` lines (write `name: …`, `description: …`) <just words>",
    ]),
    ("words in quotes", b"---\n'just words'\n---\n", [
        "2:1: error AK007 the frontmatter is plain text, not `key: value` lines (write `name: …`, `description: …`) <'just words'>",
    ]),
    ("keys without blanks", b"---\nname:a\ntools:Read\n---\n", [
        "2:1: error AK007 the frontmatter is plain text, not `key: value` lines (write `name: …`, `description: …`) <name:a\ntools:Read>",
    ]),
    ("a control character", b"---\na: x\x01y\n---\n", [
        "2:5: error AK011 control character U+0001 in the frontmatter (remove the character) <\x01>",
    ]),
    ("U+0085", "---\na: x\x85y\n---\n".encode(), [
        "2:5: error AK017 U+0085 is a line end to some YAML readers and invisible to others (remove it, or use a newline) <\x85>",
    ]),
    ("U+2028", "---\na: x\u2028y\n---\n".encode(), [
        "2:5: error AK017 U+2028 is a line end to some YAML readers and invisible to others (remove it, or use a newline) <\u2028>",
    ]),
    ("U+2029", "---\na: x\u2029y\n---\n".encode(), [
        "2:5: error AK017 U+2029 is a line end to some YAML readers and invisible to others (remove it, or use a newline) <\u2029>",
    ]),
    ("a lone CR", b"---\na: x\ry\n---\n", [
        "2:5: error AK017 a lone carriage return is a line end to some YAML readers and invisible to others (remove it, or use a newline) <\r>",
    ]),
    ("anchor", b"---\na: &" + b"x" * 70 + b" 1\n---\n", [
        "2:4: error AK013 anchor &xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (write the value out where it is used) <&xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx 1>",
    ]),
    ("anchor on a list", b"---\na: &x [1]\n---\n", [
        "2:4: error AK013 anchor &x (write the value out where it is used) <&x [>",
    ]),
    ("anchor on a mapping", b"---\na: &x {b: 1}\n---\n", [
        "2:4: error AK013 anchor &x (write the value out where it is used) <&x {>",
    ]),
    ("alias", b"---\na: [*" + b"x" * 70 + b"]\n---\n", [
        "2:5: error AK013 alias *xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx (write the value out, or quote it) <*xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx>",
    ]),
    ("tag", b"---\na: !!python/object:" + b"x" * 70 + b" 1\n---\n", [
        "2:4: error AK014 tag tag:yaml.org,2002:python/object:xxxxxxxxxxxxxxxxxxxxxxxxxxxx (remove the tag, and quote the value if it is text) <!!python/object:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx 1>",
    ]),
    ("tag on a list", b"---\na: !x [1]\n---\n", [
        "2:4: error AK014 tag !x (remove the tag, and quote the value if it is text) <!x [>",
    ]),
    ("a merge key", b"---\nb: {<<: {c: 1}}\n---\n", [
        "2:5: error AK013 merge key << (write the fields out) <<<>",
    ]),
    ("`<<` in quotes", b"---\nb: {'<<': 1}\n---\n", []),
    ("a list as key", b"---\nb: {[c]: 1}\n---\n", [
        "2:5: error AK016 a key is a list or a mapping (use text as key) <[c]>",
    ]),
    ("numbers as keys", b"---\nname: a\n1: 2\n" + b"9" * 17 + b": 3\n---\n", [
        "3:1: error AK016 key 1 is not text (quote it, or rename it) <1>",
        "4:1: error AK016 key 99999999999999999 is not text (quote it, or rename it) <99999999999999999>",
    ]),
    ("nothing as key", b"---\nname: a\n? \n: x\n---\n", [
        "3:2: error AK016 key (nothing) is not text (quote it, or rename it) <>",
    ]),
    ("true as key", b"---\ntrue: a\n'true': b\n---\n", [
        "2:1: error AK016 key true is not text (quote it, or rename it) <true>",
        "3:1: error AK012 key `true` stands a second time; harnesses reject the file or take one of the two (keep one of them) <'true'>",
    ]),
    ("a key twice", b"---\nb: {c: 1, c: 2}\n---\n", [
        "2:11: error AK012 key `c` stands a second time; harnesses reject the file or take one of the two (keep one of them) <c>",
    ]),
    ("a long key twice", b"---\n" + b"k" * 70 + b": 1\n" + b"k" * 70 + b": 2\n---\n", [
        "3:1: error AK012 key `kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk` stands a second time; harnesses reject the file or take one of the two (keep one of them) <kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk>",
    ]),
    ("33 lists in a value", b"---\na: " + b"[" * 33 + b"]" * 33 + b"\n---\n", [
        "2:35: error AK015 more than 32 nested lists or mappings (flatten it) <[>",
    ]),
    ("31 lists in a value", b"---\na: " + b"[" * 31 + b"]" * 31 + b"\n---\n", []),
    ("40 dashes", b"---\na:\n " + b"- " * 40 + b"x\n---\n", [
        "3:64: error AK015 more than 32 nested lists or mappings (flatten it) <->",
    ]),
    ("31 dashes", b"---\na:\n " + b"- " * 31 + b"x\n---\n", []),
    ("2,000 brackets", b"---\na: b\nc: " + b"[" * 2000 + b"]" * 2000 + b"\n---\n", [
        "3:35: error AK015 more than 32 nested lists or mappings (flatten it) <[>",
    ]),
    ("10,003 values", b"---\na: [" + b"1," * 10000 + b"]\n---\n", [
        "2:20003: error AK015 more than 10,000 values <1>",
    ]),
    ("10,000 values", b"---\na: [" + b"1," * 9997 + b"]\n---\n", []),
    ("an end of the document", b"---\nname: a\n...\nb: c\n---\n", [
        "4:1: error AK011 did not find expected <document start> (quote the value) <b>",
    ]),
    ("a second document", b"---\nname: a\n--- !x\nb: c\n---\n", [
        "3:1: error AK011 a second YAML document starts here <>",
    ]),
    ("a surrogate", b'---\na: "\\ud800"\n---\n', [
        "2:7: error AK011 found invalid Unicode character escape code (quote the value) <d>",
    ]),
    ("a colon", b"---\ndescription: Use when: x\n---\n", [
        "2:22: error AK011 unquoted `: ` in the value of `description`: YAML takes it for another key (put the value in quotes, or write it as a block (`description: >-`, text indented below)) <:>",
    ]),
    ("a colon in a second line", b"---\nname: a\ndescription: x\n  y z: w\n---\n", [
        "4:6: error AK011 unquoted `: `: YAML takes it for another key (put the value in quotes, or write it as a block (`description: >-`, text indented below)) <:>",
    ]),
    ("a colon after lines of words", b"---\n# x\nwords\nmore\nname: a\n---\n", [
        "3:1: error AK011 a line that is neither `key: value` nor indented under one (indent the line so that it belongs to a value, or make it `key: value`) <w>",
    ]),
    ("words between keys", b"---\nname: a\nwords\nmodel: opus\n---\n", [
        "3:1: error AK011 a line that is neither `key: value` nor indented under one (indent the line so that it belongs to the value above, or make it `key: value`) <w>",
    ]),
    ("a key without a blank", b"---\nname: a\ntools:Read\nmodel: opus\n---\n", [
        "3:6: error AK011 no blank after `tools:`: YAML takes the line for text (write `key: value`) <:>",
    ]),
    ("a star in a description", b"---\ndescription: *x* y\n---\n", [
        "2:14: error AK011 unquoted `*` at the start of a value: YAML takes it for an alias (quote the value) <*>",
    ]),
    ("a star alone", b"---\ntools: *\n---\n", [
        "2:8: error AK011 unquoted `*` at the start of a value: YAML takes it for an alias (quote the value) <*>",
    ]),
    ("an at sign", b"---\ndescription: @x\n---\n", [
        "2:14: error AK011 unquoted `@` at the start of a value: YAML reserves it (quote the value) <@>",
    ]),
    ("a backquote", b"---\nname: a\ndescription: `x`\n---\n", [
        "3:14: error AK011 unquoted ``` at the start of a value: YAML reserves it (quote the value) <`>",
    ]),
    ("a per cent sign", b"---\nname: a\ndescription: %x\n---\n", [
        "3:14: error AK011 unquoted `%` at the start of a value: YAML reserves it (quote the value) <%>",
    ]),
    ("an open bracket", b"---\ntools: [Read,\n  Bash\nmodel: opus\n---\n", [
        "2:8: error AK011 a `[` that is not closed (close it, or quote the value) <[>",
    ]),
    ("an open brace", b"---\nhooks: {A: 1\nmodel: opus\n---\n", [
        "2:8: error AK011 a `{` that is not closed (close it, or quote the value) <{>",
    ]),
    ("a bracket closed on its line", b'---\ntools: [Read, "a" b]\n---\n', [
        "2:19: error AK011 did not find expected ',' or ']' (quote the value) <b>",
    ]),
    ("a bracket that is open at the end", b"---\ntools: [Read,\n  Bash\n---\n", [
        "2:8: error AK011 a `[` that is not closed (close it, or quote the value) <[>",
    ]),
    ("a bracket that is open on the last line", b"---\ntools: [Read\n---\n", [
        "2:8: error AK011 a `[` that is not closed (close it, or quote the value) <[>",
    ]),
    ("an open double quote", b'---\nname: a\ndescription: "x\n---\n', [
        '3:14: error AK011 a quote that is not closed (close it, or write the value as a block (`>-`, text indented below)) <">',
    ]),
    ("an open single quote", b"---\nname: a\ndescription: 'x\n---\n", [
        "3:14: error AK011 a quote that is not closed (close it, or write the value as a block (`>-`, text indented below)) <'>",
    ]),
    ("an apostrophe", b"---\ndescription: 'it's\n---\n", [
        "2:18: error AK011 text after the closing quote (put the whole value in quotes, those inside doubled or escaped) <s>",
    ]),
    ("text after a quote", b'---\ndescription: "a" b\n---\n', [
        "2:18: error AK011 text after the closing quote (put the whole value in quotes, those inside doubled or escaped) <b>",
    ]),
    ("text after a quote and blanks", b'---\ndescription: "a" \t b\n---\n', [
        "2:20: error AK011 text after the closing quote (put the whole value in quotes, those inside doubled or escaped) <b>",
    ]),
    ("a tab", b"---\na: b\n\tc: d\n---\n", [
        "3:1: error AK011 a tab is used for indentation (indent with spaces) <\t>",
    ]),
    ("a tab before a key", b"---\nhooks:\n\ta: b\n---\n", [
        "3:1: error AK011 a tab is used for indentation (indent with spaces) <\t>",
    ]),
    ("an escape that is none", b'---\na: "\\q"\n---\n', [
        "2:5: error AK011 found unknown escape character (quote the value) <\\>",
    ]),
    ("keys at two depths", b"---\na:\n    b: 1\n  c: 2\n---\n", [
        "4:3: error AK011 did not find expected key (quote the value) <c>",
    ]),
    ("a dash behind a key", b"---\na: - b\n---\n", [
        "2:4: error AK011 block sequence entries are not allowed in this context (quote the value) <->",
    ]),
    ("a question mark", b"---\n? a\nb\n---\n", [
        "3:1: error AK011 a line that is neither `key: value` nor indented under one (indent the line so that it belongs to the value above, or make it `key: value`) <b>",
    ]),
    ("a directive", b"---\n%YAML 9.9\nname: a\n---\n", [
        "2:1: error AK011 found incompatible YAML document (quote the value) <%>",
    ]),
    ("a closing bracket", b"---\na: ]\n---\n", [
        "2:4: error AK011 did not find expected node content (quote the value) <]>",
    ]),
    ("a comma", b"---\na: ,\n---\n", [
        "2:4: error AK011 did not find expected node content (quote the value) <,>",
    ]),
    ("a block sign with text", b"---\na: |x\n  b\n---\n", [
        "2:5: error AK011 did not find expected comment or line break (quote the value) <x>",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "said"), [each[1:] for each in SAID], ids=[each[0] for each in SAID])
def test_a_finding_says_what_where_and_the_way_out(data: bytes, said: list[str]) -> None:
    """Code, message, place, stretch and hint are those of the fault, and nothing else is reported."""
    document = parse(data, "x.md")

    assert [
        f"{found} <{document.text[found.span.start : found.span.end]}>".removeprefix("x.md:") for found in document.diagnostics
    ] == said
    assert [found.span for found in document.diagnostics] == [
        document.lines.span(found.span.start, found.span.end) for found in document.diagnostics
    ]
    assert (bytes(document), document.path) == (data, "x.md")


@pytest.mark.skipif(yaml._yaml.get_version() < (0, 2, 6), reason="libyaml has a limit of its own from 0.2.6 on")
def test_where_libyaml_gives_up_first_its_place_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our limit is the lower one today; what is nested too deep is refused with a place even if it were not."""
    monkeypatch.setattr(reader, "MAX_DEPTH", 100_000)
    (found,) = parse("---\nname: a\nb: " + "[" * 20_000 + "]" * 20_000 + "\n---\n").diagnostics

    assert (found.code, found.message, found.hint) == ("AK015", "more than 100000 nested lists or mappings", "flatten it")
    assert (found.span.line, found.span.end - found.span.start) == (3, 1)
    assert 1_000 < found.span.column < 20_000


def test_a_block_of_the_largest_size_is_read() -> None:
    """The limit is the last size that is read."""
    block = "a: " + "x" * (MAX_BLOCK - 4) + "\n"

    assert parse(f"---\n{block}---\n").diagnostics == ()
    assert [each.code for each in parse(f"---\nb{block}---\n").diagnostics] == ["AK018"]


@pytest.mark.parametrize(
    ("block", "recovered"), [("name: a", False), ("words", False), ("- a", False), ("name:a", True), ("a: *x", True)]
)
def test_what_is_read_by_guessing_is_said_to_be(block: str, recovered: bool) -> None:
    """Fields that YAML has not given; where there are none, nothing was guessed."""
    assert parse(f"---\n{block}\n---\n").recovered is recovered


def test_an_error_of_yaml_without_a_place_stands_where_the_block_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """No text is known that gives one; if there is, it is a finding too, in one line."""

    class Odd(reader.Loader):  # type: ignore[misc]
        def check_event(self) -> bool:
            raise yaml.YAMLError("odd\nthing")

    monkeypatch.setattr(reader, "Loader", Odd)
    with pytest.raises(reader.YAMLTrouble, match=r"^odd$") as raised:
        reader.read("a: b", 7)

    assert (raised.value.problem, raised.value.start, raised.value.end) == (problems.YAML_SYNTAX, 7, 7)


def test_a_text_that_utf_8_cannot_hold_is_no_utf_8() -> None:
    """A lone surrogate in a `str` stands for the bytes that it would be."""
    (found,) = parse("---\nx: \ud800\n---\n").diagnostics

    assert (found.code, found.message) == ("AK002", "not UTF-8: byte 0xed at offset 7")


def test_a_trouble_prints_its_message() -> None:
    """As any exception does."""
    with pytest.raises(reader.YAMLTrouble, match=r"^alias \*x$"):
        reader.read("a: *x")


LONG = "<!--" + "x" * 9_988 + "-->\n"
FENCES: list[tuple[str, fences.Fences | fences.Missing]] = [
    # text; where the opening line starts and ends, where the closing one starts and ends, whether a code fence stands above
    ("---\na: 1\n---\nB", fences.Fences(0, 4, 9, 13)),
    ("---\r\na: 1\r\n---\r\nB", fences.Fences(0, 5, 11, 16)),
    ("-----\t \na\n---- \nB", fences.Fences(0, 8, 10, 16)),
    ("---\n---", fences.Fences(0, 4, 4, 7)),
    ("---\n\n---\n---\n", fences.Fences(0, 4, 5, 9)),
    ("---\na\n---\t", fences.Fences(0, 4, 6, 10)),
    ("---\na\n --- \n---x\nx---\n- --\n---\n", fences.Fences(0, 4, 27, 31)),
    ("\n \n---\na\n---\n", fences.Fences(3, 7, 9, 13)),
    ("<!-- a -->\n<!-- b\n -->\n---\na\n---\n", fences.Fences(23, 27, 29, 33)),
    ("<!-- a -->---\na\n---\n", fences.Fences(10, 14, 16, 20)),
    ("````md\n---\na\n---\n", fences.Fences(7, 11, 13, 17, wrapped=True)),
    ("<!-- a -->\n~~~\n---\na\n---\n", fences.Fences(15, 19, 21, 25, wrapped=True)),
    (LONG + "---\na\n---\n", fences.Fences(9_996, 10_000, 10_002, 10_006)),
    (LONG.replace("x", "xx", 20) + "---\na\n---\n", fences.Missing("none")),
    ("", fences.Missing("none")),
    ("--\na\n--\n", fences.Missing("none")),
    (" ---\na\n---\n", fences.Missing("none")),
    ("a\n---\nb\n---\n", fences.Missing("none")),
    ("``\n---\na\n---\n", fences.Missing("none")),
    ("<!-- a\n---\na\n---\n", fences.Missing("none")),
    ("---\r", fences.Missing("none")),
    ("---", fences.Missing("unclosed")),
    ("---\na\n--\n", fences.Missing("unclosed")),
    ("\n---\na\n", fences.Missing("unclosed")),
    ("--- js \na\n---\n", fences.Missing("format", "js")),
    ("---TOML\r\na\r\n---\r\n", fences.Missing("format", "TOML")),
    ("---js", fences.Missing("format", "js")),
    ("+++\na = 1\n+++\n", fences.Missing("format", "toml")),
    ("---js x\n---\n", fences.Missing("none")),
    ("++++\n", fences.Missing("none")),
    ("----X\na\n---\n", fences.Missing("none")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place"), FENCES, ids=["|".join(text[-30:].split()) for text, _ in FENCES])
def test_a_block_is_found_where_it_stands(text: str, place: fences.Fences | fences.Missing) -> None:
    """Offsets lead to the first character of each line; without a block there is one reason."""
    assert fences.locate(text) == place


def test_a_field_has_a_place() -> None:
    """That of its value, of its key where the value is empty, of the last where it stands twice, the first line where it does not stand."""
    document = parse("---\nname: a\ntools:\nname: bcd\nskills: []\n---\n", "x.md")

    assert document.span_of("name")[2:] == (4, 7, 4, 10)
    assert document.span_of("tools")[2:] == (3, 1, 3, 6)
    assert document.span_of("skills")[2:] == (5, 9, 5, 11)
    assert document.span_of("model") == START
    assert parse("Body").span_of("name") == START
    assert document.fields is not None
    assert document.fields.get("model") is None
    assert plain_value(document.fields.get("name") or Scalar("", True, 0, 0)) == "bcd"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("-1", -1), ("9" * 18, 10**18 - 1), ("9" * 19, "9" * 19), ("-" + "9" * 18, -(10**18) + 1),
        ("-0", "-0"), ("01", "01"), ("+1", "+1"), ("--1", "--1"), ("1-", "1-"), ("\u0661", "\u0661"), ("1_0", "1_0"), ("-", "-"),
        ("true", True), ("FALSE", False), ("tRue", "tRue"), ("", None), ("~", None), ("NULL", None), ("nUll", "nUll"),
    ],
)  # fmt: skip
def test_a_plain_value_is_converted_where_it_is_written_the_same_again(text: str, value: object) -> None:
    """A number, true, false and nothing; all else is text, and so is what stands in quotes."""
    assert plain_value(Scalar(text, True, 0, 0)) == value
    assert type(plain_value(Scalar(text, True, 0, 0))) is type(value)
    assert plain_value(Scalar(text, False, 0, 0)) == text
    assert Scalar(text, True, 0, 0).is_null == (value is None)
    assert not Scalar(text, False, 0, 0).is_null


YAML_FILES: list[tuple[str, object, list[str]]] = [
    ("a: [1, x]\n", {"a": [1, "x"]}, []),
    ("- 1\n- b: c\n", [1, {"b": "c"}], []),
    ("# nothing\n", None, []),
    ("a: 1\na: 2\n", {"a": 2}, ["2:1: error AK012 key `a` stands a second time; harnesses reject the file or take one of the two (keep one of them) <a>"]),
    ("a: 1\nb: *x\n", None, ["2:4: error AK013 alias *x (write the value out, or quote it) <*x>"]),
    ("x" * 65_536, "x" * 65_536, []),
    ("x" * 65_537, None, ["1:1: error AK018 65,537 characters of YAML; agentkit reads up to 65,536 <>"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value", "said"), YAML_FILES, ids=["|".join(text[:12].split("\n")) for text, _, _ in YAML_FILES]
)
def test_a_file_of_values_is_read_as_a_frontmatter_is(text: str, value: object, said: list[str]) -> None:
    """With the same limits, and findings that name the file."""
    root, found = parse_yaml(text, "x.yaml")

    assert (None if root is None else plain_value(root)) == value
    assert [f"{each} <{text[each.span.start : each.span.end]}>" for each in found] == [f"x.yaml:{line}" for line in said]
    assert [each.path for each in parse_yaml(text)[1]] == [None] * len(said)
