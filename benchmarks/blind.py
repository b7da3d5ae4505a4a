"""Blind copies of each persona and of three public ones, for readers who score them: see docs/library-review.md.

Writes OUT/ROLE/A.md to D.md, each without frontmatter and without its first title, in an order that the seed and the role
decide, and the key as KEY, which nobody opens who has not scored. A public skill or a neighbour stands in where no public
collection has the role.

Usage: python -m benchmarks.blind FOLDER OUT KEY [SEED]    (FOLDER holds one folder a repository)
"""

from __future__ import annotations

import json
import random
import re
import sys
from pathlib import Path

from agentkit import document

_ROOT = Path(__file__).resolve().parent.parent
_WSHOBSON = "wshobson+agents/plugins"
_VOLTAGENT = "VoltAgent+awesome-claude-code-subagents/categories"
_AGENCY = "msitarzewski+agency-agents"
_DATRAN = "datran93+antigravity-super-kit/.agent/agents"
_DAVILA = "davila7+claude-code-templates/cli-tool/components/agents/data-ai"

PEERS = {
    "data-engineer": (
        f"{_WSHOBSON}/data-engineering/agents/data-engineer.md",
        f"{_DATRAN}/data-engineer.md",
        f"{_AGENCY}/engineering/engineering-data-engineer.md",
    ),
    "security-auditor": (
        f"{_WSHOBSON}/security-scanning/agents/security-auditor.md",
        f"{_DATRAN}/security-auditor.md",
        f"{_AGENCY}/engineering/engineering-security-engineer.md",
    ),
    "backend-specialist": (
        f"{_WSHOBSON}/backend-development/agents/backend-architect.md",
        f"{_DATRAN}/backend-specialist.md",
        f"{_AGENCY}/engineering/engineering-backend-architect.md",
    ),
    "code-reviewer": (
        f"{_WSHOBSON}/comprehensive-review/agents/code-reviewer.md",
        f"{_VOLTAGENT}/04-quality-security/code-reviewer.md",
        f"{_AGENCY}/engineering/engineering-code-reviewer.md",
    ),
    "test-engineer": (
        f"{_WSHOBSON}/unit-testing/agents/test-automator.md",
        f"{_VOLTAGENT}/04-quality-security/qa-expert.md",
        f"{_DATRAN}/test-engineer.md",
    ),
    "data-scientist": (
        f"{_WSHOBSON}/machine-learning-ops/agents/data-scientist.md",
        f"{_VOLTAGENT}/05-data-ai/data-scientist.md",
        f"{_DATRAN}/data-scientist.md",
    ),
    "devops-engineer": (
        f"{_VOLTAGENT}/03-infrastructure/devops-engineer.md",
        f"{_DATRAN}/devops-engineer.md",
        f"{_AGENCY}/engineering/engineering-devops-automator.md",
    ),
    "database-architect": (
        f"{_WSHOBSON}/database-design/agents/database-architect.md",
        f"{_DATRAN}/database-architect.md",
        f"{_AGENCY}/engineering/engineering-database-optimizer.md",
    ),
    "frontend-specialist": (
        f"{_WSHOBSON}/frontend-mobile-development/agents/frontend-developer.md",
        f"{_DATRAN}/frontend-specialist.md",
        f"{_AGENCY}/engineering/engineering-frontend-developer.md",
    ),
    "analytics-engineer": (
        f"{_WSHOBSON}/data-engineering/skills/dbt-transformation-patterns/SKILL.md",
        f"{_DAVILA}/data-engineer.md",
        "Andryd22+antigravity-kit-andryd/.agent/skills/data-engineering/SKILL.md",
    ),
    "data-analyst": (
        f"{_VOLTAGENT}/05-data-ai/data-analyst.md",
        f"{_DAVILA}/data-analyst.md",
        f"{_AGENCY}/support/support-analytics-reporter.md",
    ),
    "technical-writer": (
        f"{_VOLTAGENT}/08-business-product/technical-writer.md",
        f"{_AGENCY}/engineering/engineering-technical-writer.md",
        "HamzaAlayed+laravel-claude-agents/agents/technical-writer.md",
    ),
}


def body(path: Path) -> str:
    """Give the text of a file without its frontmatter and its first title."""
    text = document.parse(path.read_bytes(), path=str(path)).body
    return re.sub(r"\A\s*# [^\n]*\n", "", text).strip() + "\n"


def main() -> None:
    """Write the copies and the key."""
    if not 4 <= len(sys.argv) <= 5:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    folder, out, key = (Path(argument) for argument in sys.argv[1:4])
    seed = sys.argv[4] if len(sys.argv) == 5 else "1"
    names: dict[str, dict[str, str]] = {}
    for role, peers in PEERS.items():
        texts = [("ours", _ROOT / "agents" / f"{role}.md"), *((peer.split("/")[0], folder / peer) for peer in peers)]
        random.Random(f"{seed} {role}").shuffle(texts)  # noqa: S311
        (out / role).mkdir(parents=True, exist_ok=True)
        for letter, (_, path) in zip("ABCD", texts, strict=True):
            (out / role / f"{letter}.md").write_text(body(path), encoding="utf-8")
        names[role] = {letter: name for letter, (name, _) in zip("ABCD", texts, strict=True)}
    key.parent.mkdir(parents=True, exist_ok=True)
    key.write_text(json.dumps(names, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
