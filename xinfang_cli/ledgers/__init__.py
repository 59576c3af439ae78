"""What rows of a ledger, or of steps, say: columns, days, persons, units, and the matters they amount to.

Pure; no file and no spreadsheet is opened here.
"""
