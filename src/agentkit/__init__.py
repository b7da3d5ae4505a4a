"""AI agents as Markdown files: parsed into typed personas, validated, rendered into the exact system prompt.

```python
import agentkit

registry = agentkit.load()
prompt = registry.render("data-engineer", skills="list")
print(prompt.text)
```

Importing this package imports nothing else: each name below is loaded when it is first used.

PYTEST_DONT_REWRITE: tells pytest, which rewrites the asserts of what brings a plugin, not to warn where this is imported already.
"""

TYPE_CHECKING = False  # typing's own would cost as much again as starting Python; type checkers know the name
__version__ = "0.1.0"

if TYPE_CHECKING:
    from agentkit.agent_file import format_persona as format_persona
    from agentkit.auditing import Audit as Audit
    from agentkit.auditing import audit as audit
    from agentkit.comparison import Comparison as Comparison
    from agentkit.comparison import diff as diff
    from agentkit.confidence import Confidence as Confidence
    from agentkit.config import Config as Config
    from agentkit.costs import AgentCost as AgentCost
    from agentkit.costs import Budget as Budget
    from agentkit.costs import budget as budget
    from agentkit.description import Description as Description
    from agentkit.diagnostic import Diagnostic as Diagnostic
    from agentkit.diagnostic import Severity as Severity
    from agentkit.document import Document as Document
    from agentkit.document import dumps as dumps
    from agentkit.errors import AdapterLoss as AdapterLoss
    from agentkit.errors import AgentKitError as AgentKitError
    from agentkit.errors import CasesError as CasesError
    from agentkit.errors import CompositionError as CompositionError
    from agentkit.errors import ConfigError as ConfigError
    from agentkit.errors import ExecutorError as ExecutorError
    from agentkit.errors import ExportRefused as ExportRefused
    from agentkit.errors import GitFailed as GitFailed
    from agentkit.errors import LockError as LockError
    from agentkit.errors import MissingExtra as MissingExtra
    from agentkit.errors import MissingSkill as MissingSkill
    from agentkit.errors import NoSuchRoot as NoSuchRoot
    from agentkit.errors import NotFound as NotFound
    from agentkit.errors import PersonaError as PersonaError
    from agentkit.errors import RenderError as RenderError
    from agentkit.errors import RouterFailed as RouterFailed
    from agentkit.errors import SearchUnavailable as SearchUnavailable
    from agentkit.errors import VariableError as VariableError
    from agentkit.errors import WriteRefused as WriteRefused
    from agentkit.escaping import escape as escape
    from agentkit.fix import Edit as Edit
    from agentkit.fix import Fix as Fix
    from agentkit.handoffs import Handoff as Handoff
    from agentkit.handoffs import HandoffKind as HandoffKind
    from agentkit.linter import Report as Report
    from agentkit.linter.rule import Rule as Rule
    from agentkit.locking import Lock as Lock
    from agentkit.locking import LockedAgent as LockedAgent
    from agentkit.locking import lock as lock
    from agentkit.locking import read_lock as read_lock
    from agentkit.locking.drift import Drift as Drift
    from agentkit.locking.drift import RightChange as RightChange
    from agentkit.locking.drift import SourceChange as SourceChange
    from agentkit.markdown import Section as Section
    from agentkit.model import Model as Model
    from agentkit.model import ModelKind as ModelKind
    from agentkit.persona import Persona as Persona
    from agentkit.project import lint as lint
    from agentkit.project import settings as settings
    from agentkit.prompt import Prompt as Prompt
    from agentkit.prompt.provenance import PromptSpan as PromptSpan
    from agentkit.registry import Registry as Registry
    from agentkit.registry import load as load
    from agentkit.registry import parse as parse
    from agentkit.registry import read as read
    from agentkit.reloading import Changes as Changes
    from agentkit.search import Found as Found
    from agentkit.search import Index as Index
    from agentkit.search import Match as Match
    from agentkit.skill import Skill as Skill
    from agentkit.span import Span as Span
    from agentkit.targets import Export as Export
    from agentkit.tokens import TokenCount as TokenCount
    from agentkit.tools import Grant as Grant
    from agentkit.tools import GrantKind as GrantKind
    from agentkit.tools import Tools as Tools
    from agentkit.workspace import Workspace as Workspace

_HOMES = {
    "AdapterLoss": "errors",
    "AgentCost": "costs",
    "AgentKitError": "errors",
    "Audit": "auditing",
    "Budget": "costs",
    "CasesError": "errors",
    "Changes": "reloading",
    "CompositionError": "errors",
    "Comparison": "comparison",
    "Confidence": "confidence",
    "Config": "config",
    "ConfigError": "errors",
    "Description": "description",
    "Diagnostic": "diagnostic",
    "Document": "document",
    "Drift": "locking.drift",
    "Edit": "fix",
    "ExecutorError": "errors",
    "Export": "targets",
    "ExportRefused": "errors",
    "Fix": "fix",
    "Found": "search",
    "GitFailed": "errors",
    "Grant": "tools",
    "GrantKind": "tools",
    "Handoff": "handoffs",
    "HandoffKind": "handoffs",
    "Index": "search",
    "Lock": "locking",
    "LockError": "errors",
    "LockedAgent": "locking",
    "Match": "search",
    "MissingExtra": "errors",
    "MissingSkill": "errors",
    "Model": "model",
    "ModelKind": "model",
    "NoSuchRoot": "errors",
    "NotFound": "errors",
    "Persona": "persona",
    "PersonaError": "errors",
    "Prompt": "prompt",
    "PromptSpan": "prompt.provenance",
    "Registry": "registry",
    "RenderError": "errors",
    "Report": "linter",
    "RightChange": "locking.drift",
    "RouterFailed": "errors",
    "Rule": "linter.rule",
    "SearchUnavailable": "errors",
    "Section": "markdown",
    "Severity": "diagnostic",
    "Skill": "skill",
    "SourceChange": "locking.drift",
    "Span": "span",
    "Tools": "tools",
    "TokenCount": "tokens",
    "VariableError": "errors",
    "Workspace": "workspace",
    "WriteRefused": "errors",
    "audit": "auditing",
    "budget": "costs",
    "diff": "comparison",
    "dumps": "document",
    "escape": "escaping",
    "format_persona": "agent_file",
    "lint": "project",
    "load": "registry",
    "lock": "locking",
    "parse": "registry",
    "read": "registry",
    "read_lock": "locking",
    "settings": "project",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - the keys of the table, so that nothing is said twice

if not TYPE_CHECKING:  # else a type checker would take any name for one that exists

    def __getattr__(name: str) -> object:
        """Import a public name from the module it lives in."""
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module 'agentkit' has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(f"agentkit.{home}"), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        """List the public names."""
        return [*__all__, "__version__"]
