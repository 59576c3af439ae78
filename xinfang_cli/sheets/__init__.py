"""Spreadsheets and CSV as rows of cells, read and written.

What a row says is for `ledgers`; no matter is known here.
"""
