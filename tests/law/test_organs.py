"""An organ that is no letters-and-visits office (T23): what it owes on what it registers, and on what was sent to it.

15 days from Thursday 24 September 2026 end on Friday 9 October. Of working days there are, after that day, none from
the 25th (中秋) to the 27th, three to the 30th, none to 7 October (国庆), the fourth on the 8th, the fifth on the 9th.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Matter, make_stamp
from xinfang_cli.errors import RefusedError
from xinfang_cli.law import steps
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.documents import Document
from xinfang_cli.law.records import Source
from xinfang_cli.law.steps import register
from xinfang_cli.law.words import Channel, Fate, Mode, Status

TOWN, STATION, ROUTER = "城关镇人民政府", "城关镇司法所", "某县信访局"
RECEIVED = dt.date(2026, 9, 24)
FACTS = {"title": "反映路灯不亮", "request": "请修", "channel": Channel.VISIT, "received_on": RECEIVED}
DIRECT, SENT = None, Source(office=ROUTER)
ASSIGNED = Source(office=ROUTER, due=dt.date(2026, 11, 20))


@pytest.fixture
def organ(law: Law) -> Law:
    return law.but(organ=TOWN, beyond=frozenset((TOWN,)))


@pytest.fixture
def opened(organ: Law) -> Callable[..., Matter]:
    """`opened(SENT)`: a matter that the town registered on the day it received it."""

    def make(source: Source | None = DIRECT, law: Law = organ, **facts: Any) -> Matter:
        sent_as = steps.sent_as(source, law)
        facts = {**FACTS, "source": source, **facts}
        return Matter(register("XF-20260924-7K3MQ", law, make_stamp("2026-09-24"), facts, sent_as=sent_as), law)

    return make


@pytest.mark.parametrize(
    ("source", "status", "clocks"),
    [
        (DIRECT, Status.REGISTERED, {"notify_direct": "2026-10-09"}),
        (Source(level="市", number="7"), Status.REGISTERED, {"notify_direct": "2026-10-09"}),
        (SENT, Status.TRANSFERRED, {"notify_routed": "2026-10-09", "object": "2026-10-09"}),
        (
            ASSIGNED,
            Status.ASSIGNED,
            {"notify_routed": "2026-10-09", "object": "2026-10-09", "assigned": "2026-11-20"},
        ),
    ],
)
def test_what_an_organ_registers_starts_its_own_duties(
    opened: Callable[..., Matter], source: Source | None, status: Status, clocks: dict[str, str]
) -> None:
    it = opened(source)
    assert (it.state.status, it.running()) == (status, clocks)
    assert (it.case.status, it.case.due) == (status, dt.date(2026, 10, 9))
    assert {run.owing for run in it.state.running} == {TOWN}
    assert it.case.unit == (None if status is Status.REGISTERED else TOWN)


@pytest.mark.parametrize("source", [DIRECT, SENT, ASSIGNED])
def test_a_letters_office_has_its_fifteen_days_whoever_sent_it(
    opened: Callable[..., Matter], law: Law, source: Source | None
) -> None:
    it = opened(source, law=law)
    assert (it.state.status, it.running()) == (Status.REGISTERED, {"route": "2026-10-09"})


def test_the_simple_procedure_of_an_organ_begins_with_the_acceptance(opened: Callable[..., Matter], law: Law) -> None:
    # 3 working days from the 24th: 28, 29, 30 September; an office passes it on within one, on the 28th.
    assert opened(simple=True).running() == {"notify_direct": "2026-10-09", "s_accept": "2026-09-30"}
    assert opened(SENT, simple=True).due("s_accept") == "2026-09-30"
    assert opened(simple=True, law=law).running() == {"route": "2026-10-09", "s_relay": "2026-09-28"}


@pytest.mark.parametrize(("source", "clock"), [(DIRECT, "notify_direct"), (ASSIGNED, "notify_routed")])
@pytest.mark.parametrize(("told", "owes"), [({}, True), ({"told": "in_person"}, False)])
def test_who_was_told_on_the_spot_is_owed_no_paper(
    opened: Callable[..., Matter], source: Source | None, clock: str, told: dict[str, str], *, owes: bool
) -> None:
    it = opened(source)
    it.do("accept", "2026-09-28", **told)
    run = it.state.last_run(clock)
    assert run
    assert (run.stopped_on, run.stopped_as) == (dt.date(2026, 9, 28), Fate.DONE)
    assert (Document.NOTICE in it.state.owed) is owes
    assert it.due("handle") == "2026-11-27"  # 2 days of September, 31 of October, 27 of November


def test_sending_it_to_a_subordinate_tells_the_petitioner_nothing_until_the_paper_is_there(
    opened: Callable[..., Matter],
) -> None:
    it = opened()
    it.do("route", "2026-09-28", unit=STATION, mode=Mode.TRANSFER)
    assert it.due("notify_direct") == "2026-10-09"
    assert it.due("notify_routed") == "2026-10-13"
    assert Document.ROUTED_NOTICE in it.state.owed
    owing = {run.name: run.owing for run in it.state.running}
    assert (owing["notify_direct"], owing["notify_routed"]) == (TOWN, STATION)
    it.do("serve", "2026-09-29", document=Document.NOTICE, method="in_person")
    assert it.due("notify_direct") == "2026-10-09"
    it.do("serve", "2026-09-29", document=Document.ROUTED_NOTICE, method="in_person")
    run = it.state.last_run("notify_direct")
    assert run
    assert (run.stopped_on, run.stopped_as) == (dt.date(2026, 9, 29), Fate.DONE)
    assert it.due("notify_routed") == "2026-10-13"  # the subordinate's own


def test_a_letter_that_is_on_its_way_has_told_nobody(opened: Callable[..., Matter]) -> None:
    it = opened()
    it.do("route", "2026-09-28", unit=STATION, mode=Mode.TRANSFER)
    posted = {"document": Document.ROUTED_NOTICE, "method": "post"}
    it.do("serve", "2026-09-29", posted=dt.date(2026, 9, 29), day="unknown", **posted)
    assert it.due("notify_direct") == "2026-10-09"
    it.do("serve", "2026-10-01", **posted)
    assert it.due("notify_direct") is None


def test_what_was_sent_to_an_organ_is_disputed_with_whoever_sent_it(opened: Callable[..., Matter]) -> None:
    late, it = opened(SENT), opened(ASSIGNED)
    with pytest.raises(RefusedError):
        late.do("object", "2026-10-10", reason="属自然资源局职权")
    it.do("object", "2026-10-09", reason="属自然资源局职权")
    assert it.due("objection") is None  # it is the sender who decides, within a time of its own
    it.do("object", "2026-10-12", decision="agree")
    assert it.running() == {}
    fates = {run.name: run.stopped_as for run in it.state.clocks if run.is_duty}
    assert fates == {"notify_routed": Fate.DISPUTED, "assigned": Fate.DISPUTED}


def test_an_organ_decides_on_what_its_subordinate_objects(opened: Callable[..., Matter]) -> None:
    it = opened()
    it.do("route", "2026-09-28", unit=STATION, mode=Mode.TRANSFER)
    it.do("object", "2026-09-29", reason="不属本所")
    assert it.due("objection") == "2026-10-09"  # working days 30 September, 8 and 9 October
    it.do("object", "2026-09-30", decision="agree")
    assert it.due("reroute") == "2026-10-09"


@pytest.mark.parametrize(("source", "clocks"), [(DIRECT, {"notify_direct"}), (ASSIGNED, {"notify_routed", "object"})])
def test_a_corrected_day_of_receipt_moves_what_began_with_it(
    opened: Callable[..., Matter], source: Source | None, clocks: set[str]
) -> None:
    it = opened(source)
    it.correct("2026-09-28", {"received_on": dt.date(2026, 9, 23)})
    # 15 days from the 23rd; working days 24, 28, 29, 30 September, 8 October: both on the 8th
    assert {name: it.due(name) for name in clocks} == dict.fromkeys(clocks, "2026-10-08")
    if source:
        assert it.due("assigned") == "2026-11-20"


def test_an_organ_reminds_itself_and_supervises_nobody_above_or_itself(
    opened: Callable[..., Matter], organ: Law
) -> None:
    run = opened().state.run("notify_direct")
    assert run
    assert not organ.supervises(run.name, run.owing)
