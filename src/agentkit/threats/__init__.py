"""Known patterns of attack in the text of agents, skills, their scripts and their references.

Two tiers: facts are always true of the text, verdicts come from combinations of what could be done with what makes it an attack.
Finding nothing does not mean that a text is safe: prose that never says what it is after, packed payloads and binaries go unseen.
"""

from agentkit.threats.engine import ROLES, scan
from agentkit.threats.threat import Threat, Tier

__all__ = ["ROLES", "Threat", "Tier", "scan"]
