"""How far the token estimate is off, on public files that it was not fitted on.

The coefficients were fitted on the bodies of ten repositories, which are left out here, and so is every text that stands in one of
them too: public agents are copied a lot. Counted are bodies of agents, bodies of skills, and descriptions of both, each text
once, a sample of each with a fixed seed (the counter for Claude takes about 75 ms a body).

Usage: python -m benchmarks.token_error FOLDER [SAMPLE]
Needs Python 3.12 and the extra: pip install 'agentkit-personas[tokens]'
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import agentkit
from agentkit.tokens import FAMILIES, exact
from agentkit.tokens.estimate import LONG, features, weighed

if TYPE_CHECKING:
    from collections.abc import Iterable

FITTED_ON = (
    *("VoltAgent+", "wshobson+", "davila7+", "msitarzewski+agency-agents", "rshah515+", "0xfurai+", "github+awesome-copilot"),
    *("lst97+", "contains-studio+", "hesreallyhim+"),
)
"""Beginnings of the folders whose bodies the coefficients were fitted on."""
SEED = 20261124
SHORT = 40
"""Least characters of a text; shorter ones say nothing of an error in per cent."""


def texts_of(folder: Path) -> tuple[dict[str, set[str]], int]:
    """Give the texts below a folder of a repository by kind, and how many files they come from."""
    texts: dict[str, set[str]] = {"agent bodies": set(), "skill bodies": set(), "descriptions": set()}
    files = 0
    for loaded in agentkit.load(folder).load_all():
        item = loaded.item
        if isinstance(item, agentkit.Persona):
            files += 1
            texts["agent bodies"].add(item.body)
            texts["descriptions"].add(item.description.text)
        elif isinstance(item, agentkit.Skill):
            files += 1
            texts["skill bodies"].add(item.body)
            texts["descriptions"].add(item.description)
    return texts, files


def held_out(corpus: Path) -> dict[str, list[str]]:
    """Give the texts, sorted, of repositories that were not fitted on, without those that the fitted ones have too."""
    known: dict[str, set[str]] = {}
    found: dict[str, set[str]] = {}
    for folder in sorted(corpus.iterdir()):
        into = known if folder.name.startswith(FITTED_ON) else found
        for kind, texts in texts_of(folder)[0].items():
            into.setdefault(kind, set()).update(text.strip() for text in texts if len(text.strip()) >= SHORT)
    return {kind: sorted(texts - known.get(kind, set())) for kind, texts in found.items()}


def quantile(values: Iterable[float], share: float) -> float:
    """Give the value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def line_of(title: str, family: str, pairs: list[tuple[float, int]]) -> str:
    """Give a row: the median and 95th percentile of the relative error, the largest, and that of the sum."""
    errors = [abs(estimate - real) / max(real, 1) for estimate, real in pairs]
    bias = sum(estimate for estimate, _ in pairs) / sum(real for _, real in pairs) - 1
    figures = f"median {quantile(errors, 0.5):5.1%}  p95 {quantile(errors, 0.95):5.1%}  largest {max(errors):5.1%}"
    return f"{title:15} {family:14} {len(pairs):4} texts  {figures}  sum {bias:+.1%}"


def main() -> None:
    """Print a row for each kind of text and family, then for each family of short and of long texts together."""
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    every: dict[str, list[tuple[float, int]]] = {family: [] for family in FAMILIES}
    for kind, texts in held_out(Path(sys.argv[1])).items():
        sample = random.Random(SEED).sample(texts, min(size, len(texts)))  # noqa: S311 - a sample, not a secret
        print(f"{kind}: {len(sample)} of {len(texts)} texts that were not fitted on")
        counted = [(text, features(text)) for text in sample]
        for family in FAMILIES:
            pairs = [(weighed(counts, family), exact.exact(text, family)[0]) for text, counts in counted]
            every[family] += pairs
            print(line_of(kind, family, pairs), flush=True)
    for each, pairs in every.items():
        print(line_of(f"below {LONG}", each, [pair for pair in pairs if pair[0] < LONG]))
        print(line_of(f"from {LONG}", each, [pair for pair in pairs if pair[0] >= LONG]))


if __name__ == "__main__":
    main()
