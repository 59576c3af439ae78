"""How large numbers may be, and which days there are for an office.

What lies beyond is refused where it comes in, by option, table, ledger or editor, and is a fault of the file where a
hand wrote it: a day of the year 1 has no day before it to reckon with, and a database has no room for any number.
"""

import datetime as dt

MOST_PEOPLE = 1_000_000
"""Persons of one matter; of a hundred million matters the sum is still a number that SQLite can hold."""

MOST_DAYS = 3650
"""Of a length in days."""

MOST_YUAN = 1_000_000_000
"""Of what somebody is granted; the sum over all matters is still a number that SQLite can hold."""

MOST_SHOWN = 1_000_000_000
"""Of what a list shows, and of days to look ahead."""

FIRST_YEAR, LAST_YEAR = 1900, 2199


def is_within(day: dt.date) -> bool:
    """Whether a day, or the day of a moment, is one that matters can have."""
    return FIRST_YEAR <= day.year <= LAST_YEAR
