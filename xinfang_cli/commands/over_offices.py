"""What `report --roll-up` is asked beside a report's own options, and the report over those offices."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from xinfang_cli.commands.filters import Filters
from xinfang_cli.commands.inquiry import inquiry_of_offices
from xinfang_cli.desk import Desk
from xinfang_cli.errors import PartlyError, UsageError
from xinfang_cli.labels import Label
from xinfang_cli.law.stepdata import SHOWN
from xinfang_cli.measures.dimensions import Dimension
from xinfang_cli.measures.filters import Filter
from xinfang_cli.measures.table import Page
from xinfang_cli.measures.windows import Window
from xinfang_cli.messages import Msg, Text
from xinfang_cli.reports import Report, build

if TYPE_CHECKING:
    from xinfang_cli.office.reporting import OwnReport
    from xinfang_cli.rollup.asking import Province

    Asked = Report | OwnReport

DUCKDB = "duckdb"
ROLLED = (Report.MONTHLY, Report.WEEKLY, Report.ANNUAL, Report.FLAGS, Report.GATES)
"""The reports that are made of measures; the others list matters, whose words no office hands up."""

_STAYING = tuple(fact.by for fact in SHOWN if fact.by and fact.stays)
_NOT_HANDED_UP = (
    Filter.OWNER, Filter.LEAD, Filter.NO_PLAN, Filter.TEXT, *(Filter.of(name) for name in _STAYING),
)  # fmt: skip
_NOT_TOLD_APART = (Dimension.LEAD, *(Dimension.of(name) for name in _STAYING))
_TOLD_APART = (Filter.UNIT, Filter.UNROUTED)


class Per(Label):
    """What the tables of a report over many offices tell apart instead of units."""

    OFFICE = "office", "信访部门", "office"


@dataclass(frozen=True)
class RollUp:
    """Which offices, by what engine.

    Attributes:
        folders: where their relations lie.
        per: what the tables tell apart; units where it is not said.
        engine: `duckdb`, or the address of a server.
        listed: a list of the offices there should be.
    """

    folders: tuple[Path, ...]
    per: Per | None = None
    engine: str | None = None
    listed: Path | None = None

    @property
    def said(self) -> dict[str, object]:
        """What was said of it, by option."""
        return {"--per": self.per, "--engine": self.engine, "--offices": self.listed}


def must_be_unsaid(asked: RollUp, *, rolls_up: bool) -> None:
    """Refuse what goes with a report over many offices alone.

    Raises:
        UsageError: something of it is said, and it is no such report.
    """
    if rolls_up:
        return
    for name, value in asked.said.items():
        if value is not None:
            raise UsageError(Msg.ROLL_ALONE(option=name))


def over_offices(
    office: Desk, report: "Asked", chosen: Filters, window: Window, asked: RollUp, give: Callable[[Page], int]
) -> int:
    """Make a report over many offices and give it away while the engine is open; return the exit code."""
    from xinfang_cli.rollup.asking import province
    from xinfang_cli.rollup.cards import read_list, read_offices

    _must_be_asked_well(report, chosen, asked)
    listed = read_list(asked.listed) if asked.listed else None
    offices = read_offices(asked.folders, window.as_of(office.today), listed)
    with province(asked.engine or DUCKDB, offices, office.rules.law, per_office=asked.per is not None) as found:
        for text in (*found.offices.left_out, *found.offices.notes):
            office.warn(text)
        own = {} if isinstance(report, Report) else report.filters
        selection = chosen.within(own).selection(office, found)
        _must_be_there(selection.asked, asked)
        page = build(report, inquiry_of_offices(office, found, selection, window))
        code = give(replace(page, paragraphs=(*_about(found), *page.paragraphs)))
    return PartlyError.exit_code if found.offices.left_out else code


def _must_be_asked_well(report: "Asked", chosen: Filters, asked: RollUp) -> None:
    if isinstance(report, Report) and report not in ROLLED:
        raise UsageError(Msg.ROLL_REPORT(report=report, known=list(ROLLED)))
    stray = None if isinstance(report, Report) else next((each for each in report.by if each in _NOT_TOLD_APART), None)
    if stray is not None:
        raise UsageError(Msg.ROLL_BY(dimension=stray))
    _must_be_there([Filter.of(name) for name in chosen.names], asked)


def _must_be_there(filters: Iterable[Filter], asked: RollUp) -> None:
    """Refuse filters that look for what no office hands up, or for units where offices are told apart."""
    for each in filters:
        if each in _NOT_HANDED_UP:
            raise UsageError(Msg.ROLL_FILTER(filter=each))
        if asked.per and each in _TOLD_APART:
            raise UsageError(Msg.ROLL_PER_FILTER(filter=each))


def _about(found: "Province") -> Iterable[Text]:
    """Say what was counted, and what was not."""
    offices = found.offices
    yield Msg.ROLL_COUNTED(count=len(offices.cards))
    if found.moved:
        yield Msg.ROLL_MOVED(count=found.moved)
    if offices.left_out:
        yield Msg.ROLL_LEFT_OUT(reasons=[_Said(each) for each in offices.left_out])
    if offices.notes:
        yield Msg.ROLL_NOTE(notes=list(offices.notes))


class _Said(Text):
    """A refusal inside another sentence: what is wrong, without what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msg, text.fields)
