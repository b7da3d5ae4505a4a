"""The file as it is written, held against the verdicts: what would not load is refused, what is lost is said."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from agentkit.document import parse
from agentkit.errors import ExportRefused, PersonaError
from agentkit.loss import Loss
from agentkit.persona import persona_from
from agentkit.verdicts import verdict
from agentkit.verdicts.check import bad_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agentkit.profiles.profile import Format, Profile


def check_file(text: str, fields: Mapping[str, object], place: str, profile: Profile) -> list[Loss]:
    """Give what the harness would lose of a file that is written for it.

    Raises:
        ExportRefused: It would not load the file, or an empty list of tools would give every tool.
    """
    form = profile.agents
    assert form is not None, "only harnesses with agents are targets"
    if form.tools is not None and form.tools.empty == "all" and fields.get("tools") == []:
        known = ", ".join(list(form.tools.from_claude)[:4])
        message = f"no tool is left that {profile.title} has, and an empty list gives every tool there"
        raise ExportRefused(message, hint=f"grant one that it has: {known}")
    if form.form == "toml":
        return _check_keys(fields, form, profile)
    document = parse(text, place)
    try:
        item = persona_from(document)
    except PersonaError:  # too large for agentkit; the harness may read it
        item = None
    found = verdict(document, item, profile, f"/{place}")  # wherever we are: there may be no working folder
    if found.outcome == "dropped" and not found.uncertain:
        raise ExportRefused(found.summary, hint=_way_out(found.losses[0].message, str(fields["name"])))
    if found.place is None:
        raise ExportRefused(f"{profile.title} passes over a file that is called {place}", hint=other_name(str(fields["name"])))
    return [_loss(place, loss.message, uncertain=loss.uncertain) for loss in found.losses if not loss.open]


def _check_keys(fields: Mapping[str, object], form: Format, profile: Profile) -> list[Loss]:
    """Check what has to be there, and the name: verdicts read Markdown alone."""
    for field in form.fields:
        if field.missing == "rejected" and not str(fields.get(field.name) or "").strip():
            raise ExportRefused(f"{profile.title} drops a file without {field.name}", hint=_way_out(field.name, ""))
    wrong = bad_name(str(fields["name"]), form.name)
    return [_loss(str(fields["name"]), f"the name {wrong}: {form.name.words}", uncertain=False)] if wrong is not None else []


def _loss(place: str, message: str, *, uncertain: bool) -> Loss:
    return Loss("file", place, message + (" (?)" if uncertain else ""), None, None, None)


def _way_out(message: str, name: str) -> str:
    if message.startswith("name "):
        return other_name(name)
    return "write it into the file" if "body" not in message and "instructions" not in message else "write what it is to do"


def other_name(name: str) -> str:
    """Give a way out for a name that cannot be had: one that every harness takes."""
    from agentkit.profiles.portable_names import LONGEST_NAME, RESERVED_NAMES, SHORTEST_NAME, is_device

    other = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:LONGEST_NAME].strip("-")
    if len(other) < SHORTEST_NAME or other in RESERVED_NAMES or is_device(other):
        other = f"{other}-agent".strip("-")
    return f"--as {shlex.quote(other)} gives it another there"
