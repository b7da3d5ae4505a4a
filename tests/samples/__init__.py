"""Runs the code samples of the personas and skills, each in an environment of its own: `make test-samples`.

A file in `environments/` is an environment: what it installs, and how a sample of its kind is checked. What a run finds is kept
in results.json, and shown in docs/samples.md.
"""
