"""What our rules say of each hostile input: the outcomes of `index.tsv` in the codes of agentkit, in one place.

The kinds are those of the reference material; `generated.py` makes an input of each kind for clones that have it not.
"""

from __future__ import annotations

from typing import NamedTuple

CLEAN = ""
"""No finding but infos."""


class Outcome(NamedTuple):
    """What lint says of a file."""

    findings: tuple[tuple[str, str, str], ...]
    """(severity, code, part of the message) of each finding that has to be there."""
    alone: bool = False
    """Whether no other error or warning may be there."""


def _outcome(text: str) -> Outcome:
    wanted = []
    for each in text.split("; ") if text else ():
        severity, code, *message = each.split(" ", 2)
        wanted.append((severity, code, message[0] if message else ""))
    return Outcome(tuple(wanted), alone=text == CLEAN)


LINT = {
    name: _outcome(text)
    for name, text in {
        "benign/emoji-scripts.md": CLEAN,
        "benign/jwt-hash.md": CLEAN,
        "benign/known-installer.md": CLEAN,
        "benign/security-auditor.md": CLEAN,
        "benign/template-comment.md": CLEAN,
        "bytes/empty.md": "error AK003",
        "bytes/invalid-utf8.md": "error AK002 offset ",
        "bytes/long-line.md": CLEAN,
        "bytes/nul.md": "error AK011 U+0000; error AK102 invisible",
        "bytes/utf16le.md": "error AK002 UTF-16",
        "fm/bom.md": "warning AK010",
        "fm/comments-order.md": CLEAN,
        "fm/content-key.md": CLEAN,  # the unknown keys are AK107, which is opt-in: see UNKNOWN_KEYS
        "fm/dashes-in-body.md": CLEAN,
        "fm/js-engine.md": "error AK009 nothing in it is read or run",
        "fm/json-toml.md": "error AK009 toml",
        "fm/list.md": "error AK007 a list",
        "fm/mixed-eol.md": CLEAN,
        "fm/scalar.md": "error AK007 plain text",
        "fm/unclosed.md": "error AK005",
        "html/js-links.md": CLEAN,  # about pages that show bodies: nothing shows one as HTML but the text of --explain
        "names/absolute.md": "error AK102 leads out of the folder",
        "names/ansi-title.md": "error AK102 \\x1b]0;owned",
        "names/backslash.md": "error AK102 leads out of the folder",
        "names/fullwidth.md": "error AK102 looks like",
        "names/html.md": CLEAN,
        "names/newline-annotation.md": "error AK102 x\\n::error",
        "names/nfc-a.md": CLEAN,  # letters of any alphabet are names to Claude Code; AK110 reports them, opt-in: see ADVICE
        "names/nfc-b.md": "error AK102 looks like",
        "names/script-json.md": CLEAN,
        "names/too-long.md": "error AK102 characters",
        "names/trailing-dot.md": "error AK102 Windows",
        "names/traversal.md": "error AK102 leads out of the folder",
        "names/windows-reserved.md": "error AK102 a device on Windows",
        "redos/brackets.md": CLEAN,
        "redos/curl.md": CLEAN,
        "redos/html-comments.md": CLEAN,
        "redos/spaces-quotes.md": CLEAN,
        "skills/name-mismatch/SKILL.md": "warning AK602 not that of the folder",
        "tmpl/dos.md": CLEAN,
        "tmpl/ssti-body.md": CLEAN,
        "tmpl/ssti-fields.md": CLEAN,
        "tmpl/unclosed.md": CLEAN,
        "yaml/alias-bomb.md": "error AK013",
        "yaml/bad-date.md": CLEAN,
        "yaml/cr-key-smuggle.md": "error AK017 carriage return",
        "yaml/custom-tag.md": "error AK014 tag",
        "yaml/deep-block-seq.md": "error AK015",
        "yaml/deep-flow-1000.md": "error AK015",
        "yaml/dup-keys.md": "error AK012 `tools`",
        "yaml/escaped-esc.md": CLEAN,
        "yaml/good-date.md": CLEAN,
        "yaml/huge-int.md": "error AK104 maxTurns",
        "yaml/ls-key-smuggle.md": "error AK017 U+2028",
        "yaml/merge-bomb.md": "error AK013",
        "yaml/nan-inf.md": "warning AK117 .nan; warning AK117 .inf",
        "yaml/nel-key-smuggle.md": "error AK017 U+0085",
        "yaml/nonstring-keys.md": "error AK016 key 1; error AK016 key null; error AK016 key true",
        "yaml/norway.md": "warning AK109 name: no",
        "yaml/python-object.md": "error AK014 os.getcwd",
        "yaml/recursive-alias.md": "error AK013",
        "yaml/sexagesimal-octal.md": "warning AK117 1:30; warning AK117 0777",
        "yaml/surrogate.md": "error AK011",
        "yaml/tab-indent.md": "error AK011 a tab",
        "yaml/unhashable-key.md": "error AK016",
        "content/at-include.md": "error AK514 ~/.ssh/config; error AK514 etc/passwd",
        "content/b64-exec.md": "error AK502 192.0.2.10",
        "content/bang-cmd.md": "error AK513 curl",
        "content/clickfix.md": "error AK508 paste; error AK507 password",
        "content/conceal.md": "error AK506 unseen",
        "content/cred-send.md": "error AK503 ~/.aws/credentials",
        "content/curl-pipe-http.md": "error AK501 192.0.2.10",
        "content/destructive.md": "error AK509 rm -rf; error AK509 dd",
        "content/exfil-dns.md": "error AK503 ~/.ssh/id_ed25519",
        "content/exfil-env.md": "error AK503 the whole environment",
        "content/far-right.md": "error AK505 far to the right",  # the index asks for a warning: what it says there is an order to send
        "content/hidden-comment.md": "error AK505 HTML comment",
        "content/hidden-css.md": "error AK505 a style hides",
        "content/hidden-linkref.md": "error AK505 link definition",
        "content/hooks-mcp.md": "error AK501 192.0.2.10; warning AK529 PreToolUse; warning AK530 helper-mcp",
        "content/override.md": "warning AK525 taken back",
        "content/pad-64k.md": "error AK501 192.0.2.10",
        "content/persistence.md": "warning AK526 1 more",
        "content/self-suppress.md": "warning AK901; error AK501 192.0.2.10",
        "content/tools-wide.md": "warning AK531 every tool; error AK235 bypassPermissions",
        "content/uni-bidi.md": "error AK303 U+202E",
        "content/uni-tags.md": "error AK303 hidden text in tag characters",
        "content/uni-variation.md": "error AK303 variation selectors",
        "content/uni-zero-width.md": "error AK303 hidden text in zero-width characters in a row",
        "names/homoglyph.md": "error AK512 mixes Latin letters with Cyrillic",
        "skills/polyglot/SKILL.md": "error AK505 HTML comment",
        "skills/script-exfil/SKILL.md": "error AK503 the whole environment",
        "skills/traversal-ref/SKILL.md": "error AK216 etc/passwd",
    }.items()
}
"""File to what `agentkit lint` finds in it, and of a skill in what lies beside it."""

ADVICE = {"names/nfc-a.md": "AK110", "names/homoglyph.md": "AK110", "fm/content-key.md": "AK107"}
"""File to the rule that reports it where it is selected: off by default, because ordinary files have the same."""

PLACES = {"yaml/dup-keys.md": "5:1", "fm/unclosed.md": "1:1", "yaml/tab-indent.md": "5:1", "yaml/ls-key-smuggle.md": "3:25"}
"""File to where its finding is, where the index says it."""

BESIDE = {
    "skills/polyglot/assets/notes.md": "skills/polyglot/SKILL.md",
    "skills/script-exfil/scripts/helper.py": "skills/script-exfil/SKILL.md",
}
"""File of a skill to the skill whose check tells of it."""

NO_AGENT = {"tmpl/vars.yaml"}
"""Files that are given with an option, not checked."""
