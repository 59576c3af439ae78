"""Rows and nicknames put into the text of config.yaml: nothing else of it changes, or nothing is written at all."""

import pytest

from xinfang_cli.casefile.yaml import read
from xinfang_cli.office.naming import with_aliases, with_rows, written

TEXT = """# 单位
units:
# 城建口
- {name: 住建局, aliases: [城建]} # 见编办文件
- name: 公安局
  aliases: [公安]   # 常用
- {name: 水务局}
- name: 教育局
  phone: '1'
- name: 民政局
  aliases:
  - 民政
  phone: '2'
- name: 财政局
  aliases:

# 属地
places: []
"""


@pytest.mark.parametrize(
    ("at", "before", "after"),
    [
        (0, "{name: 住建局, aliases: [城建]} #", '{name: 住建局, aliases: [城建, 县某局, "on"]} #'),
        (1, "  aliases: [公安]   #", '  aliases: [公安, 县某局, "on"]   #'),
        (2, "- {name: 水务局}", '- {name: 水务局, aliases: [县某局, "on"]}'),
        (3, "- name: 教育局\n", '- name: 教育局\n  aliases: [县某局, "on"]\n'),
        (4, "  - 民政\n", '  - 民政\n  - 县某局\n  - "on"\n'),
        (5, "- name: 财政局\n  aliases:\n", '- name: 财政局\n  aliases:\n  - 县某局\n  - "on"\n'),
    ],
)
def test_a_nickname_goes_into_its_row_and_nothing_else_changes(at: int, before: str, after: str) -> None:
    assert TEXT.count(before) == 1
    assert with_aliases(TEXT, "units", at, ["县某局", "on"]) == TEXT.replace(before, after)


def test_rows_go_behind_the_last_one_and_comments_stay() -> None:
    made = with_rows(TEXT, "units", [{"name": "交通局", "aliases": ("交通",), "under": None}])
    assert made is not None
    assert made.replace("- name: 交通局\n  aliases:\n  - 交通\n", "") == TEXT
    assert read(made)["units"][-1] == {"name": "交通局", "aliases": ["交通"]}


def test_the_first_rows_take_the_place_of_the_empty_list() -> None:
    rows = [{"name": "东街", "aliases": []}, {"name": "12", "under": "东街"}]
    assert with_rows(TEXT, "places", rows) == TEXT.replace(
        "places: []\n", 'places:\n- {name: 东街}\n- {name: "12", under: 东街}\n'
    )
    assert with_rows("places: [] # 无\n", "places", rows[:1]) == "places:  # 无\n- {name: 东街}\n"


def test_what_cannot_be_changed_safely_is_left() -> None:
    assert with_rows("units: 3\n", "units", [{"name": "甲局"}]) is None
    assert with_rows("office: {name: 某局}\n", "categories", [{"name": "城建"}]) is None  # the defaults would be gone
    assert with_aliases("units: [{name: 甲局}, {name: 乙局}]\n", "units", 0, ["甲"]) is None
    assert with_aliases("units:\n- {name: 甲局,\n   phone: '1'}\n", "units", 0, ["甲"]) is None


def test_a_row_to_paste_is_yaml() -> None:
    row = {"name": "甲: 局", "aliases": ["no", "甲局"], "under": None, "kind": "justice"}
    assert written(row) == '- {name: "甲: 局", aliases: ["no", 甲局], kind: justice}'
    assert read(f"units:\n{written(row)}\n")["units"] == [
        {"name": "甲: 局", "aliases": ["no", "甲局"], "kind": "justice"}
    ]
