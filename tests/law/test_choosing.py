"""A word is taken as people write it, and what is none is answered with the nearest."""

import pytest

from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Label, Lang
from xinfang_cli.law.choosing import begun, item_of, option, unlisted
from xinfang_cli.law.words import Channel, Did, Ground, MatterClass, OpinionDecision, ServeMethod


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("走访", Channel.VISIT), ("视频接访", Channel.VISIT), ("信函", Channel.LETTER), ("电话", Channel.PHONE),
        ("微信信访", Channel.ONLINE), ("市长信箱", Channel.MAILBOX), ("12345", Channel.HOTLINE),
        ("人民建议", MatterClass.SUGGESTION), ("投诉", MatterClass.CLAIM), ("支持", OpinionDecision.SUPPORT),
        ("当面", ServeMethod.IN_PERSON), ("EMS", ServeMethod.POST), ("退件", Did.OBJECT), ("并件", Did.MERGE),
        ("应通过法定途径解决", Ground.STATUTORY_ROUTE),
    ],
)  # fmt: skip
def test_a_word_is_read_by_what_clerks_call_it(written: str, word: Label) -> None:
    assert type(word).read(written) is word


@pytest.mark.parametrize("words", Label.__subclasses__())
def test_a_synonym_is_no_name_of_another_word_of_its_list(words: type[Label]) -> None:
    assert [(word, name) for word in words for name in getattr(word, "also", ()) if words.read(name) is not word] == []


def test_what_is_no_word_is_answered_with_the_nearest_by_name_in_chinese_and_by_code_in_english() -> None:
    said = unlisted("--channel", "来房", Channel)
    assert said.remedy(Lang.ZH).startswith("是否指：来访、")
    assert unlisted("--channel", "vist", Channel).remedy(Lang.EN).startswith("do you mean: visit;")
    assert "visit" not in said.in_(Lang.ZH)


def test_what_is_like_no_word_is_answered_with_all() -> None:
    assert unlisted("--decision", "嗯", OpinionDecision).remedy(Lang.ZH) == "用其中之一：予以支持、解释疏导、不予支持"


CHECKLISTS = {"包案": ("掌握情况", "研究处理"), "走访": ("入户", "研究处理")}


def test_an_item_of_a_checklist_is_named_by_itself_or_with_its_list() -> None:
    assert item_of("掌握情况", CHECKLISTS) == "包案/掌握情况"
    assert item_of("走访/研究处理", CHECKLISTS) == "走访/研究处理"


@pytest.mark.parametrize(
    ("item", "lists", "said"),
    [
        ("掌握情", CHECKLISTS, "清单里没有“掌握情” — 是否指：包案/掌握情况"),
        ("研究处理", CHECKLISTS, "几份清单都有“研究处理” — 写明哪一份：包案/研究处理、走访/研究处理"),
        ("入户", {}, "没有可勾的“入户”：本单位没有清单 — 在config.yaml的checklists写明"),
    ],
)
def test_an_item_that_no_checklist_has_or_several_have_is_refused(
    item: str, lists: dict[str, tuple[str, ...]], said: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        item_of(item, lists)
    assert refused.value.text.in_(Lang.ZH) == said


def test_a_word_that_is_said_of_two_things_is_asked_back() -> None:
    said = unlisted("--class", "举报", MatterClass).in_(Lang.ZH)
    assert MatterClass.read("举报") is None
    assert "第30条" in said
    assert "第31条" in said


@pytest.mark.parametrize(("text", "word"), [("ph", Channel.PHONE), ("传", Channel.FAX), ("来", None), ("", None)])
def test_a_beginning_is_a_word_where_only_one_begins_so(text: str, word: Channel | None) -> None:
    assert begun(text, Channel) is word


@pytest.mark.parametrize(
    ("key", "chinese", "english"),
    [
        ("unit", "责任单位", "UNIT"),
        ("with_", "--with", "--with"),
        ("approved_by", "--approved-by", "--approved-by"),
        ("set", "--class …", "--class …"),
    ],
)
def test_how_a_datum_is_given(key: str, chinese: str, english: str) -> None:
    said = option(key)
    assert (said if isinstance(said, str) else said.zh, said if isinstance(said, str) else said.en) == (
        chinese,
        english,
    )
