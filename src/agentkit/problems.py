"""The findings that reading a file can give, before any rule runs: one row each, code to severity.

They are the codes AK0xx (the file and its frontmatter) and AK104 to AK105 (values that cannot be read as their type).
Every other code belongs to the rule file that makes it. A code is never reused.
"""

from typing import NamedTuple

from agentkit.diagnostic import Diagnostic, Severity
from agentkit.span import START, Span

MAX_BYTES = 1024 * 1024
"""Largest file that is read; the largest of 5,376 public files has 294 KB (2026-11)."""


class Problem(NamedTuple):
    """A kind of finding: call it with a message and a place to get the finding."""

    code: str
    slug: str
    severity: Severity
    title: str

    def at(self, message: str, path: str | None, span: Span = START, hint: str | None = None) -> Diagnostic:
        """Give the finding of this kind at a place."""
        return Diagnostic(self.code, self.slug, self.severity, message, path, span, hint)


_E, _W = Severity.ERROR, Severity.WARNING

UNREADABLE_FILE = Problem("AK001", "unreadable-file", _E, "The file cannot be opened or is not a regular file")
NOT_UTF_8 = Problem("AK002", "not-utf-8", _E, "The bytes are not UTF-8")
EMPTY_FILE = Problem("AK003", "empty-file", _E, "The file holds nothing")
NO_FRONTMATTER = Problem("AK004", "no-frontmatter", _W, "No `---` line opens a frontmatter block")
UNCLOSED_FRONTMATTER = Problem("AK005", "unclosed-frontmatter", _E, "No `---` line closes the frontmatter")
EMPTY_FRONTMATTER = Problem("AK006", "empty-frontmatter", _E, "Nothing stands between the two `---` lines")
FRONTMATTER_NOT_MAPPING = Problem("AK007", "frontmatter-not-mapping", _E, "The frontmatter is not `key: value` lines")
TEXT_BEFORE_FRONTMATTER = Problem("AK008", "text-before-frontmatter", _E, "The `---` line is not the first line")
FRONTMATTER_FORMAT = Problem("AK009", "frontmatter-format", _E, "The block is not YAML: `---js`, `+++`")
BYTE_ORDER_MARK = Problem("AK010", "byte-order-mark", _W, "The file starts with a UTF-8 byte-order mark")
YAML_SYNTAX = Problem("AK011", "yaml-syntax", _E, "YAML cannot read the frontmatter")
DUPLICATE_KEY = Problem("AK012", "duplicate-key", _E, "A key stands twice")
YAML_ALIAS = Problem("AK013", "yaml-alias", _E, "The frontmatter uses a YAML anchor or alias")
YAML_TAG = Problem("AK014", "yaml-tag", _E, "The frontmatter uses a YAML tag")
YAML_DEPTH = Problem("AK015", "yaml-depth", _E, "The frontmatter is nested too deep or has too many values")
YAML_KEY_TYPE = Problem("AK016", "yaml-key-type", _E, "A key is not text")
HIDDEN_LINE_BREAK = Problem("AK017", "hidden-line-break", _E, "A character that only some YAML readers take for a line end")
TOO_LARGE = Problem("AK018", "too-large", _E, "The file or its frontmatter is larger than agentkit reads")
ODD_FENCE = Problem("AK019", "odd-fence", _W, "A line around the frontmatter has more than three dashes")
OUTSIDE_LINK = Problem("AK023", "outside-link", _W, "A link leads out of the project, and is not followed")

WRONG_TYPE = Problem("AK104", "wrong-type", _E, "A field's value has the wrong type")
INVALID_VALUE = Problem("AK105", "invalid-value", _E, "A field's value is not one of those it can have")

PROBLEMS: tuple[Problem, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Problem))
"""Every row above, in order of code."""
