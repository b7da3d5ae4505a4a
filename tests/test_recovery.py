"""The tolerant reading: which fields a block has that YAML rejects, with the text of each value and the stretch it was read from."""

from __future__ import annotations

import pytest

from agentkit.document import Fields, Items, Node, parse


def shown(node: Node, text: str) -> str:
    """Give a value and the text it stands for; `q` marks one that was quoted or is text whatever it looks like, `v` one taken as it stands."""
    at = f"<{text[node.start : node.end]}>"
    if isinstance(node, Items):
        return "[" + ", ".join(shown(item, text) for item in node.items) + "]" + at
    if isinstance(node, Fields):
        return "{" + ", ".join(f"{shown(each.key, text)}: {shown(each.value, text)}" for each in node.entries) + "}" + at
    return ("" if node.plain else "q") + ("v" if node.verbatim else "") + repr(node.text) + at


# Title, block, one line a field, the places of the findings.
READ: list[tuple[str, str, list[str], str]] = [
    ("text", "description: a: b\nname: x", [
        "'description'<description> = qv'a: b'<a: b>",
        "'name'<name> = 'x'<x>",
    ], "AK011@2:15"),
    ("continued", "name: x\ndescription: a: b\n  c\nd\n# e\nuser: f\ntools: Read", [
        "'name'<name> = 'x'<x>",
        "'description'<description> = qv'a: b\\n  c\\nd\\n# e\\nuser: f'<a: b\n  c\nd\n# e\nuser: f>",
        "'tools'<tools> = 'Read'<Read>",
    ], "AK011@3:15"),
    ("comment", "# one\nname: x\n# two\ncolor: a: b\n# three\n  more\n# four", [
        "'name'<name> = 'x'<x>",
        "'color'<color> = qv'a: b\\n# three\\n  more'<a: b\n# three\n  more>",
    ], "AK011@5:9"),
    ("comment last", "color: a: b\n# four", [
        "'color'<color> = qv'a: b'<a: b>",
    ], "AK011@2:9"),
    ("quotes", "\"name\": 'x'\n'color' : a: b", [
        "q'name'<\"name\"> = q'x'<'x'>",
        "q'color'<'color'> = qv'a: b'<a: b>",
    ], "AK011@3:12"),
    ("quoted value", "description: 'a': b'\nname: \"x\": y\"", [
        "'description'<description> = qv\"a': b\"<'a': b'>",
        "'name'<name> = qv'x\": y'<\"x\": y\">",
    ], "AK011@2:17"),
    ("one quote", 'description: "\nname: a: b', [
        "'description'<description> = qv'\"'<\">",
        "'name'<name> = qv'a: b'<a: b>",
    ], "AK011@2:14"),
    ("unequal quotes", "color: 'a: b\"", [
        "'color'<color> = qv'\\'a: b\"'<'a: b\">",
    ], "AK011@2:8"),
    ("indented", "  name: x\n  color: a: b\n  tools:\n    - Read", [
        "'name'<name> = 'x'<x>",
        "'color'<color> = qv'a: b'<a: b>",
        "'tools'<tools> = ['Read'<Read>]<- Read\n>",
    ], "AK011@3:11"),
    ("indented after comment", "\n  # c\n\n  name: x\n  color: a: b\n", [
        "'name'<name> = 'x'<x>",
        "'color'<color> = qv'a: b'<a: b>",
    ], "AK011@6:11"),
    ("less indented", "  name: x\n  color: a: b\ntools: Read", [
        "'name'<name> = 'x'<x>",
        "'color'<color> = qv'a: b\\ntools: Read'<a: b\ntools: Read>",
    ], "AK011@3:11"),
    ("tight", "name:x\ntools:Read\ncolor: a: b", [
        "'name'<name> = 'x'<x>",
        "'tools'<tools> = 'Read'<Read>",
        "'color'<color> = qv'a: b'<a: b>",
    ], "AK011@2:5"),
    ("tight seen", "name: y\ncolor: a: b\nname:x", [
        "'name'<name> = 'y'<y>",
        "'color'<color> = qv'a: b\\nname:x'<a: b\nname:x>",
    ], "AK011@3:9"),
    ("tight list", "tools:[a, b]\ncolor: a: b", [
        "'tools'<tools> = ['a'<a>, 'b'<b>]<[a, b]>",
        "'color'<color> = qv'a: b'<a: b>",
    ], "AK011@2:6"),
    ("tight colon", "name::x\ncolor: a: b", [
        "'color'<color> = qv'a: b'<a: b>",
    ], "AK011@2:1"),
    ("tight in description", "description: a: b\nmodel:opus\nfoo:bar", [
        "'description'<description> = qv'a: b'<a: b>",
        "'model'<model> = 'opus foo:bar'<opus\nfoo:bar>",
    ], "AK011@2:15"),
    ("tight unknown", "color: a: b\nfoo:bar", [
        "'color'<color> = qv'a: b\\nfoo:bar'<a: b\nfoo:bar>",
    ], "AK011@2:9"),
    ("own key in description", "description: a: b\nfoo: bar\nlicense: MIT", [
        "'description'<description> = qv'a: b\\nfoo: bar'<a: b\nfoo: bar>",
        "'license'<license> = 'MIT'<MIT>",
    ], "AK011@2:15"),
    ("own key elsewhere", "color: a: b\nfoo: bar", [
        "'color'<color> = qv'a: b'<a: b>",
        "'foo'<foo> = 'bar'<bar>",
    ], "AK011@2:9"),
    ("twice", "name: x\nname: y\ncolor: a: b", [
        "'name'<name> = 'x'<x>",
        "'name'<name> = 'y'<y>",
        "'color'<color> = qv'a: b'<a: b>",
    ], "AK011@4:9 AK012@3:1"),
    ("words first", "words\ncolor: a: b", [
        "'color'<color> = qv'a: b'<a: b>",
    ], "AK011@2:1"),
    ("no key", "! b: c", [
    ], "AK014@2:1"),
    ("colon at the end", "color: a: b\nname:", [
        "'color'<color> = qv'a: b'<a: b>",
        "'name'<name> = ''<>",
    ], "AK011@2:9"),
    ("crlf", "name: x\r\ndescription: a: b\r\n  c\r\ntools:\r\n  - Read\r\n", [
        "'name'<name> = 'x'<x>",
        "'description'<description> = qv'a: b\\n  c'<a: b\r\n  c>",
        "'tools'<tools> = ['Read'<Read>]<- Read\r\n\n>",
    ], "AK011@3:15"),
    ("bom", "\ufeffname: x\ncolor: a: b", [
        "'name'<name> = 'x'<x>",
        "'color'<color> = qv'a: b'<a: b>",
    ], "AK011@3:9"),
    ("tab", "hooks:\n\ta: b\n\tc:\n\t\t- d\ncolor: x: y", [
        "'hooks'<hooks> = {'a'<a>: 'b'<b>, 'c'<c>: ['d'<d>]<- d\n>}<a: b\n\tc:\n\t\t- d\n>",
        "'color'<color> = qv'x: y'<x: y>",
    ], "AK011@3:1"),
    ("tab and blanks", "hooks:\n  \ta: b", [
        "'hooks'<hooks> = {'a'<a>: 'b'<b>}<a: b\n>",
    ], "AK011@3:3"),
    ("list item", "tools:\n  - Read\n  - Use: when: x\n  - Bash", [
        "'tools'<tools> = ['Read'<Read>, {'Use'<Use>: qv'when: x'<when: x>}<Use: when: x\n  >, 'Bash'<Bash>]<- Read\n  - Use: when: x\n  - Bash\n>",
    ], "AK011@4:14"),
    ("list star", "tools:\n  - *\n  - Read  # all\n  - @x # c", [
        "'tools'<tools> = [qv'*'<*>, 'Read'<Read>, qv'@x'<@x>]<- *\n  - Read  # all\n  - @x # c\n>",
    ], "AK011@3:5"),
    ("list at column 0", "tools:\n- Read\n- *.py", [
        "'tools'<tools> = ['Read'<Read>, qv'*.py'<*.py>]<- Read\n- *.py\n>",
    ], "AK011@4:3"),
    ("list empty item", "tools:\n  -\n  - *", [
        "'tools'<tools> = [''<>, qv'*'<*>]<-\n  - *\n>",
    ], "AK011@4:5"),
    ("brackets star", "tools: [Read, *, 'a, b', \"c\" d, Bash(git: *)]", [
        "'tools'<tools> = ['Read'<Read>, qv'*'<*>, q'a, b'<'a, b'>, qv'\"c\" d'<\"c\" d>, qv'Bash(git: *)'<Bash(git: *)>]<[Read, *, 'a, b', \"c\" d, Bash(git: *)]>",
    ], "AK011@2:15"),
    ("brackets lines", "tools: [\n  Read,\n  *,\n  @x\n]", [
        "'tools'<tools> = ['Read'<Read>, qv'*'<*>, qv'@x'<@x>]<[\n  Read,\n  *,\n  @x\n]>",
    ], "AK011@4:3"),
    ("brackets nested", "tools: [a, [*, b], {c: *}]\nname: x", [
        "'tools'<tools> = ['a'<a>, qv'[*, b]'<[*, b]>, qv'{c: *}'<{c: *}>]<[a, [*, b], {c: *}]>",
        "'name'<name> = 'x'<x>",
    ], "AK011@2:13"),
    ("brackets comment", "tools: [*, b] # c ]\nname: x", [
        "'tools'<tools> = [qv'*'<*>, 'b'<b>]<[*, b]>",
        "'name'<name> = 'x'<x>",
    ], "AK011@2:9"),
    ("brackets quote inside", "tools: [it's, *, b\"c]", [
        "'tools'<tools> = [\"it's\"<it's>, qv'*'<*>, 'b\"c'<b\"c>]<[it's, *, b\"c]>",
    ], "AK011@2:15"),
    ("brackets open", "tools: [*, b\nname: x", [
        "'tools'<tools> = qv'[*, b'<[*, b>",
        "'name'<name> = 'x'<x>",
    ], "AK011@2:9"),
    ("brackets empty", "tools: [, *]", [
        "'tools'<tools> = qv'[, *]'<[, *]>",
    ], "AK011@2:9"),
    ("brackets only", "tools: [*]", [
        "'tools'<tools> = [qv'*'<*>]<[*]>",
    ], "AK011@2:9"),
    ("mapping", "metadata:\n  a: *\n  b: x: y\n  c: 1\n  d.e/f: @g\n", [
        "'metadata'<metadata> = {'a'<a>: qv'*'<*>, 'b'<b>: qv'x: y'<x: y>, 'c'<c>: '1'<1>, 'd.e/f'<d.e/f>: qv'@g'<@g>}<a: *\n  b: x: y\n  c: 1\n  d.e/f: @g\n\n>",
    ], "AK011@3:6"),
    ("mapping of lists", "metadata:\n  a:\n    - *\n    - b\n  c: [*, d]\n  e: {f: *}\n", [
        "'metadata'<metadata> = qv'a:\\n    - *\\n    - b\\n  c: [*, d]\\n  e: {f: *}'<a:\n    - *\n    - b\n  c: [*, d]\n  e: {f: *}>",
    ], "AK011@4:7"),
    ("mapping block", "metadata:\n  a: |\n    *x: y: z\n    more\n  b: *", [
        "'metadata'<metadata> = {'a'<a>: q'*x: y: z\\nmore\\n'<|\n    *x: y: z\n    more\n>, 'b'<b>: qv'*'<*>}<a: |\n    *x: y: z\n    more\n  b: *\n>",
    ], "AK011@6:6"),
    ("mapping folded", "metadata:\n  a: >- # c\n    x: y\n\n    more\n  b: *", [
        "'metadata'<metadata> = {'a'<a>: q'x: y\\nmore'<>- # c\n    x: y\n\n    more\n>, 'b'<b>: qv'*'<*>}<a: >- # c\n    x: y\n\n    more\n  b: *\n>",
    ], "AK011@7:6"),
    ("list block", "hooks:\n  - |\n    a: b: c\n  - *", [
        "'hooks'<hooks> = [q'a: b: c\\n'<|\n    a: b: c\n>, qv'*'<*>]<- |\n    a: b: c\n  - *\n>",
    ], "AK011@5:5"),
    ("list of mappings", "hooks:\n  - a: *\n    b: @c\n  - d: e", [
        "'hooks'<hooks> = [{'a'<a>: qv'*'<*>, 'b'<b>: qv'@c'<@c>}<a: *\n    b: @c\n  >, {'d'<d>: 'e'<e>}<d: e\n>]<- a: *\n    b: @c\n  - d: e\n>",
    ], "AK011@3:8"),
    ("not mendable", "hooks:\n  a: b\n c: d", [
        "'hooks'<hooks> = qv'a: b\\n c: d'<a: b\n c: d>",
    ], "AK011@4:2"),
    ("anchor", "tools: [&x, *]", [
        "'tools'<tools> = qv'[&x, *]'<[&x, *]>",
    ], "AK013@2:9"),
    ("anchor in list", "tools:\n  - &x a\n  - *x", [
        "'tools'<tools> = qv'- &x a\\n  - *x'<- &x a\n  - *x>",
    ], "AK013@3:5"),
    ("anchor later", "tools:\n  - a&b\n  - *", [
        "'tools'<tools> = ['a&b'<a&b>, qv'*'<*>]<- a&b\n  - *\n>",
    ], "AK011@4:5"),
    ("cover char", "tools: [\ue000, *]", [
        "'tools'<tools> = qv'[\\ue000, *]'<[\ue000, *]>",
    ], "AK011@2:12"),
    ("covered key", "hooks:\n  *: a", [
        "'hooks'<hooks> = qv'*: a'<*: a>",
    ], "AK011@3:3"),
    ("deep in recovery", "metadata: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", [
        "'metadata'<metadata> = qv'[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]'<[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]>",
    ], "AK015@2:42"),
    ("alias", "tools: *x", [
        "'tools'<tools> = qv'*x'<*x>",
    ], "AK013@2:8"),
    ("value on next line", "tools:\n  *x", [
        "'tools'<tools> = qv'*x'<*x>",
    ], "AK013@3:3"),
    ("value of words", "metadata:\n  words\n  a: b", [
        "'metadata'<metadata> = qv'words\\n  a: b'<words\n  a: b>",
    ], "AK011@4:4"),
    ("list in description", "description:\n  - *\nname: x", [
        "'description'<description> = qv'- *'<- *>",
        "'name'<name> = 'x'<x>",
    ], "AK011@3:5"),
    ("two values", "a: 1\n...\nb: 2", [
        "'a'<a> = '1'<1>",
        "'b'<b> = '2'<2>",
    ], "AK011@4:1"),
    ("comment in key line", "tools: # c\n  - *", [
        "'tools'<tools> = [qv'*'<*>]<- *\n>",
    ], "AK011@3:5"),
    ("text after key", "tools: x\n  - *", [
        "'tools'<tools> = 'x - *'<x\n  - *>",
    ], ""),
    ("string with colon at end", "metadata:\n  a: b:\n", [
        "'metadata'<metadata> = qv'a: b:'<a: b:>",
    ], "AK011@3:7"),
    ("brace start", "metadata:\n  a: {b: c\n  d: *", [
        "'metadata'<metadata> = qv'a: {b: c\\n  d: *'<a: {b: c\n  d: *>",
    ], "AK011@4:4"),
    ("hash item", "tools:\n  - # c\n  - *", [
        "'tools'<tools> = [''<>, qv'*'<*>]<- # c\n  - *\n>",
    ], "AK011@4:5"),
    ("trailing blanks", "tools:   \n  - *   \n  - b\t\n", [
        "'tools'<tools> = [qv'*'<*>, 'b'<b>]<- *   \n  - b\t\n\n>",
    ], "AK011@3:5"),
    ("tight mapping", "tools:{a: b}\ncolor: a: b", [
        "'tools'<tools> = qv'{a: b}'<{a: b}>",
        "'color'<color> = qv'a: b'<a: b>",
    ], "AK011@3:9"),
    ("tight star", "tools:*x y\ncolor: a: b", [
        "'tools'<tools> = qv'*x y'<*x y>",
        "'color'<color> = qv'a: b'<a: b>",
    ], "AK011@2:6"),
    ("letters at both ends", "color: Xa: bX", [
        "'color'<color> = qv'Xa: bX'<Xa: bX>",
    ], "AK011@2:10"),
    ("a key twice beside a star", "hooks:\n  - {a: 1, a: 2}\n  - *\nname: x\nname: y", [
        "'hooks'<hooks> = [{'a'<a>: '1'<1>, 'a'<a>: '2'<2>}<{a: 1, a: 2}>, qv'*'<*>]<- {a: 1, a: 2}\n  - *\n>",
        "'name'<name> = 'x'<x>",
        "'name'<name> = 'y'<y>",
    ], "AK011@4:5 AK012@3:12 AK012@6:1"),
    ("brackets below keys", "metadata:\n  a:\n    - *\n    - b\n  c: [*, d]\n  e: [@f]\n  g: *", [
        "'metadata'<metadata> = {'a'<a>: [qv'*'<*>, 'b'<b>]<- *\n    - b\n  >, 'c'<c>: [qv'*'<*>, 'd'<d>]<[*, d]>, 'e'<e>: [qv'@f'<@f>]<[@f]>, 'g'<g>: qv'*'<*>}<a:\n    - *\n    - b\n  c: [*, d]\n  e: [@f]\n  g: *\n>",
    ], "AK011@4:7"),
    ("a value that begins with X", "metadata:\n  a: Xx: y\n  b: 1", [
        "'metadata'<metadata> = {'a'<a>: qv'Xx: y'<Xx: y>, 'b'<b>: '1'<1>}<a: Xx: y\n  b: 1\n>",
    ], "AK011@3:8"),
    ("an item of two lines", "tools: [a b\n  @c: d, *]", [
        "'tools'<tools> = qv'[a b\\n  @c: d, *]'<[a b\n  @c: d, *]>",
    ], "AK011@3:5"),
    ("brackets in brackets", "tools: [a, [[*], b], c, *]", [
        "'tools'<tools> = ['a'<a>, qv'[[*], b]'<[[*], b]>, 'c'<c>, qv'*'<*>]<[a, [[*], b], c, *]>",
    ], "AK011@2:14"),
    ("a comment with a star", "tools: # all *\n  - *", [
        "'tools'<tools> = [qv'*'<*>]<- *\n>",
    ], "AK011@3:5"),
    ("a star and a second line", "tools:\n  - *\n    more\n  - @x", [
        "'tools'<tools> = qv'- *\\n    more\\n  - @x'<- *\n    more\n  - @x>",
    ], "AK011@3:5"),
    ("a star and a second line below a key", "metadata:\n  a: *\n    more\n  b: @c", [
        "'metadata'<metadata> = qv'a: *\\n    more\\n  b: @c'<a: *\n    more\n  b: @c>",
    ], "AK011@3:6"),
    ("brackets and a comment", "tools: [*, b]  # c\nname: x", [
        "'tools'<tools> = [qv'*'<*>, 'b'<b>]<[*, b]>",
        "'name'<name> = 'x'<x>",
    ], "AK011@2:9"),
    ("two comments in the line of the key", "tools: # c # d\n  - *", [
        "'tools'<tools> = [qv'*'<*>]<- *\n>",
    ], "AK011@3:5"),
    ("a short line in a block", "metadata:\n  a: |\n    *\n  b: *", [
        "'metadata'<metadata> = {'a'<a>: q'*\\n'<|\n    *\n>, 'b'<b>: qv'*'<*>}<a: |\n    *\n  b: *\n>",
    ], "AK011@5:6"),
    ("a block in a list at column 0", "hooks:\n- |\n  *\n- *", [
        "'hooks'<hooks> = [q'*\\n'<|\n  *\n>, qv'*'<*>]<- |\n  *\n- *\n>",
    ], "AK011@5:3"),
    ("quotes in the first item", "tools: ['a, b', *]", [
        "'tools'<tools> = [q'a, b'<'a, b'>, qv'*'<*>]<['a, b', *]>",
    ], "AK011@2:17"),
    ("an apostrophe within an item", "tools: [X'a, *, b'c]", [
        "'tools'<tools> = [\"X'a\"<X'a>, qv'*'<*>, \"b'c\"<b'c>]<[X'a, *, b'c]>",
    ], "AK011@2:14"),
    ("brackets and letters", "tools: [[aX, b], Xc, *]", [
        "'tools'<tools> = [['aX'<aX>, 'b'<b>]<[aX, b]>, 'Xc'<Xc>, qv'*'<*>]<[[aX, b], Xc, *]>",
    ], "AK011@2:22"),
    ("brackets without blanks", "tools: [a,*,@b]", [
        "'tools'<tools> = ['a'<a>, qv'*'<*>, qv'@b'<@b>]<[a,*,@b]>",
    ], "AK011@2:11"),
]  # fmt: skip


@pytest.mark.parametrize(("block", "fields", "found"), [each[1:] for each in READ], ids=[each[0] for each in READ])
def test_a_block_that_yaml_rejects_is_read_as_it_was_meant(block: str, fields: list[str], found: str) -> None:
    """Each field has the value that its author meant, at its place; what YAML can read of it is read by YAML."""
    document = parse(f"---\n{block}\n---\nBody", "x.md")
    entries = document.fields.entries if document.fields is not None else ()

    assert [f"{shown(each.key, document.text)} = {shown(each.value, document.text)}" for each in entries] == fields
    assert " ".join(f"{each.code}@{each.span.line}:{each.span.column}" for each in document.diagnostics) == found
    assert document.recovered == bool(found)
    assert document.fields is None or document.text[document.fields.start : document.fields.end].rstrip() == block.rstrip()
    assert document.body == "Body"
