"""iCalendar: each running duty on the day it falls due, a whole-day event that blocks no time."""

import datetime as dt
from collections.abc import Iterator

from xinfang_cli.exports import ExportFormat, Line, Matters, extra
from xinfang_cli.index.listing import SEALED_TITLE
from xinfang_cli.labels import Lang
from xinfang_cli.messages import Msg

_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//xinfang//deadlines//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")


def pieces(matters: Matters) -> Iterator[str]:
    """Return the calendar, event by event; the same duty has the same UID, so a calendar that has it moves it."""
    event = extra("icalendar", "ics", ExportFormat.ICS).Event
    yield "\r\n".join(_HEAD) + "\r\n"
    for line in matters.duties():
        made = event()
        due = dt.date.fromisoformat(line["clock_due"])
        made.add("uid", f"{line['id']}-{line['n']}-{line['clock']}@xinfang")
        made.add("dtstamp", dt.datetime.fromisoformat(line["touched_at"]).astimezone(dt.UTC))
        made.add("dtstart", due)
        made.add("dtend", due + dt.timedelta(days=1))
        made.add("transp", "TRANSPARENT")
        made.add("summary", _summary(line, matters))
        made.add("description", _description(line, matters.lang))
        yield made.to_ical().decode()
    yield "END:VCALENDAR\r\n"


def _summary(line: Line, matters: Matters) -> str:
    title = SEALED_TITLE[matters.lang] if line["sealed"] else line["title"] or ""
    return " ".join(part for part in (matters.clock(line["clock"]), line["owing"] or "", title) if part)


def _description(line: Line, lang: Lang) -> str:
    said = Msg.ICS_PROVISIONAL if line["clock_provisional"] else Msg.ICS_PLAIN
    return said(id=line["id"], act_by=line["clock_act_by"] or line["clock_due"]).in_(lang)
