"""What an address says about who answers there."""

from __future__ import annotations

import re
from functools import cache

from agentkit.pattern import pattern

URL = r"\b(?:https?|ftp)://[^\s'\"<>`)\]|;,\\]{2,299}[^\s'\"<>`)\]|;,\\.!?:]"
"""An address in small letters."""

_LOCAL = pattern(
    r"localhost$|127\.|0\.0\.0\.0$|10\.\d|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[::1?\]|[^/\s]{1,250}\.(?:local|internal|localhost|lan)$|"
    r"host\.docker\.internal$|[a-z][a-z0-9_-]*$"
)
_ADDRESS = pattern(r"\d{1,3}(?:\.\d{1,3}){3}$|0x[0-9a-f]{8}$|\d{8,10}$|\[[0-9a-f:]{3,40}\]$")
_PASTE = (
    r"(?:^|\.)(?:(?:pastebin|hastebin|ghostbin|privatebin|pastie|dpaste|rentry|glot|termbin|controlc|paste|pastes|sprunge|paste2|"
    r"paste-bin|snippet|bpaste|toptal|justpaste|telegra|0x0|ix|anonfiles?|gofile|catbox|litterbox|transfer|file|tmpfiles|bashupload|"
    r"temp|oshi|uguu|pomf|filebin|sendspace|mediafire|anonymfile|workupload)\.(?:com|org|net|io|co|cc|it|ph|st|sh|me|moe|ee|in|at|"
    r"dev|ubuntu|centos|opensuse|fm|gg|to|rs|example|invalid|test|is)(?:\.|$)|cdn\.discordapp\.com$)"
)
_GIST = pattern(r"gist\.github(?:usercontent)?\.com$")
_PASTES = pattern(_PASTE)
_SHORT = pattern(
    r"(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|is\.gd|cutt\.ly|rb\.gy|shorturl\.at|ow\.ly|t\.ly|v\.gd|rebrand\.ly|tiny\.cc|qr\.ae|s\.id)$"
)
_COLLECTOR = pattern(
    r"(?:^|\.)(?:webhook\.(?:site|cool)|webhook-test\.com|requestbin\.(?:com|net)|(?:[a-z0-9-]{1,60}\.)?pipedream\.net|hookbin\.com|beeceptor\.com|"
    r"ngrok(?:-free)?\.(?:io|app|dev)|trycloudflare\.com|loca\.lt|localtunnel\.me|serveo\.net|localhost\.run|lhr\.life|"
    r"burpcollaborator\.net|oastify\.com|oast\.(?:fun|live|pro|me|site|online)|interact\.sh|interactsh\.com|canarytokens\.(?:com|org)|"
    r"requestcatcher\.com|postb\.in|dnslog\.cn|ceye\.io|smee\.io|bore\.pub|pinggy\.(?:io|link)|telebit\.io|pagekite\.me|"
    r"webhookrelay\.com|duckdns\.org|no-ip\.(?:com|org)|ddns\.net|hopto\.org)$"
)
_BOT = pattern(
    r"(?:discord(?:app)?\.com/api/webhooks/|api\.telegram\.org/bot|hooks\.zapier\.com/hooks/|maker\.ifttt\.com/trigger)"
)


def host_of(url: str) -> str:
    """Give the host of an address in small letters, without user and port."""
    rest = url.partition("://")[2]
    host = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2]
    return re.sub(r":\d*$", "", host).rstrip(".")


def is_open(url: str) -> bool:
    """Tell whether the address is a placeholder, so that nobody answers there as it is written."""
    host = host_of(url)
    return not host or not host.strip(".") or re.search(r"[<>{}$%*]|\.\.|your|attacker-?ip|\bx\.x\b", host) is not None


@cache
def is_local(url: str) -> bool:
    """Tell whether the address is of this machine or its network."""
    return _LOCAL.match(host_of(url)) is not None


@cache
def is_paste(url: str) -> bool:
    """Tell whether anybody can put a text at the address without a name."""
    return _PASTES.search(host_of(url)) is not None


def is_gist(url: str) -> bool:
    """Tell whether the address is a gist."""
    return _GIST.search(host_of(url)) is not None


@cache
def is_collector(url: str) -> bool:
    """Tell whether whatever is sent to the address is shown to somebody: a request catcher, a tunnel, a bot's webhook."""
    return _COLLECTOR.search(host_of(url)) is not None or _BOT.search(url) is not None


@cache
def is_raw(url: str) -> bool:
    """Tell whether the host is a bare IP address outside private networks."""
    return _ADDRESS.match(host_of(url)) is not None and not is_local(url)


def distrust(url: str) -> str | None:
    """Give why code from an address is anybody's code; None where no reason shows."""
    if is_open(url) or is_local(url):
        return None
    host = host_of(url)
    if is_raw(url):
        return "a bare IP address"
    if is_paste(url) or is_gist(url):
        return "a paste site"
    if is_collector(url):
        return "a tunnel or request catcher"
    if _SHORT.search(host) is not None:
        return "a shortened link"
    if host.endswith(".onion") or host.startswith("xn--") or ".xn--" in host:
        return "a disguised host"
    if url.startswith(("http://", "ftp://")):
        return "a connection without encryption"
    return None


def is_stranger(url: str) -> bool:
    """Tell whether the address is another machine's, and not the installer of a known tool."""
    return not (is_open(url) or is_local(url) or is_known_installer(url))


_INSTALLERS = pattern(
    r"(?:astral\.sh|sh\.rustup\.rs|static\.rust-lang\.org|get\.docker\.com|bun\.sh|bun\.com|deno\.land|get\.pnpm\.io|"
    r"install\.python-poetry\.org|fnm\.vercel\.app|ollama\.com|ollama\.ai|claude\.ai|cursor\.com|opencode\.ai|"
    r"get\.helm\.sh|get\.k3s\.io|fly\.io|get\.volta\.sh|mise\.run|mise\.jdx\.dev|nixos\.org|install\.determinate\.systems|"
    r"starship\.rs|get\.sdkman\.io|cli\.github\.com|dl\.google\.com|sdk\.cloud\.google\.com|packages\.microsoft\.com|aka\.ms|"
    r"deb\.nodesource\.com|rpm\.nodesource\.com|get\.pulumi\.com|apt\.releases\.hashicorp\.com|tailscale\.com|"
    r"bootstrap\.pypa\.io|getcomposer\.org|get\.scala-cli\.org|getfoundry\.sh|foundry\.paradigm\.xyz|release\.solana\.com|"
    r"release\.anza\.xyz|install\.duckdb\.org|sentry\.io|cli\.run\.nu|community\.chocolatey\.org|chocolatey\.org|get\.scoop\.sh|"
    r"ohmyposh\.dev|zed\.dev|pixi\.sh|get\.rvm\.io|direnv\.net|raw\.githubusercontent\.com|github\.com)$"
)
_INSTALLER_PATHS = pattern(
    r"(?:homebrew/install|nvm-sh/nvm|ohmyzsh/ohmyzsh|helm/helm|rust-lang/|nodenv/|pyenv/|asdf-vm/|golangci/golangci-lint|"
    r"anchore/(?:syft|grype)|aquasecurity/(?:trivy|tfsec)|trufflesecurity/trufflehog|k3d-io/k3d|kubernetes-sigs/|terraform-linters/tflint|"
    r"nektos/act|jesseduffield/|casey/just|starship/starship|istio/istio|argoproj/|fluxcd/|cilium/|tiangolo/|infracost/infracost|"
    r"junegunn/|docker/|astral-sh/|google/|microsoft/|aws/|hashicorp/)"
)


def is_known_installer(url: str) -> bool:
    """Tell whether the address is the published installer of a well-known tool (their documentation, 2026-11)."""
    host = host_of(url)
    if not url.startswith("https://") or _INSTALLERS.search(host) is None:
        return False
    return not host.endswith(("githubusercontent.com", "github.com")) or _INSTALLER_PATHS.search(url) is not None
