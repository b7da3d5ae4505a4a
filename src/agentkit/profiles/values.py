"""Values and limits that reading a file needs, apart from the profiles so that a start does not import those.

Sources: Claude Code documentation, sub-agents, read 2026-10-08, and skills, read 2026-08-22; Agent Skills specification, agentskills/agentskills@69ef37e
(2026-08-09).
"""

PERMISSION_MODES = frozenset({"default", "manual", "acceptEdits", "auto", "dontAsk", "bypassPermissions", "plan"})
MEMORIES = frozenset({"user", "project", "local"})
EFFORTS = frozenset({"low", "medium", "high", "xhigh", "max"})
ISOLATIONS = frozenset({"worktree"})
CACHE_TTLS = frozenset({"5m", "1h"})
CONTEXTS = frozenset({"fork"})
SHELLS = frozenset({"bash", "powershell"})
COLORS = frozenset({"red", "blue", "green", "yellow", "purple", "orange", "pink", "cyan"})

MAX_SKILL_NAME = 64
MAX_SKILL_DESCRIPTION = 1024
MAX_COMPATIBILITY = 500
