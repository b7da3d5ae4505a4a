"""Texts that make a careless regular expression slow, and every regular expression of the scan."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import agentkit.threats
from agentkit.threats.engine import kinds

PIECES = (
    *("a", "A", "1", " ", "\t", "\n", "|", "`", '"', "'", "(", "[", "<", "{", "$", "/", ".", "-", "=", "\\", "&", "%", "#", "!`", "$(", "<!--", "a ", "a.", "a-", "a/", "/a", "a=", "\\\n"),
    *("A1b2", "ab12", "\\x41", "&#65;", "%41", "0x41, ", "65, ", "\\u0041", "\\101", "http://", "http://a.b/", "https://a.b/c.zip ", "~/.ssh/", ".env ", "a@b.c "),
    *("curl ", "curl -d ", "curl $(", "wget ", "curl a | ", "| sh ", "iex ", "iwr ", "nc -e ", "nc a 1 ", "/dev/tcp/a.b/1 ", "env | ", "printenv ", "os.environ ", "process.env "),
    *("requests.get(", "x = fetch(", "eval(", "exec(", "base64 -d ", "b64decode(", "atob(", "x = atob( ", "$i='a.b';", "socket connect('a.b',1", "mkfifo ", "fsockopen('a.b', 1"),
    *("send it ", "send it to ", "read the key ", "do not tell ", "do not mention this ", "without the user ", "ignore all previous ", "forget everything ", "you are now "),
    *("copy the ", "copy and paste ", "paste it in the ", "download and run ", "password: ", "pass `a` zip ", "unzip -p ", '[a]: b "', '](a "', '<a style="', "<div ", '<img alt="'),
    *("rm -rf ", "remove-item ", "find / ", "dd if=/dev/zero ", "set-mppreference ", "reg add ", "crontab ", ">> ~/.bashrc ", "append this to ", "without asking ", "xmrig ", "stratum+tcp://a"),
    *("\u200b", "\U000e0041", "\ufe01", "\u202e", "а", "@~/a ", "@../../a ", "name: a\n", "description: a\n", "--yolo ", "[system] ", "<important>", "a\n\n", "a" + " " * 100, "a" * 400 + " " * 2_400),
)  # fmt: skip
"""What is repeated."""


def baits(size: int, *, with_marks: bool = False) -> dict[str, str]:
    """Each piece repeated to a length; each mark of a kind, too, where asked for."""
    found = {piece: (piece * (size // len(piece) + 1))[:size] for piece in PIECES}
    if not with_marks:
        return found
    words = sorted({mark for kind in kinds() for mark in kind.marks if len(mark) > 3})
    found.update({f"mark {mark}": ((mark + " ") * (size // (len(mark) + 1) + 1))[:size] for mark in words})
    return found


def patterns() -> list[str]:
    """Every regular expression in the package: the constants of its modules, and those written where they are used."""
    root = Path(agentkit.threats.__file__).parent
    found: set[str] = set()
    for path in sorted(root.rglob("*.py")):
        name = ".".join(path.relative_to(root.parents[1]).with_suffix("").parts).removesuffix(".__init__")
        module = importlib.import_module(name)
        for value in vars(module).values():
            many = value if isinstance(value, tuple) else (value,)
            found.update(
                each.pattern if isinstance(each, re.Pattern) else each for each in many if isinstance(each, str | re.Pattern)
            )
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)
            ):
                found.add(node.args[0].value)
    return sorted(each for each in found if len(each) > 5 and re.search(r"[\[(\\{*+?|]", each) is not None and _compiles(each))


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern, re.MULTILINE)
    except re.error:
        return False
    return True
