"""Escaping for template engines: every text comes back as it was."""

from __future__ import annotations

import os
import shutil
import string
from pathlib import Path

import jinja2
import pytest
from benchmarks.escaping import EDGES, bodies, engines, handlebars_js
from hypothesis import given
from hypothesis import strategies as st

from agentkit.errors import RenderError
from agentkit.escaping import ENGINES, escape

texts = st.text(st.characters(codec="utf-8"), max_size=60) | st.text("{}%#\\$!-'\" \r\na", max_size=24)
LOCAL = {title: way for title, way in engines().items() if way[0] in ("jinja", "format", "dollar")}


@pytest.mark.parametrize("title", LOCAL)
@given(text=texts)
def test_any_text_comes_back(title: str, text: str) -> None:
    """Jinja, whatever its settings for blanks, `str.format` and `string.Template` give back any text that was escaped."""
    recipe, fill = LOCAL[title]

    assert fill(escape(text, recipe)) == text


@pytest.mark.parametrize("title", LOCAL)
def test_texts_that_are_hard_come_back(title: str) -> None:
    """Tags, runs of braces, carriage returns and the last newline come back."""
    recipe, fill = LOCAL[title]

    assert [text for text in EDGES if fill(escape(text, recipe)) != text] == []


def test_the_recipes_are_those_of_the_engines() -> None:
    """What an engine reads as a tag is written as the engine wants it; all else stays."""
    text = "a {{ b }} $c \\{{ d"

    assert escape(text, "jinja") == 'a {{ "{{" }} b }} $c \\{{ "{{" }} d'
    assert escape(text, "format") == "a {{{{ b }}}} $c \\{{{{ d"
    assert escape(text, "dollar") == "a {{ b }} $$c \\{{ d"
    assert escape(text, "handlebars") == "a \\{{ b }} $c \\\\{{!}}\\{{ d"
    assert escape(text, "sk") == 'a {{"{{"}} b }} $c \\{{"{{"}} d'


def test_an_unknown_engine_is_named() -> None:
    """An engine that there is not is an error with those there are."""
    with pytest.raises(RenderError) as refused:
        escape("a", "mako")

    assert refused.value.message == "unknown template engine 'mako'"
    assert refused.value.hint == "one of jinja, format, dollar, handlebars, sk"


def test_handlebars_js_gives_back_what_was_escaped() -> None:
    """Handlebars.js itself gives back every hard text; run where AGENTKIT_NODE names a folder that has it."""
    folder = os.environ.get("AGENTKIT_NODE")
    if not folder or shutil.which("node") is None:
        pytest.skip("AGENTKIT_NODE names no folder with handlebars in its node_modules")

    assert handlebars_js([escape(text, "handlebars") for text in EDGES], Path(folder)) == list(EDGES)


@pytest.mark.slow
@pytest.mark.parametrize("title", LOCAL)
def test_public_bodies_come_back(title: str, corpus: Path) -> None:
    """Every body of the public files comes back byte for byte; benchmarks/escaping.py prints the figures."""
    recipe, fill = LOCAL[title]

    assert [text[:60] for text in bodies(corpus) if fill(escape(text, recipe)) != text] == []


def test_jinja_would_lose_what_raw_blocks_keep() -> None:
    """Why the recipe is not `{% raw %}`: Jinja makes a newline of a carriage return even there."""
    assert jinja2.Template("{% raw %}a\r\nb\n{% endraw %}").render() != "a\r\nb\n"
    assert string.Template(escape("$a", "dollar")).substitute() == "$a"
    assert set(ENGINES) == {"jinja", "format", "dollar", "handlebars", "sk"}
