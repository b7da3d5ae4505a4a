"""Lengths that harnesses set for an agent's body, in characters.

Sources: documentation of GitHub Copilot, custom agents configuration (github/docs, read 2026-11-23); source of Qwen Code,
packages/core/src/subagents/validation.ts (read 2026-11-23).
"""

from __future__ import annotations

COPILOT_MOST = 30_000
"""A prompt may have no more on github.com."""
QWEN_LEAST = 10
"""A prompt with fewer is refused."""
QWEN_WARNS = 10_000
"""A prompt with more gets a warning when it is loaded."""
