"""What an adapter is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from agentkit.errors import MissingExtra, RenderError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agentkit.adapters.ask import Ask
    from agentkit.tools import Grant


class Adapter(ABC):
    """A framework that personas are handed to, one file each. Its docstring tells what becomes of a file's fields.

    `keywords` imports nothing of the framework; `build` does, within `self.installed()`. Both take what they carry from the
    `Ask`; every field that is not taken is reported as lost.
    """

    title: ClassVar[str]
    """What the framework is called."""
    package: ClassVar[str]
    """What is installed, such as `google-adk`."""
    module: ClassVar[str]
    """What is imported, such as `google.adk`."""
    extra: ClassVar[str]
    """agentkit's extra that brings the package."""
    tested: ClassVar[str]
    """The release that the adapter was run with, and when."""
    own_models: ClassVar[str | None] = None
    """A pattern of model names that the framework takes as a file has them; None where every name needs the caller's table."""
    native_skills: ClassVar[bool] = False
    """Whether the framework loads skills itself, so that `skills="native"` means something."""
    starts_agents: ClassVar[bool] = False
    """Whether the adapter wires the agents that a file may start, so that `Agent(...)` is no loss."""

    @abstractmethod
    def keywords(self, ask: Ask) -> dict[str, Any]:
        """Give the keyword arguments of the framework's object, plain data as far as the caller's tools and models are."""

    @abstractmethod
    def build(self, ask: Ask) -> Any:
        """Give the framework's object.

        Raises:
            MissingExtra: The framework is not installed.
        """

    def serves(self, grant: Grant) -> bool:  # noqa: ARG002 - most frameworks bring no tools
        """Tell whether the framework has a tool of its own for a grant, so that none of the caller's is needed."""
        return False

    def refused(self, folder: str, why: object) -> RenderError:
        """Give the error for a skill that the framework does not load, at its SKILL.md."""
        hint = 'mend it, or put its text into the prompt with skills="full"'
        message = f"the {self.title} does not load this skill: {' '.join(str(why).split())}"
        return RenderError(message, path=f"{folder}/SKILL.md", hint=hint)

    @contextmanager
    def installed(self, module: str | None = None, package: str | None = None) -> Iterator[None]:
        """Turn an import that fails because the framework is missing into `MissingExtra`; other errors stay what they are.

        Args:
            module: Another module that the extra brings, in place of the framework's.
            package: What is installed for it.
        """
        module, package = module or self.module, package or self.package
        try:
            yield
        except ImportError as error:
            # No path: not found, or a folder of that name, such as a project's agents/, that is no package.
            name = f"{error.name}."
            if error.path is not None or not (f"{module}.".startswith(name) or name.startswith(f"{module}.")):
                raise
            message = f"the {self.title} needs the package {package}"
            raise MissingExtra(message, hint=f"pip install 'agentkit-personas[{self.extra}]'") from error
