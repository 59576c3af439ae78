"""Headers: what offices write, what it means, and the columns that are never read."""

import pytest

from xinfang_cli.labels import Label, Lang, Phrase
from xinfang_cli.ledgers.columns import Field, aliases, fields_named, meaning
from xinfang_cli.ledgers.matters import _ORDER
from xinfang_cli.messages import Msg

EXPORT = """
    信访件编号 姓名 信访人数 住址 手机号码 问题属地 信访目的 内容分类 信访日期 登记日期 限办时间 信访形式 概况
    是否办结 是否全国初次信访 联名信或集体访 信访件状态 登记部门 登记人
"""
"""The headers of the national system's export, in its order."""


def field(header: str, **extra: str) -> str | None:
    """Return the word of the field that a header means."""
    found = meaning(header, extra)
    return found[0].value if found else None


def test_the_export() -> None:
    assert [field(header) for header in EXPORT.split()] == [
        "source_number", "name", "people", "address", "phone", "place", "purpose", "category", "received_on",
        "registered_on", "source_due", "channel", "request", "closed", "first_time", "joint", "status",
        "source_office", "registrar",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "word"),
    [
        ("编号 工单编号 省信访件编号 市受理编号 区县受理编号 xfjbh", "source_number"),
        ("来访时间 反映日期 收信日期 来电时间 受理时间_不是 来件日期 接访日期", "received_on"),
        ("信访人 来访人 来电人 信访人姓名 来访人员 姓名(必填) 信访人及联系方式", "name"),
        ("联系电话 来电号码 手机 联系方式 *联系电话", "phone"),
        ("人数 来访人数 人数（人） 信访人次", "people"),
        ("家庭住址 住所 地址", "address"),
        ("反映问题 反映问题(主要诉求) 来访诉求 反映内容 诉求内容 信访事项 主要问题 事由", "request"),
        ("责任单位 具体承办单位 责任部门 转往处 承办单位 去向机构 办理单位 主办单位", "unit"),
        ("协办单位 配合单位", "with"),
        ("来源 来源/交办单位 交办单位 信访来源", "source_level"),
        ("限办时间 办理时限 截止日期 应办结时间", "source_due"),
        ("责任领导/包案领导 包案领导 包案县级领导", "lead"),
        ("责任人 承办人 经办人", "owner"),
        ("问题发生地 发生地 事发地点 所属乡镇", "place"),
        ("问题类别 问题分类 热点问题", "category"),
        ("信访方式 反映渠道 来源渠道", "channel"),
        ("诉求类别 诉求类型", "class"),
        ("信访目的 诉求目的 目的", "purpose"),
        ("渠道名称 信箱名称", "via"),
        ("发现途径 问题发现渠道", "origin"),
        ("接访领导 接访县领导 接待领导 接访领导姓名", "reception"),
        ("涉及人数 涉及总人数", "people_concerned"),
        ("推选代表 代表名单", "representatives"),
        ("清单 所属清单", "dockets"),
        ("目标日期 化解目标日期", "target"),
        ("顾问 法律顾问", "adviser"),
        ("联络员 包案联络人", "liaison"),
        ("初/重 是否初访 初次标志", "first_time"),
        ("是否重复 重复信访", "repeated"),
        ("是否联名 集体访", "joint"),
        ("办结时间 结案日期 实际办结时间", "closed_on"),
        ("化解时间", "resolved_on"),
        ("化解依据 化解认定依据 实质化解依据", "resolved_basis"),
        ("化解方式 化解措施", "note"),
        ("满意度 群众满意度 是否满意", "rating"),
        ("办理情况 办理结果 备注 处理意见 进展情况", "note"),
        ("转办时间 派单时间", "routed_on"),
        ("办结情况 结案情况", "closing"),
        ("化解情况", "resolving"),
        ("序号", "ignored"),
    ],
)
def test_synonyms(headers: str, word: str) -> None:
    for header in headers.split():
        if not header.endswith("_不是"):
            assert field(header) == word, header


@pytest.mark.parametrize(
    ("headers", "word"),
    [
        ("反映的主要内容 信访诉求内容 主要反映问题 市民诉求 诉求详情 投诉事项", "request"),
        ("呼叫时间 拨打时间", "received_on"),
        ("信访件流水号 系统编号", "source_number"),
        ("责任单位名称 主要责任单位 分派单位", "unit"),
        ("包案县领导 包案负责人 县领导", "lead"),
        ("客户姓名", "name"),
        ("客户电话", "phone"),
        ("信访人员数 人员数量", "people"),
        ("信访目的分类", "class"),
        ("所在乡镇 属地乡镇", "place"),
        ("规定时限 承诺办结时间", "source_due"),
        ("是否首次反映 初次信访标识", "first_time"),
        ("紧急等级（必填）", "urgent"),
    ],
)
def test_compounds_that_no_list_holds(headers: str, word: str) -> None:
    assert {field(header) for header in headers.split()} == {word}


PERSONS = """
    是否扬言 扬言内容 扬言人 是否特殊人员 特殊群体类型 重点人员标志 是否重点人 重点人员类别 异常动态 稳控措施
    稳控责任人 包保责任人 越级访次数 进京次数 是否进京访 非访次数 信访次数 上访次数 精神状况 前科 违法犯罪记录
    家庭成员 家庭情况 行踪 民族 政治面貌 宗教信仰 照片 微信号
    身份证号 身份证号码 性别 年龄 出生日期 户籍地 职业 工作单位 文化程度 信访人类型 息访情况
    风险等级 微信号码 来访频次 yybz yynr ycdt wkcs wkzrr bbzrr jtcy jszk csrq tsry zdrybz
"""


@pytest.mark.parametrize("header", PERSONS.split())
def test_columns_about_persons_are_dropped(header: str) -> None:
    assert meaning(header) == (Field.DROPPED, 0)


def test_what_an_accusation_says_is_no_label() -> None:
    assert field("违纪违法问题") == "request"
    assert field("主要违法事实") != "dropped"


def test_a_header_that_names_such_a_column_beside_another_is_dropped_whole() -> None:
    assert field("姓名/身份证号") == "dropped"


def test_unknown_and_empty_headers() -> None:
    assert [field(header) for header in ("会议室", "首次信访日期", "责任属地", "信访办结天数")] == [None] * 4
    assert field(" \n") is None


def test_the_offices_own_headers_go_first() -> None:
    assert field("诉 求 人", 诉求人="registrar") == "registrar"
    assert field("会议室", 会议室="place") == "place"
    assert field("会议室", 会议室="no such field") is None
    assert field("责任单位", 会议室="place") == "unit"


def test_width_breaks_and_marks_do_not_matter() -> None:
    for text in ("信 访\n日 期：", "＊信访日期", "信访日期（年月日）", "【信访日期】"):
        assert field(text) == "received_on"


def test_no_alias_means_two_fields_or_a_person() -> None:
    clear = {alias: meant for alias, meant in aliases().items() if meant[0] is not Field.DROPPED}
    assert len(clear) > 1500
    assert all(meaning(alias) == meant for alias, meant in clear.items())


def test_config_cannot_bring_in_a_column_that_labels_persons() -> None:
    assert meaning("重点人员标志", {"重点人员标志": "note"}) == (Field.DROPPED, 0)
    assert meaning("群众称呼", {"群众称呼": "name"}) == (Field.NAME, -1)


def test_what_is_at_fault_in_a_row_is_named_in_words() -> None:
    assert Msg.APPLY_ROW(where=2, field=fields_named("unit/beyond/on/?"), reason="理由").in_(Lang.ZH) == (
        "2 未办 [责任单位、表头以外、办理日期、?] 理由"
    )
    assert fields_named("") == []
    assert [name for name in _ORDER if not has_chinese(fields_named(name))] == []


def has_chinese(found: list[Label | Phrase | str]) -> bool:
    return all(isinstance(each, Label | Phrase) and not each.in_(Lang.ZH).isascii() for each in found)
