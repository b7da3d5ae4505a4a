"""A command that turns off what would notice an attack, or takes its traces away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.threat import Kind
from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_MARKS = (
    "xattr",
    "launchctl",
    "sc ",
    "sc.exe",
    "-service",
    "apt",
    "setenforce",
    "ufw",
    "systemctl",
    "service ",
    "mppreference",
    "spctl",
    "csrutil",
    "advfirewall",
    "iptables",
    "histfile",
    "history -",
    "auditctl",
    "apparmor",
    "selinux",
    "quarantine",
    "amsi",
    "killall",
    "pkill",
    "wevtutil",
    "clear-eventlog",
    "defender",
    "/var/log",
    "firewall",
    "uac",
    "executionpolicy",
    "bash_history",
    "zsh_history",
    "reg add",
)
_AGENTS = r"(?:firewalld|ufw|iptables|nftables|auditd|apparmor|falcon-sensor|falco|clamav(?:-daemon)?|clamd|osquery\w?|wazuh-agent|ossec|crowdstrike\w*|mdatp|sentinel\w*|rsyslog|syslog|fail2ban|windefend|windows defender|carbonblack|cbagentd|sysmon\w*|littlesnitch|lulu|xprotect\w*|santa\w*)"
_PATTERN = (
    rf"setenforce 0|ufw (?:--force )?disable|systemctl (?:--now )?(?:stop|disable|mask)(?: --now)? {_AGENTS}|service {_AGENTS} stop|(?:killall|pkill|taskkill)(?: -\w{{1,4}}| /\w{{1,3}}){{0,3}} \"?{_AGENTS}|"
    r"(?:set|add)-mppreference\b[^\n]{0,40}-(?:disable\w{6,40} (?:\$?true|1)|exclusion(?:path|process|extension))|spctl --(?:master|global)-disable|csrutil disable|"
    r"netsh advfirewall set \w{3,12}profiles? state off|set-netfirewallprofile[^\n]{0,80}-enabled (?:\$?false|0)|iptables (?:-f|--flush)\b|iptables -p input accept|"
    r"unset histfile|(?:export )?histfile=/dev/null|(?:export )?hist(?:file)?size=0|history -c\b|set \+o history|(?:>|rm (?:-\w{1,3} )?|shred (?:-\w{1,3} )?|truncate -s 0 )\s?(?:~/)\.(?:bash|zsh)_history|"
    r"sc(?:\.exe)? (?:stop|delete) (?:windefend|sense|wscsvc|mpssvc)|(?:stop|set)-service\b[^\n]{0,40}(?:windefend|sense|mpssvc|wscsvc)|"
    r"launchctl (?:unload|bootout|disable|remove)\b[^\n]{0,100}(?:crowdstrike|falcon|sentinel|xprotect|littlesnitch|santa|jamf|carbonblack|defender)|"
    r"echo 0 ?>{1,2} ?/(?:selinux|sys/fs/selinux)/enforce|ln -sf? /dev/null ~/\.(?:bash|zsh)_history|apt(?:-get)? (?:-y )?(?:remove|purge) (?:-y )?(?:ufw|auditd|apparmor|clamav|fail2ban)|"
    r"auditctl -e ?0|amsiinitfailed|\[ref\]\.assembly\.gettype\([^\n]{0,80}amsi|wevtutil (?:cl|clear-log)|clear-eventlog|(?:rm (?:-\w{1,3} )|truncate -s 0 |> ?)/var/log/(?:auth|secure|syslog|wtmp|btmp|audit|\*)|"
    r"reg add [^\n]{0,100}(?:disableantispyware|enablelua|disablerealtimemonitoring)[^\n]{0,40}"
)
_QUARANTINE = r"xattr (?:-[a-z]{1,4} ){1,2}(?:com\.apple\.quarantine )?\S{1,80}"
_FETCHED = r"(?:curl|wget)\b[^\n]{0,200}https?://"


def _find(view: View) -> Iterator[Threat]:
    for match in view.search(_PATTERN, _MARKS):
        start, end = match.span()
        if view.text[start - 1 : start].isalnum():
            continue
        message = f"what guards the machine is turned off, or traces are taken away: `{view.shown(start, end)}`"
        is_given = view.runs(start) and (view.starts_command(start) or view.role == "script")
        if (is_given and not view.is_defensive(start)) or (
            not view.runs(start) and view.is_ordered(start) and not view.is_defensive(start)
        ):
            yield KIND.verdict(start, end, message)
        else:
            yield KIND.info(start, end, f"{message}, spoken of and not given to be run")
    for match in view.search(
        _QUARANTINE,
        (
            "xattr",
            "launchctl",
        ),
    ):
        start, _ = view.around(match.start(), 4, 0)
        if view.runs(match.start()) and compiled(_FETCHED).search(view.lower, start, match.end()) is not None:
            yield KIND.verdict(*match.span(), f"macOS is kept from checking what was just fetched: `{view.shown(*match.span())}`")


KIND = Kind("disabled-defence", ("AST01", "LLM06", "CWE-693"), _MARKS, _find)
