"""`python -m agentkit`, and the start of the command `agentkit`."""

# No `from __future__` here, nor in the package's own __init__: until the working folder is off the path it would be imported from there.
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


def _leave_out_the_working_folder() -> None:
    """Take the working folder off the path, where `python -m` puts it first: a stranger's `yaml.py` would be imported from it.

    What `PYTHONPATH` names stays. A folder `agentkit` in the working folder is run by Python before this; `python -P -m agentkit` is not.
    """
    try:
        here = os.getcwd()
    except OSError:  # it is gone, and holds nothing
        here = ""
    if not sys.flags.safe_path and sys.path[:1] in ([""], [here]):
        del sys.path[0]


if __name__ == "__main__":
    _leave_out_the_working_folder()
    main()
