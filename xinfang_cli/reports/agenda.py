"""会议议程: what a group's meeting has before it: decisions open, progress missing, what is new, overdue, or due soon.

Of matters with a group or a leader in charge, which `--group` and `--lead` narrow. Sealed matters are with neither.
Nobody is ranked: decisions and duties stand by the day on which they were due.
"""

from collections.abc import Iterator

from xinfang_cli.measures.table import Page, Table
from xinfang_cli.messages import Msg, Text
from xinfang_cli.reports import Inquiry, Report, paged
from xinfang_cli.reports.groups import DECISIONS, IS_OPEN
from xinfang_cli.reports.owed import DUTIES_THEN, month_bounds, no_progress, reported_months
from xinfang_cli.reports.registers import (
    AHEAD,
    GROUP,
    ID,
    LEAD,
    OWNER,
    TITLE,
    UNIT,
    Asked,
    OneAfterAnother,
    RegisterColumn,
    RegisterHead,
    ahead,
    cautions,
    clock,
    days_late,
    on,
    register,
    rows_of,
    since_then,
    unit,
)

_OURS = "(c.group_name IS NOT NULL OR c.lead IS NOT NULL) AND c.sealed = 0"
_OPEN = f"{DECISIONS} AND {IS_OPEN} AND {_OURS}"
_NEW = f"{{cases}} AS c WHERE c.registered_on >= :from AND c.registered_on <= :as_of AND {_OURS}"
_DUTIES = f"{DUTIES_THEN} CROSS JOIN {{cases}} AS c WHERE c.id = k.case_id AND {_OURS}"
_LATE = f"{_DUTIES} AND k.due < :as_of"
_SOON = f"{_DUTIES} AND k.clock = 'target' AND k.due >= :as_of AND k.due <= :ahead"


def build(inquiry: Inquiry) -> Page:
    """Return the page of a meeting."""
    asked = Asked(inquiry, {"ahead": ahead(inquiry)})
    tables = (_decisions(asked), _missing(asked), _new(asked), _duties(asked, "overdue", Msg.TABLE_OVERDUE(), _LATE),
              _duties(asked, "targets", Msg.TABLE_TARGETS(days=AHEAD.days), _SOON))  # fmt: skip
    return paged(Report.AGENDA, inquiry, tuple(_summary(asked)), tables)


def _decisions(asked: Asked) -> Table:
    fields = (
        ID,
        TITLE,
        GROUP,
        LEAD,
        on(RegisterHead.MET_ON, "r.on_day"),
        RegisterColumn(RegisterHead.AGREED, "r.agreed"),
        RegisterColumn(RegisterHead.WHO, "r.unit", unit, shown=True),
        on(RegisterHead.REPLY_DUE, "r.reply_due"),
        days_late(RegisterHead.DAYS_LATE, "r.reply_due"),
    )
    order = "ORDER BY r.reply_due IS NULL, r.reply_due, r.on_day, r.case_id, r.place"
    return register(asked, "agreed", Msg.TABLE_AGREED_OPEN(), fields, f"{_OPEN} {order}")


def _missing(asked: Asked) -> Table:
    fields = (ID, TITLE, RegisterColumn(RegisterHead.MONTH, ":month", shown=True), UNIT, GROUP, LEAD, OWNER)
    source = f"{_owing(asked)} ORDER BY c.group_name, c.lead, c.id"
    rows = OneAfterAnother(tuple(rows_of(asked, fields, source, month_bounds(month)) for month in _months(asked)))
    return Table("no_progress", Msg.TABLE_NO_PROGRESS(), tuple(each.column for each in fields), rows)


def _owing(asked: Asked) -> str:
    return f"{no_progress(asked.inquiry.flags.progress)} AND {_OURS}"


def _months(asked: Asked) -> tuple[str, ...]:
    return reported_months(asked.inquiry.window, asked.inquiry.today)


def _new(asked: Asked) -> Table:
    fields = (
        ID,
        TITLE,
        on(RegisterHead.SINCE, "c.received_on"),
        UNIT,
        GROUP,
        LEAD,
        OWNER,
        *since_then(asked),
    )
    return register(asked, "new", Msg.TABLE_NEW(), fields, f"{_NEW} ORDER BY c.registered_on, c.id")


def _duties(asked: Asked, name: str, title: Text, source: str) -> Table:
    fields = (
        ID,
        TITLE,
        GROUP,
        LEAD,
        RegisterColumn(RegisterHead.DUTY, "k.clock", clock, shown=True),
        RegisterColumn(RegisterHead.WHO, ("k.owner", "k.owing"), Asked.who, shown=True),
        on(RegisterHead.DUE, "k.due"),
        days_late(RegisterHead.DAYS_LATE, "k.due"),
    )
    return register(asked, name, title, fields, f"{source} ORDER BY k.due, k.case_id, k.clock, k.n")


def _summary(asked: Asked) -> Iterator[Text]:
    missing = sum(
        count
        for month in _months(asked)
        for (count,) in asked.rows(f"SELECT COUNT(*) FROM {_owing(asked)}", month_bounds(month))  # noqa: S608  # our own
    )
    yield Msg.AGENDA_SUMMARY(
        day=asked.inquiry.as_of,
        agreed=asked.count(_OPEN),
        missing=missing,
        new=asked.count(_NEW),
        overdue=asked.count(_LATE),
        targets=asked.count(_SOON),
    )
    yield from cautions(asked)
