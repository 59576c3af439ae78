"""The picture of the case files in SQLite, disposable: scanned, drawn, kept up to date, asked.

Others come in by `ask` and `listing`; no truth is kept here, and no person.
"""
