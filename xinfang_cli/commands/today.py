"""`today`: what lies on one's desk, in numbered rows to act on: `xinfang route @3 UNIT`."""

import datetime as dt
import json as jsons
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

import typer

from xinfang_cli.commands.onpaper import AskedPaper, PaperFormat, PaperOut, give, weekday_in_words
from xinfang_cli.commands.options import Json
from xinfang_cli.desk import Desk, desk
from xinfang_cli.index.listing import SEALED_TITLE, overdue_days
from xinfang_cli.labels import Label
from xinfang_cli.law.clocks import ClockName, Owner
from xinfang_cli.law.documents import Document
from xinfang_cli.law.words import Did, LadderStep, Seen, Status
from xinfang_cli.measures.deskview import QUESTIONS, Section, asked, rooms_on_a_page
from xinfang_cli.measures.tones import Tone
from xinfang_cli.messages import Msg, Text
from xinfang_cli.render.grid import GridLook, aligned, beginning, due_and_late, screen_width, short_day

if TYPE_CHECKING:
    from xinfang_cli.index.ask import Index
    from xinfang_cli.notices.listpaper import ListPaper, PaperTable

MOST, FEW = 10, 5
"""Rows that a terminal shows of what is to be done, and of the rest; a pipe gets all."""

LISTED_BY: Mapping[Section, str] = {
    Section.NEW: "xinfang list --unrouted",
    Section.MINE: "xinfang list --open --owner {me}",
    Section.TO_MAKE: "xinfang notice --owed",
}
"""What lists a whole section; of the others it is `due`, or the view itself in a pipe."""

_FIRST = {Section.NEW, Section.MINE, Section.OVERDUE, Section.TODAY}
_DUTIES = {Section.OVERDUE: Tone.LATE, Section.TODAY: Tone.SOON, Section.WEEK: Tone.SOON}
_TONED: Mapping[str, tuple[int, ...]] = {Tone.LATE: (2,), Tone.SOON: (2,), Tone.DONE: (2, 3, 4)}

Row = Mapping[str, Any]


def run(ctx: typer.Context, json: Json = False, format_: PaperFormat = None, out: PaperOut = None) -> int:
    """Print the sections that have rows."""
    office, paper = desk(ctx), AskedPaper(format_, out, None)
    with office.index() as index:
        values = asked(office.now, office.by)
        if paper.is_wanted:
            paper.read_form()
            give(office, paper, _one_page(office, index, values))
            return office.exit_code
        if json:
            parts = ((each.value, _objects(office, index, each, values)) for each in Section)
            days = [{"name": name, "date": on} for name, on in _field_days(office)]
            head = {"office": office.config.office.name, "date": office.today, "by": office.by, "field_days": days}
            office.print_json_parts(head, parts)
            return office.exit_code
        _show(office, index, values)
    return office.exit_code


def _show(office: Desk, index: "Index", values: Mapping[str, str]) -> None:
    """Print the sections, their rows numbered through, and remember which matter stands in which."""
    room, seen = screen_width(), list[str]()
    office.say(_head(office))
    for name, on in _field_days(office):
        office.say(Msg.TODAY_FIELD_DAY(name=name) if on == office.today else Msg.TODAY_NEXT_FIELD_DAY(name=name, on=on))
    for section in Section:
        most = -1 if room is None else MOST if section in _FIRST else FEW
        rows = list(_rows(index, section, values, most))
        if not rows:
            continue
        found = next(index.sql(QUESTIONS[section].how_many, values))[0] if len(rows) == most else len(rows)
        print()
        office.say(Msg.TODAY_SECTION(section=section, count=found))
        look = GridLook(right={0}, gives={3: 10}, toned=_TONED, is_colored=office.is_colored)
        rowed = enumerate(rows, len(seen) + 1)
        cells = ([*beginning(n, row["id"], room), *_cells(office, section, row)] for n, row in rowed)
        office.print_lines(islice(aligned([""] * 5, cells, look, room), 1, None))
        seen += [row["id"] for row in rows]
        if found > len(rows):
            office.say(Msg.TODAY_MORE(count=found - len(rows), command=_command(section, office)))
    if not seen:
        office.say(Msg.TODAY_NOTHING())
    elif room is not None:
        print()
        office.say(Msg.TODAY_ROWS())
    office.saw(seen)


def _field_days(office: Desk) -> Iterator[tuple[str, dt.date]]:
    """Yield the office's own days that come again, each with the next one."""
    is_workday = office.law.calendar.is_workday
    return ((each.name, each.rule.next_from(office.today, is_workday)) for each in office.config.field_days)


def _head(office: Desk) -> Text:
    return Msg.TODAY_HEAD(
        office=office.config.office.name,
        today=office.today,
        weekday=weekday_in_words(office.today, office),
        by=office.by,
    )


def _one_page(office: Desk, index: "Index", values: Mapping[str, str]) -> "ListPaper":
    """Return the sections on one page, with as many rows of each as there is room for."""
    from xinfang_cli.notices.listpaper import ListPaper

    counts = {each: next(index.sql(QUESTIONS[each].how_many, values))[0] for each in Section}
    rooms = dict(zip(Section, rooms_on_a_page(list(counts.values())), strict=True))
    tables = tuple(
        _on_paper(office, section, list(_rows(index, section, values, rooms[section])), count)
        for section, count in counts.items()
        if count
    )
    day = Msg.PAPER_TODAY_OF(day=office.today, weekday=weekday_in_words(office.today, office), by=office.by)
    under = [day, *([] if tables else [Msg.TODAY_NOTHING()])]
    heading = Msg.PAPER_TODAY(office=office.config.office.name).in_(office.lang)
    return ListPaper(heading, tuple(line.in_(office.lang) for line in under), tables, points=9, is_one_page=True)


def _on_paper(office: Desk, section: Section, rows: list[Row], count: int) -> "PaperTable":
    from xinfang_cli.notices.listpaper import PaperRow, PaperTable

    said = Msg.PAPER_SECTION if count == len(rows) else Msg.PAPER_SECTION_CUT
    cells = [(row["id"], _cells(office, section, row)) for row in rows]
    tone = _DUTIES.get(section)
    shown = tuple(PaperRow((case_id, *each[:3]), tone) for case_id, each in cells)
    return PaperTable(
        (), shown, said(section=section, count=count, shown=len(rows)).in_(office.lang), toned=1, whole=frozenset({0})
    )


def _command(section: Section, office: Desk) -> str:
    is_duty = section in _DUTIES or section is Section.TO_SERVE
    return LISTED_BY.get(section, "xinfang due" if is_duty else "xinfang today | less").format(me=office.by)


def _rows(index: "Index", section: Section, values: Mapping[str, str], limit: int) -> Iterator[Row]:
    question = QUESTIONS[section]
    found = index.sql(question.rows, {**values, "limit": limit})
    return (dict(zip(question.names, line, strict=True)) for line in found)


def _objects(office: Desk, index: "Index", section: Section, values: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Return the rows of a section for scripts; what a sealed matter does not show is null."""
    for row in _rows(index, section, values, -1):
        found = dict(row)
        sealed = bool(found.pop("sealed"))
        if sealed:
            found["title"] = SEALED_TITLE[office.lang]
        if "due" in found:
            found["overdue_days"] = overdue_days(found["due"], office.today)
        if "provisional" in found:
            found["provisional"] = bool(found["provisional"])
        if "documents" in found:
            found["documents"] = None if sealed else jsons.loads(found["documents"])
        if section is Section.NEW:
            found["suggested_unit"] = office.config.suggested_unit(row["category"], row["place"])
        yield found


def _cells(office: Desk, section: Section, row: Row) -> list[str]:
    """Return when, what, the title, and the tone of a row."""
    title = SEALED_TITLE[office.lang] if row["sealed"] else row["title"] or "-"
    if section in _DUTIES:
        return [_due(office, row), _duty(office, row).in_(office.lang), title, _DUTIES[section].value]
    if "documents" in row:
        papers = [] if row["sealed"] else [Document.of(word) for word in jsons.loads(row["documents"])]
        return ["", Msg.DUE_LIST(papers=papers).in_(office.lang), title, ""]
    if "did" in row:
        tone = Tone.DONE.value if section is Section.DONE else ""
        return [short_day(row["day"], office.today), _act(section, row).in_(office.lang), title, tone]
    tone = Tone.LATE.value if overdue_days(row["due"], office.today) else ""
    return [_due(office, row), _state(office, section, row).in_(office.lang), title, tone]


def _due(office: Desk, row: Row) -> str:
    late = overdue_days(row["due"], office.today)
    return due_and_late(row["due"], late, office.today, office.lang, is_sure=not row.get("provisional"))


def _duty(office: Desk, row: Row) -> Text:
    clock = Msg.DUE_PERFORM() if row["status"] == Status.CLOSED else ClockName.read(row["clock"]) or row["clock"]
    who = Msg.TODAY_OURS() if row["owner"] == Owner.OFFICE else row["owing"] or Msg.DUE_NO_UNIT()
    if row["reminded_on"]:
        return Msg.TODAY_DUTY_REMINDED(clock=clock, who=who, day=short_day(row["reminded_on"], office.today))
    return Msg.TODAY_DUTY(clock=clock, who=who)


def _state(office: Desk, section: Section, row: Row) -> Text | Label:
    if section is Section.MINE:
        return Status.of(row["status"])
    unit = office.config.suggested_unit(row["category"], row["place"])
    if unit:
        return Msg.TODAY_SUGGESTED(unit=unit)
    return Msg.TODAY_RECEIVED(day=short_day(row["received_on"], office.today))


def _act(section: Section, row: Row) -> Text | Label:
    step = row["step"] and LadderStep.of(row["step"])
    what = step or (row["what"] and Seen.of(row["what"])) or Did.of(row["did"])
    has_unit = section is not Section.DONE and row["of_unit"]
    return Msg.TODAY_ACT(what=what, unit=row["of_unit"]) if has_unit else what
