"""Hypothesis strategies: agent files as people and machines write them, well-formed or not."""

from __future__ import annotations

from hypothesis import strategies as st

any_text = st.text(st.characters(codec="utf-8"), max_size=80)
eols = st.sampled_from(["\n", "\r\n"])
words = st.sampled_from(
    ["Reviews code", "Use when: it breaks", "a # b", "naïve", "\U0001f600 ok", "עברית", "yes", "1.10", "x\u2028y", "'", '"']
)
names = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)

keys = st.sampled_from(
    [
        "name",
        "description",
        "tools",
        "model",
        "skills",
        "maxTurns",
        "hooks",
        "color",
        "effort",
        "x",
        "on",
        "1",
        "a b",
        "naïve",
        "content",
    ]
)
field_keys = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
leaves = st.text(st.characters(codec="utf-8"), max_size=30) | st.integers(-(10**18) + 1, 10**18 - 1) | st.booleans() | st.none()
trees = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(field_keys, inner, max_size=3), max_leaves=6
)
fields = st.dictionaries(keys | field_keys, trees, min_size=1, max_size=5)
"""Fields as `dumps` takes them."""

_PIECES = st.sampled_from(
    [
        "# Title", "## Steps", "1. Read\n2. Write", "- a\n  - b", "```py\nx = 1\n```", "~~~\n---\n~~~", "```\nnever closed", "| a | b |\n|---|---|\n| 1 | 2 |",
        "> quoted", "See [x](x.md) and `@agent-y`.", "Agent(reviewer) does it.", "<!-- hidden -->", "---", "***", "{{ x }} {% y %} ${Z} $ARGUMENTS %s {0}",
        "!`id` @/etc/passwd", "\U0001f468\u200d\U0001f469", "\u202eabc\u202c", "trailing  ", "\tindented", "a\rb", "", "\x1b[31m", "ẞß",
    ]
)  # fmt: skip


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """A body of Markdown pieces, with the text between them, or any text at all."""
    if not draw(st.integers(0, 4)):
        return draw(any_text)
    eol = draw(eols)
    pieces = draw(st.lists(_PIECES | words, max_size=6))
    text = f"{eol}{draw(st.sampled_from(['', eol]))}".join(piece.replace("\n", eol) for piece in pieces)
    return text + draw(st.sampled_from(["", eol, eol * 3]))


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _double(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\u2028", "\\u2028") + '"'


@st.composite
def _value(draw: st.DrawFn) -> list[str]:
    """The lines of a value, the first of them to stand behind `key:`, in any style of YAML, right or wrong."""
    text = draw(words | names)
    other = draw(words | names)
    comment = draw(st.sampled_from(["", "", "  # why"]))
    styles = (
        [f" {text}{comment}"],
        [f" {_single(text)}{comment}"],
        [f" {_double(text)}{comment}"],
        [f" {draw(st.sampled_from(['|', '>', '|-', '>+', '|2']))}", f"  {text}", "", f"  {other}"],
        ["", f"  - {text}", f"  - {other}{comment}"],
        [f" [{_single(text)}, {_double(other)}]"],
        [f" {text}, {other}"],
        ["", f"  k: {text}", "  l:", f"    m: {other}"],
        [f" {{k: {_single(text)}}}"],
        [draw(st.sampled_from(["", " ~", " *a", " &a x", " !!str x", " [", " {", " '", " @x", " `x`", " %x", " <<"]))],
        [f" {text}", "continued at column 0"],
    )
    return draw(st.sampled_from(styles))


@st.composite
def agent_files(draw: st.DrawFn) -> bytes:
    """A file: keys x scalar styles x line ends x byte-order mark x comments x fences, then a body."""
    eol = draw(eols)
    lines = (
        ["---"]
        if draw(st.integers(0, 9))
        else [draw(st.sampled_from(["----", " ---", "```yaml", "<!-- c -->", "+++", "---js", ""]))]
    )
    for key in draw(st.lists(keys, max_size=6)):
        if not draw(st.integers(0, 7)):
            lines.append(draw(st.sampled_from(["# a comment", "", "   # indented", "stray", "---x"])))
        first, *rest = draw(_value())
        lines += [f"{key}:{first}", *rest]
    if draw(st.integers(0, 9)):
        lines.append(draw(st.sampled_from(["---", "---", "---", "--- ", "-----", "..."])))
    mark = "" if draw(st.integers(0, 9)) else "\ufeff"
    return (mark + eol.join(lines) + eol + draw(bodies())).encode()


@st.composite
def loadable_files(draw: st.DrawFn) -> bytes:
    """A file that every reader loads: a name, a description, a few more fields in sound styles."""
    eol = draw(eols)
    lines = ["---", f"name: {draw(names)}", f"description: {_double(draw(words))}"]
    lines += draw(
        st.lists(st.sampled_from(["# note", "model: sonnet", "tools: Read, Bash", "color: blue"]), unique=True, max_size=3)
    )
    return (eol.join([*lines, "---"]) + eol + draw(bodies())).encode()
