"""The estimator: ten counts of a text, weighted by family of models. It needs nothing but the text.

Coefficients were fitted on 1,335 public agent bodies of ten repositories (2026-11-23): for `openai-o200k` against the o200k
vocabulary, for the families of Claude against ctok 1.3.0, a reconstruction. The same text gives the same number everywhere.

The error is that on 1,200 texts of other repositories (`python -m benchmarks.token_error`, 2026-11-24), which is about twice what
cross-validation had promised (5.9, 9.4 and 7.4 %): many of them are not in English, and short texts are further off.
"""

from __future__ import annotations

from agentkit.pattern import pattern

NAME = "agentkit-estimate-1"
"""Name of this arithmetic. It changes whenever a coefficient does, so that counts of two of them are never compared."""

COEFFICIENTS = {
    "openai-o200k": (0.975, 1.172, 1.076, 1.029, 1.524, 0.551, 1.058, 0.854, 0.243, 0.418),
    "claude-3..4.6": (1.109, 1.328, 0.962, 1.347, 1.57, 0.656, 1.581, 1.307, 0.215, 0.606),
    "claude-4.7+": (1.041, 2.098, 2.454, 3.087, 1.936, 0.797, 1.472, 0.94, 0.917, 0.682),
}
"""Family to what each feature weighs, in tokens."""

LONG = 300
"""Estimated tokens from which on a text counts as long: errors of its words even out."""

MEDIANS = {"openai-o200k": 0.031, "claude-3..4.6": 0.041, "claude-4.7+": 0.035}
"""Family to the median of the relative error of long texts."""
MARGINS = {"openai-o200k": (0.24, 0.15), "claude-3..4.6": (0.36, 0.20), "claude-4.7+": (0.26, 0.14)}
"""Family to the 95th percentile of the relative error, of short and of long texts."""

_PIECES = pattern(r"[^\W\d_]+|\d+|\s+|[^\w\s]|_")


def features(text: str) -> tuple[int, ...]:
    """Count what the weights are for.

    Returns:
        Words of up to 4, 7, 11 and more letters; groups of three digits; ASCII signs; runs of white space with a line break; other
        runs of more than one blank; words with a capital; characters beyond ASCII.
    """
    counts = [0] * 10
    for piece in _PIECES.findall(text):
        first = piece[0]
        if first.isalpha():
            counts[0 if len(piece) <= 4 else 1 if len(piece) <= 7 else 2 if len(piece) <= 11 else 3] += 1
            counts[8] += piece != piece.lower()
        elif first.isdigit():
            counts[4] += -(-len(piece) // 3)
        elif first.isspace():
            counts[6] += "\n" in piece
            counts[7] += "\n" not in piece and len(piece) > 1
        elif piece.isascii():
            counts[5] += 1
        counts[9] += sum(not char.isascii() for char in piece)
    return tuple(counts)


def margin(tokens: float, family: str) -> float:
    """Give the 95th percentile of the relative error of an estimate of this size."""
    return MARGINS[family][tokens >= LONG]


def weighed(counts: tuple[int, ...], family: str) -> float:
    """Give the tokens that features come to for a family."""
    return sum(count * weight for count, weight in zip(counts, COEFFICIENTS[family], strict=True))
