"""The days that the view of the day looks at, and how its sections share a page."""

import datetime as dt

from xinfang_cli.measures.deskview import LINES_OF_A_PAGE, QUESTIONS, Section, asked, rooms_on_a_page

BEIJING = dt.timezone(dt.timedelta(hours=8))


def test_the_days_around_today() -> None:
    assert asked(dt.datetime(2026, 11, 22, 7, 30, tzinfo=BEIJING), "李经办") == {
        "today": "2026-11-22",
        "latest": "2026-11-29",
        "week_ago": "2026-11-15",
        "recent": "2026-10-23",
        "since": "2026-11-21T16:00:00Z",  # midnight in Beijing
        "me": "李经办",
    }


def test_every_section_asks_and_its_rows_have_names() -> None:
    assert list(QUESTIONS) == list(Section)
    for question in QUESTIONS.values():
        assert question.names[:5] == ("id", "title", "sealed", "status", "unit")
        assert all(name.isidentifier() for name in question.names)


def test_sections_share_a_page_and_small_ones_leave_their_room_to_others() -> None:
    assert rooms_on_a_page([]) == []
    assert rooms_on_a_page([3, 0, 2]) == [3, 0, 2]
    assert rooms_on_a_page([0, 0]) == [0, 0]
    assert rooms_on_a_page([500, 0, 2]) == [LINES_OF_A_PAGE - 3 - 2, 0, 2]
    shared = rooms_on_a_page([500] * 10)
    assert (sum(shared), max(shared) - min(shared)) == (LINES_OF_A_PAGE - 15, 1)
