"""Where every part of a prompt comes from: spans, for any body, skills, layout, fragments and values."""

from __future__ import annotations

import json
import pickle
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import agentkit
from agentkit.prompt.explanation import as_data, as_table
from agentkit.prompt.page import as_page
from agentkit.prompt.provenance import explain
from agentkit.tokens import FAMILIES
from tests.test_prompt import BRACES
from tests.test_registry import skill, write

LAYOUTS = (
    "{{ body }}",
    "# {{ name }}\n\n{{ description|upper }}\n{% for s in skills %}\n## {{ s.name }}\n{{ s.body }}{% endfor %}{{ body }}\nend\n",
    "{% macro part(s) %}<{{ s.name }}>{{ s.body }}{% endmacro %}{% for s in skills %}{{ part(s) }}{% endfor %}{{ body[:9] }}",
    "{% set x %}a {{ body }} b{% endset %}{{ x }}{{ x }}{% filter upper %}{{ name }} {{ body }}{% endfilter %}",
    "{% macro m() %}[{{ caller('z') }}]{% endmacro %}{% call(y) m() %}{{ y }}{{ body }}{% endcall %}{{ listing }}",
    "{% block a %}{{ body }}{% endblock %}{{ self.a() }}{{ body if body else 1 }}{{ 1 + 1 }}{{ tools }}{{ model }}{{ 'c' }}",
    "{% autoescape true %}{{ body }}{% endautoescape %}{{ body|trim }}{{ body ~ name }}{{ body|default('d') }}\r\n\r\n{{ mode }}",
    "{% for s in skills recursive %}{{ s.body }}{% else %}none{% endfor %}{{ listing }}{% raw %}{{ body }}{% endraw %}",
    "{% for a in [[1, []], [2, [[3, []]]]] recursive %}{{ a[0] }}{{ loop(a[1]) }}{{ body }}{% endfor %}",
)
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)
uses = st.sampled_from(
    ["{{ region }}", "{{region}}", "${{ region }}", "{{{ region }}}", "{{ size }}", "{{  region }}", "\n", "\r\n", "a"]
)
bodies = st.lists(texts | uses, max_size=6).map("".join)


def contiguous(prompt: agentkit.Prompt) -> None:
    """Fail unless the spans are the whole text, in order, none empty."""
    ends = [0, *(span.end for span in prompt.spans)]
    assert [span.start for span in prompt.spans] == ends[:-1]
    assert ends[-1] == len(prompt.text)
    assert all(span.start < span.end for span in prompt.spans)


@pytest.fixture
def registry(tmp_path: Path) -> agentkit.Registry:
    skill(tmp_path / "skills/sql")
    write(tmp_path / "skills/tabs/SKILL.md", f"---\nname: tabs\ndescription: >-\n  Two\n  lines <&>.\n---\n{BRACES}no newline")
    write(tmp_path / "agents/dev.md", f"---\nname: dev\ndescription: D.\nskills: sql, tabs\n---\n\n# Dev\n{BRACES}")
    write(tmp_path / "agents/lost.md", "---\nname: lost\ndescription: D.\nskills:\n  - sql\n  - gone\n---\nBody\n")
    return agentkit.load(tmp_path)


@given(own=bodies, base=bodies, fragment=bodies, skill_body=bodies, value=texts, layout=st.sampled_from([None, *LAYOUTS]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_spans_are_the_whole_prompt(
    tmp_path_factory: pytest.TempPathFactory, own: str, base: str, fragment: str, skill_body: str, value: str, layout: str | None
) -> None:
    """Every character of any prompt belongs to exactly one span, and an unchanged part is what stands in its file."""
    root = tmp_path_factory.mktemp("any")
    write(root / "skills/s/SKILL.md", f"---\nname: s\ndescription: D.\n---\n{skill_body}")
    write(root / "fragments/f.md", f"---\nx: 1\n---\n{fragment}")
    write(root / "agents/base.md", f"---\nname: base\ndescription: D.\nskills: s\n---\n{base}")
    head = "name: own\nagentkit:\n  extends: base\n  includes: ../fragments/f.md\n  variables:\n    region:\n    size: {type: int, default: 3}"
    write(root / "agents/own.md", f"---\n{head}\n---\n{own}")
    path = write(root / "l.j2", layout) if layout is not None else None
    for mode in ("full", "list", "none"):
        prompt = agentkit.load(root).render("own", skills=mode, layout=path, variables={"region": value})

        contiguous(prompt)
        if layout is not None:
            assert "the whole prompt" not in [span.label for span in prompt.spans]
        for span, text, _ in explain(prompt):
            if span.kind in ("body", "base", "fragment", "skill"):
                assert span.path is not None
                assert span.line is not None
                assert span.end_line is not None
                lines = Path(span.path).read_bytes().decode().split("\n")[span.line - 1 : span.end_line]
                assert text.removesuffix("\n") in "\n".join(lines)


def test_the_shipped_layout_is_traced_to_its_lines(registry: agentkit.Registry, tmp_path: Path) -> None:
    """The body, each skill's text and each text of the layout are spans with file and lines."""
    spans = registry.render("dev").spans

    assert [(span.kind, span.line, span.end_line) for span in spans[:5]] == [
        ("body", 6, 8),
        ("layout", 2, 3),
        ("computed", 3, 3),
        ("layout", 3, 3),
        ("skill", 5, 5),
    ]
    assert spans[0].path == f"{tmp_path}/agents/dev.md"
    assert spans[4].path == f"{tmp_path}/skills/sql/SKILL.md"
    assert spans[4].label == "skill sql"
    assert {span.path for span in spans if span.kind in ("layout", "computed")} == {"default.md.j2"}


def test_each_line_of_a_list_is_its_skills(registry: agentkit.Registry, tmp_path: Path) -> None:
    """In the list, each entry comes from the description of its skill, in both formats; the rest from nowhere else."""
    for form in ("markdown", "xml"):
        spans = registry.render("dev", skills="list", skills_format=form).spans

        entries = [span for span in spans if span.label.startswith("listing entry")]
        assert [(span.label, span.path, span.line, span.end_line) for span in entries] == [
            ("listing entry sql", f"{tmp_path}/skills/sql/SKILL.md", 3, 3),
            ("listing entry tabs", f"{tmp_path}/skills/tabs/SKILL.md", 3, 5),
        ]


def test_a_missing_skill_is_a_note_at_its_place(registry: agentkit.Registry) -> None:
    """A note on a missing skill points at the line that names it."""
    for mode in ("full", "list"):
        notes = [span for span in registry.render("lost", skills=mode, allow_missing=True).spans if span.kind == "note"]

        assert [(note.label, note.line) for note in notes] == [("note on missing skill gone", 6)]


def test_a_users_layout_is_traced(registry: agentkit.Registry, tmp_path: Path) -> None:
    """A text belongs to its line, a value that is handed on to its source, a computed one to the line of the expression."""
    layout = write(
        tmp_path / "l.j2", "Hi {{ name }}\n{{ name|upper }}{% set b = body %}\n{% macro m(t) %}{{ t }}!{% endmacro %}{{ m(b) }}"
    )
    spans = registry.render("dev", skills="none", layout=layout).spans

    assert [(span.kind, Path(span.path or "").name, span.line) for span in spans] == [
        ("layout", "l.j2", 1),
        ("field", "dev.md", 2),
        ("layout", "l.j2", 1),
        ("computed", "l.j2", 2),
        ("layout", "l.j2", 2),
        ("body", "dev.md", 6),
        ("layout", "l.j2", 3),
    ]


def test_a_layout_of_any_depth_has_spans(registry: agentkit.Registry, tmp_path: Path) -> None:
    """A layout nested as deep as Jinja takes is traced, or claimed as a whole; asking for spans never fails."""
    known = 0
    for depth in (10, 50, 90, 95, 98, 99, 100, 200):
        text = "{% if body %}" * depth + "{{ body }}" + "{% endif %}" * depth
        try:
            prompt = registry.render("dev", layout=write(tmp_path / "l.j2", text))
        except agentkit.RenderError:
            continue
        contiguous(prompt)
        known += 1
    assert known


def test_a_changed_prompt_is_one_span(registry: agentkit.Registry) -> None:
    """Of a text that is not what was rendered, nothing is claimed."""
    prompt = registry.render("dev")._replace(text="other")

    assert [(span.kind, span.path) for span in prompt.spans] == [("computed", None)]
    assert agentkit.Prompt(text="", persona="a", mode="none", skills=()).spans == ()


def test_a_prompt_can_be_pickled_and_its_digest_is_stable(registry: agentkit.Registry) -> None:
    """A prompt comes back from pickle with its spans; the digest is that of the same bytes, however often rendered."""
    prompt = registry.render("dev")
    back = pickle.loads(pickle.dumps(prompt))

    assert back == prompt
    assert back.spans == prompt.spans
    assert registry.render("dev").sha256 == back.sha256
    alone = agentkit.load(library=False).render(agentkit.parse("Body\n"))
    assert alone.sha256 == "421dc617d921c24f41441973d8476605718a14a5c2228b8344cc1d6d816e8d39"  # printf 'Body\n' | sha256sum


def test_the_table_fits_its_width(registry: agentkit.Registry) -> None:
    """The table has no line beyond its width, names each part and ends with the whole."""
    table = as_table(registry.render("dev"), 80)

    assert max(len(line) for line in table.splitlines()) <= 80
    assert "skill sql" in table
    assert "whole prompt" in table.splitlines()[-1]


def test_the_data_has_every_span(registry: agentkit.Registry) -> None:
    """The JSON form has text, digest, tokens a family, and spans whose texts are the text."""
    data = json.loads(json.dumps(as_data(registry.render("dev"))))

    assert data["version"] == 1
    assert "".join(data["text"][span["start"] : span["end"]] for span in data["spans"]) == data["text"]
    assert all(set(span["tokens"]) == set(FAMILIES) for span in data["spans"])


class _Page(HTMLParser):
    """Collects tags, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


@given(
    st.text(st.characters(codec="utf-8"), max_size=60)
    | st.sampled_from(["<script>alert(1)</script>", "</pre><img src=x onerror=y>", "\u202e&lt;", '"><a href=//x>'])
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_of_a_file_is_markup_on_the_page(body: str) -> None:
    """Whatever a body holds, the page has the same tags, asks no other host and hides no character."""
    page = as_page(agentkit.load(library=False).render(agentkit.parse(f"---\nname: a\n---\nx{body}", path="<b>.md")))
    plain = as_page(agentkit.load(library=False).render(agentkit.parse("---\nname: a\n---\nx", path="b.md")))
    seen, expected = _Page(), _Page()
    seen.feed(page)
    expected.feed(plain)

    assert set(seen.tags) <= set(expected.tags)
    assert not [value for name, value in seen.attributes if name in ("src", "href", "style") or name.startswith("on")]
    assert "\u202e" not in page
    assert "default-src 'none'" in page
    assert "script" not in seen.tags


def test_the_page_tells_origin_in_words(registry: agentkit.Registry) -> None:
    """Each part has the name of its kind, its place and its source beside it; the style's hash is the one allowed."""
    import base64
    import hashlib
    import re

    page = as_page(registry.render("dev"))
    style = re.search(r"<style>(.*)</style>", page, re.DOTALL)

    assert style is not None
    assert base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode() in page
    assert '<span class="kind">skill</span> sql' in page
    assert "skills/sql/SKILL.md:5" in page
    assert "&lt;skill {{ skill.attributes }}&gt;" in page
