"""The bodies of public agents through a framework's adapter, to what its model is given: how many arrive byte for byte.

It needs the framework, so it runs in the environment that `make test-adapters` sets up:
`.adapters/openai/bin/python -m benchmarks.adapters openai FOLDER`    (exits 1 when a body does not arrive, blanks at its ends aside)
"""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path

import agentkit
from agentkit import adapters
from benchmarks.escaping import bodies


def main() -> int:
    """Count."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    arrive = import_module(f"tests.adapters.test_{name}").arrive
    texts = [text for text in bodies(folder) if not re.search("[\ud800-\udfff]", text)]
    exact = trimmed = 0
    for text in texts:
        got = arrive(agentkit.parse(f"---\nname: it\ndescription: It works.\n---\n{text}"))
        exact += got == text
        if got not in (text, text.strip()):
            print(f"not exact: {text[:60]!r}")
        trimmed += got == text.strip() != text
    print(f"{adapters.get(name).title} ({adapters.get(name).tested}): {exact} of {len(texts)} bodies arrive byte for byte")
    if trimmed:
        print(f"{trimmed} arrive but for the blanks and line ends at their ends")
    return int(exact + trimmed != len(texts))


if __name__ == "__main__":
    sys.exit(main())
