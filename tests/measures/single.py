"""Measures of one window and no keys, as reports take them from a breakdown by none."""

import datetime as dt
from collections.abc import Mapping

from xinfang_cli.measures.counting import K, Line, Run, Scope, breakdown
from xinfang_cli.measures.table import Value
from xinfang_cli.measures.windows import Window


def survey(
    run: Run, lines: Mapping[K, Line], window: Window, today: dt.date, scope: Scope | None = None
) -> dict[K, Value]:
    """Return several measures."""
    return breakdown(run, lines, (), window, today, scope)[()]


def measure(run: Run, line: Line, window: Window, today: dt.date, scope: Scope | None = None) -> Value:
    """Return one measure."""
    return survey(run, {line: line}, window, today, scope)[line]
