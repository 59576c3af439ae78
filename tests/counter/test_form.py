"""A form answered line by line: what is asked, what is taken, what is kept when it is left."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from xinfang_cli.counter import form as forms
from xinfang_cli.counter.fields import (
    NameReader,
    Offer,
    Question,
    number_reader,
    offered,
    word_reader,
    yes_or_no_reader,
)
from xinfang_cli.counter.form import Answers, begun, sure
from xinfang_cli.errors import RefusedError
from xinfang_cli.labels import Lang
from xinfang_cli.law.words import Channel, MatterClass
from xinfang_cli.messages import Msg
from xinfang_cli.printing import Printer
from xinfang_cli.store.drafts import left_draft
from xinfang_cli.store.workspace import Workspace

WHEN = "2026-11-22T09:30:00+08:00"
PLACES = (Offer("城关镇"), Offer("老街社区", names=("老街",)), Offer("官渡镇"))


class Typist:
    """Types lines; an error among them is what happens instead. It remembers what stood in each line at first."""

    def __init__(self, *typed: str | type[BaseException]) -> None:
        self._typed = list(typed)
        self.began: list[str] = []
        self.labels: list[str] = []

    def __call__(self, typing: Callable[[str], None]) -> "Typist":
        self.typing = typing
        return self

    def read(self, label: str, text: str, offers: Sequence[Offer]) -> str:  # noqa: ARG002
        self.labels.append(label)
        self.began.append(text)
        typed = self._typed.pop(0)
        if isinstance(typed, str):
            self.typing(typed)
            return text if typed == "⏎" else typed
        raise typed


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    (tmp_path / "sealed").mkdir(mode=0o700)
    return Workspace(tmp_path)


@pytest.fixture
def fill(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[Any, str, Typist]]:
    """`fill(ask, "甲", "<", …)`: what a form gives, what was said, and the typist."""

    def filled(ask: Any, *typed: str | type[BaseException], end: str | None = None) -> tuple[Any, str, Typist]:
        typist = Typist(*typed)
        monkeypatch.setattr(forms, "lines", typist)
        made = begun(Printer(Lang.ZH), ws, "李经办", "open", WHEN, end=end)
        try:
            got = made.fill(ask)
        except KeyboardInterrupt:
            got = KeyboardInterrupt
        else:
            made.draft.drop()
        return got, capsys.readouterr().err, typist

    return filled


def ask(_: Answers) -> Iterator[Question]:
    yield Question("channel", "信访形式", word_reader(Channel, "信访形式"), offered(Channel, Lang.ZH), "来访")
    yield Question("place", "问题属地", NameReader(PLACES, "问题属地"), PLACES)
    yield Question("request", "诉求", is_needed=True)


def test_each_answer_is_read_and_enter_takes_the_default_or_skips(fill: Any) -> None:
    got, said, typist = fill(ask, "", "", "要求修路")
    assert got == {"channel": Channel.VISIT, "request": "要求修路"}
    assert typist.labels == ["信访形式 [来访]：", "问题属地：", "诉求："]
    assert "1 来信  2 来访" in said


def test_a_number_of_the_list_a_part_and_a_synonym_are_taken_and_told(fill: Any) -> None:
    got, said, _ = fill(ask, "上门", "老", "要求修路")
    assert (got["channel"], got["place"]) == (Channel.VISIT, "老街社区")
    assert "即：来访" in said
    assert "即：老街社区" in said
    assert fill(ask, "4", "3", "修路")[0] == {"channel": Channel.PHONE, "place": "官渡镇", "request": "修路"}


def test_what_is_wrong_is_asked_again_and_enter_takes_the_nearest(fill: Any) -> None:
    got, said, typist = fill(ask, "网上信放", "", "老街小区", "", "", "要求修路")
    assert (got["channel"], got["place"]) == (Channel.ONLINE, "老街社区")
    assert "是否指：老街社区" in said
    assert [typist.labels[1], typist.labels[3]] == ["信访形式 [网上信访]：", "问题属地 [老街社区]："]
    assert "“诉求”不能空着" in said


def test_what_is_like_nothing_is_taken_by_no_enter(fill: Any) -> None:
    got, _, typist = fill(ask, "飞鸽传书", "来信", "飞鸽", "", "要求修路")
    assert got == {"channel": Channel.LETTER, "request": "要求修路"}
    assert (typist.labels[1], typist.labels[3]) == ("信访形式 [来访]：", "问题属地：")


def test_a_part_of_several_is_chosen_by_number(fill: Any) -> None:
    got, said, typist = fill(ask, "", "镇", "2", "要求修路")
    assert got["place"] == "官渡镇"
    assert "1 城关镇  2 官渡镇" in said
    assert typist.began[2] == "", "nothing is taken by Enter where it is to be chosen"


def test_a_name_that_no_list_has_is_taken_when_it_is_written_twice(fill: Any) -> None:
    assert fill(ask, "", "天河", "天河", "要求修路")[0]["place"] == "天河"
    assert fill(ask, "", "城西镇", "城西镇", "要求修路")[0]["place"] == "城西镇"


def test_back_asks_the_field_before_and_enter_keeps_what_was_answered(fill: Any) -> None:
    got, _, typist = fill(ask, "<", "来信", "<", "", "老街", "<", "官渡镇", "要求修路")
    assert got == {"channel": Channel.LETTER, "place": "官渡镇", "request": "要求修路"}
    assert (typist.labels[3], typist.labels[6]) == ("信访形式 [来信]：", "问题属地 [老街]：")


def test_back_to_a_text_edits_it(fill: Any) -> None:
    fields = lambda _: (Question("request", "诉求"), Question("title", "标题"))  # noqa: E731
    got, _, typist = fill(fields, "要求修路", "<", "要求修好路", "")
    assert (got, typist.began) == ({"request": "要求修好路"}, ["", "", "要求修路", ""])


def test_a_form_that_is_left_keeps_what_was_typed_and_is_gone_on_with(fill: Any, ws: Workspace) -> None:
    got, said, typist = fill(ask, "来信", "老街", KeyboardInterrupt)
    assert got is KeyboardInterrupt
    assert "草稿" in said
    typist.typing("要求修")
    kept = left_draft(ws, "李经办", "open")
    assert kept is not None
    assert (kept.answers, kept.typing) == ({"channel": "来信", "place": "老街"}, ("request", "要求修"))
    if os.name != "nt":
        assert kept.path.stat().st_mode & 0o077 == 0
    got, said, typist = fill(ask, "", "⏎")
    assert "2026-11-22 09:30" in said
    assert got == {"channel": Channel.LETTER, "place": "老街社区", "request": "要求修"}


def test_of_a_draft_that_says_all_the_last_answer_is_asked_again(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "lines", Typist("来信", "老街", "要求修路"))
    begun(Printer(Lang.ZH), ws, "李经办", "open", WHEN).fill(ask)  # and then it is refused
    typist = Typist("", "要求修路<", "官渡镇", "⏎")
    monkeypatch.setattr(forms, "lines", typist)
    got = begun(Printer(Lang.ZH), ws, "李经办", "open", WHEN).fill(ask)
    assert got == {"channel": Channel.LETTER, "place": "官渡镇", "request": "要求修路"}
    assert (typist.began[1], typist.began[3]) == ("要求修路", "要求修路"), "what stood there stays"


def test_a_draft_that_is_not_wanted_is_deleted(fill: Any, ws: Workspace) -> None:
    fill(ask, "来信", EOFError)
    got, _, _ = fill(ask, "n", "来访", "", "要求修路")
    assert got["channel"] is Channel.VISIT
    assert list((ws.sealed / "drafts").iterdir()) == []


def test_a_draft_of_another_or_of_another_form_is_not_offered(fill: Any, ws: Workspace) -> None:
    fill(ask, "来信", KeyboardInterrupt)
    assert left_draft(ws, "王经办", "open") is None
    assert left_draft(ws, "李经办", "route-XF-20261120-7K3MQ") is None


def test_an_answer_of_a_draft_that_is_none_any_more_is_asked_again(fill: Any, ws: Workspace) -> None:
    fill(ask, "来信", KeyboardInterrupt)
    draft = left_draft(ws, "李经办", "open")
    assert draft is not None
    draft.answers["channel"] = "飞鸽"
    draft.keep()
    got, _, typist = fill(ask, "", "来信", "", "要求修路")
    assert (got["channel"], typist.labels[1]) == (Channel.LETTER, "信访形式 [飞鸽]：")


def test_nothing_typed_leaves_nothing(fill: Any, ws: Workspace) -> None:
    got, said, _ = fill(ask, KeyboardInterrupt)
    assert (got, "草稿" in said.partition("\n")[2]) == (KeyboardInterrupt, False)
    assert list((ws.sealed / "drafts").iterdir()) == []


def test_a_pile_ends_with_an_empty_answer(fill: Any) -> None:
    fields = lambda _: (Question("request", "诉求", is_needed=True), Question("title", "标题"))  # noqa: E731
    assert fill(fields, "", end="request")[0] is None
    assert fill(fields, "要求甲", "", end="request")[0] == {"request": "要求甲"}


def test_a_refusal_of_all_that_was_said_asks_one_answer_again(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    typist = Typist("99", "30")
    monkeypatch.setattr(forms, "lines", typist)
    form = begun(Printer(Lang.ZH), ws, "李经办", "extend", WHEN)
    fields = lambda _: (Question("days", "延长天数", number_reader("延长天数", 100)),)  # noqa: E731
    assert form.fill(fields) == {"days": 99}
    form.forget(["days", "reason"])
    assert form.fill(fields) == {"days": 30}
    assert typist.began == ["", ""]


@pytest.mark.parametrize(("typed", "answer"), [("", True), ("n", False), ("嗯", None), ("是", True)])
def test_a_question_is_answered_with_yes_or_no(
    typed: str, answer: bool | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(forms, "lines", Typist(typed, EOFError))
    if answer is not None:
        assert sure(Printer(Lang.ZH), Msg.FILL_GO_ON()) is answer
        return
    with pytest.raises(KeyboardInterrupt):
        sure(Printer(Lang.ZH), Msg.FILL_GO_ON())
    assert "写 y（是）或 n（否）" in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["0", "-1", "三", "1e3", "1001", "1.5", "99999999999999999999"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(RefusedError, match="from 1 to 1000"):
        number_reader("信访人数", 1000)(typed)
    assert number_reader("信访人数", 1000)("１２") == 12


def test_a_word_of_two_meanings_is_chosen_and_never_taken_by_enter() -> None:
    with pytest.raises(RefusedError) as refused:
        word_reader(MatterClass, "诉求类别")("举报")
    assert [each.in_(Lang.ZH) for each in refused.value.text.fields["either"]] == ["检举控告", "申诉求决"]


def test_yes_and_no_are_read_as_people_write_them() -> None:
    read = yes_or_no_reader("初次信访")
    assert [read(text) for text in ("Y", "是", "n", "否")] == [True, True, False, False]


def test_a_closed_list_takes_no_other_name() -> None:
    read = NameReader(PLACES, "责任单位", is_closed=True)
    for typed in ("城官镇", "城官镇", "天河"):
        with pytest.raises(RefusedError):
            read(typed)
    assert NameReader((), "问题属地")("天河") == "天河", "where config has no list any name is one"
