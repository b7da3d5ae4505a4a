"""The layouts that ship: `NAME.md.j2` is the Jinja template, `NAME.py` what scripts/compile_layouts.py makes of it."""
