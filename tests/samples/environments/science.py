"""NumPy, SciPy, statsmodels, pandas, scikit-learn: run, and what they print is what their comments say"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.samples.check import Check, command, expect, python
from tests.samples.sample import sample_at

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples.sample import Sample

REQUIREMENTS = ("joblib>=1.5", "numpy>=2.4", "pandas>=3", "scikit-learn>=1.9", "scipy>=1.17", "statsmodels>=0.14")
HEAVY = True
PROGRAMS = {"git": ("git", "--version")}
IMPORTED = {"joblib", "numpy", "pandas", "scipy", "sklearn", "statsmodels"}
FLAGS = ("-X", "dev", "-W", "error")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""On a busy machine the threads of small products wait for each other, for minutes."""
PRINTS = {
    ("experiment-design/SKILL.md", "n_per_arm"): r"^235493 2 weeks$",
    ("references/analysis.md", "multipletests"): r"\[ True False False\]\n\[ True  True  True  True False False False False\]",
    ("references/sequential.md", "always_valid"): r"ever excluded the truth: 0\.0[0-4]\d*\nwidth ratio at planned n: 1\.55$",
    ("references/sequential.md", "obf_spend"): r"false positives 0\.0[45]\d*$",
    ("references/drift-and-reproducibility.md", "noise_limit"): r"shift 0\.3 sd: 0\.087\nshift 0\.5 sd: 0\.245$",
    ("references/quasi-experiments.md", "SLSQP"): r"^effect [56]\.\d+, .* rank 1 of 16$",
    ("references/quasi-experiments.md", "def did"): r"^effect [234]\.\d+ \(p 0\.00\d+\)",
    ("references/metrics-and-thresholds.md", "shift_base_rate"): r"raw .*\nshifted ",
    ("references/splits-and-leakage.md", "merge_asof"): r"2026-03-10 +4\.0\n.*2026-03-10 +NaN",
}
"""What a comment or the text says that a sample prints; the others are run to their end."""
GOLDEN = """
import sys

folder = Path(next(Path(sys.argv[1]).glob("*/churn-*")))
check_golden(folder)
rows = pd.read_json(folder / "golden.json", orient="records")
rows.assign(score=rows.score + 0.01).to_json(folder / "golden.json", orient="records")
try:
    check_golden(folder)
except RuntimeError:
    pass
else:
    raise AssertionError("other scores were accepted")
"""


def golden(sample: Sample, folder: Path) -> None:
    """Package a model as the skill does, then check the package; another score must be refused."""
    package = sample_at("model-evaluation/references/package.md", "joblib.dump")
    (folder / "made").mkdir()
    python(package.text, folder, flags=FLAGS, env={**ONE_THREAD, "TMPDIR": str(folder / "made")}, name="package.py")
    python(sample.text + GOLDEN, folder, flags=FLAGS, args=[str(folder / "made")], env=ONE_THREAD)


def manifest(sample: Sample, folder: Path) -> None:
    """Run in a repository that is committed, and in one that is not."""
    (folder / "sample.py").write_text(sample.text, encoding="utf-8")
    name = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    for words in (["init", "-q"], ["add", "."], [*name, "commit", "-q", "-m", "A"]):
        command(["git", *words], folder)
    expect('"commit": "' in python(sample.text, folder), "no manifest")
    (folder / "new").touch()
    expect("not registered" in python(sample.text, folder), "registered with uncommitted changes")


def check(sample: Sample) -> Check | None:
    """Run what imports no more than these packages and the standard library."""
    if sample.at("references/drift-and-reproducibility.md", "def manifest"):
        return Check("runs", "in a repository that is committed, and in one that is not", lambda folder: manifest(sample, folder))
    imported = sample.imports()
    if not imported & IMPORTED or imported & {"altair", "great_expectations", "matplotlib", "pyspark"}:
        return None
    if sample.at("agents/data-scientist.md", "def check_golden"):
        return Check(
            "runs", "on a package made as the skill does; another score is refused", lambda folder: golden(sample, folder)
        )
    says = next((pattern for place, pattern in PRINTS.items() if sample.at(*place)), None)

    def run(folder: Path) -> None:
        said = python(sample.text, folder, flags=FLAGS, env=ONE_THREAD)
        expect(says is None or re.search(says, said, re.MULTILINE), f"it printed\n{said}")

    if says:
        return Check("runs", "prints what the text says", run)
    return Check("runs", "its own asserts hold" if "assert" in sample.text else "to its end", run)
