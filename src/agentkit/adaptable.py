"""The methods by which a persona is handed to a framework: two for each, that import nothing until they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from agentkit.errors import AdapterLoss

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import TypedDict, Unpack

    from agent_framework import Agent as MicrosoftAgent
    from agents import Agent as OpenAIAgent
    from claude_agent_sdk import AgentDefinition
    from crewai import Agent as CrewAgent
    from deepagents import SubAgent
    from google.adk.agents import LlmAgent
    from langgraph.graph.state import CompiledStateGraph
    from pydantic_ai import Agent as PydanticAgent
    from pydantic_ai import AgentSpec

    from agentkit.adapters.ask import AdapterSkills
    from agentkit.registry import Registry

    class Wishes(TypedDict, total=False):
        """What every adapter takes; see `agentkit.adapters.ask.Ask`."""

        registry: Registry
        """Where base, skills and hand-offs are looked up. By default the projects around the file, then what ships."""
        skills: AdapterSkills
        """How skills come in: `full` (the default), `list`, `none`; `native` where the framework loads them itself."""
        variables: Mapping[str, object]
        tools: Mapping[str, Any]
        """Name of a grant to the program's tool, to a list of tools, or to None to leave it out knowingly."""
        models: Any
        """The model, or a table of the file's model name to the framework's."""
        drop: Collection[str]
        """Fields that are left out knowingly."""
        handoffs: Collection[str]
        """The agents to hand off to; by default those that the file names. OpenAI only."""
        arguments: Mapping[str, Any]
        """Further arguments of the framework's object; they win."""
        on_loss: Literal["warn", "raise"]
        """What to do with an `AdapterLoss`; `warn` by default."""


class Adaptable:
    """A persona's `as_` methods give keyword arguments, its `to_` methods the framework's object.

    The arguments are plain data that JSON can write, as far as the caller's tools and models are; no framework is imported.
    All take the same wishes, by name:

    `registry`: where base, skills and hand-offs are looked up; by default the projects around the file, then what ships.
    `skills`: `full` (the default), `list`, `none`, or `native` where the framework loads skills itself.
    `variables`: values of those that the persona declares.
    `tools`: name of a grant, such as `Read` or `Bash(git *)`, to the program's tool, a list of tools, or None to leave it out.
    `models`: the model, or a table of the file's model name to the framework's. None is guessed.
    `drop`: fields of the file that are left out knowingly.
    `handoffs`: the agents to hand off to (OpenAI); by default those that the file names.
    `arguments`: further arguments of the framework's object; they win.
    `on_loss`: `warn` (the default) or `raise`, where the file says what the framework has no equivalent for.

    Each may raise `AdapterLoss`, `RenderError` for a skill, base or variable that is missing, and the `to_` methods
    `MissingExtra` where the framework is not installed.
    """

    __slots__ = ()

    def as_adk(self, **wishes: Unpack[Wishes]) -> dict[str, Any]:
        """Give the arguments of Google ADK's `LlmAgent`, the name as ADK takes it."""
        given: dict[str, Any] = _adapted(self, "keywords", "adk", wishes)
        return given

    def to_adk(self, **wishes: Unpack[Wishes]) -> LlmAgent:
        """Give an `LlmAgent` of Google ADK."""
        made: LlmAgent = _adapted(self, "build", "adk", wishes)
        return made

    def as_agent_framework(self, **wishes: Unpack[Wishes]) -> dict[str, Any]:
        """Give the arguments of the Microsoft Agent Framework's `Agent`, which needs a chat client."""
        given: dict[str, Any] = _adapted(self, "keywords", "agent_framework", wishes)
        return given

    def to_agent_framework(self, **wishes: Unpack[Wishes]) -> MicrosoftAgent[Any]:
        """Give an `Agent` of the Microsoft Agent Framework; a chat client is needed, as the model."""
        made: MicrosoftAgent[Any] = _adapted(self, "build", "agent_framework", wishes)
        return made

    def as_claude(self, **wishes: Unpack[Wishes]) -> dict[str, Any]:
        """Give the arguments of the Claude Agent SDK's `AgentDefinition`, which is also what `claude --agents` takes."""
        given: dict[str, Any] = _adapted(self, "keywords", "claude", wishes)
        return given

    def to_claude(self, **wishes: Unpack[Wishes]) -> AgentDefinition:
        """Give an `AgentDefinition` of the Claude Agent SDK."""
        made: AgentDefinition = _adapted(self, "build", "claude", wishes)
        return made

    def as_crewai(self, **wishes: Unpack[Wishes]) -> dict[str, Any]:
        """Give the arguments of CrewAI's `Agent`, which fills names in braces; that of `to_crewai` does not."""
        given: dict[str, Any] = _adapted(self, "keywords", "crewai", wishes)
        return given

    def to_crewai(self, **wishes: Unpack[Wishes]) -> CrewAgent:
        """Give an `Agent` of CrewAI whose texts are no templates."""
        made: CrewAgent = _adapted(self, "build", "crewai", wishes)
        return made

    def as_deepagents(self, **wishes: Unpack[Wishes]) -> dict[str, Any]:
        """Give a deepagents subagent as plain data, for `create_deep_agent(subagents=[...])`."""
        given: dict[str, Any] = _adapted(self, "keywords", "deepagents", wishes)
        return given

    def to_deepagents(self, **wishes: Unpack[Wishes]) -> SubAgent:
        """Give a `SubAgent` of deepagents."""
        made: SubAgent = _adapted(self, "build", "deepagents", wishes)
        return made

    def as_langchain(self, **wishes: Unpack[Wishes]) -> dict[str, Any]:
        """Give the arguments of LangChain's `create_agent`, which needs a model."""
        given: dict[str, Any] = _adapted(self, "keywords", "langchain", wishes)
        return given

    def to_langchain(self, **wishes: Unpack[Wishes]) -> CompiledStateGraph[Any, Any, Any, Any]:
        """Give the agent that LangChain's `create_agent` makes; a model is needed."""
        made: CompiledStateGraph[Any, Any, Any, Any] = _adapted(self, "build", "langchain", wishes)
        return made

    def as_openai(self, **wishes: Unpack[Wishes]) -> dict[str, Any]:
        """Give the arguments of the OpenAI Agents SDK's `Agent`, hand-offs left out."""
        given: dict[str, Any] = _adapted(self, "keywords", "openai", wishes)
        return given

    def to_openai(self, **wishes: Unpack[Wishes]) -> OpenAIAgent[Any]:
        """Give an `Agent` of the OpenAI Agents SDK, its hand-offs wired."""
        made: OpenAIAgent[Any] = _adapted(self, "build", "openai", wishes)
        return made

    def as_pydantic_ai(self, **wishes: Unpack[Wishes]) -> dict[str, Any]:
        """Give the arguments of pydantic-ai's `Agent`."""
        given: dict[str, Any] = _adapted(self, "keywords", "pydantic_ai", wishes)
        return given

    def to_pydantic_ai(self, **wishes: Unpack[Wishes]) -> PydanticAgent[Any, Any]:
        """Give an `Agent` of pydantic-ai, whose system prompt is there in every run."""
        made: PydanticAgent[Any, Any] = _adapted(self, "build", "pydantic_ai", wishes)
        return made

    def as_pydantic_spec(self, **wishes: Unpack[Wishes]) -> dict[str, Any]:
        """Give a pydantic-ai AgentSpec as plain data, for a YAML or JSON file."""
        given: dict[str, Any] = _adapted(self, "keywords", "pydantic_spec", wishes)
        return given

    def to_pydantic_spec(self, **wishes: Unpack[Wishes]) -> AgentSpec:
        """Give an `AgentSpec` of pydantic-ai."""
        made: AgentSpec = _adapted(self, "build", "pydantic_spec", wishes)
        return made


def _adapted(persona: Any, what: Literal["keywords", "build"], name: str, wishes: Any) -> Any:
    from agentkit import adapters

    options = dict(wishes)
    on_loss = options.pop("on_loss", "warn")
    if on_loss not in ("warn", "raise"):
        raise ValueError(f"on_loss is 'warn' or 'raise', not {on_loss!r}")
    value, losses = getattr(adapters, what)(name, persona, **options)
    if losses:
        count = "one part" if len(losses) == 1 else f"{len(losses)} parts"
        loss = AdapterLoss(f"the {adapters.get(name).title} has no place for {count} of `{persona.name}`", losses)
        if on_loss == "raise":
            raise loss
        import warnings

        warnings.warn(loss, stacklevel=3)  # at the line that calls the method
    return value
