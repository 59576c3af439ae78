"""HTML and SpreadsheetML under the name of .xls."""

import pytest

from xinfang_cli.sheets.markup import read_markup
from xinfang_cli.sheets.read import read_sheets
from xinfang_cli.sheets.rows import Merge

HTML = """<html><head><title>导出</title><meta charset="gb2312"><style>td {color: red}</style></head><body>
<table><tr><td colspan=3>某县信访台账</td></tr>
<tr><th>编号<th>信访日期<th>反映问题</tr>
<tr><td rowspan="2">A1</td><td>2026-03-05</td><td>道路&amp;桥梁<br>破损</td></tr>
<tr><td>2026-03-06</td><td></td></tr></table>
<table><tr><td>合计</td><td>2</td></tr></table></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_html_in_every_encoding(encoding: str) -> None:
    (sheet,) = read_sheets(("\n " + HTML).encode(encoding))
    assert [(row.number, list(row.cells)) for row in sheet.rows] == [
        (1, ["某县信访台账"]),
        (2, ["编号", "信访日期", "反映问题"]),
        (3, ["A1", "2026-03-05", "道路&桥梁\n破损"]),
        (4, ["", "2026-03-06", ""]),
        (5, ["合计", "2"]),
    ]
    assert sheet.merged == (Merge(1, 0, 1, 2), Merge(3, 0, 4, 0))


SPREADSHEETML = """<?xml version="1.0"?><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="一月"><Table><Row>
<Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">编号</Data></Cell>
<Cell><Data>诉求</Data></Cell></Row><Row><Cell ss:Index="4"><Data>x</Data></Cell></Row>
<Row/></Table></Worksheet>
<Worksheet ss:Name="二月"><Table><Row><Cell><Data>1</Data></Cell><Cell/></Row></Table></Worksheet></Workbook>"""


def test_spreadsheetml_has_sheets() -> None:
    first, second = read_markup(SPREADSHEETML)
    assert [first.name, second.name] == ["一月", "二月"]
    assert [list(row.cells) for row in first.rows] == [["编号", "", "诉求"], ["", "", "", "x"], []]
    assert first.merged == (Merge(1, 0, 2, 1),)
    assert [list(row.cells) for row in second.rows] == [["1", ""]]


def test_careless_markup() -> None:
    (sheet,) = read_markup("<td>a<td colspan=0>b</script><tr><td rowspan=999999>c<p>d</table>text<tr><td>e")
    assert [list(row.cells) for row in sheet.rows] == [["a", "b"], ["c\nd"], ["e"]]
    assert sheet.merged == ()


def test_no_table_is_no_sheet() -> None:
    assert list(read_markup("<html><p>nothing</td></html>")) == []
