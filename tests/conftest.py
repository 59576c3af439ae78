"""What several test files need: the rules of an invented county's office, and matters that take steps in it.

Everything here is session-wide and keeps nothing, so Hypothesis may use it too. Days are written as texts.
"""

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from hypothesis import settings

from xinfang_cli.labels import Lang
from xinfang_cli.law import steps
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.history import State, fold
from xinfang_cli.law.records import Case
from xinfang_cli.law.steps import Stamp, Step
from xinfang_cli.law.words import Channel, Did, Seen
from xinfang_cli.ledgers.observed import Sighting, chronicled
from xinfang_cli.messages import Text
from xinfang_cli.office import config
from xinfang_cli.store import umask

settings.register_profile("house", deadline=None, derandomize=True, database=None)
settings.load_profile("house")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Iterator[None]:
    """Give each test the umask that the first had: a command in a shared folder takes that of its group."""
    before = os.umask(0o022)
    os.umask(before)
    try:
        return (yield)
    finally:
        os.umask(before)
        umask._of_user = None


BEIJING = dt.timezone(dt.timedelta(hours=8))
_ids = count(1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def make_stamp(on: str, *, now: str | None = None, by: str = "李经办", n: str | None = None) -> Stamp:
    """Return the stamp of an entry about a day, written at noon of that day or of `now`."""
    written = dt.datetime.combine(day(now or on), dt.time(12), BEIJING)
    return Stamp(on=day(on), now=written, by=by, n=n or f"{next(_ids):08x}")


def make_case(law: Law, received: str = "2026-11-22", on: str | None = None, **facts: Any) -> Case:
    """Return a matter just registered; a visit unless `facts` say otherwise."""
    facts = {"title": "反映阳光花园逾期交房", "request": "要求明确交房时间", "channel": Channel.VISIT, **facts}
    stamp = make_stamp(on or received)
    return steps.register(f"XF-{received.replace('-', '')}-7K3MQ", law, stamp, {"received_on": day(received), **facts})


def observe(case: Case, law: Law, what: Seen, stamp: Stamp, *, dated: bool = True, **data: Any) -> Case:
    """Return a matter with what a ledger says happened, as an import writes it."""
    return chronicled(case, law, stamp.n, [Sighting(what, stamp.on, dated, data)])


@dataclass
class Matter:
    """A matter under test: `do` takes a step and remembers the case it led to."""

    case: Case
    law: Law

    def do(self, did: str, on: str, *, now: str | None = None, n: str | None = None, **data: Any) -> Step:
        """Take a step by the table."""
        return self._keep(steps.take(self.case, self.law, Did(did), make_stamp(on, now=now, n=n), **data))

    def undo(self, on: str, reason: str | None = None) -> Step:
        """Strike the last step."""
        return self._keep(steps.undo(self.case, self.law, make_stamp(on), reason=reason))

    def correct(self, on: str, changes: Mapping[str, Any], **data: Any) -> Step:
        """Correct facts."""
        return self._keep(steps.correct(self.case, self.law, make_stamp(on), changes, **data))

    def _keep(self, step: Step) -> Step:
        assert step.after == fold(step.case, self.law)  # however it was worked out
        self.case = step.case
        return step

    @property
    def state(self) -> State:
        """What its history amounts to."""
        return fold(self.case, self.law)

    def due(self, clock: str) -> str | None:
        """Return the due date of a running clock."""
        run = self.state.run(clock)
        return run.due.isoformat() if run and run.due else None

    def running(self) -> dict[str, str | None]:
        """Return the running clocks with their due dates."""
        return {run.name: run.due.isoformat() if run.due else None for run in self.state.running}


@pytest.fixture(scope="session")
def law() -> Law:
    """The law's defaults in an office that knows a few units; one lies under another, one was merged away."""
    return config.default().law.but(
        under={"房屋交易中心": "住房和城乡建设局"},
        successors={"建设委员会": "住房和城乡建设局"},
        checklists={"包案": ("掌握情况", "研究处理", "思想疏导", "解决问题"), "走访": ("入户", "研究处理")},
        review_by={"住房和城乡建设局": "某县人民政府", "某县人民政府": "某市人民政府"},
    )


@pytest.fixture(scope="session")
def stamp() -> Callable[..., Stamp]:
    """`stamp("2026-11-23")`: when and by whom."""
    return make_stamp


@pytest.fixture(scope="session")
def case(law: Law) -> Callable[..., Case]:
    """`case(received="2026-11-22", class_=MatterClass.CLAIM)`: a matter just registered."""
    return lambda *args, **facts: make_case(law, *args, **facts)


@pytest.fixture(scope="session")
def matter(law: Law) -> Callable[..., Matter]:
    """`matter("2026-11-22")`: a matter that takes steps; `law=` gives it other rules."""

    def make(received: str = "2026-11-22", *, law: Law = law, **facts: Any) -> Matter:
        return Matter(make_case(law, received, **facts), law)

    return make


@pytest.fixture(scope="session")
def both() -> Callable[[Text], tuple[str, str]]:
    """`both(text)`: a sentence in Chinese and English."""
    return lambda text: (text.in_(Lang.ZH), text.in_(Lang.EN))
