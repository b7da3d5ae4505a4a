"""`python -m agentkit`, and the start of the command `agentkit`."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line and exit; see `agentkit.cli.run`."""
    # Most of a short run is imports, and the collector only walks what they make. `lint`, the one long run, turns it on.
    gc.disable()
    if not _overview():
        from agentkit.cli import run

        sys.exit(run())


def _overview() -> bool:
    """Answer a call for the overview or the version without importing click; tell whether that was all."""
    from agentkit.overview import answer

    text = answer(sys.argv[1:])
    if text is None or sys.stdout is None or "_AGENTKIT_COMPLETE" in os.environ:
        return False
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains at exit
    return True


if __name__ == "__main__":
    main()
