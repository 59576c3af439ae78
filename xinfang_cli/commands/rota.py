"""`rota`: the leaders' reception of visitors in a month, as it is published."""

import datetime as dt
from typing import Annotated, Any

import typer

from xinfang_cli.commands.onpaper import AskedPaper, PaperFormat, PaperOut, give, weekday_in_words
from xinfang_cli.commands.options import Json, Opt, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import RefusedError, UsageError
from xinfang_cli.law.workdays import ONE_DAY
from xinfang_cli.measures.windows import Span, named_shortly, read_month
from xinfang_cli.messages import Msg
from xinfang_cli.office.rota import Turn, turns
from xinfang_cli.render.grid import PLAIN, aligned, screen_width


def run(
    ctx: typer.Context,
    month: Annotated[str | None, option(Opt.MONTH, "--month", metavar="YYYY-MM")] = None,
    json: Json = False,
    format_: PaperFormat = None,
    out: PaperOut = None,
) -> int:
    """Print who receives on which day."""
    office, paper = desk(ctx), AskedPaper(format_, out, None)
    first, last = _month(office, month)
    if not office.config.reception.rota:
        raise RefusedError(Msg.NO_ROTA())
    found = turns(office.config.reception, first, last, office.law.calendar)
    if json:
        office.print_json(map(_object, found))
    elif paper.is_wanted:
        paper.read_form()
        give(office, paper, _on_paper(office, first, found))
    else:
        _show(office, first, found)
    return office.exit_code


def _month(office: Desk, text: str | None) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a month; this one where none is named.

    Raises:
        UsageError: it is no month.
    """
    said = text or f"{office.today:%Y-%m}"
    window = read_month(said) or named_shortly(Span.MONTH, said, office.today)
    if window is None:
        raise UsageError(Msg.NO_MONTH(text=said))
    return window.from_, window.to - ONE_DAY


def _object(turn: Turn) -> dict[str, Any]:
    return {"date": turn.day, "leaders": list(turn.leaders), "planned": turn.planned}


def _title(office: Desk, first: dt.date) -> str:
    return Msg.ROTA_TITLE(office=office.config.office.name, year=first.year, month=first.month).in_(office.lang)


def _where(office: Desk) -> list[str]:
    reception = office.config.reception
    said = (Msg.ROTA_PLACE(place=reception.place) if reception.place else None,
            Msg.ROTA_HOURS(hours=reception.hours) if reception.hours else None)  # fmt: skip
    return [each.in_(office.lang) for each in said if each]


def _cells(office: Desk, turn: Turn) -> tuple[str, str, str, str]:
    note = Msg.ROTA_MOVED(day=turn.planned).in_(office.lang) if turn.planned else ""
    leaders = ("、" if office.lang == "zh" else ", ").join(turn.leaders)
    return turn.day.isoformat(), weekday_in_words(turn.day, office), leaders, note


def _heads(office: Desk) -> tuple[str, ...]:
    heads = (Msg.HEAD_DAY, Msg.HEAD_WEEKDAY, Msg.HEAD_LEADERS, Msg.HEAD_NOTE)
    return tuple(head.in_(office.lang) for head in heads)


def _show(office: Desk, first: dt.date, found: list[Turn]) -> None:
    office.print_lines(iter([_title(office, first), *_where(office), ""]))
    office.print_lines(aligned(_heads(office), [_cells(office, turn) for turn in found], PLAIN, screen_width()))


def _on_paper(office: Desk, first: dt.date, found: list[Turn]) -> Any:
    from xinfang_cli.notices.listpaper import ListPaper, PaperRow, PaperTable

    rows = tuple(PaperRow(_cells(office, turn)) for turn in found)
    return ListPaper(_title(office, first), tuple(_where(office)), (PaperTable(_heads(office), rows),), points=12)
