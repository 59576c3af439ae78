"""Several windows asked at once: a relation of their days, and a statement over one window made one over all."""

import re
from collections.abc import Iterable, Mapping


def spans_of(windows: Iterable[tuple[str, Mapping[str, str]]]) -> str:
    """Return windows, each with its name and days, as a relation `s` that stands first in a join.

    First, so that the days of each are looked up in an index, as those of one window are.
    """
    rows = (
        ", ".join([f"'{name}' AS span", *(f"'{day}' AS {which}_day" for which, day in days.items())])
        for name, days in windows
    )
    return f"({' UNION ALL '.join(f'SELECT {row}' for row in rows)}) AS s CROSS JOIN "


def spanned(sql: str, spans: str) -> str:
    """Return a statement with the days of each window in place of the one's; without windows that over the one."""
    if not spans:
        return _SPAN_OF.sub("", sql).replace("{spans}", "")
    return _DAY.sub(r"s.\1_day", _SPAN_OF.sub(r", \1.span", sql).replace("{spans}", spans))


_SPAN_OF = re.compile(r"\{span of (\w+)\}")
_DAY = re.compile(r":(from|to|as_of)\b")
