"""Tool names of other harnesses, which agent files made for them use.

Sources, by way of the survey of 17 harnesses made for agentkit on 2026-11-23: documentation of GitHub Copilot, VS Code,
OpenCode 1.19, Gemini CLI 0.61, Qwen Code, Kiro and Antigravity (agy 1.1.14).
"""

from __future__ import annotations

OTHER_TOOLS = frozenset(
    """
    execute read edit search agent custom-agent web todo shell powershell view create apply_patch task skill web_fetch
    ask_user bash glob grep list lsp write patch webfetch websearch todowrite todoread question
    read_file read_many_files write_file replace list_directory run_shell_command search_file_content grep_search
    google_web_search save_memory ask_user activate_skill write_todos
    codebase editFiles runCommands runTasks runTests fetch findTestFiles githubRepo problems search searchResults
    terminalLastCommand terminalSelection testFailure changes usages vscodeAPI extensions openSimpleBrowser new runNotebooks
    todos think runSubagent createFile createDirectory
    view_file replace_file_content run_command invoke_subagent define_subagent
    web_search ask_user_question exit_plan_mode fs_read fs_write execute_bash use_aws ReadFile ListFiles
    all none
    """.split()
)
"""Compared without case, as Copilot does."""
