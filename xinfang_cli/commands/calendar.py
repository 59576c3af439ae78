"""`calendar`: shows a year as it is counted, or adds a year's notice to config.yaml."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xinfang_cli.commands.options import Json, Opt, WordReader, argument
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import InvalidError, Problem, RefusedError, UsageError
from xinfang_cli.labels import Label
from xinfang_cli.messages import Msg

if TYPE_CHECKING:
    from xinfang_cli.law.workdays import Calendar
    from xinfang_cli.office.holidays import Notice


class Deed(Label):
    """What to do with the calendar."""

    SHOW = "show", "查看", "show"
    ADD = "add", "加入", "add"


def run(
    ctx: typer.Context,
    deed: Annotated[Deed, argument(Opt.CALENDAR_DO, "DEED", parser=WordReader(Deed, "DEED"))],
    what: Annotated[str, argument(Opt.CALENDAR_WHAT, "YEAR|FILE")],
    json: Json = False,
) -> int:
    """Print a year, or add a notice."""
    office = desk(ctx)
    if deed is Deed.ADD:
        _add(office, Path(what))
        return office.exit_code
    if not (what.isdigit() and 1949 <= int(what) <= 2199):  # noqa: PLR2004  # the days that options take
        raise UsageError(Msg.NO_YEAR(text=what))
    _show(office, int(what), as_json=json)
    return 0


def _calendar(office: Desk) -> "Calendar":
    from xinfang_cli.office.config import default

    try:
        return office.law.calendar
    except RefusedError:
        return default().law.calendar


def _show(office: Desk, year: int, *, as_json: bool) -> None:
    """Print what differs from a week of five days: days off from Monday to Friday, and workdays at weekends."""
    calendar = _calendar(office)
    days = [
        dt.date(year, 1, 1) + dt.timedelta(days=n) for n in range((dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days)
    ]
    saturday = 5
    off = [
        day for day in days if not calendar.is_workday(day) and (day.weekday() < saturday or _is_named(calendar, day))
    ]
    work = [day for day in days if calendar.is_workday(day) and day.weekday() >= saturday]
    covered = calendar.covers(days[0])
    count = sum(calendar.is_workday(day) for day in days)
    if as_json:
        whys = {day: calendar.why(day).in_(office.lang) for day in (*off, *work)}
        office.print_json(
            {
                "year": year,
                "covered": covered,
                "workdays": count,
                "calendar": calendar.version,
                "rest": [{"date": day, "why": whys[day]} for day in off],
                "work": [{"date": day, "why": whys[day]} for day in work],
            }
        )
        return
    head = Msg.CALENDAR_YEAR if covered else Msg.CALENDAR_PROVISIONAL
    office.say(head(year=year, count=count, version=calendar.version))
    for day in sorted((*off, *work)):
        print(f"  {day}  {calendar.why(day).in_(office.lang)}")


def _is_named(calendar: "Calendar", day: dt.date) -> bool:
    return calendar.why(day).msg not in (Msg.DAY_WEEKEND, Msg.DAY_PROVISIONAL)


def _add(office: Desk, path: Path) -> None:
    """Add a notice's days to config.yaml; comments and everything else in it stay."""
    from xinfang_cli.casefile import yaml as yamlfile
    from xinfang_cli.casefile.formats import lifted_config
    from xinfang_cli.office.holidays import written
    from xinfang_cli.store.out import write_out

    notice = _notice(path)
    file = office.workspace.config_file
    config = office.config  # refuses a config that cannot be read
    with office.locked():
        text = lifted_config(file.read_text(encoding="utf-8"))
        old = yamlfile.read(text)
        calendar: dict[str, Any] = dict(old.get("calendar") or {})
        calendar["rest"] = written((*(day for day in config.rest if day.year != notice.year), *notice.rest))
        calendar["work"] = written((*(day for day in config.work if day.year != notice.year), *notice.work))
        calendar["source"] = notice.source or calendar.get("source")
        write_out(file, [yamlfile.update(text, old, {**old, "calendar": calendar})])
    office.say(Msg.CALENDAR_ADDED(year=notice.year, off=len(notice.rest), work=len(notice.work)))


def _notice(path: Path) -> "Notice":
    import json

    from xinfang_cli.casefile import yaml as yamlfile
    from xinfang_cli.casefile.content import MOST_SETTINGS
    from xinfang_cli.casefile.content import read as read_file
    from xinfang_cli.office.holidays import read_notice

    raw = read_file(path, MOST_SETTINGS, follows=True)
    try:
        data = json.loads(raw) if raw.lstrip()[:1] == b"{" else yamlfile.read_bytes(raw)
    except ValueError:
        raise InvalidError(Msg.NOTICE_FORM(path=path)) from None
    except yamlfile.YamlFault as fault:
        raise InvalidError(Msg.NOTICE_FORM(path=path), (Problem(path, fault.line, fault.text),)) from None
    notice, faults = read_notice(data)
    if notice is None:
        raise InvalidError(Msg.NOTICE_FORM(path=path), tuple(Problem(path, None, fault.text) for fault in faults))
    return notice
