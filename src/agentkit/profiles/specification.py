"""The Agent Skills specification, which several harnesses read skills by.

Source: agentskills/agentskills@69ef37e (2026-08-09), specification and guidance for clients; its validator skills-ref 0.1.1, run
2026-11-24.
"""

from agentkit.profiles.profile import Field, Kind, NameRule
from agentkit.profiles.values import MAX_COMPATIBILITY, MAX_SKILL_DESCRIPTION, MAX_SKILL_NAME

NAME = NameRule(
    # Letters of every script pass the validator, though the prose says a-z.
    pattern=r"(?!.*--)[^\W_A-Z]+(?:-+[^\W_A-Z]+)*",
    high=MAX_SKILL_NAME,
    equals_folder=True,
    otherwise="invalid",
    words="1 to 64 lowercase letters, digits and single hyphens, equal to the folder's name",
)
_SCALAR: tuple[Kind, ...] = ("string", "int", "number", "bool")
FIELDS = (
    Field("name", _SCALAR, missing="invalid", high=MAX_SKILL_NAME, otherwise="invalid"),
    Field("description", _SCALAR, missing="rejected", low=1, high=MAX_SKILL_DESCRIPTION, otherwise="invalid"),
    Field("license", _SCALAR, otherwise="warned", cosmetic=True),
    Field("compatibility", _SCALAR, high=MAX_COMPATIBILITY, otherwise="invalid", cosmetic=True),
    Field("metadata", ("map",), cosmetic=True),
    Field("allowed-tools", ("string", "list"), note="experimental; separated by white space"),
)
"""The six fields of the specification."""
LENIENT_FIELDS = tuple(
    field._replace(missing=None if field.name == "name" else field.missing, uncertain=True) for field in FIELDS
)
"""The same for a harness that is said to follow the specification, and nowhere says how strictly."""
LOOSE_FIELDS = tuple(field._replace(missing=None, low=None, high=None, otherwise="ignored") for field in FIELDS)
"""The same for a harness that documents no limit."""
