"""Where the personas and skills that ship with agentkit are."""

from __future__ import annotations

from pathlib import Path


def bundled() -> Path:
    """Give the folder that holds the shipped `agents/` and `skills/`.

    In a wheel that is `agentkit/_bundled`; in a checkout or an editable install it is the repository, so that an edit
    in `agents/` shows at once. The package's own place is asked, not `importlib.resources`: an editable install also
    has a stale `_bundled` copy in site-packages, which a resource look-up would find.
    """
    package = Path(__file__).parent
    shipped = package / "_bundled"
    return shipped if shipped.is_dir() else package.parents[1]
