"""Verdicts: each fact of a profile that can change what becomes of a file, and where files lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agentkit import profiles
from agentkit.document import parse
from agentkit.errors import PersonaError
from agentkit.persona import Persona, persona_from
from agentkit.skill import Skill, skill_from
from agentkit.verdicts import Verdict, misplaced, shadows, to_data, verdict, verdicts_for, written_for
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

OK = "name: dev\ndescription: Develops. Use when code changes.\n"


def judge(key: str, data: str | bytes, path: str, *, in_plugin: bool = False) -> Verdict:
    """Give the verdict on a file of which the text, or the lines between its fences, is given."""
    if isinstance(data, str) and not data.startswith(("---", "\ufeff", "\n", "#", "<", " ")):
        data = f"---\n{data}---\nBody of some length.\n"
    document = parse(data, path)
    item: Persona | Skill | None
    try:
        if path.endswith("SKILL.md"):
            item = skill_from(document, folder=path.rpartition("/")[0], location=path)
        else:
            item = persona_from(document)
    except PersonaError:
        item = None
    return verdict(document, item, profiles.get(key), path, in_plugin=in_plugin)


AGENT = "x/agents/dev.md"
AGENTS = [
    # Claude Code
    ("claude-code", OK + "tools: Read, Grep, mcp__x__y, Agent(a, b)\nskills: [a]\n", "loads", ""),
    ("claude-code", "description: D.\n", "dropped", "no name"),
    ("claude-code", "name: dev\n", "dropped", "no description"),
    ("claude-code", "name: dev\ndescription:\n", "dropped", "the description is empty"),
    ("claude-code", "name: 12\ndescription: D.\n", "dropped", "`name` is a whole number"),
    ("claude-code", "name: dev\ndescription: [a]\n", "dropped", "`description` is a list"),
    ("claude-code", "name: 'a:b'\ndescription: D.\n", "dropped", "name `a:b`"),
    ("claude-code", "name: -a\ndescription: D.\n", "dropped", "name `-a`"),
    ("claude-code", "name: My Agent (x)\ndescription: D.\n", "loads", ""),
    ("claude-code", f"name: {'a' * 257}\ndescription: D.\n", "dropped", "257 characters"),
    ("claude-code", "name: dev\ndescription: Use when: x\n", "dropped", "unquoted `: `"),
    ("claude-code", OK + "tools: *\n", "dropped", "unquoted `*`"),
    ("claude-code", OK + "x: *undefined\n", "dropped", "alias *undefined"),
    ("claude-code", OK + "x: &a b\n", "loads", ""),
    ("claude-code", OK + "x: !!str b\n", "loads", ""),
    ("claude-code", OK + "name: other\n", "loads", ""),
    ("claude-code", f"---\n{OK}--------\nBody.\n", "degraded?", "the line that closes"),
    ("claude-code", f"-----\n{OK}---\nBody.\n", "dropped", "the line that opens"),
    ("claude-code", f"\ufeff---\n{OK}---\nBody.\n", "dropped?", "byte-order mark"),
    ("claude-code", f"<!-- c -->\n---\n{OK}---\nBody.\n", "dropped", "text stands before"),
    ("claude-code", "# Only text\n", "dropped", "no frontmatter"),
    ("claude-code", f"---\n{OK}", "dropped", "never closed"),
    ("claude-code", "---\n- a\n---\nBody.\n", "dropped", "the frontmatter is a list"),
    ("claude-code", f"---\n{OK}---\nBody.\n".replace("\n", "\r\n"), "loads", ""),
    ("claude-code", OK + "category: x\nemoji: y\ncolor: teal\n", "loads", ""),
    ("claude-code", OK + "handoffs: [a]\n", "degraded", "(a field of GitHub Copilot)"),
    ("claude-code", OK + "allowed-tools: Read\n", "degraded", "it limits nothing"),
    ("claude-code", OK + "effort: huge\n", "degraded", "`effort` cannot be `huge`"),
    ("claude-code", OK + "maxTurns: 0\n", "degraded", "is below 1"),
    ("claude-code", OK + "permissionMode: yolo\n", "degraded", "`permissionMode` cannot be `yolo`"),
    ("claude-code", OK + "skills: a, b\n", "loads?", "only a list is documented"),
    ("claude-code", OK + "tools: Read, Frobnicate\n", "degraded", "`Frobnicate` is no tool"),
    ("claude-code", OK + "tools: Frobnicate\n", "degraded", "refused when it is started"),
    ("claude-code", OK + "tools: read\n", "degraded?", "refused when it is started"),
    ("claude-code", OK + "tools: Read, MultiEdit\n", "degraded?", "now Edit"),
    ("claude-code", OK + "tools: Read, AskUserQuestion\n", "degraded", "never given"),
    ("claude-code", OK + "tools: Read, ExitPlanMode\npermissionMode: plan\n", "loads", ""),
    ("claude-code", OK + "tools: Read, Bash(git *)\n", "degraded?", "may narrow nothing"),
    ("claude-code", OK + "tools:\n  bash: false\n", "degraded?", "`tools` is a mapping"),
    # GitHub Copilot
    ("copilot", OK + "tools: Read, Bash, search, web/fetch\n", "loads", ""),
    ("copilot", OK + "tools: READ\n", "loads", ""),
    ("copilot", OK + "tools: [frobnicate]\n", "degraded?", "`frobnicate` is no tool"),
    ("copilot", "name: Any Label: x\n".replace(": x", ""), "dropped?", "no description"),
    ("copilot", "description: D.\n", "loads", ""),
    ("copilot", OK + "model: sonnet\n", "degraded?", "a model of Claude Code's"),
    ("copilot", OK + "model: [a, b]\n", "loads", ""),
    ("copilot", OK + "disallowedTools: Bash\n", "degraded", "it limits nothing"),
    ("copilot", OK + "target: elsewhere\n", "degraded", "`target` cannot be"),
    ("copilot", f"---\n{OK}---\n{'x' * 30_001}\n", "degraded?", "more than 30,000"),
    ("copilot", f"---\n{OK}---\n{'x' * 30_000}\n", "loads", ""),
    # OpenCode
    ("opencode", OK + "mode: subagent\nmodel: anthropic/claude-sonnet-5\n", "loads", ""),
    ("opencode", OK + "tools: Read\n", "dropped", "`tools` is text"),
    ("opencode", OK + "tools:\n  bash: false\n", "loads", ""),
    ("opencode", OK + "color: red\n", "dropped", "`color` cannot be `red`"),
    ("opencode", OK + "color: '#ff0000'\n", "loads", ""),
    ("opencode", OK + "model: sonnet\n", "degraded", "cannot be started"),
    ("opencode", OK + "memory: user\n", "degraded", "sent to the model's provider"),
    ("opencode", OK + "mode: sub\n", "dropped", "`mode` cannot be `sub`"),
    ("opencode", OK + "temperature: warm\n", "dropped", "`temperature` is text"),
    ("opencode", OK + "temperature: 1\n", "loads", ""),
    ("opencode", OK + "steps:\n", "dropped", "`steps` is empty"),
    ("opencode", "name: dev\ndescription: Use when: x\n", "loads", ""),
    ("opencode", "# Only text\n", "degraded", "the whole text is taken"),
    ("opencode", "mode: all\n", "degraded", "no description"),
    # Gemini CLI
    ("gemini-cli", OK + "tools:\n  - read_file\n  - mcp_x_y\n  - search_file_content\n", "loads", ""),
    ("gemini-cli", OK + "tools: read_file\n", "dropped", "`tools` is text"),
    ("gemini-cli", OK + "tools: [read_file, Read]\n", "dropped", "`Read` is no tool"),
    ("gemini-cli", OK + "tools: [Read]\n", "dropped", "here it is `read_file`"),
    ("gemini-cli", OK + "maxTurns: 3\n", "dropped", "here it is `max_turns`"),
    ("opencode", OK + "maxTurns: 3\n", "degraded", "here it is `steps`"),
    ("gemini-cli", OK + "color: red\n", "dropped", "`color` is no field"),
    ("gemini-cli", "name: My Agent\ndescription: D.\n", "dropped", "name `My Agent`"),
    ("gemini-cli", "name: my_agent-2\ndescription: D.\n", "loads", ""),
    ("gemini-cli", OK + "kind: other\n", "dropped", "`kind` cannot be"),
    ("gemini-cli", OK + "max_turns: 0\n", "dropped", "below 1"),
    ("gemini-cli", OK + "model: opus\n", "degraded?", "a model of Claude Code's"),
    ("gemini-cli", OK + "model: gemini-3-pro\n", "loads", ""),
    ("gemini-cli", f"\ufeff---\n{OK}---\nBody.\n", "dropped", "byte-order mark"),
    ("gemini-cli", f"---\n{OK}--- \nBody.\n", "degraded", "text below it is lost"),
    ("gemini-cli", OK + "name: again\n", "dropped", "stands a second time"),
    ("gemini-cli", "name: dev\ndescription: Use when: x\n", "dropped", "unquoted `: `"),
    # Codex, Agent Skills
    ("codex", OK, "not-read", "TOML"),
    ("agent-skills", OK, "not-read", "skills alone"),
    # Of Cursor nothing is certain.
    ("cursor", OK, "loads?", ""),
    ("cursor", OK + "tools: Read\n", "degraded?", "it limits nothing"),
    ("cursor", OK + "readonly: maybe\n", "degraded?", "`readonly` is text"),
    ("cursor", "name: dev\ndescription: >-\n  D.\n", "degraded?", "a value is a block"),
    # Qwen Code
    ("qwen-code", OK + "tools: [read_file, task]\npermissionMode: plan\n", "loads", ""),
    ("qwen-code", OK + "tools: read_file, edit\n", "loads", ""),
    ("qwen-code", OK + "tools: []\n", "degraded", "gives every tool"),
    ("qwen-code", OK + "tools: [Frobnicate]\n", "degraded?", "no tool"),
    ("qwen-code", OK + "skills: [a]\n", "degraded", "`skills` is not supported"),
    ("qwen-code", OK + "approvalMode: never\n", "dropped", "`approvalMode` cannot be"),
    ("qwen-code", "name: a\ndescription: D.\n", "dropped", "1 characters"),
    ("qwen-code", "name: system\ndescription: D.\n", "dropped", "reserved"),
    ("qwen-code", "name: -dev\ndescription: D.\n", "dropped", "name `-dev`"),
    ("qwen-code", "name: \u5f00\u53d1\ndescription: D.\n", "loads", ""),
    ("qwen-code", f"---\n{OK}---\nShort.\n", "dropped", "a body of 6 characters"),
    ("qwen-code", "name: dev\ndescription: Use when: x\n", "loads", ""),
    ("qwen-code", OK + "name: again\n", "loads", ""),
]


@pytest.mark.parametrize(("key", "text", "label", "why"), AGENTS, ids=[f"{row[0]}-{at}" for at, row in enumerate(AGENTS)])
def test_agents(key: str, text: str, label: str, why: str) -> None:
    """Each fact leads to its outcome, and the first loss says why."""
    found = judge(key, text, AGENT)

    assert found.label == label, found.losses
    assert why in (found.losses[0].message if found.losses else ""), found.losses


SKILL = "x/skills/dev/SKILL.md"
SKILLS = [
    ("agent-skills", OK + "license: MIT\nmetadata:\n  version: '1'\nallowed-tools: Read Grep\n", "loads", ""),
    ("agent-skills", OK + "model: opus\n", "degraded", "no field of the specification"),
    ("agent-skills", "name: other\ndescription: D.\n", "degraded", "is not its folder's, `dev`"),
    ("agent-skills", "name: Dev\ndescription: D.\n", "degraded", "is not what it takes"),
    ("agent-skills", "name: a--b\ndescription: D.\n", "degraded", "is not what it takes"),
    ("agent-skills", "description: D.\n", "degraded", "no name"),
    ("agent-skills", "name: dev\n", "dropped", "no description"),
    ("agent-skills", f"name: dev\ndescription: {'x' * 1025}\n", "degraded", "more than 1,024"),
    ("agent-skills", f"name: dev\ndescription: {'x' * 1024}\n", "loads", ""),
    ("agent-skills", OK + f"compatibility: {'x' * 501}\n", "degraded", "more than 500"),
    ("agent-skills", OK + "allowed-tools: [Read]\n", "degraded", "a list in brackets"),
    ("agent-skills", OK + "allowed-tools:\n  - Read\n", "loads", ""),
    ("agent-skills", "name: dev\ndescription: a --- b\n", "degraded", "`---` stands inside a value"),
    ("agent-skills", OK + "name: dev\n", "degraded", "stands a second time"),
    ("agent-skills", f"\ufeff---\n{OK}---\nBody.\n", "degraded", "byte-order mark"),
    ("agent-skills", "name: dev\ndescription: Use: x\n", "dropped", "unquoted `: `"),
    ("claude-code", "# Only text\n", "degraded", "without any field"),
    ("claude-code", "name: dev\ndescription: Use: x\n", "degraded", "without any field"),
    ("claude-code", "name: other\ndescription: D.\nwhen_to_use: W.\ncontext: fork\n", "loads", ""),
    ("claude-code", f"name: dev\ndescription: {'x' * 1000}\nwhen_to_use: {'y' * 537}\n", "degraded", "cut at 1,536"),
    ("claude-code", f"name: dev\ndescription: {'x' * 1536}\n", "loads", ""),
    ("claude-code", OK + "context: spoon\n", "degraded", "`context` cannot be"),
    ("claude-code", OK + "disable-model-invocation: on\n", "loads", ""),
    ("opencode", "name: Any Name\ndescription: D.\n", "loads", ""),
    ("opencode", "name: dev\n", "dropped", "no description"),
    ("opencode", "name: 12\ndescription: D.\n", "dropped", "`name` is a whole number"),
    ("gemini-cli", "name: dev\ndescription: Use: x\n", "loads", ""),
    ("gemini-cli", "description: D.\n", "dropped", "no name"),
    ("gemini-cli", OK + "when_to_use: W.\n", "degraded", "(a field of Claude Code)"),
    ("codex", f"name: dev\ndescription: {'x' * 1025}\n", "dropped", "more than 1,024"),
    ("codex", f" ---\n{OK}---\nBody.\n", "dropped", ""),
    ("copilot", "name: other\ndescription: D.\n", "degraded?", "is not its folder's"),
    ("cursor", OK, "loads?", ""),
    ("qwen-code", f"\ufeff---\n{OK}when_to_use: W.\n---\nBody.\n", "loads", ""),
    ("qwen-code", "name: dev\n", "dropped", "no description"),
]


@pytest.mark.parametrize(("key", "text", "label", "why"), SKILLS, ids=[f"{row[0]}-{at}" for at, row in enumerate(SKILLS)])
def test_skills(key: str, text: str, label: str, why: str) -> None:
    """Each fact leads to its outcome, and the first loss says why."""
    found = judge(key, text, SKILL)

    assert found.label == label, found.losses
    assert why in (found.losses[0].message if found.losses else ""), found.losses


# --- every fact, in a table ---

DAMAGE = {
    "nothing wrong": f"---\n{OK}---\nBody of some length.\n",
    "empty": "",
    "not UTF-8": f"---\n{OK}---\nBody of some length \udcff.\n",
    "no frontmatter": "# Only text, of some length\n",
    "text before": f"<!-- c -->\n---\n{OK}---\nBody of some length.\n",
    "unclosed": f"---\n{OK}",
    "another format": '+++\nname = "dev"\n+++\nBody of some length.\n',
    "empty frontmatter": "---\n---\nBody of some length.\n",
    "a list": "---\n- a\n---\nBody of some length.\n",
    "no YAML": f"---\n{OK}at the margin\n---\nBody of some length.\n",
    "unquoted colon": "---\nname: dev\ndescription: Use: x\n---\nBody of some length.\n",
    "byte-order mark": f"\ufeff---\n{OK}---\nBody of some length.\n",
    "CRLF": f"---\n{OK}---\nBody of some length.\n".replace("\n", "\r\n"),
    "duplicate key": f"---\n{OK}name: dev\n---\nBody of some length.\n",
    "anchor": f"---\n{OK}license: &a b\n---\nBody of some length.\n",
    "undefined alias": f"---\n{OK}license: *a\n---\nBody of some length.\n",
    "tag": f"---\n{OK}license: !!str b\n---\nBody of some length.\n",
    "deep": f"---\n{OK}license: {'[' * 40}{']' * 40}\n---\nBody of some length.\n",
    "key that is no text": f"---\n{OK}1: b\n---\nBody of some length.\n",
    "hidden line end": f"---\n{OK}license: a\u2028b\n---\nBody of some length.\n",
    "more dashes first": f"-----\n{OK}---\nBody of some length.\n",
    "blanks behind the first": f"---  \n{OK}---\nBody of some length.\n",
    "more dashes last": f"---\n{OK}-----\nBody of some length.\n",
    "blanks behind the last": f"---\n{OK}---  \nBody of some length.\n",
    "block scalar": "---\nname: dev\ndescription: >-\n  D.\n---\nBody of some length.\n",
    "dashes in a value": "---\nname: dev\ndescription: a --- b\n---\nBody of some length.\n",
    "no name": "---\ndescription: D.\n---\nBody of some length.\n",
    "empty name": "---\nname:\ndescription: D.\n---\nBody of some length.\n",
    "no description": "---\nname: dev\n---\nBody of some length.\n",
    "empty description": "---\nname: dev\ndescription: ''\n---\nBody of some length.\n",
    "name of a folder elsewhere": "---\nname: other\ndescription: D.\n---\nBody of some length.\n",
    "name with blanks": "---\nname: My Dev\ndescription: D.\n---\nBody of some length.\n",
    "name of 65": f"---\nname: {'a' * 65}\ndescription: D.\n---\nBody of some length.\n",
    "name of 257": f"---\nname: {'a' * 257}\ndescription: D.\n---\nBody of some length.\n",
    "description of 1,025": f"---\nname: dev\ndescription: {'x' * 1025}\n---\nBody of some length.\n",
    "description of 1,537": f"---\nname: dev\ndescription: {'x' * 1537}\n---\nBody of some length.\n",
    "unknown key": f"---\n{OK}category: x\n---\nBody of some length.\n",
    "body of 30,001": f"---\n{OK}---\n{'x' * 30_001}\n",
    "short body": f"---\n{OK}---\nB\n",
    "a model of Claude Code's": f"---\n{OK}model: sonnet\n---\nBody of some length.\n",
    "tools of Claude Code": f"---\n{OK}tools: [Read, Grep]\n---\nBody of some length.\n",
    "a tool with a specifier": f"---\n{OK}tools: [Bash(git *)]\n---\nBody of some length.\n",
    "a tool of a server": f"---\n{OK}tools: [mcp__x__y]\n---\nBody of some length.\n",
    "compatibility of 501": f"---\n{OK}compatibility: {'x' * 501}\n---\nBody of some length.\n",
    "no tools": f"---\n{OK}tools: []\n---\nBody of some length.\n",
}
VALUES = ("x", "0", "true", "[x]", "{a: x}")


@pytest.mark.parametrize("kind", ["agents", "skills"])
def test_the_table_of_verdicts(kind: str, update: bool) -> None:
    """Every kind of damage, and every field with a value of each shape, in every harness; read the difference."""
    path = AGENT if kind == "agents" else SKILL
    forms = [form for key in profiles.names() if (form := profiles.get(key).format(skill=kind == "skills")) is not None]
    names = sorted({field.name for form in forms for field in form.fields} - {"name", "description"})
    rows = [*DAMAGE.items()]
    rows += [
        (f"`{name}: {value}`", f"---\n{OK}{name}: {value}\n---\nBody of some length.\n") for name in names for value in VALUES
    ]
    keys = [
        key for key in profiles.names() if (form := profiles.get(key).format(skill=kind == "skills")) and form.form == "markdown"
    ]
    lines = [f"| {kind} | {' | '.join(keys)} |", f"|---{'|---' * len(keys)}|"]
    for title, text in rows:
        data = text.encode("utf-8", "surrogateescape")
        lines.append(f"| {title} | {' | '.join(judge(key, data, path).label for key in keys)} |")
    golden = ROOT / "tests" / "golden" / f"verdicts.{kind}.md"
    table = "\n".join(lines) + "\n"
    if update:
        golden.write_text(table, encoding="utf-8")

    assert golden.read_text(encoding="utf-8") == table


# --- places ---

PLACES = {
    "x/.claude/agents/deep/er/dev.md": {"claude-code"},
    "x/.claude/agents/dev.md": {"claude-code", "copilot", "cursor"},
    "x/.claude/agents/dev.txt": set(),
    "x/.github/agents/dev.agent.md": {"copilot"},
    "x/.cursor/agents/dev.md": {"cursor"},
    "x/.codex/agents/dev.md": {"cursor"},
    "x/.opencode/agent/team/dev.md": {"opencode"},
    "x/.gemini/agents/dev.md": {"gemini-cli"},
    "x/.gemini/agents/_dev.md": set(),
    "x/.gemini/agents/team/dev.md": set(),
    "x/.qwen/agents/dev.md": {"qwen-code"},
    "x/agents/dev.md": set(),
    "x/plugins/p/agents/dev.md": set(),
    "x/.claude/skills/dev/SKILL.md": {"agent-skills", "claude-code", "copilot", "cursor", "opencode"},
    "x/.claude/skills/SKILL.md": {"opencode"},
    "x/.claude/skills/a/dev/SKILL.md": {"opencode"},
    "x/.agents/skills/dev/SKILL.md": {
        "agent-skills", "codex", "copilot", "cursor", "gemini-cli", "opencode", "qwen-code",
    },
    "x/skills/dev/SKILL.md": set(),
}  # fmt: skip


@pytest.mark.parametrize("path", PLACES)
def test_places(path: str) -> None:
    """Who looks where a file lies; what it is worth there is the outcome as it lies."""
    found = {key: judge(key, OK, path) for key in profiles.names()}

    assert {key for key, each in found.items() if each.place is not None} == PLACES[path]
    assert all((each.here == "not-read") == (each.place is None) for each in found.values())


def test_a_file_lies_nowhere_and_would_load() -> None:
    """Whether it would load is said apart from whether anybody looks there."""
    found = judge("claude-code", OK, "lib/agents/dev.md")

    assert (found.outcome, found.here) == ("loads", "not-read")
    assert found.placement == "not read where it lies; Claude Code looks in .claude/agents"
    assert judge("claude-code", OK, "x/.claude/agents/dev.md").placement == "read from .claude/agents"


def test_in_a_plugin_other_rules_hold(tmp_path: Path) -> None:
    """A file without fields loads there under its file's name, and some fields are ignored; a manifest makes the plugin."""
    (tmp_path / ".claude-plugin").mkdir()
    (tmp_path / ".claude-plugin" / "plugin.json").write_text("{}")
    path = str(tmp_path / "agents" / "dev.md")
    text = "---\nname: dev\ndescription: Use when: x\n---\nBody.\n"
    document = parse(text, path)
    (found,) = verdicts_for(document, persona_from(document), path, ["claude-code"])

    assert found.place is not None
    assert found.place.scope == "plugin"
    assert found.outcome == "degraded"
    hooked = judge("claude-code", OK + "permissionMode: plan\n", path, in_plugin=True)
    assert hooked.losses[0].message == "`permissionMode` is ignored in a plugin"


@pytest.mark.parametrize(
    ("location", "is_skill", "why", "uncertain"),
    [
        (".claude/agent/dev.md", False, "Claude Code looks for agents in .claude/agents", False),
        ("sub/.claude/subagents/dev.md", False, "Claude Code looks for agents in .claude/agents", False),
        (".gemini/agents/team/dev.md", False, "Gemini CLI does not look in folders below .gemini/agents", False),
        (".qwen/agents/team/dev.md", False, "Qwen Code does not look in folders below .qwen/agents", False),
        (".github/agents/team/dev.md", False, "GitHub Copilot is not known to look in folders below .github/agents", True),
        (".cursor/agents/team/dev.md", False, "Cursor is not known to look in folders below .cursor/agents", True),
        (".qwen/skills/SKILL.md", True, "a SKILL.md needs a folder of its own", False),
    ],
)
def test_misplaced(location: str, is_skill: bool, why: str, uncertain: bool) -> None:
    """A file nearly where a harness looks is told, with how sure that is."""
    found = misplaced(location, is_skill=is_skill)

    assert found is not None
    assert (found.why, found.uncertain) == (why, uncertain)


@pytest.mark.parametrize(
    ("location", "is_skill"),
    [
        ("agents/dev.md", False),
        ("categories/x/dev.md", False),
        ("plugins/p/agents/dev.md", False),
        (".agent/agents/dev.md", False),
        (".codex/agents/dev.md", False),
        (".claude/plugins/p/agents/dev.md", False),
        (".claude/skills/x/agents/dev.md", False),
        (".claude/agents/a/b/dev.md", False),
        (".claude/skills/SKILL.md", True),
        (".agents/skills/SKILL.md", True),
        ("skills/SKILL.md", True),
    ],
)
def test_not_misplaced(location: str, is_skill: bool) -> None:
    """Collections, plugins and places that any harness reads are left alone."""
    assert misplaced(location, is_skill=is_skill) is None


# --- what a verdict says ---


def test_summaries() -> None:
    """One line says who does what, and why."""
    assert judge("claude-code", OK, AGENT).summary == "Claude Code loads this file"
    assert judge("cursor", OK, AGENT).summary == "Cursor probably loads this file"
    assert judge("claude-code", "name: dev\n", AGENT).summary == "Claude Code drops this file: no description"
    assert judge("claude-code", OK + "effort: x\nmemory: y\n", AGENT).summary == (
        "Claude Code loads this file with a loss: `effort` cannot be `x`: it is ignored (and 1 more)"
    )
    assert judge("codex", OK, AGENT).summary.startswith("OpenAI Codex does not read this file: ")


def test_a_loss_stands_at_its_place() -> None:
    """The span is that of the value, the item, or the key that is lost."""
    found = judge("claude-code", OK + "tools: Read, Foo\neffort: x\n", AGENT)

    assert [(loss.span.line, loss.span.column) for loss in found.losses] == [(4, 14), (5, 9)]


def test_a_certain_loss_comes_before_an_uncertain_one() -> None:
    """The first loss is one that the outcome rests on."""
    found = judge("claude-code", OK + "tools: Read, MultiEdit\neffort: x\n", AGENT)

    assert found.label == "degraded"
    assert found.losses[0].message.startswith("`effort`")


def test_data_for_json() -> None:
    """All of it is plain data."""
    data = to_data(judge("claude-code", "name: dev\n", "x/.claude/agents/dev.md"))

    assert data == {
        "harness": "claude-code",
        "outcome": "dropped",
        "uncertain": False,
        "here": "dropped",
        "place": ".claude/agents",
        "summary": "Claude Code drops this file: no description",
        "losses": [{"message": "no description", "line": 1, "column": 1, "uncertain": False, "drops": True, "open": False}],
    }


def test_files_without_a_place_are_judged_by_whom_they_are_written_for() -> None:
    """The name says it."""
    assert written_for("agents/x.agent.md") == ("copilot",)
    assert written_for("agents/x.md") == ("claude-code",)
    assert written_for("skills/x/SKILL.md") == ("claude-code", "agent-skills")


# --- shadows ---


def test_shadows_are_found_within_a_project() -> None:
    """Two files of one name in places of one harness; where documentation says which counts, in that order."""
    paths = ["p/.claude/agents/a.md", "p/.cursor/agents/b.md", "q/.claude/agents/c.md", "p/.claude/agents/sub/d.md"]
    files = judged_files(paths, ["claude-code", "cursor", "copilot"])
    found = {each.harness: each for each in shadows(files)}

    assert set(found) == {"claude-code", "cursor"}  # for Copilot the files' names differ
    assert found["claude-code"].paths == (paths[0], paths[3])
    assert (found["claude-code"].decided, found["claude-code"].rule) == (False, "which one counts is chance")
    assert found["cursor"].paths == (paths[1], paths[0])
    assert found["cursor"].decided


def judged_files(paths: list[str], keys: list[str]) -> list[tuple[str, Persona | Skill, tuple[Verdict, ...]]]:
    files: list[tuple[str, Persona | Skill, tuple[Verdict, ...]]] = []
    for path in paths:
        document = parse(f"---\n{OK}---\nBody.\n", path)
        item = persona_from(document)
        files.append((path, item, verdicts_for(document, item, path, keys)))
    return files


def test_a_folder_closer_to_the_work_counts() -> None:
    """Claude Code looks upwards: a project within another hides its files; Gemini CLI's projects stand apart."""
    inner, outer, apart = "p/sub/.claude/agents/a.md", "p/.claude/agents/a.md", "q/.claude/agents/a.md"
    (found,) = shadows(judged_files([outer, apart, inner], ["claude-code"]))

    assert found.paths == (inner, outer)
    assert (found.decided, found.rule.partition(",")[0]) == (True, "the folder closest to the working folder")
    assert shadows(judged_files(["p/.gemini/agents/a.md", "p/sub/.gemini/agents/a.md"], ["gemini-cli"])) == []


def test_which_counts_is_not_documented() -> None:
    """OpenCode reads two folders of a project; which one counts nobody says, and that is what is said."""
    found = shadows(judged_files(["p/.opencode/agents/a.md", "p/.opencode/agent/a.md"], ["opencode"]))

    assert [(each.decided, each.rule) for each in found] == [(False, "which one counts is not documented")]
