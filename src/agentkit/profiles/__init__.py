"""Facts about harnesses, one module a harness, each with source and date. Data only: no module here computes."""
