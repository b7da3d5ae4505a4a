"""A command that takes a disk, a home folder or a system away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.threat import Kind
from agentkit.threats.view import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.threat import Threat
    from agentkit.threats.view import View

_MARKS = (
    *("rm -", "rmtree", "rmsync", "rimraf", "rd /s", "rmdir /s", "del /", "remove-item", "mv /", "mv ~"),
    *("find /", "find ~", "find $home", 'find "$home"', "shred", "chmod -r", "chmod 0", "chmod 777"),
    *("if=/dev/", "> /dev/", "mkfs", ":()", "wipefs", "erasedisk", "vssadmin", "wbadmin", "cipher /w"),
    *("format c:", "format d:", "format.com", "format-volume", "clear-disk"),
)
_TREE = r"(?:/\*?|/\.\*|(?:~|\$home|\"\$home\")/(?:\.\*|\.\[!\.\]\*)|~/?\*?|\$home/?\*?|\$\{home\}/?\*?|\"\$home\"/?\*?|/(?:home|root|etc|usr|var|boot|bin|lib|users)/?\*?|/system\b|c:\\?\*?|--no-preserve-root[ /]*)"
_PATTERN = (
    rf"cd / ?(?:&&|;) ?(?:sudo )?rm -[rf]{{2}} (?:\*|\.)(?=[\s;&|]|$)|rm (?:-[a-z-]{{1,20}} ){{0,3}}-[a-z]{{0,4}}[rf][a-z]{{0,4}} (?:-[\w-]{{1,20}} ){{0,2}}(?:--no-preserve-root )?{_TREE}(?=[\s;&|'\"`)]|$)|"
    r"dd (?:[^\n;|&]{0,40} )?if=/dev/(?:zero|u?random)[^\n;|&]{0,60}of=/dev/(?:sd|nvme|hd|vd|disk|mmcblk|xvd)[a-z0-9]|mkfs(?:\.\w{2,6})? (?:-\w{1,4} ){0,3}/dev/(?:sd|nvme|hd|vd|mmcblk)[a-z0-9]|"
    r":\(\) ?\{ ?: ?\| ?: ?& ?\} ?; ?:|\b(?:cat|echo|yes|head|tr)\b[^\n;|&]{0,60}> ?/dev/(?:sd[a-z]|nvme\d|disk\d)(?![a-z])|shred (?:-\w{1,6} ){0,4}(?:/dev/(?:sd|nvme|hd)|~|/home|/etc)|"
    r"format(?:\.com)? [c-d]: ?/(?:y|q|fs)|del (?:/[fsqa] ){1,4}\"?(?:c:\\|%userprofile%|%systemroot%)|(?:rd|rmdir) (?:/[sq] ){1,2}\"?(?:c:\\(?![\w])|%userprofile%|%systemroot%)|"
    r"remove-item (?=[^\n;|]{0,80}-recurse)(?=[^\n;|]{0,80}-force)[^\n;|]{0,60}?(?:c:\\(?:\*|windows|users)?(?![\w\\])|\$home(?![\\/\w])|\$env:userprofile(?![\\/\w])|~(?![\\/\w]))|"
    r"find (?:/|~|\$home|\"\$home\")(?: -\w{1,10} \S{1,20}){0,3} -delete|chmod (?:-r )?(?:0?000|777) /(?=\s|$)|wipefs -a|diskutil erasedisk|vssadmin delete shadows|wbadmin delete catalog|cipher /w:c|format-volume -driveletter c|clear-disk -number|"
    r"\bfind (?:~|\$home|\"\$home\"|/home|/users|/)[^\n]{0,200}(?:openssl enc|gpg (?:-c|--symmetric|-e)|7z a -p|\bage -)[^\n]{0,200}\b(?:shred|rm)\b|"
    r"shutil\.rmtree\((?:os\.path\.expanduser\(['\"]~/?['\"]\)|path\.home\(\)|['\"]/(?:home|etc|usr)?['\"])|(?:rmsync|rm|rimraf)\((?:os\.)?homedir\(\)|mv (?:~|/home|\$home)/?\*? /dev/null"
)


def _find(view: View) -> Iterator[Threat]:
    for match in view.search(_PATTERN, _MARKS):
        start, end = match.span()
        if view.text[start - 1 : start].isalnum():
            continue
        message = f"a command destroys a disk or a home folder: `{view.shown(start, end)}`"
        calls = match[0].startswith(("shutil", "rmsync", "rimraf")) and (view.fence(start) is not None or view.runs(start))
        is_given = (calls or (view.runs(start) and view.starts_command(start))) and not _is_shown(view, start)
        if is_given or (not view.runs(start) and view.is_ordered(start) and not view.is_defensive(start)):
            yield KIND.verdict(start, end, message)
        elif view.runs(start) and view.starts_command(start):
            yield KIND.warning(start, end, f"{message}, in a text that warns of it")
        else:
            yield KIND.info(start, end, f"{message}, spoken of and not given to be run")


def _is_shown(view: View, start: int) -> bool:
    """Tell whether the line says that it is bad, or it stands among what is matched, counted up or blocked."""
    line, end = view.line_span(start)
    said = view.lower[max(line, start - 200) : min(end, start + 300)]
    above = view.lower[max(view.around(start, 3, 0)[0], start - 500) : start]
    word = r"(?:#|//|<!--|\*\*|-|>|\b)[^\n]{0,60}\b(?:never|don['’]?t|do not|dangerous|avoid|blocked|deny|denied|forbidden|malicious|destructive|reject|unsafe|block|prevent|disaster|catastroph\w+|refus\w+)\b|❌|✗|⛔|🚫"
    return compiled(word).search(said) is not None or (view.role != "script" and compiled(word).search(above) is not None)


KIND = Kind("destructive-command", ("AST01", "LLM06", "CWE-506", "CWE-1188"), _MARKS, _find)
