"""What is declared of filters, and how they are said."""

import datetime as dt
from typing import Any

import pytest

from xinfang_cli.labels import Lang
from xinfang_cli.measures.filters import BY_WORD, ByDay, ByName, ByText, ByWord, Filter
from xinfang_cli.measures.selection import Selection

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("asked", "zh", "en"),
    [
        ({"place": ("广惠街街道",), "overdue": True}, "属地为广惠街街道，仅含超期事项", "place: 广惠街街道; overdue matters only"),
        ({"unit": ("甲局", "乙局")}, "责任单位为甲局、乙局", "unit: 甲局, 乙局"),
        ({"status": ("not_accepted",)}, "状态为不予受理", "state: not accepted"),
        ({"class_": ("accusation",)}, "诉求类别为检举控告", "class of request: accusation"),
        ({"open": True, "closed": True}, "仅含在办或已办结事项", "open or closed matters only"),
        ({"due_within": 7}, "仅含7日内到期事项", "due within 7 days matters only"),
        ({"due_within": 0, "overdue": True}, "仅含超期或0日内到期事项", "overdue or due within 0 days matters only"),
        ({"unrouted": True}, "仅含未转送事项", "not yet routed matters only"),
        ({"since": dt.date(2026, 1, 1)}, "登记日期不早于2026-01-01", "registered on 2026-01-01 or later"),
        ({"received_since": dt.date(2026, 1, 1)}, "收到日期不早于2026-01-01", "received on 2026-01-01 or later"),
        ({"source_level": ("省+", "县")}, "来源层级为省及以上、县", "handed down by: 省 and above, 县"),
        ({"lead": ("any",)}, "包案领导为有", "leader in charge: any"),
        ({"docket": ("2026积案",)}, "清单为2026积案", "dockets: 2026积案"),
        ({"channel": ("mailbox", "书记信箱")}, "信访形式为领导信箱、书记信箱", "channel: leader's mailbox, 书记信箱"),
        ({"no_plan": True}, "仅含缺措施、路径或办法事项", "without measure, way or how matters only"),
        ({"until": dt.date(2026, 1, 1)}, "登记日期不晚于2026-01-01", "registered on 2026-01-01 or earlier"),
        ({"text": ("物业", "交房")}, "含有“物业”、“交房”", "containing “物业”, “交房”"),
        (
            {"place": ("城关镇",), "exact": True},
            "属地为城关镇，不含下级单位、属地和分类",
            "place: 城关镇; without units, places and categories below",
        ),
    ],
)  # fmt: skip
def test_what_is_filtered_in_words(asked: dict[str, Any], zh: str, en: str) -> None:
    words = Selection(today=TODAY, **asked).words
    assert words is not None
    assert (words.in_(Lang.ZH), words.in_(Lang.EN)) == (zh, en)


def test_nothing_is_said_where_nothing_is_filtered() -> None:
    assert Selection(today=TODAY, unit=(), overdue=False, since=None).words is None


def test_every_filter_is_named_in_the_scope() -> None:
    for each in Filter:
        asked: Any = {"due_within": 3, "source_level": ("省",)}.get(each)
        if isinstance(each.kind, ByDay):
            asked = TODAY
        elif isinstance(each.kind, ByWord):
            asked = (next(iter(each.kind.labels)).value,)
        elif isinstance(each.kind, ByName | ByText):
            asked = ("某",)
        found = Selection(today=TODAY).but(**{each.field: asked or True})
        assert found.words is not None, each
        assert list(found.filters) == [each.value]


def test_a_filter_is_known_by_its_option_too() -> None:
    assert (BY_WORD["due-within"], BY_WORD["due_within"]) == (Filter.DUE_WITHIN, Filter.DUE_WITHIN)
    assert [each.option for each in Filter if each.field.endswith("_")] == ["--class"]


def test_scripts_read_values_by_the_words_of_the_filters() -> None:
    found = Selection(today=TODAY, unit=("甲局",), class_=("claim",), overdue=True, due_within=0)
    assert found.filters == {"unit": ["甲局"], "class": ["claim"], "overdue": True, "due_within": 0}


def test_what_lies_under_a_place_is_taken_with_it_unless_it_is_exact() -> None:
    under = {"城关镇": ("城关镇", "老街社区")}
    wide = Selection(today=TODAY, under=under, place=("城关镇", "外县"), category=("城乡建设",))
    assert list(wide.as_sql()[1].values()) == ["城关镇", "老街社区", "外县", "城乡建设", "城乡建设/"]
    assert list(wide.but(exact=True).as_sql()[1].values()) == ["城关镇", "外县", "城乡建设"]


def test_what_lies_under_a_unit_is_taken_with_it_too() -> None:
    wide = Selection(today=TODAY, units_under={"住建局": ("住建局", "房管中心")}, unit=("住建局",))
    assert sorted(wide.as_sql()[1].values()) == sorted(["住建局", "房管中心", '"住建局"', '"房管中心"'])
    assert sorted(wide.but(exact=True).as_sql()[1].values()) == sorted(["住建局", '"住建局"'])


def test_a_filter_that_does_not_exist_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        Selection(today=TODAY, nonsense=True)
