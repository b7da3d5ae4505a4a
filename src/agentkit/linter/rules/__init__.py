"""The rules, one a file. A file that is put here is a rule; nothing lists them."""
