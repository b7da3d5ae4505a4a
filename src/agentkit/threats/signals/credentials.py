"""Files and stores that hold keys, passwords or the traces of a person's work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agentkit.threats.threat import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.threats.view import View

MARKS = (
    *(
        ".ssh",
        "id_rsa",
        "id_ed25519",
        "id_ecdsa",
        ".aws",
        ".netrc",
        ".npmrc",
        ".pypirc",
        ".git-credentials",
        ".kube/config",
        ".docker/config",
    ),
    *(
        ".env",
        ".gnupg",
        "gcloud",
        "/etc/shadow",
        "/etc/passwd",
        "keychain",
        "login data",
        "login\\ data",
        "export-credentials",
        "get-session-token",
        "login.json",
        "logins.json",
        "cookies.sqlite",
    ),
    *("key4.db", "wallet.dat", ".ethereum", ".bitcoin", "solana/id.json", "exodus", "metamask", "seed phrase", "recovery phrase"),
    *(
        "find-generic-password",
        "bash_history",
        "zsh_history",
        ".azure",
        "credentials",
        ".pem",
        ".claude.json",
        "auth.json",
        "hosts.yml",
    ),
    *(
        "private key",
        "private_key",
        "_token",
        "_secret",
        "_password",
        "api key",
        "api_key",
        "access key",
        "secrets",
        "sam\\",
        "web data",
        "169.254.169.254",
    ),
    *("pbpaste", "wl-paste", "xclip", "xsel", "get-clipboard"),
    *(".cursor", ".codeium", ".gemini", ".vscode", "claude_desktop_config"),
    *("local state", "/proc/self/environ", ".vault-token", ".terraform.d", "ssh key", "keyring", "1password", "secretsmanager"),
    *("session token", "access token", "auth token", "passwords", "environment variables", "cookies", "credential"),
)
_HOME = r"(?:~|\$home|\$\{home\}|%userprofile%|\$env:userprofile|/home/[\w.*-]{1,40}|/users/[\w.*-]{1,40}|/root)?[/\\]?"
FILES = (
    rf"{_HOME}\.ssh[/\\](?:id_\w{{1,20}}|\*|config|authorized_keys|[\w.-]{{1,40}}key\w{{0,10}})|\bid_(?:rsa|ed25519|ecdsa|dsa)\b(?!\.pub)|"
    rf"{_HOME}\.aws[/\\](?:credentials|config|\*)|(?:~|\$home|\$\{{home\}})/\.(?:ssh|aws|gnupg|azure|kube)\b/?|"
    rf"{_HOME}\.(?:netrc|npmrc|pypirc|git-credentials|vault-token|claude\.json|pgpass|my\.cnf)\b|"
    rf"{_HOME}\.kube[/\\]config|{_HOME}\.docker[/\\]config\.json|\.config[/\\]gh[/\\]hosts\.yml|\.codex[/\\]auth\.json|\.(?:cursor|codeium/windsurf|gemini|vscode)[/\\](?:mcp(?:_config)?|oauth_creds|settings)\.json\b|claude_desktop_config\.json|"
    r"(?:\.claude|\.openclaw|\.clawdbot|\.config/anthropic)[/\\](?:\.credentials(?:\.json)?|\.env|credentials\b[\w.]{0,10})|"
    r"(?<![\w/.])(?:[~.]{1,2}/|\$home/)?(?:[\w*-]{1,30}/){0,3}\.env(?:\.(?:local|production|prod|staging|\*))?(?![\w.-]|\.[a-z])|"
    r"/etc/(?:shadow|passwd)\b|/proc/(?:self|\d+)/environ|"
    r"\.config[/\\]gcloud[/\\][\w./*-]{1,60}|application_default_credentials\.json|"
    r"\blogin\\? data\b|\blogins\.json|\bcookies\.sqlite|\bkey4\.db|\bwallet\.dat|\.ethereum/keystore|\.bitcoin/|solana/id\.json|"
    r"(?:library/keychains|login\.keychain)[\w./-]{0,40}|\.(?:bash|zsh)_history\b|169\.254\.169\.254|"
    r"(?:credentials|secrets?|service[_-]account|private[_-]key)\.(?:json|ya?ml|toml|pem|key|txt|env)\b"
)
STORES = (
    r"aws configure export-credentials|aws sts get-session-token|security (?:find|dump)-(?:generic-password|internet-password|keychain)[^\n|]{0,60}|gh auth token|"
    r"gcloud auth print-(?:access|identity)-token|aws configure get \w{1,30}|vault (?:kv get|read|print token)|"
    r"\bop (?:read|item get)\b|\bpass show\b|secret-tool lookup|cmdkey /list|reg save hklm\\sam|mimikatz|lazagne|"
    r"(?:^|[\s;&|(])(?:pbpaste|wl-paste|xclip [^\n|]{0,30}-o|xsel [^\n|]{0,20}(?:-b|-o)|get-clipboard)\b|"
    r"aws secretsmanager get-secret-value|git credential fill"
)
_SAID = (
    r"\b(?:(?:seed|recovery|mnemonic) phrases?|private[ _]keys?|ssh keys?|(?:saved|stored|browser) (?:passwords?|logins?|cookies)|"
    r"(?:session|auth|access|oauth|bearer) (?:tokens?|cookies)|(?:user['’]s |their |any |all |the )?(?:api|access|secret) ?_?keys?|"
    r"(?:all |the |user['’]s |their |any )?(?:environment variables|env vars|credentials|passwords|secrets)|"
    r"[a-z]{2,20}_(?:api_key|access_key|secret_key|secret|token|password|private_key)|"
    r"(?:macos |the )?keychain|keyring)\b"
)


def find(view: View) -> Iterator[Hit]:
    """Give files of keys as `file`, commands that print them as `store`, and words for them as `words`."""
    for what, pattern in (("file", FILES), ("store", STORES), ("words", _SAID)):
        for match in view.search(pattern, MARKS):
            yield Hit(match.start(), match.end(), what)
