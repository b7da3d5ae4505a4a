"""python-frontmatter's handler interface over our own reading: safe, exact, keeping positions.

As it comes, python-frontmatter loses every position, gives `{}` for a list or an open block, and kills the interpreter on
nested brackets. Through this handler it reads the fields that agentkit reads, and writes what every harness reads:
`frontmatter.loads(text, handler=Handler())`, `frontmatter.dumps(post, handler=Handler())`. Its own `loads` still strips the
body before anyone is asked; `Handler().split(text)` and `agentkit.document.parse` do not.

`parse` calls what this handler calls, not the handler: importing python-frontmatter brings json and costs a bare Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontmatter.default_handlers import YAMLHandler

from agentkit.document import fences, reader
from agentkit.document.nodes import Fields, plain_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from frontmatter import Post


class Handler(YAMLHandler):
    """Reads and writes one frontmatter block."""

    def detect(self, text: str) -> bool:
        """Tell whether the text has a block, read through a comment or blank lines before it."""
        return isinstance(fences.locate(text), fences.Fences)

    def split(self, text: str) -> tuple[str, str]:
        """Split into (block without fences, body), both character for character.

        Raises:
            ValueError: There is no block; python-frontmatter then takes the whole text as body.
        """
        found = fences.locate(text)
        if isinstance(found, fences.Missing):
            raise ValueError(found.reason)  # noqa: TRY004 - python-frontmatter catches ValueError, nothing else
        return text[found.open_end : found.close_start], text[found.body :]

    def load(self, fm: str, **_options: object) -> dict[str, Any]:
        """Read a block into plain data; text stays as written (`on`, `1.10`, `2024-01-01`).

        Raises:
            ValueError: The block is not YAML, not a mapping, has a key twice, or uses what agentkit refuses.
        """
        try:
            root, troubles = reader.read(fm)
        except reader.YAMLTrouble as trouble:
            raise ValueError(trouble.message) from trouble
        if troubles:
            raise ValueError(troubles[0].message)
        if root is None:
            return {}
        if not isinstance(root, Fields):
            raise ValueError("the frontmatter is not a mapping")  # noqa: TRY004 - a fault of the text, not of the call
        return _plain_mapping(root)

    def export(self, metadata: Mapping[str, object], **_options: object) -> str:
        """Write fields as YAML that every harness reads alike.

        One line a scalar, block lists, keys in the order given, no anchors; text in double quotes wherever any reader
        would take it for another type or trip over it.
        """
        from agentkit.document.emitter import emit

        return emit(metadata)

    def format(self, post: Post, **_options: object) -> str:
        """Write fields and body as one text; the body follows the closing fence as it is."""
        return f"---\n{self.export(post.metadata)}---\n{post.content}"


def _plain_mapping(root: Fields) -> dict[str, Any]:
    value = plain_value(root)
    assert isinstance(value, dict)
    return value
