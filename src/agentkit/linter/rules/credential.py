from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from agentkit.confidence import Confidence
from agentkit.diagnostic import Severity
from agentkit.linter.rule import Rule
from agentkit.threats.words import may_stand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.diagnostic import Diagnostic
    from agentkit.linter.subject import Subject


class _Shape(NamedTuple):
    """A kind of key: what it is called, what is in each, and how it reads; the group `s` is what is secret."""

    what: str
    marks: tuple[str, ...]
    pattern: str
    is_checked: bool = False
    """Whether the last six characters are a checksum of the thirty before (github.blog, 2021-04-05; npm, 2021-09-23)."""


# As their issuers document them, read 2026-11-24; the lengths are exact where the format is.
_SHAPES = (
    _Shape("an AWS access key", ("AKIA",), r"AKIA(?P<s>[A-Z2-7]{16})(?![A-Za-z0-9])"),
    _Shape("a temporary AWS access key", ("ASIA",), r"ASIA(?P<s>[A-Z2-7]{16})(?![A-Za-z0-9])"),
    _Shape(
        "a GitHub token",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
        r"gh[pousr]_(?P<s>[A-Za-z0-9]{36})(?![A-Za-z0-9])",
        is_checked=True,
    ),
    _Shape("a GitHub token", ("github_pat_",), r"github_pat_(?P<s>[A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?![A-Za-z0-9])"),
    _Shape("an npm token", ("npm_",), r"npm_(?P<s>[A-Za-z0-9]{36})(?![A-Za-z0-9])", is_checked=True),
    _Shape("an Anthropic key", ("sk-ant-",), r"sk-ant-[a-z]{3,5}\d\d-(?P<s>[A-Za-z0-9_-]{80,120})(?![A-Za-z0-9])"),
    _Shape(
        "an OpenAI key", ("T3BlbkFJ",), r"sk-(?:proj-|svcacct-|admin-)?(?P<s>[A-Za-z0-9_-]{20,100}T3BlbkFJ[A-Za-z0-9_-]{20,100})"
    ),
    _Shape("a Slack token", ("xox",), r"xox[abprs]-(?P<s>\d{10,13}-\d{10,13}-[A-Za-z0-9-]{24,70})"),
    _Shape(
        "a Slack webhook",
        ("hooks.slack.com",),
        r"hooks\.slack\.com/services/(?P<s>T[A-Z0-9]{8,10}/B[A-Z0-9]{8,10}/[A-Za-z0-9]{24})",
    ),
    _Shape("a Google API key", ("AIza",), r"AIza(?P<s>[0-9A-Za-z_-]{35})(?![0-9A-Za-z_-])"),
    _Shape("a Stripe live key", ("sk_live_", "rk_live_"), r"[sr]k_live_(?P<s>[0-9a-zA-Z]{24,99})"),
    _Shape("a PyPI token", ("pypi-",), r"pypi-AgEIcHlwaS5vcmc(?P<s>[A-Za-z0-9_-]{50,200})"),
    _Shape("a GitLab token", ("glpat-",), r"glpat-(?P<s>[A-Za-z0-9_-]{20})(?![A-Za-z0-9_-])"),
    _Shape("a Hugging Face token", ("hf_",), r"hf_(?P<s>[A-Za-z]{34})(?![A-Za-z0-9])"),
    _Shape("a SendGrid key", ("SG.",), r"SG\.(?P<s>[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43})"),
    _Shape("a private key", ("PRIVATE KEY-----",), r"-----BEGIN (?:[A-Z]{2,9} )?PRIVATE KEY-----"),
)
_MARKS = tuple(mark.lower() for shape in _SHAPES for mark in shape.marks)
_BASE_62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_DUMMY = r"example|sample|dummy|fake|test|your|placeholder|redact|secret|token|changeme|(.)\1{4}"
_LONGEST_KEY = 8_000


class Credential(Rule):
    """The text holds a key or a token.

    ## Why is this bad?
    Whoever reads the file has the key, and so has every model and log that the prompt passes through. Take it back first;
    taking it out of the file is not enough, it stays in the history.

    Looked for are keys whose form their issuers document: of AWS, GitHub (with its checksum), npm (the same), Anthropic,
    OpenAI, Slack, Google, Stripe, PyPI, GitLab, Hugging Face, SendGrid, and private keys with content. Placeholders are not:
    `AKIAIOSFODNN7EXAMPLE`, `ghp_xxxx`, a PEM header in prose. In 5,891 public files nothing is found (2026-11-24); two that a
    search for beginnings finds are placeholders. Messages and reports show the beginning of a key only.

    ## Example
    ```markdown
    ---
    name: deployer
    description: Deploys. Use after a release.
    ---
    Log in with this key:

        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIKq3nUe0Y5hV9cZtR2wLxJ7oGmD1sPbTfEaQi8NkXy4B
        -----END PRIVATE KEY-----
    ```

    Use instead:
    ```markdown
    ---
    name: deployer
    description: Deploys. Use after a release.
    ---
    Log in with the key in the file that `DEPLOY_KEY_FILE` names.
    ```
    """

    code = "AK305"
    severity = Severity.WARNING
    confidence = Confidence.HEURISTIC
    conceals = True

    def check_agent(self, it: Subject) -> Iterator[Diagnostic]:
        """Report each key, in frontmatter, prose and code alike."""
        for start, end, message in keys_in(it.document.text):
            yield self.at(
                it, it.document.lines.span(start, end), message, "take the key back, and name the variable that holds it"
            )

    check_skill = check_agent


def keys_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Give each key or token of a text: where it starts and ends, and what it looks like, with its first characters only."""
    if not may_stand(text, _MARKS):
        return
    for shape in _SHAPES:
        if not any(mark in text for mark in shape.marks):
            continue
        for match in _compiled(shape.pattern).finditer(text):
            if _is_real(shape, match, text):
                message = f"what looks like {shape.what}: `{match[0][:4]}****`" if match.lastgroup else "a private key"
                yield match.start(), text.find("-----END", match.end()) if match.lastgroup is None else match.end(), message


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9_]){pattern}")


def _is_real(shape: _Shape, match: re.Match[str], text: str) -> bool:
    if match.lastgroup is None:
        return _has_key(text, match.end())
    secret = match["s"]
    if shape.is_checked:
        return _checksum(secret[:30]) == secret[30:]
    return len(set(secret)) >= min(len(secret) // 2, 12) and _placeholder().search(secret) is None and not _counts(secret)


@cache
def _placeholder() -> re.Pattern[str]:
    return re.compile(_DUMMY, re.IGNORECASE)


def _counts(secret: str) -> bool:
    """Tell whether six characters follow one another as in the alphabet or among the digits: nobody's key does."""
    run = 0
    for before, char in pairwise(secret):
        run = run + 1 if ord(char) - ord(before) == 1 else 0
        if run == 5:
            return True
    return False


def _checksum(secret: str) -> str:
    from zlib import crc32

    number = crc32(secret.encode())
    digits = ""
    for _ in range(6):
        number, digit = divmod(number, 62)
        digits = _BASE_62[digit] + digits
    return digits


def _has_key(text: str, at: int) -> bool:
    """Tell whether behind a PEM header stands what decodes to a key, up to the closing line."""
    from base64 import b64decode
    from binascii import Error

    end = text.find("-----END", at, at + _LONGEST_KEY)
    if end < 0:
        return False
    content = re.sub(r"\\n|[\s\"'>+,]", "", text[at:end])
    try:
        decoded = b64decode(content, validate=True)
    except (Error, ValueError):
        return False
    return len(decoded) >= 48 and (decoded[0] == 0x30 or decoded.startswith(b"openssh-key-v1")) and len(set(content)) > 20
