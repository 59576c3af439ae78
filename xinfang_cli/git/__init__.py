"""The workspace as a repository: what is staged, commits, merges of many files.

Only what git itself must be asked; how two cases unite stands in `casefile`.
"""
