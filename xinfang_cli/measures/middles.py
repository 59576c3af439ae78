"""What is made of spans of days in SQL: their median or their mean, by keys."""

from collections.abc import Callable, Mapping

from xinfang_cli.labels import Label


class Statistic(Label):
    """What is made of spans of days."""

    MEDIAN = "median", "中位数", "median"
    MEAN = "mean", "平均数", "mean"


def listed(names: list[str]) -> str:
    """Return names before other columns."""
    return "".join(f"{name}, " for name in names)


def grouped(keys: int) -> str:
    """Return SQL that groups by the first columns, so many of them."""
    return f" GROUP BY {', '.join(str(at + 1) for at in range(keys))}" if keys else ""


def _median(spans: str, names: list[str]) -> str:
    keys = listed(names)
    of_each = f"PARTITION BY {', '.join(names)} " if names else ""
    return (
        f"SELECT {keys}AVG(ranked.days), MAX(ranked.total) FROM ("  # noqa: S608  # made of constants
        f"SELECT {keys}spans.days, spans.times, SUM(spans.times) OVER ({of_each}ORDER BY spans.days) AS place,"
        f" SUM(spans.times) OVER ({of_each.rstrip()}) AS total FROM ({spans}) AS spans) AS ranked"
        " WHERE 2 * ranked.place >= ranked.total AND 2 * (ranked.place - ranked.times) <= ranked.total"
        f"{grouped(len(names))}"
    )


def _mean(spans: str, names: list[str]) -> str:
    mean = "SUM(CAST(spans.days * spans.times AS DOUBLE)) / SUM(spans.times)"
    return f"SELECT {listed(names)}{mean}, SUM(spans.times) FROM ({spans}) AS spans{grouped(len(names))}"  # noqa: S608


STATISTICS: Mapping[Statistic, Callable[[str, list[str]], str]] = {Statistic.MEDIAN: _median, Statistic.MEAN: _mean}
"""How each is made of a statement that finds `spans`: their `days`, how many `times`, and columns of these names."""
