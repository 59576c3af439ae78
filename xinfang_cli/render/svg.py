"""Charts as SVG that stands in a page: no script, no address, no colour of its own; knows pygal alone.

pygal lays the chart out; the page's style sheet gives it type and colour, so that it follows light and dark. What pygal
would add of its own (scripts, styles, tooltips, comments with the day) is taken out, and coordinates are rounded:
the same numbers are the same bytes on every machine.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from math import ceil
from typing import Any

from xinfang_cli.labels import Lang
from xinfang_cli.measures.table import ONE_DECIMAL, Digits, Shape, Table
from xinfang_cli.render.pages import markup
from xinfang_cli.render.plots import Number, Plot, Series, plotted
from xinfang_cli.render.wording import drawn_text, written
from xinfang_cli.widths import cut, width

Element = Any
"""A node of the drawing: lxml's, or the standard library's where lxml is not there."""

_LETTER = 13
"""Size of letters, in the units of the drawing."""

_GUESSED = 0.6 * _LETTER
"""What pygal takes a character for; half a wide one is less, a wide one more."""

_COLUMN = 0.54 * _LETTER  # a column of text, of which a wide character takes two
_BAR, _GAP = 17, 9
_MARGIN, _SCALE, _VALUE = 4, 28, 44  # around a chart, for a scale below it, for a value behind its longest bar
_NO_SIZE = 0.001
_TICKS = 5
_DROPPED = {"script", "style", "desc", "title", "defs"}
_DROPPED_CLASSES = {"titles", "plot tooltip-overlay"}
_COORDINATES = frozenset({"x", "y", "width", "height", "d", "cx", "cy", "r", "transform"})
_NUMBER = re.compile(r"-?\d+\.\d+")


def svg(plot: Plot, lang: Lang, room: int, name: str, *, digits: Digits = ONE_DECIMAL) -> str:
    """Return a chart.

    Args:
        plot: what is drawn.
        lang: the language of its labels.
        room: how wide it is, in pixels at its own size.
        name: what it is called for those who hear the page.
        digits: how rates are written.
    """
    drawing = _Drawing(plot, lang, room, digits=digits)
    chart = drawing.line() if plot.chart.shape is Shape.LINE else drawing.bars()

    def cleaned(root: Element) -> Element:
        _clean(root)
        root.attrib.update({"role": "img", "aria-label": name, "class": f"chart {plot.chart.shape.value}"})
        root.attrib.pop("id", None)
        told = [f"--c{at}:var({color_of(plot, at)})" for at, each in enumerate(plot.series) if each.column.tone]
        if told:
            root.set("style", ";".join(told))
        return root

    chart.add_xml_filter(cleaned)
    text: str = chart.render(is_unicode=True)
    return re.sub(r' xmlns(:\w+)?="[^"]*"', "", text.partition(">")[0]) + ">" + text.partition(">")[2]


def color_of(plot: Plot, at: int) -> str:
    """Return the name of the colour of a series: that of what its column means, or the next in line."""
    tone = plot.series[at].column.tone
    return f"--{tone}" if tone else f"--c{at % _COLORS}"


_COLORS = 6
_RECENT, _WIDE, _HIGH = 12, 96, 20  # points of a small line; its width and height


def recent(tables: Iterable[Table]) -> dict[str, str]:
    """Return a small line for each column that is drawn as one: its last points, by the column's name."""
    found: dict[str, str] = {}
    for table in tables:
        plot = plotted(table) if table.chart and table.chart.shape is Shape.LINE else None
        for series in plot.series if plot else ():
            numbers = [number or 0 for number in series.numbers[-_RECENT:]]
            if len(numbers) > 1 and max(numbers) > 0:
                found[series.column.name] = _small_line(numbers)
    return found


def _small_line(numbers: Sequence[Number]) -> str:
    top, step = max(numbers), _WIDE / (len(numbers) - 1)
    points = [
        (round(at * step, 1), round(_HIGH - 2 - number / top * (_HIGH - 4), 1)) for at, number in enumerate(numbers)
    ]
    line, (x, y) = " ".join(f"{x:g},{y:g}" for x, y in points), points[-1]
    return markup(
        f'<svg class="small-line" viewBox="-2 0 {_WIDE + 6} {_HIGH}" aria-hidden="true"><polyline points="{line}"/>'
        f'<circle cx="{x:g}" cy="{y:g}" r="2.5"/></svg>'
    )


class _Drawing:
    """A chart being laid out."""

    def __init__(self, plot: Plot, lang: Lang, room: int, *, digits: Digits) -> None:
        self._plot = plot
        self._lang = lang
        self._room = room
        self._digits = digits
        most = max(8, round(room * 0.34 / _COLUMN))
        self._labels = [cut(written(label, lang), most) for label in plot.labels]

    def bars(self) -> Any:
        """Return bars, the first row on top."""
        pygal = _pygal()
        stacked = self._plot.chart.shape is Shape.STACKED
        each = 1 if stacked else len(self._plot.series)
        height = len(self._labels) * (each * _BAR + _GAP) + 2 * _MARGIN + (_SCALE if stacked else 0)
        chart = (pygal.HorizontalStackedBar if stacked else pygal.HorizontalBar)(
            **self._common(height),
            **({"y_labels": self._ticks()} if stacked else {"range": (0, self._top()), "show_x_labels": False}),
            print_values=not stacked,
            print_values_position="top",
        )
        chart.x_labels = self._labels[::-1]
        for series in self._plot.series:
            chart.add("", list(self._points(series))[::-1])
        return chart

    def line(self) -> Any:
        """Return lines from left to right."""
        chart = _pygal().Line(**self._common(260), y_labels=self._ticks(), dots_size=3, show_x_guides=False)
        each = max(map(width, self._labels), default=0) * _COLUMN + _LETTER
        step = ceil(len(self._labels) * each / (self._room - 3 * _VALUE))  # so many share a label
        chart.x_labels = ["" if at % step else label for at, label in enumerate(self._labels)]
        for series in self._plot.series:
            chart.add("", list(self._points(series)))
        return chart

    def _common(self, height: float) -> dict[str, Any]:
        from pygal.style import Style

        # pygal makes room for values as if bars stood upright; with values of next to no size it makes none, we do.
        sizes = {**dict.fromkeys(("label", "major_label"), _LETTER), "value": _NO_SIZE}
        widest = max(map(width, self._labels), default=0) * _COLUMN
        guessed = max(map(len, self._labels), default=0) * _GUESSED
        is_line = self._plot.chart.shape is Shape.LINE
        return {
            "js": [], "no_prefix": True, "disable_xml_declaration": True, "show_legend": False, "truncate_label": -1,
            "style": Style(**{f"{name}_font_size": size for name, size in sizes.items()}),
            "width": self._room, "height": height, "margin": _MARGIN, "spacing": 8,
            "margin_left": _MARGIN + (0 if is_line else max(0, widest - guessed)),
            "margin_right": _VALUE if self._plot.chart.shape is Shape.BARS else 3 * _MARGIN,
            "show_y_guides": is_line,
        }  # fmt: skip

    def _points(self, series: Series) -> Iterator[Any]:
        for cell, number in zip(series.cells, series.numbers, strict=True):
            text = drawn_text(cell, self._lang, digits=self._digits)
            yield None if number is None else {"value": float(number), "formatter": lambda _, text=text: text}

    def _ticks(self) -> list[int]:
        """Return the numbers of the scale: whole ones, at most a few."""
        top = self._top()
        step = next(
            step for power in range(12) for step in (10**power, 2 * 10**power, 5 * 10**power) if top <= step * _TICKS
        )
        return [at * step for at in range(-(-int(top + 0.999) // step) + 1)]

    def _top(self) -> float:
        if self._plot.is_percent:
            return 100
        if self._plot.chart.shape is not Shape.STACKED:
            return float(self._plot.most)
        rows = zip(*(series.numbers for series in self._plot.series), strict=True)
        return float(max(sum(number or 0 for number in row) for row in rows))


@cache
def _pygal() -> Any:
    """Import pygal, without the finder of plug-ins that it leaves behind: every later import would warn of it."""
    import pygal

    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != pygal.__name__]
    return pygal


def _clean(root: Element) -> None:
    """Take out what pygal adds for itself, set values behind their bars, and round what is worked out."""
    for node in list(root.iter()):
        name = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if not name or name in _DROPPED or node.get("class") in _DROPPED_CLASSES:
            node.getparent().remove(node)
            continue
        if node.get("class") == "value":
            node.set("x", str(float(node.get("x")) + _LETTER / 2))
            node.set("y", str(float(node.get("y")) + _LETTER / 3))
        for key in _COORDINATES.intersection(node.attrib):
            node.set(key, _NUMBER.sub(_rounded, node.get(key)))


def _rounded(found: re.Match[str]) -> str:
    return f"{float(found[0]):.1f}".removesuffix(".0")
