"""Something that stays when the agent is done: a job, a start-up file, a memory that every later session reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.threat import Kind
from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_MARKS = (
    *(
        "cron",
        "@reboot",
        "init.d",
        "systemctl --user",
        "systemd",
        "autostart",
        "login item",
        "launchctl",
        "launchagents",
        "launchdaemons",
    ),
    *("schtasks", "scheduledtask", "currentversion\\run", "programs\\startup", "ld.so.preload"),
    *(
        ".bashrc",
        ".zshrc",
        "_profile",
        ".profile",
        "/profile",
        "zprofile",
        "zshenv",
        "bash_login",
        "rc.local",
        "bash.bashrc",
        "config.fish",
    ),
    *(
        "authorized_keys",
        ".git/hooks",
        "hookspath",
        "claude.md",
        "agents.md",
        "gemini.md",
        "memory.md",
        "soul.md",
        "heartbeat.md",
    ),
    *(
        "user.md",
        "identity.md",
        ".cursorrules",
        "settings.json",
        "settings.local.json",
        "copilot-instructions",
        "your memory",
        "-term memory",
    ),
    *("persistent memory", "permanent memory", "/zshrc"),
)
_RC = r"(?:~|\$home|\$\{home\}|/root|/home/\w{1,30})/\.(?:bashrc|zshrc|bash_profile|profile|zprofile|zshenv|bash_login|xprofile|config/fish/config\.fish)\b|/etc/(?:profile|bash\.bashrc|zshrc|rc\.local)\b"
_MEMORY = r"(?:(?:~/|\$home/|\./|/)?(?:\.claude/|\.openclaw/\w{0,20}/?|\.codex/|\.gemini/|\.github/)?(?:claude|agents|memory|soul|gemini|heartbeat|user|identity)\.md\b|\.cursorrules\b|(?:~/|\$home/|\./)?\.claude/settings(?:\.local)?\.json|copilot-instructions\.md)"
_PATTERN = (
    r"\| ?(?:sudo )?crontab(?: -u \w{1,20})? -|\bcrontab (?:/tmp/|~/)\S{1,60}|(?:>{1,2}|\btee(?: -a)?|\bcp \S{1,80}|\bmv \S{1,80}) ?(?:/etc/cron\.?\w{0,10}/|/var/spool/cron|/etc/init\.d/|/etc/systemd/system/|~/\.config/systemd/user/|/etc/ld\.so\.preload)\S{0,60}|"
    r"\bsystemctl --user (?:enable|start)\b[^\n]{0,60}|@reboot \S{1,80}|\blaunchctl (?:load|bootstrap)\b[^\n]{0,80}(?:~|\$home|/tmp|launchagents)|(?:>{1,2}|\btee|\bcp \S{1,80}) ?\S{0,40}/launch(?:agents|daemons)/\S{1,80}|"
    r"\bschtasks(?:\.exe)? /create\b[^\n]{0,100}|\bregister-scheduledtask\b|\breg add\b[^\n]{0,60}currentversion\\run[^\n]{0,80}|(?:set|new)-itemproperty\b[^\n]{0,60}currentversion\\run\b|\b(?:copy|move|cp|copy-item|xcopy)\b[^\n]{0,100}start menu\\programs\\startup|"
    rf"(?:>{{1,2}}|\btee(?: -a)?) ?['\"]?(?:\S{{0,40}}\.ssh/authorized_keys|{_RC})|(?:>{{1,2}}|\btee(?: -a)?) ?['\"]?(?:{_MEMORY})|"
    r"\bcp \S{1,80} ?\S{0,40}\.config/autostart/?|>{1,2} ?\S{0,40}\.config/autostart/\S{1,60}|\bmake (?:new )?login item\b|"
    rf"\b(?:append|add|write) `[^`\n]{{1,200}}` (?:to|into) (?:the (?:end of )?)?`?(?:{_RC})|"
    r"\b(?:store|save|write|keep|record)\b[^.\n]{0,40}\b(?:in|to|into) (?:your )(?:long-term |persistent |permanent )?memory\b[^.\n]{0,30}\b(?:permanently|always|forever|every (?:future )?session)\b[^.\n]{0,60}|"
    r"\b(?:add|append|write|save|insert|copy) (?:this|the following|these|it)\b[^.\n]{0,40}\b(?:to|into|in) (?:the |your |their )?`?(?:~/\.claude/)?(?:claude|agents|gemini)\.md`?[^.\n]{0,40}\b(?:every|all future|always|each|from now on)\b|"
    r"(?:>{1,2}|\btee|\bcp \S{1,80}) ?\S{0,40}\.git/hooks/[a-z-]{3,20}|\bgit config --global core\.hookspath\b|"
    rf"\b(?:append|add|write|insert|save|inject|copy|persist) (?:this|the following|these|it|a (?:line|note|rule|directive)|an instruction|your instructions?)\b[^.\n]{{0,80}}\b(?:to|into|in)\b[^.\n]{{0,30}}`?(?:{_RC}|~/\.claude/\w{{1,20}}\.(?:md|json)|(?:soul|memory|heartbeat|identity)\.md|authorized_keys)"
)
_SET_UP = r"(?:export \w|path=|\balias |completion|eval \"?\$?\(?\w|\bsource |init\b|\[ -|nvm|pyenv|fnm|brew|conda|direnv|zoxide|starship|autoload|fpath|historys?|umask|ulimit|set -g|\. \"?\$|# )"


def _find(view: View) -> Iterator[Threat]:
    for match in view.search(_PATTERN, _MARKS):
        start, end = match.span()
        line, stop = view.line_span(start)
        if (
            compiled(_RC).search(match[0]) is not None
            and compiled(_SET_UP).search(view.lower, max(line, start - 300), start) is not None
            and "curl" not in view.lower[line:start]
        ):
            continue
        if not view.runs(start) and (view.is_defensive(start) or (match[0].startswith(">") and not match[0].startswith(">>"))):
            continue
        message = f"something is made to stay: `{view.shown(max(line, start - 40), min(stop, end + 20))}`"
        yield KIND.warning(start, end, message)


KIND = Kind("persistence", ("AST01", "AST05", "LLM06", "CWE-506"), _MARKS, _find, facts_only=True)
