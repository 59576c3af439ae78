"""Words in columns of choice."""

import pytest

from xinfang_cli.law.words import Basis, Channel, Mode, Seen
from xinfang_cli.ledgers.cells import Doubt
from xinfang_cli.ledgers.choices import (
    level_of,
    read_basis,
    read_channel,
    read_class,
    read_rating,
    read_state,
    read_urgent,
)


@pytest.mark.parametrize(
    ("texts", "channel"),
    [
        ("来信 群众来信 信件 100", "letter"),
        ("来访 走访 上访 集体访 视频接访 初访 群访 访 领导下访 200", "visit"),
        (
            "网上信访 手机信访 微信信访 网上建议 网上投诉 电子邮件 E-mail 网信 人民网留言 领导留言板 国家信访局网上投诉 300 303",
            "online",
        ),
        ("电话信访 来电 电话 电", "phone"),
        ("传真 传真信访", "fax"),
        ("领导信箱 县长信箱 书记信箱", "mailbox"),
        ("12345转办 热线转办 12345热线 市长热线", "hotline"),
        ("其他 上级交办", "other"),
        ("来信来访 鸽子", None),
    ],
)
def test_channels(texts: str, channel: str | None) -> None:
    for text in texts.split():
        found = read_channel(text, {})
        assert (None if isinstance(found, Doubt) else found) == channel, text


def test_channels_of_numbers_words_and_brackets() -> None:
    assert read_channel(200.0, {}) is Channel.VISIT
    assert read_channel("visit", {}) is Channel.VISIT
    assert read_channel(" 来 访（初次） ", {}) is Channel.VISIT
    assert read_channel("", {}) is None
    assert read_channel("鸽子", {"鸽子": "来信"}) is Channel.LETTER


@pytest.mark.parametrize(
    ("texts", "class_"),
    [
        ("意见建议 建议 建议意见类 批评建议 人民建议", "suggestion"),
        ("揭发控告 检举控告 检举控告类 举报", "accusation"),
        ("申诉 求决 申诉求决 申诉求决类 求助", "claim"),
        ("其他 咨询 政策咨询 投诉 表扬", "unclassified"),
        ("道路", None),
    ],
)
def test_classes(texts: str, class_: str | None) -> None:
    for text in texts.split():
        found = read_class(text, {})
        assert (None if isinstance(found, Doubt) else found) == class_, text


@pytest.mark.parametrize(
    ("texts", "basis"),
    [
        ("签订协议 协议 已签订协议 签订调解协议书 达成和解协议 协议书已签订 agreement", "agreement"),
        ("履行到位 已履行 履行 已全部履行 协议已履行完毕 处理意见履行到位 performance", "performance"),
        ("信访人认可 信访人确认 满意认可 信访人签字确认 群众书面认可 petitioner", "petitioner"),
        ("单位自认 机关认定 责任单位认定 自行认定 信访局认定 office", "office"),
        ("未签订协议 拟签协议 口头协议 部分履行 正在履行 信访人不认可 确认 满意 协议、已履行 调解", None),
    ],
)
def test_bases(texts: str, basis: str | None) -> None:
    for text in texts.split():
        found = read_basis(text, {})
        assert (None if isinstance(found, Doubt) else found) == basis, text


def test_bases_in_the_words_of_an_office_and_none() -> None:
    assert read_basis("双签", {"双签": "签订协议"}) == "agreement"
    assert [read_basis(text, {}) for text in ("", "/", "无")] == [None] * 3
    assert [read_basis(each.en, {}) for each in Basis] == list(Basis), "as English tables have them"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("受理申请审查中", None),
        ("不予受理", Seen.DECLINE),
        ("受理", Seen.ACCEPT),
        ("超期未作出处理意见", Seen.ACCEPT),
        ("已作出处理意见", Seen.OPINION),
        ("超期未申请复查", Seen.OPINION),
        ("复查", Seen.REVIEW),
        ("超期未作出复查意见", Seen.REVIEW),
        ("提出复查意见", Seen.REVIEWED),
        ("超期未申请复核", Seen.REVIEWED),
        ("复核", Seen.FINAL),
        ("超期未作出复核意见", Seen.FINAL),
        ("提出复核意见", Seen.FINAL_ISSUED),
        ("审核认定办结", Seen.CLOSED),
        ("不再受理", Seen.FINAL_DECLINE),
    ],
)
def test_the_fifteen_national_states(text: str, state: Seen | None) -> None:
    assert read_state(text, {}) is state


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("已办结", Seen.CLOSED),
        ("已受理(办理中)", Seen.ACCEPT),
        ("正在办理", Seen.ACCEPT),
        ("已受理未办结", Seen.ACCEPT),
        ("受理,正在办理", Seen.ACCEPT),
        ("已完成", Seen.CLOSED),
        ("已转送", None),
        ("待签收", None),
        ("", None),
        ("已交办", Mode.ASSIGN),
        ("已化解", Seen.RESOLVED),
        ("closed", Seen.CLOSED),
    ],
)
def test_states_in_the_words_of_offices(text: str, state: Seen | Mode | None) -> None:
    assert read_state(text, {}) is state


def test_words_that_say_nothing_certain() -> None:
    assert isinstance(read_state("已答复", {}), Doubt)
    assert isinstance(read_state("受理办结", {}), Doubt)
    assert isinstance(read_rating("一般", {}), Doubt)


def test_ratings() -> None:
    assert [read_rating(text, {}) for text in ("满意", "基本满意", "不满意", "非常满意", "未评价", "")] == [
        "satisfied", "basic", "unsatisfied", "satisfied", None, None,
    ]  # fmt: skip


def test_urgency() -> None:
    assert [read_urgent(text) for text in ("一般", "特急", "是", "")] == [None, True, True, None]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("国家信访局", "国家"),
        ("中央巡视组", "国家"),
        ("省信访局", "省"),
        ("某省某市信访局", "市"),
        ("某自治区", "省"),
        ("县委督查室", "县"),
        ("某区信访局", "县"),
        ("城关镇", "乡"),
        ("东风路街道办事处", "乡"),
        ("广惠社区", "村"),
        ("本级", None),
        ("自收", None),
    ],
)
def test_levels(text: str, level: str | None) -> None:
    assert level_of(text) == level
