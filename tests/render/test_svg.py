"""Charts as SVG: text that stays text, nothing that reaches out, the same bytes, numbers in the right places."""

import re
import sys
from typing import Any

import pytest
from lxml import etree

from xinfang_cli.labels import Lang
from xinfang_cli.measures.table import Cell, Chart, Column, Counted, Digits, Kind, Mark, Shape, Table, ratio
from xinfang_cli.render.plots import Plot, plotted
from xinfang_cli.render.svg import svg

COLUMNS = (
    Column("unit", "单位"),
    Column("a", "甲", Counted.MATTERS, Kind.NUMBER),
    Column("b", "乙", Counted.MATTERS, Kind.NUMBER),
    Column("rate", "率", Counted.PERCENT, Kind.RATE),
)
ROWS = (
    ("住房和城乡建设局", 12, 3, ratio(167, 2000)),
    ("𠮷民局", 4, Mark.WITHHELD, ratio(1, 1)),
    ("局", 1, 0, None),
)


def plot(chart: Chart, rows: tuple[tuple[Cell, ...], ...] = ROWS) -> Plot:
    found = plotted(Table("t", "表", COLUMNS, rows, None, chart))
    assert found is not None
    return found


def drawing(chart: Chart, room: int = 720, **more: Any) -> str:
    return svg(plot(chart), Lang.ZH, room, "名<称>", **more)


def texts(text: str, look: str = "") -> list[str]:
    return [node.text or "" for node in etree.fromstring(text).iter("text") if look in node.get("class", "")]


def sizes(text: str) -> list[float]:
    return [
        float(node.get("width", 0)) for node in etree.fromstring(text).iter("rect") if "rect" in node.get("class", "")
    ]


SHAPES = [Chart(("a",)), Chart(("a", "b")), Chart(("a", "b"), Shape.STACKED), Chart(("rate",), Shape.LINE)]


@pytest.mark.parametrize("chart", SHAPES)
@pytest.mark.parametrize("room", [720, 340])
def test_nothing_reaches_out_and_two_are_the_same(chart: Chart, room: int) -> None:
    text = drawing(chart, room)
    assert text == drawing(chart, room)
    assert not re.search(r"http|script|style|<!--|xmlns|\bid=|\d\.\d\d", text)
    root = etree.fromstring(text)
    assert (root.tag, root.get("viewBox", "").split()[2], root.get("role")) == ("svg", str(room), "img")
    assert root.get("aria-label") == "名<称>"
    assert "住房和城乡建设局" in texts(text) or "住房和" in "".join(texts(text))


def test_bars_are_as_long_as_their_numbers_first_row_on_top() -> None:
    text = drawing(Chart(("a",)))
    assert [length / sizes(text)[-1] for length in sizes(text)] == pytest.approx([1 / 12, 4 / 12, 1], abs=0.002)
    tops = {node.text: float(node.get("y", 0)) for node in etree.fromstring(text).iter("text")}
    assert tops["住房和城乡建设局"] < tops["𠮷民局"] < tops["局"]
    assert texts(text, "value") == ["1", "4", "12"]


def test_rates_are_measured_against_all_and_written_as_in_the_table() -> None:
    assert texts(drawing(Chart(("rate",))), "value") == ["100.0%", "8.4%"]  # half up
    assert texts(drawing(Chart(("rate",)), digits=Digits(truncated=True)), "value") == ["100.0%", "8.3%"]
    half = svg(plot(Chart(("rate",)), (("甲", 0, 0, ratio(1, 2)),)), Lang.ZH, 720, "")
    assert 300 < sizes(half)[0] < 360


def test_what_is_withheld_has_no_bar() -> None:
    assert texts(drawing(Chart(("b",))), "value") == ["3"]


def test_a_scale_of_whole_numbers() -> None:
    assert texts(drawing(Chart(("a", "b"), Shape.STACKED)))[3:] == ["0", "5", "10", "15"]
    small = svg(plot(Chart(("a",), Shape.LINE), (("1月", 1, 0, None), ("2月", 2, 0, None))), Lang.ZH, 720, "")
    assert [text for text in texts(small) if text.isdigit()] == ["0", "1", "2"]


def test_labels_of_a_long_line_do_not_overlap() -> None:
    rows = tuple((f"2026-{at:02d}", at, 0, None) for at in range(1, 41))
    text = svg(plot(Chart(("a",), Shape.LINE, most=60), rows), Lang.ZH, 340, "")
    shown = [label for label in texts(text) if label.startswith("2026")]
    assert 3 <= len(shown) <= 6
    assert shown[0] == "2026-01"


def test_long_labels_are_cut_and_text_is_no_markup() -> None:
    rows = (("<b>" + "很长的单位名称" * 5, 3, 0, None), ("甲", 1, 0, None))
    text = svg(plot(Chart(("a",)), rows), Lang.ZH, 340, "")
    (label,) = [found for found in texts(text) if found.startswith("<b>")]
    assert label.endswith("…")
    assert len(label) < 15


def test_later_imports_find_nothing_of_the_library_in_their_way() -> None:
    drawing(Chart(("a",)))
    assert [finder for finder in sys.meta_path if "pygal" in type(finder).__module__] == []
