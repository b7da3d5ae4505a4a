"""How sure a rule is of what it says."""

from enum import StrEnum


class Confidence(StrEnum):
    """How sure a rule is: `exact` follows from documented facts, `heuristic` is mostly right, `advisory` is an opinion."""

    EXACT = "exact"
    HEURISTIC = "heuristic"
    ADVISORY = "advisory"
