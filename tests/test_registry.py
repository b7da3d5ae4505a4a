"""Finding personas and skills: roots, precedence, laziness, names of skills."""

from __future__ import annotations

import copy
import dataclasses
import os
import pickle
from pathlib import Path

import pytest

import agentkit
from agentkit import files
from agentkit.registry import load_file


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def agent(path: Path, name: str | None = None, extra: str = "") -> Path:
    name_line = f"name: {name}\n" if name is not None else ""
    return write(path, f"---\n{name_line}description: Does {path}.\n{extra}---\nBody of {path.name}.\n")


def skill(folder: Path, name: str | None = None) -> Path:
    return write(folder / "SKILL.md", f"---\nname: {name or folder.name}\ndescription: D.\n---\nSkill {folder}.\n")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_roots_the_project_comes_before_the_library(project: Path) -> None:
    """The project's own folders are read, then what ships; the project's agent of a name wins."""
    agent(project / "agents/data-engineer.md", "data-engineer")
    agent(project / ".claude/agents/mine.md", "mine")
    agent(project / "elsewhere/not-read.md", "not-read")
    registry = agentkit.load()

    assert registry["data-engineer"].source.path == os.path.join("agents", "data-engineer.md")
    assert {"mine", "devops-engineer"} <= set(registry)
    assert "not-read" not in registry
    assert "clean-code" in registry.skills


def test_a_registry_is_a_read_only_mapping_in_order(project: Path) -> None:
    """Names are sorted; `len`, `in` and `get` agree with the names."""
    agent(project / "agents/b.md", "b")
    agent(project / "agents/a.md", "z")
    registry = agentkit.load("agents")

    assert list(registry) == ["b", "z"]
    assert (len(registry), "z" in registry, "a" in registry) == (2, True, False)
    assert registry.get("a") is None
    assert not hasattr(registry, "__setitem__")


def test_an_unknown_name_names_the_nearest(project: Path) -> None:
    """A typo raises an error that is a KeyError and an AgentKitError, and lists close names."""
    agent(project / "agents/reviewer.md", "reviewer")

    with pytest.raises(agentkit.NotFound) as caught:
        agentkit.load("agents")["reveiwer"]
    assert (caught.value.name, caught.value.close) == ("reveiwer", ("reviewer",))
    assert isinstance(caught.value, KeyError)
    assert isinstance(caught.value, agentkit.AgentKitError)
    assert str(caught.value) == "no agent named 'reveiwer' (did you mean reviewer?)"


def test_one_persona_of_many_reads_few_files(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of the name settles it; of the others none is parsed, and not one is opened in the same root."""
    for number in range(300):
        agent(project / f"agents/agent-{number}.md", f"agent-{number}")
    opened: list[str] = []
    read = files.read

    def noted(path: str, *, follow: bool = True) -> object:
        opened.append(path)
        return read(path, follow=follow)

    monkeypatch.setattr(files, "read", noted)

    assert agentkit.load()["agent-7"].name == "agent-7"
    assert opened == [os.path.join("agents", "agent-7.md")]


def test_a_name_that_differs_from_its_file_is_found_without_parsing_the_rest(project: Path) -> None:
    """When no file has the name, only files whose bytes hold it are parsed."""
    for number in range(50):
        agent(project / f"agents/agent-{number}.md", f"agent-{number}")
    agent(project / "agents/other.md", "wanted")
    registry = agentkit.load()

    assert registry["wanted"].source.path == os.path.join("agents", "other.md")
    assert len(registry._catalog._loaded) == 1


@pytest.mark.parametrize("written", ['"wan\\x74ed one"', '"wanted\n  one"', "wanted\n  one", ">-\n  wanted\n  one"])
def test_a_name_is_found_however_it_is_written(project: Path, written: str) -> None:
    """A name with an escape, or folded over two lines, is found before the rest has been read as after it."""
    write(project / "agents/other.md", f"---\nname: {written}\ndescription: d\n---\n")
    write(project / "skills/x/SKILL.md", f"---\nname: {written}\ndescription: d\n---\n")

    assert agentkit.load()["wanted one"].source.path == os.path.join("agents", "other.md")
    assert agentkit.load().skills["wanted one"].location == "skills/x/SKILL.md"


def test_within_a_root_the_file_of_the_name_wins(project: Path) -> None:
    """Of two files with one name, that which is called so counts; `which` lists both."""
    agent(project / "agents/a-first.md", "dev")
    agent(project / "agents/dev.md", "dev")
    registry = agentkit.load("agents")

    assert registry["dev"].source.path == os.path.join("agents", "dev.md")
    assert [Path(loaded.found.path).name for loaded in registry.which("dev")] == ["dev.md", "a-first.md"]
    assert agentkit.load("agents").which("dev")[0].item == registry["dev"]


def test_roots_win_in_the_order_they_are_given(project: Path) -> None:
    """The first root that has a name wins, whatever the files are called."""
    agent(project / "one/x.md", "dev")
    agent(project / "two/dev.md", "dev")

    assert agentkit.load("one", "two")["dev"].source.path == os.path.join("one", "x.md")
    assert agentkit.load("two", "one")["dev"].source.path == os.path.join("two", "dev.md")


def test_one_bad_file_hides_no_other(project: Path) -> None:
    """Files that cannot be read leave the rest; each has a finding, and its name raises what is wrong."""
    agent(project / "agents/good.md", "good")
    write(project / "agents/open.md", "---\nname: open\n")
    (project / "agents/latin.md").write_bytes(b"---\nname: caf\xe9\n---\n")
    registry = agentkit.load("agents")

    assert list(registry) == ["good"]
    assert {(Path(found.path or "").name, found.code) for found in registry.diagnostics} == {
        ("open.md", "AK005"),
        ("latin.md", "AK002"),
    }
    with pytest.raises(agentkit.PersonaError, match="never closed"):
        registry["open"]


def test_documents_are_no_agents(project: Path) -> None:
    """README and its kin are passed over with a reason; outside an agents folder fields decide."""
    write(project / "agents/README.md", "# Read me\n")
    write(project / "agents/CONTRIBUTING.md", "# How\n")
    agent(project / "agents/dev.md", "dev")
    agent(project / "categories/one/x.md", "x")
    write(project / "docs/page.md", "---\ntitle: Page\n---\nText\n")
    registry = agentkit.load(project)

    assert list(registry) == ["dev", "x"]
    assert sorted((Path(skipped.path).name, skipped.reason) for skipped in registry.skipped) == [
        ("CONTRIBUTING.md", "documentation by its name"),
        ("README.md", "documentation by its name"),
        ("page.md", "outside an agents folder, without name and description"),
    ]


def test_files_of_a_skill_are_no_agents_but_for_those_in_its_agents_folder(project: Path) -> None:
    """What lies below a SKILL.md is the skill's own; in its `agents/` folder the fields decide."""
    skill(project / "skills/sql")
    agent(project / "skills/sql/references/a.md", "a")
    agent(project / "skills/sql/agents/b.md", "b")
    registry = agentkit.load(project)

    assert list(registry) == ["b"]
    assert list(registry.skills) == ["sql"]


def test_links_are_not_followed_and_said(project: Path) -> None:
    """A link to a folder is passed over with a reason: a loop ends, and nothing outside is read."""
    agent(project / "agents/dev.md", "dev")
    (project / "agents/loop").symlink_to(project / "agents")

    registry = agentkit.load("agents")

    assert list(registry) == ["dev"]
    assert [skipped.reason for skipped in registry.skipped] == ["a link to a folder, not followed"]


def test_a_fifo_is_refused_without_waiting(project: Path) -> None:
    """A FIFO in an agents folder is a finding at once."""
    (project / "agents").mkdir()
    os.mkfifo(project / "agents/pipe.md")

    assert [found.code for found in agentkit.load("agents").diagnostics] == ["AK001"]


@pytest.fixture
def skills(project: Path) -> agentkit.Registry:
    skill(project / "skills/sql")
    skill(project / "skills/folder-name", "own-name")
    skill(project / "skills/own-name-too", "sql")
    skill(project / "skills/game-development/pc-games")
    skill(project / "plugins/alpha/skills/shared", "shared")
    skill(project / "plugins/beta/skills/shared", "shared")
    write(project / "skills/broken/SKILL.md", "---\nname: broken\n")
    return agentkit.load(project)


@pytest.mark.parametrize(
    ("name", "how", "location"),
    [
        ("sql", "folder", "skills/sql/SKILL.md"),
        ("folder-name", "folder", "skills/folder-name/SKILL.md"),
        ("own-name", "name", "skills/folder-name/SKILL.md"),
        ("game-development/pc-games", "path", "skills/game-development/pc-games/SKILL.md"),
        ("skills/sql", "path", "skills/sql/SKILL.md"),
        ("beta:shared", "prefix", "plugins/beta/skills/shared/SKILL.md"),
        ("alpha:shared", "prefix", "plugins/alpha/skills/shared/SKILL.md"),
        ("sql@market", "prefix", "skills/sql/SKILL.md"),
        ("alpha:own-name", "prefix", "skills/folder-name/SKILL.md"),
    ],
)
def test_names_of_skills_resolve_in_order(skills: agentkit.Registry, name: str, how: str, location: str) -> None:
    """A name is a folder, else a SKILL.md's name, else a path, else it has a prefix or suffix."""
    resolution = skills.skills.resolve(name)

    assert resolution.skill is not None
    assert (resolution.how, resolution.skill.location) == (how, location)


def test_the_skill_nearest_to_the_file_wins(skills: agentkit.Registry, project: Path) -> None:
    """Of two skills of one name in one root, that which shares the longer path with the agent counts."""
    near = str(project / "plugins/beta/agents/x.md")
    found = skills.skills.resolve("shared", near=near).skill

    assert found is not None
    assert found.location == "plugins/beta/skills/shared/SKILL.md"


def test_a_skill_that_cannot_be_read_is_told_from_one_that_is_missing(skills: agentkit.Registry) -> None:
    """The one has a file and findings and raises them; the other has neither and names the nearest."""
    broken, missing = skills.skills.resolve("broken"), skills.skills.resolve("sqll")

    assert broken.skill is None
    assert broken.found is not None
    assert broken.diagnostics[0].code == "AK005"
    assert missing.found is None
    with pytest.raises(agentkit.PersonaError):
        skills.skills["broken"]
    with pytest.raises(agentkit.NotFound, match="sql"):
        skills.skills["sqll"]


def test_a_skill_has_the_fields_of_the_specification(project: Path) -> None:
    """Its six fields are typed, other keys are in `extra`; it is frozen, hashable, and travels to other processes."""
    fields = (
        "name: sql\ndescription: on\nlicense: MIT\ncompatibility: 1.10\nmetadata: {version: '1.0'}\nallowed-tools: {}\nx: 0x1f"
    )
    for tools in ("Read Bash(git add *)", "Read, Bash(git add *)", "[Read, Bash(git add *)]"):
        write(project / "skills/sql/SKILL.md", f"---\n{fields.replace('{}', tools)}\n---\nBody")
        found = agentkit.load(project).skills["sql"]

        assert (found.name, found.description, found.license, found.compatibility) == ("sql", "on", "MIT", "1.10")
        assert (found.metadata, found.extra, found.body) == ({"version": "1.0"}, {"x": "0x1f"}, "Body")
        assert [str(grant) for grant in found.allowed_tools or ()] == ["Read", "Bash(git add *)"]
        assert pickle.loads(pickle.dumps(found)) == found
        assert hash(found) == hash(copy.deepcopy(found))
        with pytest.raises(dataclasses.FrozenInstanceError):
            found.name = "b"  # type: ignore[misc]
        assert not hasattr(found, "__dict__")


def test_a_skill_lists_its_files(project: Path) -> None:
    """References, scripts and assets come sorted, relative to the skill's folder."""
    skill(project / "skills/sql")
    for name in ("references/b.md", "references/a/c.md", "scripts/x.py", "assets/p.png"):
        write(project / "skills/sql" / name, "x")
    found = agentkit.load(project).skills["sql"]

    assert found.references == ("references/a/c.md", "references/b.md")
    assert (found.scripts, found.assets) == (("scripts/x.py",), ("assets/p.png",))
    assert found.folder_name == "sql"


def test_a_file_finds_skills_in_its_own_project_first(project: Path) -> None:
    """For a path, the projects it lies in come before the library, from any working directory."""
    skill(project / "app/.claude/skills/clean-code")
    path = agent(project / "app/.claude/agents/dev.md", "dev", "skills: clean-code, testing-patterns\n")
    persona, registry = load_file(path)
    first, second = (registry.skills[name] for name in persona.skills)

    assert first.body.startswith("Skill ")
    assert second.body.startswith("\n# ")


def test_an_explicit_root_leaves_the_library_out(project: Path) -> None:
    """With a root only the root is read, unless the library is asked for."""
    agent(project / "agents/dev.md", "dev")

    assert list(agentkit.load("agents")) == ["dev"]
    assert "data-engineer" in agentkit.load("agents", library=True)


def test_a_root_that_is_not_there_is_an_error(project: Path) -> None:
    """A root that does not exist is named."""
    with pytest.raises(agentkit.NoSuchRoot, match="nowhere: no such file or folder"):
        agentkit.load("nowhere")


def test_personas_that_ship_are_importable_by_name() -> None:
    """`agentkit.personas.data_engineer` is the registry's persona; another name is an AttributeError with the nearest."""
    from agentkit import personas
    from agentkit.personas import data_engineer

    assert data_engineer.name == "data-engineer"
    assert "data_engineer" in dir(personas)
    with pytest.raises(AttributeError, match="data-engineer"):
        _ = personas.data_enginer


def test_a_broken_file_of_the_project_is_not_replaced_by_the_library(project: Path) -> None:
    """The project's own file of that name raises what is wrong with it; the shipped agent does not step in."""
    write(project / "agents/data-engineer.md", "---\nname: data-engineer\n")

    with pytest.raises(agentkit.PersonaError, match="never closed"):
        agentkit.load()["data-engineer"]
    with pytest.raises(agentkit.PersonaError, match="never closed"):
        agentkit.load().which("data-engineer")


def test_an_agent_has_the_same_skills_by_name_and_by_path(project: Path) -> None:
    """`.claude` is a folder of its project: skills beside it are found, and places read the same."""
    agent(project / ".claude/agents/a.md", "a", "skills: in-claude, at-top\n")
    skill(project / ".claude/skills/in-claude")
    skill(project / "skills/at-top")
    persona, registry = load_file(".claude/agents/a.md")
    by_path = registry.render(persona).text

    assert by_path == agentkit.load().render("a").text
    assert 'location=".claude/skills/in-claude/SKILL.md"' in by_path
    assert agentkit.load(".claude").skills["in-claude"].location == ".claude/skills/in-claude/SKILL.md"


def test_a_path_with_dots_leads_to_its_own_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From another project, `../other/agents/x.md` finds the skills of the other, and none of the working directory."""
    (project / "here/.git").mkdir(parents=True)
    skill(project / "here/skills/mine")
    agent(project / "other/agents/x.md", "x", "skills: mine\n")
    monkeypatch.chdir(project / "here")
    persona, registry = load_file("../other/agents/x.md")

    assert registry.skills.resolve(persona.skills[0]).skill is None


@pytest.mark.parametrize("root", ["", "a" * 300, "no\0where"])
def test_roots_that_cannot_be_are_errors(project: Path, root: str) -> None:
    """An empty path, one too long, and one with a NUL are answered like one that does not exist."""
    with pytest.raises(agentkit.NoSuchRoot):
        agentkit.load(root)


def test_many_missing_skills_are_looked_up_in_time(project: Path) -> None:
    """Thousands of names that lead nowhere do not read every file again for each."""
    import time

    for number in range(50):
        skill(project / f"skills/s{number}")
    registry = agentkit.load()
    started = time.process_time()

    assert all(registry.skills.resolve(f"missing-{number}").found is None for number in range(5_000))
    assert time.process_time() - started < 2


def test_folders_that_are_not_entered_are_said(project: Path) -> None:
    """node_modules and virtual environments are passed over with a reason."""
    agent(project / "agents/dev.md", "dev")
    agent(project / "node_modules/agents/x.md", "x")

    assert [skipped.reason for skipped in agentkit.load(project).skipped] == ["a folder of packages or tools, not entered"]


def test_validate_gives_every_finding_in_order(project: Path) -> None:
    """Agents and skills are checked with every rule; a finding has code, severity, place, message and way out."""
    agent(project / "agents/b.md", "b", "tools: Raed\n")
    agent(project / "agents/a.md", "a", "skills: clean-cod\n")
    write(project / "agents/broken.md", "---\nname: broken\n")
    skill(project / "skills/s", "other")

    found = agentkit.load().validate()

    assert [str(each).split(" ")[:3] for each in found] == [
        ["agents/a.md:4:9:", "error", "AK201"],
        ["agents/b.md:4:8:", "warning", "AK203"],
        ["agents/broken.md:1:1:", "error", "AK005"],
        ["skills/s/SKILL.md:2:7:", "warning", "AK602"],
    ]
    assert (found[0].message, found[0].hint) == ("unknown skill `clean-cod`", "did you mean clean-code?")
