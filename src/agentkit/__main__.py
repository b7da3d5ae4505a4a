"""`python -m agentkit`, and the start of the command `agentkit`."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and exit; see `agentkit.cli.run`."""
    # Most of a short run is imports, and the collector only walks what they make. `lint`, the one long run, turns it on.
    gc.disable()
    from agentkit.cli import run

    sys.exit(run())


if __name__ == "__main__":
    main()
