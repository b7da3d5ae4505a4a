"""What combinations are made of, one signal a file: `MARKS`, of which a text holds one, and `find(view)`.

The folder is the list; a kind asks `view.hits(NAME)`.
"""
