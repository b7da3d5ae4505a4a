"""What the validators of others say of files, beside our verdicts, and why the two differ where they do."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from agentkit import profiles
from agentkit.document import parse
from agentkit.errors import PersonaError
from agentkit.files import walk
from agentkit.persona import persona_from
from agentkit.skill import skill_from
from agentkit.verdicts import verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from agentkit.verdicts import Verdict

SEED = 20261124
SAMPLE = 300


class Sample(NamedTuple):
    """A file to be judged twice."""

    label: str
    """What the record calls it."""
    name: str
    """Its file's name without suffix; of a skill its folder's."""
    is_skill: bool
    data: bytes


class Judgement(NamedTuple):
    """What both say of a file."""

    sample: Sample
    theirs: str
    """`takes it`, or what it objects to."""
    ours: Verdict
    agrees: bool
    reason: str
    """Why they differ; empty where they agree, or where nobody has found out."""


def tricky(shared: Path) -> Iterator[Sample]:
    """Give the tricky files, each under the name that it had where it was found."""
    expected = json.loads((shared / "tricky" / "expected.json").read_text(encoding="utf-8"))
    for name in sorted(expected):
        is_skill = name.endswith("SKILL.md")
        yield Sample(f"tricky/{name}", expected[name]["stem"], is_skill, (shared / "tricky" / name).read_bytes())


def of_corpus(corpus: Path) -> list[Sample]:
    """Give a fixed sample of the public files that are agents or skills by their place."""
    found = sorted(
        (found.location, found.is_skill, found.path)
        for repository in sorted(corpus.iterdir())
        for found in walk(repository, prefix=repository.name)[0]
        if found.certain and found.path.endswith(".md")
    )
    chosen = random.Random(SEED).sample(found, min(SAMPLE, len(found)))
    samples = []
    for location, is_skill, path in sorted(chosen):
        name = location.split("/")[-2] if is_skill else location.rpartition("/")[2].removesuffix(".md")
        samples.append(Sample(location, name, is_skill, Path(path).read_bytes()))
    return samples


def ours(sample: Sample, key: str) -> Verdict:
    """Give our verdict on a file in its folder."""
    path = f".claude/skills/{sample.name}/SKILL.md" if sample.is_skill else f".claude/agents/{sample.name}.md"
    document = parse(sample.data, path)
    try:
        if sample.is_skill:
            item = skill_from(document, folder=os.path.dirname(path), location=path)
            return verdict(document, item, profiles.get(key), path)
        return verdict(document, persona_from(document), profiles.get(key), path)
    except PersonaError:
        return verdict(document, None, profiles.get(key), path)


# --- Claude Code ---

OBJECTIONS = {
    "No frontmatter block found": "sees no frontmatter",
    "failed to parse": "cannot parse the YAML",
    "must be a YAML mapping": "wants a mapping",
    "name must be a string": "wants a text as name",
    "description must be a string": "wants a text as description",
    "No description in frontmatter": "misses a description",
}
# Beginning of our first loss to the reason why Claude Code's validator says another thing.
CLAUDE_REASONS = {
    "the description is empty": "the validator asks for the key, not for a text; without a text there is no description to start by",
    "the name is empty": "the validator does not look for a name; documentation says that a file without one is documentation",
    "no name": "the validator does not look for a name; documentation says that a file without one is documentation",
    "name `": "the validator does not hold names against the documented rule",
    "the file is empty": "both take it for nothing",
}


def claude_code(samples: Iterable[Sample], binary: Path, scratch: Path) -> list[Judgement]:
    """Compare with `claude plugin validate`: what it takes has to load in our eyes, with all its fields, and no other."""
    samples = list(samples)
    plugin = scratch / "plugin"
    (plugin / ".claude-plugin").mkdir(parents=True)
    manifest = {"name": "sample", "version": "0.1.0", "description": "A sample.", "author": {"name": "agentkit"}}
    (plugin / ".claude-plugin" / "plugin.json").write_text(json.dumps(manifest))
    for at, sample in enumerate(samples):
        path = plugin / (f"skills/s{at}/SKILL.md" if sample.is_skill else f"agents/a{at}.md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sample.data)
    home = scratch / "home"
    home.mkdir()
    environment = {
        "HOME": str(home), "PATH": os.environ["PATH"], "DISABLE_AUTOUPDATER": "1", "DISABLE_TELEMETRY": "1",
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
    }  # fmt: skip
    out = scratch / "out.txt"
    with out.open("wb") as stream:  # to a file: on a pipe long output has been cut
        subprocess.run(
            [binary, "plugin", "validate", plugin], env=environment, stdout=stream, stderr=stream, timeout=300, check=False
        )
    said: dict[str, str] = {}
    for block in re.split(r"(?m)^Validating \w+: ", out.read_text(encoding="utf-8"))[1:]:
        validated, _, rest = block.partition("\n")
        found = next((words for text, words in OBJECTIONS.items() if text in rest), None)
        if found is not None:
            said[validated.split("/")[-2 if validated.endswith("SKILL.md") else -1].removesuffix(".md")] = found
        elif "❯" in rest and "plugin.json" not in validated:
            said[validated.split("/")[-2 if validated.endswith("SKILL.md") else -1].removesuffix(".md")] = (
                "objects in words unknown to this test"
            )
    judged = []
    for at, sample in enumerate(samples):
        theirs = said.get(f"s{at}" if sample.is_skill else f"a{at}", "takes it")
        own = ours(sample, "claude-code")
        taken = own.outcome != "dropped" and not any("without any field" in loss.message for loss in own.losses)
        first = own.losses[0].message if own.losses else ""
        agrees = taken == (theirs == "takes it")
        reason = "" if agrees else next((why for start, why in CLAUDE_REASONS.items() if first.startswith(start)), "")
        judged.append(Judgement(sample, theirs, own, agrees, reason))
    return judged


# --- skills-ref ---

VALIDATE = """
import json, pathlib, sys
from skills_ref.validator import validate
answers = {}
for folder in json.load(sys.stdin):
    try:
        answers[folder] = validate(pathlib.Path(folder))
    except Exception as error:
        answers[folder] = [f"crashes: {type(error).__name__}"]
json.dump(answers, sys.stdout)
"""
SKILLS_REF_OBJECTIONS = {
    "must start with YAML": "sees no frontmatter",
    "not properly closed": "finds no closing line",
    "Invalid YAML": "cannot parse the YAML",
    "must be a YAML mapping": "wants a mapping",
    "Unexpected fields": "refuses further fields",
    "must match skill name": "wants the folder's name",
    "must be lowercase": "refuses the name",
    "invalid characters": "refuses the name",
    "hyphen": "refuses the name",
    "exceeds": "finds a text too long",
    "Missing required field": "misses a field",
    "non-empty string": "misses a field",
    "crashes": "crashes",
}
SKILLS_REF_REASONS = {
    "`---` stands inside a value": "the validator cuts the frontmatter there and finds nothing wrong with what is left",
}


def skills_ref(samples: Iterable[Sample], python: Path, scratch: Path) -> list[Judgement]:
    """Compare with `skills-ref validate`: what it takes has to load in our eyes without a loss, and nothing else."""
    skills = [sample for sample in samples if sample.is_skill]
    folders = []
    for at, sample in enumerate(skills):
        folder = scratch / "skills" / str(at) / sample.name
        folder.mkdir(parents=True)
        (folder / "SKILL.md").write_bytes(sample.data)
        folders.append(str(folder))
    done = subprocess.run(
        [python, "-c", VALIDATE], input=json.dumps(folders), capture_output=True, text=True, timeout=300, check=True
    )
    answers = json.loads(done.stdout)
    judged = []
    for sample, place in zip(skills, folders, strict=True):
        errors = answers[place]
        words = {next((said for text, said in SKILLS_REF_OBJECTIONS.items() if text in error), "objects") for error in errors}
        own = ours(sample, "agent-skills")
        first = own.losses[0].message if own.losses else ""
        agrees = (not errors) == (own.outcome == "loads")
        reason = "" if agrees else next((why for start, why in SKILLS_REF_REASONS.items() if first.startswith(start)), "")
        judged.append(Judgement(sample, ", ".join(sorted(words)) or "takes it", own, agrees, reason))
    return judged


def page(parts: Iterable[tuple[str, str, list[Judgement]]]) -> str:
    """Give the record as Markdown: title, what is compared, and each disagreement."""
    lines = [
        "# Agreement with the validators of others",
        "",
        "Written by `make test-harnesses`, which installs the validators, runs them offline on the tricky files and on a fixed sample of",
        f"{SAMPLE} public files (seed {SEED}), and compares what they say with our verdicts. Validators check less than loaders do:",
        "where the two differ, the reason stands beside.",
    ]
    for title, compared, judged in parts:
        differing = [each for each in judged if not each.agrees]
        share = 100 * (len(judged) - len(differing)) / len(judged)
        agreed = f"Agreement: {len(judged) - len(differing)} of {len(judged)} files ({share:.1f} %)."
        lines += ["", f"## {title}", "", compared, "", agreed]
        answers: dict[tuple[str, str], int] = {}
        for each in judged:
            answers[each.theirs, each.ours.label] = answers.get((each.theirs, each.ours.label), 0) + 1
        lines += ["", "| validator | our verdict | files |", "|---|---|---|"]
        lines += [f"| {theirs} | {own} | {count} |" for (theirs, own), count in sorted(answers.items())]
        if differing:
            lines += ["", "| file | validator | our verdict | reason |", "|---|---|---|---|"]
            for each in differing:
                first = each.ours.losses[0].message if each.ours.losses else ""
                own = f"{each.ours.label}: {first}" if first else each.ours.label
                lines.append(f"| {_cell(each.sample.label)} | {each.theirs} | {_cell(own)} | {each.reason or '**open**'} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    from agentkit.display import visible

    return visible(text).replace("|", "\\|").replace("<", "&lt;")
