"""What each file of a tree is for, by its place and name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agentkit.files import is_agents_folder
from agentkit.pattern import pattern

if TYPE_CHECKING:
    from agentkit.tree import Entry

_SCRIPTS = frozenset(
    """
    sh bash zsh fish ksh command ps1 psm1 bat cmd vbs py pyw js mjs cjs ts mts cts jsx tsx rb pl pm php lua go rs java kt c cc cpp cs
    swift r jl awk sed tcl applescript scpt osascript reg desktop service plist mk gradle groovy tf sql ipynb el vim nix
    """.split()
)
_SCRIPT_NAMES = frozenset(
    {"makefile", "dockerfile", "containerfile", "justfile", "rakefile", "procfile", "vagrantfile", ".envrc"}
)
_CONFIGURATION = frozenset(
    """
    settings.json settings.local.json hooks.json .mcp.json mcp.json plugin.json marketplace.json opencode.json package.json
    config.toml pyproject.toml .pre-commit-config.yaml .gitmodules tasks.json launch.json devcontainer.json claude_desktop_config.json
    .claude.json mcp_config.json gemini-extension.json composer.json deno.json .npmrc .yarnrc .yarnrc.yml pip.conf .pypirc .gitconfig
    docker-compose.yml docker-compose.yaml compose.yml compose.yaml action.yml action.yaml lefthook.yml taskfile.yml
    """.split()
)
_STARTED = pattern(
    r"(?:^|.*/)(?:\.github/workflows/[^/]+\.ya?ml|\.gitlab-ci\.yml|\.circleci/config\.yml|\.git/config|\.husky/[^/]+)",
    re.IGNORECASE,
)
"""What a build service, git or a hook of it starts, whatever it is called."""
_INSTRUCTIONS = pattern(
    r"(?:.*/)?(?:(?:agents|claude|claude\.local|gemini|qwen|warp|copilot-instructions)\.md|"
    r"\.(?:cursorrules|windsurfrules|clinerules|roorules|goosehints)|[^/]*\.(?:mdc|instructions\.md|prompt\.md))",
    re.IGNORECASE,
)
_COMMANDS = pattern(r"(?:^|.*/)(?:commands|prompts|workflows|output-styles|rules)/.*\.(?:md|markdown|toml)", re.IGNORECASE)
SCAN = {
    "agent": "agent",
    "skill": "skill",
    "command": "skill",
    "instructions": "agent",
    "configuration": "script",
    "script": "script",
    "reference": "reference",
}
"""Role of a file to what the scan takes it for. What a harness loads by itself counts like an agent."""


def is_markdown(name: str) -> bool:
    """Tell whether a file's name is that of a Markdown file."""
    return name.lower().endswith((".md", ".markdown"))


def is_skill_file(relative: str) -> bool:
    """Tell whether a file makes its folder a skill. Case does not count: a harness on a disk that folds it reads `skill.md`."""
    return relative.rpartition("/")[2].lower() == "skill.md"


def is_agent_file(relative: str, root: str, *, below_skill: bool) -> bool:
    """Tell whether a Markdown file's place says that it is an agent."""
    *folders, name = [*root.split("/"), *relative.split("/")]
    if name.lower().endswith((".agent.md", ".chatmode.md")):
        return True
    inside = relative.split("/")[:-1] if below_skill else folders
    return any(is_agents_folder(folder) for folder in inside)


def role_of(entry: Entry, text: str) -> str:
    """Give the role of a file that is neither an agent nor a skill."""
    name = entry.relative.rpartition("/")[2].lower()
    if name in _CONFIGURATION or _STARTED.fullmatch(entry.relative) is not None:
        return "configuration"
    if _INSTRUCTIONS.fullmatch(entry.relative) is not None:
        return "instructions"
    if _COMMANDS.fullmatch(entry.relative) is not None:
        return "command"
    suffix = name.rpartition(".")[2] if "." in name[1:] else ""
    if suffix in _SCRIPTS or name in _SCRIPT_NAMES or text.startswith("#!"):
        return "script"
    in_scripts = any(folder in ("scripts", "hooks", "bin") for folder in entry.relative.split("/")[:-1])
    return "script" if (entry.is_executable or in_scripts) and not is_markdown(name) else "reference"
