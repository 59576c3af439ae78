"""What a document stands on: the matter up to a step, the step, the office, and who makes it when."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from xinfang_cli.law.clocks import Law, Rule
from xinfang_cli.law.history import State, fold, standing
from xinfang_cli.law.records import Case, Entry
from xinfang_cli.law.runs import ClockRun
from xinfang_cli.law.words import Did


class OfficeCard(NamedTuple):
    """What the office says of itself on paper."""

    name: str
    address: str | None = None
    phone: str | None = None
    hours: str | None = None
    representatives: int = 5


@dataclass(frozen=True)
class Ground:
    """What a document stands on.

    Attributes:
        case: the matter up to the step that the document is about.
        entry: that step.
        law: the rules in force.
        office: the letters-and-visits office.
        issuer: in whose name it stands.
        own: whether that is the office itself.
        clerk: who makes it.
        day: the day that it bears.
        number: its number, if it has one.
        draft: what it is called while it is none yet.
        approved_by: who approved it.
        english: what it is called in English, if its frame is to be English too.
        phone: of the unit in whose name it stands.
        printed: what the office had set when it was first made.
    """

    case: Case
    entry: Entry
    law: Law
    office: OfficeCard
    issuer: str | None
    own: bool
    clerk: str
    day: dt.date | None
    number: str | None
    draft: str | None = None
    approved_by: str | None = None
    english: str | None = None
    phone: str | None = None
    printed: Mapping[str, Any] | None = None

    @cached_property
    def state(self) -> State:
        """What the matter amounted to after the step."""
        return fold(self.case, self.law)

    @cached_property
    def entries(self) -> list[Entry]:
        """What stood, in order."""
        return standing(self.case.history)

    def last(self, did: Did, *keys: str) -> Entry | None:
        """Return the latest entry of a kind that has some data."""
        found = (each for each in reversed(self.entries) if each.did is did and all(getattr(each, key) for key in keys))
        return next(found, None)

    def run(self, clock: str) -> ClockRun | None:
        """Return the latest run of a clock."""
        return self.state.last_run(clock)

    def rule(self, clock: str) -> Rule | None:
        """Return the length that config gives a clock."""
        row = self.law.clocks.get(clock)
        return row.rule if row else None

    @property
    def review_organ(self) -> str | None:
        """The organ of the first review: named by the step, or the handling unit's own."""
        first = self.last(Did.REVIEW, "organ")
        return (first.organ if first else None) or self.law.review_by.get(self.state.unit or "")

    @property
    def final_organ(self) -> str | None:
        """The organ of the final review, one level above."""
        last = self.last(Did.FINAL, "organ")
        return (last.organ if last else None) or self.law.review_by.get(self.review_organ or "")
