"""YAML, TOML, JSON, HTTP: parsed, and held against the schema of what they are"""

from __future__ import annotations

import datetime as dt
import http.client
import io
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.samples.check import Check, command, expect
from tests.samples.sample import sample_at

if TYPE_CHECKING:
    from tests.samples.sample import Sample

REQUIREMENTS = (
    "check-jsonschema>=0.34", "kubernetes-validate>=1.34", "openapi-spec-validator>=0.7", "promql-parser>=0.5", "pyyaml>=6.0.3",
    "zizmor>=1.30",
)  # fmt: skip
KUBERNETES = "1.34"
FORMS = ("decision", "metric", "model", "- pattern", "release", "table")
"""First keys of the personas' own forms, which are filled in for people to read."""


def documents(sample: Sample) -> list[Any]:
    """Give the documents, keys that stand twice refused."""
    import yaml

    class Strict(yaml.SafeLoader):
        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            keys = [self.construct_object(key, deep=True) for key, _ in node.value]
            expect(len(keys) == len(set(keys)), f"a key stands twice: {keys}")
            return super().construct_mapping(node, deep=deep)

    found = list(yaml.load_all(sample.text, Loader=Strict))
    expect(found and all(isinstance(one, dict | list) for one in found), "neither a mapping nor a list")
    return found


def openapi(sample: Sample, _: Path) -> None:
    """Validate as the OpenAPI release that it names."""
    from openapi_spec_validator import validate

    validate(documents(sample)[0])


def workflow(sample: Sample, folder: Path) -> None:
    """Hold a workflow against GitHub's schema, and let zizmor look for what is unsafe."""
    documents(sample)
    file = folder / ".github" / "workflows" / "release.yml"
    file.parent.mkdir(parents=True)
    file.write_text(sample.text, encoding="utf-8")
    command(["check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(file)], folder)
    command(["zizmor", "--offline", "--no-progress", "--min-severity", "medium", "."], folder)


def kubernetes(sample: Sample, _: Path) -> None:
    """Validate each object, unknown fields refused."""
    import kubernetes_validate

    for document in documents(sample):
        for one in document["items"] if document["kind"] == "List" else [document]:
            kubernetes_validate.validate(one, KUBERNETES, strict=True)


def rules(sample: Sample, _: Path) -> None:
    """Parse every PromQL expression of a rule file."""
    import promql_parser

    (document,) = documents(sample)
    expressions = [rule["expr"] for group in document["groups"] for rule in group["rules"]]
    expect(expressions, "no rule")
    for expression in expressions:
        promql_parser.parse(expression)


def collector(sample: Sample, _: Path) -> None:
    """Hold the pipelines against what is declared: nothing undeclared, nothing unused."""
    (document,) = documents(sample)
    for kind in ("receivers", "processors", "exporters"):
        used = {name for pipeline in document["service"]["pipelines"].values() for name in pipeline[kind]}
        expect(used == set(document[kind]), f"{kind}: declared {sorted(document[kind])}, used {sorted(used)}")


def model(sample: Sample, _: Path) -> None:
    """Hold a threat model against itself, as the script in the same file does."""
    (document,) = documents(sample)
    namespace: dict[str, Any] = {"__name__": "sample"}
    exec(compile(sample_at(sample.path, "def problems(").text, sample.path, "exec"), namespace)
    found = namespace["problems"](document, dt.date(2026, 11, 24), Path("/nonexistent"))
    expect(all(": no test " in line for line in found), "\n".join(found))


def http_message(sample: Sample, _: Path) -> None:
    """Read an answer as a client does; its body is the JSON that its type says."""
    head, _blank, body = sample.text.partition("\n\n")
    version, status, *_reason = head.splitlines()[0].split(" ")
    expect(version == "HTTP/1.1" and 100 <= int(status) < 600, "no status line")
    headers = http.client.parse_headers(io.BytesIO(("\r\n".join(head.splitlines()[1:]) + "\r\n\r\n").encode()))
    expect("json" in (headers.get("Content-Type") or ""), "no type")
    expect(json.loads(body)["status"] == int(status), "another status inside")


def check(sample: Sample) -> Check | None:
    """Find out what a document is by its keys."""
    match sample.language:
        case "json":
            return Check("parses", "JSON", lambda _: expect(json.loads(sample.text), "empty"))
        case "toml" if "[build-system]" not in sample.text:
            return Check("parses", "TOML", lambda _: expect(tomllib.loads(sample.text), "empty"))
        case "http":
            return Check(
                "parses", "a client reads it; its body is JSON and names the same status", lambda f: http_message(sample, f)
            )
        case "yaml":
            return _yaml(sample)
    return None


def _yaml(sample: Sample) -> Check:
    keys = {line.partition(":")[0] for line in sample.text.splitlines()}
    if "openapi" in keys:
        return Check("parses", "a valid OpenAPI document", lambda folder: openapi(sample, folder))
    if {"on", "jobs"} <= keys:
        return Check("parses", "GitHub's schema of workflows; zizmor finds nothing", lambda folder: workflow(sample, folder))
    if "gateway.networking.k8s.io" in sample.text:
        return Check("parses", "YAML; the schema of the Gateway API is in no package", lambda _: documents(sample))
    if "apiVersion" in keys:
        return Check("parses", f"the schema of Kubernetes {KUBERNETES}, strictly", lambda folder: kubernetes(sample, folder))
    if "groups" in keys and "rules:" in sample.text:
        return Check("parses", "every PromQL expression", lambda folder: rules(sample, folder))
    if "receivers" in keys:
        return Check("parses", "YAML; its pipelines use what it declares, all of it", lambda folder: collector(sample, folder))
    if "threats" in keys:
        return Check(
            "parses", "YAML; the script beside it finds only that its tests do not exist", lambda folder: model(sample, folder)
        )
    what = "YAML without a key that stands twice"
    if sample.text.partition(":")[0] in FORMS:
        what += "; a form of the persona's own, so no tool has a schema of it"
    return Check("parses", what, lambda _: documents(sample))
