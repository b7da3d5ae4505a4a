"""HTML and CSS: the parsers of the standards"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.samples.check import Check, expect

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples.sample import Sample

REQUIREMENTS = ("html5lib>=1.1", "tinycss2>=1.5")


def html(sample: Sample, _: Path) -> None:
    """Parse by the standard's rules, errors not forgiven; what refers to an id finds it."""
    import html5lib

    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    whole = sample.text.lstrip().lower().startswith("<!doctype")
    root = parser.parse(sample.text) if whole else parser.parseFragment(sample.text)
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    expect(len(ids) == len(set(ids)), f"an id stands twice: {ids}")
    for node in root.iter():
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            missing = set((node.get(name) or "").split()) - set(ids)
            expect(not missing, f"{name} names {missing}")


def css_errors(text: str) -> list[str]:
    """Give what does not parse in a style sheet, nested rules included."""
    import tinycss2

    left: list[Any] = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    found = []
    while left:
        node = left.pop()
        if node.type == "error":
            found.append(f"{node.source_line}: {node.message}")
        elif node.type in ("qualified-rule", "at-rule") and node.content is not None:
            left += tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    return found


def css(sample: Sample, _: Path) -> None:
    """Parse every rule and declaration."""
    expect(css_errors("@media print { a { color red } }"), "the parser forgives what it should not")
    wrong = css_errors(sample.text)
    expect(not wrong, "; ".join(wrong))


def check(sample: Sample) -> Check | None:
    """Parse HTML and CSS."""
    if sample.language == "html":
        return Check(
            "parses", "html5lib finds no error; ids are unique, and those referred to exist", lambda folder: html(sample, folder)
        )
    if sample.language == "css":
        return Check("parses", "tinycss2 finds no error in a rule or declaration", lambda folder: css(sample, folder))
    return None
