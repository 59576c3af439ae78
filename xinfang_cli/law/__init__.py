"""The Regulations over one matter: its words, records, clocks, the table of the procedure, steps and checks.

Pure: no file, clock, terminal or database may be touched here, and nothing of the office but its rules.
"""
