"""What becomes of a value that is kept under a name: whether it is run some lines further down, under that name or another."""

from __future__ import annotations

import re

from agentkit.threats.view import compiled

_RUN = (
    r"(?:\b(?:exec|eval|new function|os\.system|os\.popen|execsync|runinnewcontext|runinthiscontext|iex|invoke-expression|subprocess\.\w{2,12}|compile|"
    r"module\._compile|instance_eval)\b|\bscriptblock\]::create)[\s(\[\"'$]{1,4}(?:compile\()?(?:await )?(?:['\"]?\w{1,20}['\"], ?){0,3}|\b(?:ba)?sh -c [\"']?\$\{?|"
    r"\.invokescript\(\$?"
)
_GIVEN = r"\s{0,40}(?:const |let |var |\$)?(\w{1,30})\s?\+?=(?!=)(.{1,300})"
_STATEMENTS = 40


def run_below(below: str, name: str) -> re.Match[str] | None:
    """Give where what is kept under a name is run, under that name or another that it is given.

    Args:
        below: The text that follows, in small letters.
        name: The name, in small letters.
    """
    names = {name}
    for statement in re.split(r"[;\n]", below)[:_STATEMENTS]:
        for used in compiled(_RUN).finditer(statement):
            if any(re.match(rf"{re.escape(each)}(?!\w)", statement[used.end() :]) for each in names):
                return used
        given = re.match(_GIVEN, statement)
        if given is not None and any(re.search(rf"(?<!\w){re.escape(each)}(?!\w)", given[2]) for each in names):
            names.add(given[1])
    return None
