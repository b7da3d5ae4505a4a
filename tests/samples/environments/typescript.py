"""TypeScript: tsc in strict mode with the real types; a component's test runs in Vitest"""

from __future__ import annotations

import json
import os
import platform
import shutil
from typing import TYPE_CHECKING

from tests.samples.check import Check, command, expect, packages
from tests.samples.sample import sample_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.samples.sample import Sample

REQUIREMENTS = ()
RUNTIME = f"node-linux-{'arm64' if platform.machine() == 'aarch64' else 'x64'}"
"""Node.js as a package: Vitest, jsdom and MSW want a newer one than many machines have."""
NPM = (
    RUNTIME,
    "typescript@7", "react@19", "react-dom@19", "@types/react@19", "@types/react-dom@19", "@types/node@26", "zod@4", "web-vitals@6",
    "@playwright/test@1.65", "@axe-core/playwright@4.14", "vitest@5", "jsdom@31", "@testing-library/react@16", "@testing-library/user-event@14",
    "@testing-library/dom@10", "msw@3",
)  # fmt: skip
HEAVY = True
OPTIONS = {
    "strict": True, "noEmit": True, "noUncheckedIndexedAccess": True, "noUnusedLocals": True, "skipLibCheck": True, "jsx": "react-jsx",
    "target": "es2023", "lib": ["es2023", "dom", "dom.iterable"], "module": "esnext", "moduleResolution": "bundler",
    "types": ["node", "react"],
}  # fmt: skip
FORM = ("agents/frontend-specialist.md", "export function SignUp")
TEST = ("web-accessibility/references/testing-and-audits.md", "setupServer")


def ready(folder: Path, files: dict[str, str]) -> None:
    """Write files beside the packages."""
    (folder / "node_modules").symlink_to(packages("typescript"))
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def node(words: Sequence[str], folder: Path, *, code: Sequence[int] = (0,)) -> str:
    """Run a program of the packages with the Node.js among them."""
    path = os.pathsep.join([str(packages("typescript") / RUNTIME / "bin"), os.environ.get("PATH", "")])
    return command([f"node_modules/.bin/{words[0]}", *words[1:]], folder, expect=code, env={"PATH": path})


def compiled(folder: Path, files: dict[str, str]) -> None:
    """Check types; a wrong type added to the same program must be told, so that an option that checks nothing is seen."""
    ready(folder, files)
    settings = {"compilerOptions": OPTIONS, "files": list(files)}
    (folder / "tsconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    node(["tsc", "-p", "tsconfig.json"], folder)
    (folder / "wrong.ts").write_text("export const wrong: number = 'text';\n", encoding="utf-8")
    settings["files"] = [*files, "wrong.ts"]
    (folder / "tsconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    said = node(["tsc", "-p", "tsconfig.json"], folder, code=[1, 2])
    expect("wrong.ts" in said and "TS2322" in said, said)


def tested(sample: Sample, folder: Path) -> None:
    """Run the test of the form against the form, in jsdom."""
    files = {"signup.tsx": sample_at(*FORM).text, "signup.test.tsx": sample_at(*TEST).text}
    compiled(folder, files)
    (folder / "wrong.ts").unlink()
    config = 'export default { test: { environment: "jsdom", environmentOptions: { jsdom: { url: "http://localhost/" } } } };\n'
    (folder / "vitest.config.ts").write_text(config, encoding="utf-8")
    said = node(["vitest", "run", "--no-cache"], folder)
    expect("1 passed" in said, said)
    wrong = sample_at(*FORM).text.replace("input.current?.focus()", "void 0")
    (folder / "signup.tsx").write_text(wrong, encoding="utf-8")
    node(["vitest", "run", "--no-cache"], folder, code=[1])
    shutil.rmtree(folder / "node_modules" / ".vite", ignore_errors=True)


def check(sample: Sample) -> Check | None:
    """Compile; run the test that needs no browser."""
    if sample.language not in ("ts", "tsx"):
        return None
    if sample.at(*FORM) or sample.at(*TEST):
        return Check(
            "runs", "the form passes its test in jsdom, and fails it without its focus", lambda folder: tested(sample, folder)
        )
    name = f"sample.{sample.language}"
    needs = "; not run: needs a browser and a site" if "@playwright/test" in sample.text else ""
    return Check(
        "builds", f"tsc --strict with the packages' own types{needs}", lambda folder: compiled(folder, {name: sample.text})
    )
