"""What is counted of what, in which window, for which matters: rows of SQL predicates, and tables without a look.

Pure; no measure of persons may stand here.
"""
