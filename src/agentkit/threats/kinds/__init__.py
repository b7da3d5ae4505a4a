"""Kinds of threat, one a file with a `KIND`. The folder is the list."""
