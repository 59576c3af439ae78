"""What a revert or a merge took away comes back from git, and nothing that contradicts what is here."""

from collections.abc import Callable

from tests.conftest import Matter
from xinfang_cli.git.recovery import regained
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.history import identities


def test_entries_come_back_in_their_order_with_what_they_changed(law: Law, matter: Callable[..., Matter]) -> None:
    made = matter("2026-11-02")
    first = made.case
    made.correct("2026-11-05", {"place": "城关镇"})
    whole = made.do("note", "2026-11-06", text="重要的一笔").case
    back = regained(first, [first, whole], law)
    assert back == whole


def test_what_was_written_since_stays(law: Law, matter: Callable[..., Matter]) -> None:
    made = matter("2026-11-02")
    first = made.case
    lost = made.do("note", "2026-11-06", text="重要的一笔").case
    made.case = first
    now = made.do("note", "2026-11-07", text="又一笔").case
    back = regained(now, [lost], law)
    assert [entry.text for entry in back.history] == [None, "重要的一笔", "又一笔"]


def test_what_contradicts_is_left_to_the_office(law: Law, matter: Callable[..., Matter]) -> None:
    made = matter("2026-11-02")
    whole = made.do("note", "2026-11-06", text="重要的一笔").case
    altered = whole.but(title="改过的标题", history=(whole.history[0].but(by="别人"),))
    assert regained(altered, [whole], law) is altered
    assert identities(whole).keys() > identities(altered).keys()
