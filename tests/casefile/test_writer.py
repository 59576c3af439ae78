"""Whatever a record holds, its text is the one that the general writer gives."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinfang_cli.casefile.layout import write
from xinfang_cli.casefile.writer import grown, written
from xinfang_cli.law.recordbase import plain
from xinfang_cli.law.records import Case
from xinfang_cli.law.validation import validated

COMMENTS = {"status": "# derived"}
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)).map(str)
WORDS = st.one_of(
    st.text("ab :-#'\"|\n[]{},>0年", max_size=12), st.sampled_from(["no", "010", "2026-11-22", "", " x\n"])
)
UNKNOWN = st.dictionaries(st.sampled_from(["x1", "x2"]), WORDS, max_size=1)


def some(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return mappings with some of the parts, and sometimes a key that nobody knows."""
    return st.builds(lambda held, more: {**held, **more}, st.fixed_dictionaries({}, optional=parts), UNKNOWN)


STARTS = st.dictionaries(
    st.sampled_from(["route", "handle"]),
    st.builds(
        lambda more, known: {**more, **known},
        some(due=DAYS),
        st.fixed_dictionaries({"from": DAYS, "rule": st.just("15d")}),
    ),
    max_size=2,
)
ENTRIES = st.builds(
    lambda more, known: {**more, **known},
    some(
        day=st.just("unknown"), unit=WORDS, **{"with": st.lists(WORDS, max_size=2)}, text=WORDS, starts=STARTS,
        stops=st.lists(st.sampled_from(["route", "a b"]), max_size=2), resolved=st.booleans(), days=st.integers(1, 99),
        set=st.dictionaries(st.sampled_from(["title", "place"]), WORDS, max_size=2), passed=st.just(["remind"]),
    ),
    st.fixed_dictionaries(
        {"id": st.sampled_from(["3f9a02c1", "12345678", "1e234567"]), "date": DAYS, "at": st.just("2026-11-22T09:30:00+08:00"),
         "by": WORDS, "did": st.sampled_from(["open", "note", "observed"])}
    ),
)  # fmt: skip
PERSONS = some(name=WORDS, phone=WORDS, anonymous=st.booleans())
CASES = st.builds(
    lambda more, known: validated(Case, {**more, **known}),
    some(
        title=WORDS, unit=WORDS, due=DAYS, people=st.integers(1, 9), first_time=st.booleans(), links=st.lists(WORDS, max_size=2),
        source=some(number=WORDS, due=DAYS), petitioners=st.lists(PERSONS, max_size=2), request=WORDS,
        **{"class": st.sampled_from(["claim", "accusation"])},
    ),
    st.fixed_dictionaries(
        {"id": st.just("XF-20261122-7K3MQ"), "status": st.just("registered"), "received_on": DAYS, "registered_on": DAYS,
         "channel": st.just("visit"), "history": st.lists(ENTRIES, min_size=1, max_size=3)}
    ),
)  # fmt: skip


@given(CASES)
def test_the_same_text_as_by_way_of_plain_values(case: Case) -> None:
    assert written(case, COMMENTS) == write(plain(case), COMMENTS)


def test_what_a_later_version_wrote_of_a_clock_stays() -> None:
    start = {"from": "2026-11-22", "rule": "15d", "due": "2026-12-07", "paused": "2026-11-24"}
    known = {"id": "3f9a02c1", "date": "2026-11-22", "at": "2026-11-22T09:30:00+08:00", "by": "李经办", "did": "open"}
    days = {"received_on": "2026-11-22", "registered_on": "2026-11-22"}
    history = [{**known, "starts": {"route": start}}]
    read = {"id": "XF-20261122-7K3MQ", "status": "registered", "channel": "visit", **days, "history": history}
    case = validated(Case, read)
    assert written(case, COMMENTS) == write(plain(case), COMMENTS)
    assert "{from: 2026-11-22, rule: 15d, due: 2026-12-07, paused: '2026-11-24'}" in written(case, COMMENTS)


@given(CASES, st.integers(0, 3), WORDS)
def test_a_text_grows_as_if_it_were_written_anew(case: Case, known: int, title: str) -> None:
    read = case.but(history=case.history[: max(1, known)])
    text = written(read, COMMENTS)
    for new in (case, case.but(title=title)):
        expected = None if case.unknown else written(new, COMMENTS)
        assert grown(text, read, new, COMMENTS) == expected


GROWING = validated(Case,
    {
        "id": "XF-20261122-7K3MQ", "status": "registered", "channel": "visit",
        "received_on": "2026-11-22", "registered_on": "2026-11-22",
        "history": [{"id": "3f9a02c1", "date": "2026-11-22", "at": "2026-11-22T09:30:00+08:00", "by": "李经办", "did": "open"}],
    }
)  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        lambda text: text.replace("channel: visit", "channel:  visit"),
        lambda text: text + "# by hand\n",
        lambda text: text + "later: key\n",
        lambda text: text + "...\n",
        lambda text: text[:-1],
        lambda text: text.replace("\nhistory:\n", "\nhistory: # all\n"),
    ],
    ids=["spaces", "comment", "key below", "end of document", "no line end", "comment within"],
)
def test_a_text_in_another_form_is_left_to_those_who_keep_it(other: Callable[[str], str]) -> None:
    text = written(GROWING, COMMENTS)
    assert grown(text, GROWING, GROWING, COMMENTS) == text
    assert grown(other(text), GROWING, GROWING, COMMENTS) is None
    assert grown(text, GROWING, GROWING.but(history=()), COMMENTS) is None
