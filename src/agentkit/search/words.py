"""The words of a text, as the search compares them: folded, without function words, in any script."""

from __future__ import annotations

import re
from unicodedata import category, normalize

# Scripts written without spaces between words: Thai to Lao, Burmese, Khmer, kana, Han, and Hangul, whose words carry their
# endings with them. A run of these gives its pairs of characters in place of words.
_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e80-\u0edf\u1000-\u103f\u1780-\u17d3\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
# Vowel signs and other marks inside words of Hebrew, Arabic and the scripts of India, which `\w` leaves out.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0970-\u0dff"
_ASCII = r"[0-9a-z]+(?:\+\+|#)?"
_ANY = rf"[{_UNSPACED}]+|(?:[^\W_{_UNSPACED}]|[{_MARKS}])+(?:\+\+|#)?"
_CAMEL = r"(?<=[a-z0-9])(?=[A-Z])"

MAX_LENGTH = 64
"""Characters of the longest word; what is longer is a key, a hash or an encoded image."""

# English words that say nothing of the matter. Words of wishing and asking are among them, for tasks are full of them.
FUNCTION_WORDS = frozenset(
    """
    a about after again all already also although am an and any anybody anything are as at be because been before being
    both but by can cannot could d did do does doing don done down each else ever every everybody everything few for from
    further had has have having he her here hers him his how i if in into is it its itself just least less let like ll
    m many may me might mine more most much must my myself need needs neither never no nobody none nor not nothing now of
    off on once one only onto or other others ought our ours out over own perhaps please quite rather re really s same shall
    she should since so some somebody someone something still such t than that the their theirs them then there these they
    thing things this those though through thus to too toward towards under until unless up upon us use used very via
    want wants was we well were what whatever when where whether which while who whom whose why will with within without
    would yes yet you your yours
    aint arent cant couldnt didnt doesnt dont hasnt havent im isnt ive pls shouldnt thats theres theyre wasnt whats wont wouldnt youre
    """.split()
)

# Short forms and names that stand for the same. One word each: what the search compares is single words.
SAME = {
    "a11y": "accessibility",
    "app": "application",
    "apps": "applications",
    "authn": "authentication",
    "authz": "authorisation",
    "config": "configuration",
    "configs": "configurations",
    "db": "database",
    "dbs": "databases",
    "deps": "dependencies",
    "dev": "developer",
    "devs": "developers",
    "doc": "documentation",
    "docs": "documentation",
    "env": "environment",
    "envs": "environments",
    "golang": "go",
    "infra": "infrastructure",
    "js": "javascript",
    "k8s": "kubernetes",
    "mongo": "mongodb",
    "perf": "performance",
    "pg": "postgres",
    "postgresql": "postgres",
    "prod": "production",
    "prs": "pr",
    "psql": "postgres",
    "repo": "repository",
    "repos": "repositories",
    "spec": "specification",
    "specs": "specifications",
    "stats": "statistics",
    "ts": "typescript",
    "vuln": "vulnerability",
    "vulns": "vulnerabilities",
}


def words(text: str) -> list[str]:
    """Give the words of a text in order, folded to one spelling; runs of unspaced scripts as pairs of characters.

    Case, width and Latin accents do not count. Function words of English and words of more than 64 characters are left
    out; `c++`, `c#` and `f#` are words.
    """
    if text.isascii():
        found = re.findall(_ASCII, text.lower())
    else:
        folded = normalize("NFKC", text).casefold()
        found = [word for run in re.findall(_ANY, folded) for word in _spelled(run)]
    return [word for word in found if len(word) <= MAX_LENGTH and word not in FUNCTION_WORDS]


def name_words(name: str) -> list[str]:
    """Give the words of a name: `data-engineer`, `data_engineer` and `DataEngineer` have the same."""
    return words(re.sub(_CAMEL, " ", name))


def _spelled(run: str) -> list[str]:
    if run.isascii():
        return [run]
    if re.match(f"[{_UNSPACED}]", run):
        return [run[at : at + 2] for at in range(max(len(run) - 1, 1))]
    bare = "".join(char for char in normalize("NFKD", run) if category(char) != "Mn")
    return [bare if bare.isascii() and bare else run]
