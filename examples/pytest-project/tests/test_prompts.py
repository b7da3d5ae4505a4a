"""What the prompts of this project are, cost, say and allow."""

import pytest

from agentkit import Persona, Registry
from agentkit.testing import (
    PromptSnapshot,
    assert_contains,
    assert_finds,
    assert_grants_within,
    assert_lacks,
    assert_within,
)


def test_prompt_is_the_stored_one(each_persona: Persona, registry: Registry, prompt_snapshot: PromptSnapshot) -> None:
    """A change to an agent, or to a skill that it has, is shown before it is accepted."""
    prompt_snapshot(registry.render(each_persona))


@pytest.mark.parametrize("warehouse", ["bigquery", "duckdb"])
@pytest.mark.agentkit("loader")
def test_prompt_names_the_warehouse(persona: Persona, registry: Registry, warehouse: str) -> None:
    """The variable is filled, and nothing else in braces is left."""
    prompt = registry.render(persona, variables={"warehouse": warehouse})

    assert_contains(prompt, f"You load files into {warehouse}.")
    assert_lacks(prompt, "{{")


def test_prompt_stays_within_its_budget(each_persona: Persona, registry: Registry) -> None:
    """In the worst family of models, with skills in full."""
    assert_within(registry.render(each_persona), 400)


@pytest.mark.agentkit("reviewer")
def test_reviewer_changes_nothing(persona: Persona) -> None:
    """It may read, and no more."""
    assert_grants_within(persona, {"Read", "Grep"})


@pytest.mark.parametrize(
    ("task", "name"),
    [
        ("Load the Parquet file into a warehouse table", "loader"),
        ("Review the query of this migration before the merge", "reviewer"),
    ],
)
def test_task_finds_its_agent(registry: Registry, task: str, name: str) -> None:
    """The words of a task lead to one agent."""
    assert_finds(registry, task, name)
