"""Whom cells name: petitioners, those who give no name, those who stand for others, units and their roles."""

import datetime as dt

import pytest

from xinfang_cli.ledgers.parties import Names, Person, read_names, unit_names
from xinfang_cli.sheets.rows import Cell


@pytest.mark.parametrize(
    ("cell", "names", "people"),
    [
        ("王五", ["王五"], None),
        ("王 五", ["王五"], None),
        ("欧阳 修文", ["欧阳 修文"], None),
        ("王五、赵六", ["王五", "赵六"], None),
        ("王五，赵六；钱七", ["王五", "赵六", "钱七"], None),
        ("张某某等5人", ["张某某"], 5),
        ("张三等三人", ["张三"], 3),
        ("王五、赵六等12人", ["王五", "赵六"], 12),
        ("张三等", ["张三"], None),
        ("某小区业主等100多人", ["某小区业主"], None),
        ("张三等5户", ["张三"], None),
        ("高等教育", ["高等教育"], None),
        ("张三(户主)", ["张三(户主)"], None),
        ("𠮷桂敏", ["𠮷桂敏"], None),
        ("王五、", ["王五"], None),
        ("无", [], None),
        ("张三（男）", ["张三（男）"], None),
        ("张三（5人）", ["张三"], 5),
        ("张三(五人)", ["张三"], 5),
        ("张三(三五人)", ["张三(三五人)"], None),
        ("张三等三五人", ["张三"], None),
    ],
    ids=repr,
)
def test_names(cell: Cell, names: list[str], people: int | None) -> None:
    assert read_names(cell) == Names(tuple(Person(name=name) for name in names), people)


def test_names_of_those_who_give_none_or_stand_for_others() -> None:
    for text in ("匿名", "匿 名", "匿名信", "匿名举报", "不愿透露姓名", "未署名", "佚名"):
        assert read_names(text).persons == (Person(anonymous=True),)
    assert read_names("李四（代）").persons == (Person(name="李四", representative=True),)
    assert read_names("李四等三人（代表）") == Names((Person(name="李四", representative=True),), 3)
    assert read_names("李四（代表）等20余人").persons == (Person(name="李四", representative=True),)


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("住建局", ["住建局"]),
        ("城关镇\u00a0", ["城关镇"]),
        ("县 住建局", ["县住建局"]),
        ("住建局、自然资源局", ["住建局", "自然资源局"]),
        ("住建局（牵头）、自然资源局", ["住建局", "自然资源局"]),
        ("自然资源局、住建局（牵头）", ["住建局", "自然资源局"]),
        ("牵头:住建局;配合:自然资源局", ["住建局", "自然资源局"]),
        ("主办：住建局 协办：自然资源局", ["住建局", "自然资源局"]),
        ("住建局牵头,自然资源局配合", ["住建局", "自然资源局"]),
        ("住建局/住建局", ["住建局"]),
        ("住建局、", ["住建局"]),
        ("住建局（牵头）自然资源局（配合）", ["住建局", "自然资源局"]),
        ("自然资源局（配合） 住建局（主办）", ["住建局", "自然资源局"]),
        ("【配合】自然资源局【主办】住建局", ["住建局", "自然资源局"]),
        ("（牵头）住建局、（配合）自然资源局", ["住建局", "自然资源局"]),
        ("住建局[牵头]，自然资源局", ["住建局", "自然资源局"]),
        ("住建局（承办单位）、自然资源局（会办）", ["住建局", "自然资源局"]),
        ("1.住建局 2.自然资源局", ["住建局", "自然资源局"]),
        ("①住建局②自然资源局", ["住建局", "自然资源局"]),
        ("住建局（房管中心）", ["住建局(房管中心)"]),
        ("110指挥中心", ["110指挥中心"]),
        ("/", []),
    ],
    ids=repr,
)
def test_unit_names(cell: Cell, units: list[str]) -> None:
    assert list(unit_names(cell)) == units


def test_who_stands_above_is_not_named() -> None:
    for cell in ("同上", "〃", '"'):
        found = read_names(cell)
        assert (found.persons, found.doubt is None) == ((), False)
    found = read_names("王五、同上")
    assert ([person.name for person in found.persons], found.doubt is None) == (["王五"], False)
    assert read_names(dt.date(2026, 3, 5)).doubt
