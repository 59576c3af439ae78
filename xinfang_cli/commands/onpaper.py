"""Lists as paper: the options of `list`, `due`, `find` and `today`, and how rows of the index become a list on paper."""

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from xinfang_cli.boundary import for_programs
from xinfang_cli.commands.options import Opt, choice, option
from xinfang_cli.desk import Desk
from xinfang_cli.errors import UsageError
from xinfang_cli.index.listing import SEALED_TITLE, may_show, overdue_days
from xinfang_cli.labels import Label
from xinfang_cli.law.clocks import ClockName, Owner
from xinfang_cli.law.words import Channel, MatterClass, Status
from xinfang_cli.measures.listcolumns import LATEST_PROGRESS, ListColumn, ListForm
from xinfang_cli.measures.tones import Tone, tone_of_days
from xinfang_cli.messages import Msg, Text

if TYPE_CHECKING:
    from xinfang_cli.index.ask import Index
    from xinfang_cli.notices.listpaper import ListPaper, PaperRow

PaperFormat = Annotated[ListForm | None, choice(ListForm, Opt.PAPER_FORMAT, "--format")]
PaperOut = Annotated[Path | None, option(Opt.OUT_FILE, "--out", metavar="FILE")]
PaperColumns = Annotated[str | None, option(Opt.PAPER_COLUMNS, "--columns", metavar="NAME,…")]


class AskedPaper(NamedTuple):
    """What was asked for: a form, a file, columns; nothing of it, and no paper is wanted."""

    form: ListForm | None
    out: Path | None
    columns: str | None

    @property
    def is_wanted(self) -> bool:
        """Whether there is to be paper."""
        return self.form is not None or self.out is not None or self.columns is not None

    def read_form(self) -> ListForm:
        """Return the form: the one that is named, or that of the file's ending, or Markdown.

        Raises:
            UsageError: the ending is that of none; or no file is named for what is no text.
        """
        form = self.form
        if form is None and self.out is not None:
            form = ListForm.read(self.out.suffix.removeprefix("."))
            if form is None:
                from xinfang_cli.law.choosing import unlisted

                raise UsageError(unlisted("--out", self.out.name, ListForm))
        form = form or ListForm.MD
        if form.is_binary and self.out is None:
            raise UsageError(Msg.EXPORT_NEEDS_OUT(form=form))
        return form

    def read_columns(self, usual: Sequence[ListColumn]) -> tuple[ListColumn, ...]:
        """Return the columns that are named, or the usual ones.

        Raises:
            UsageError: one of them is none.
        """
        if self.columns is None:
            return tuple(usual)
        from xinfang_cli.law.choosing import unlisted

        names = [part.strip() for part in self.columns.replace("，", ",").replace("、", ",").split(",") if part.strip()]
        found = {name: ListColumn.read(name) for name in names}
        for name, column in found.items():
            if column is None:
                raise UsageError(unlisted("--columns", name, ListColumn))
        return tuple(column for column in found.values() if column) or tuple(usual)


def give(office: Desk, asked: AskedPaper, paper: "ListPaper") -> None:
    """Write a list to its file, or print it."""
    from xinfang_cli.notices.listforms import TEXTS, write

    form = asked.read_form()
    if asked.out is not None:
        write(paper, form, office.lang, asked.out)
        office.warn(Msg.REPORT_WRITTEN(path=asked.out))
        return
    for_programs(sys.stdout)
    sys.stdout.writelines(TEXTS[form](paper, office.lang))


def put_on_paper(
    office: Desk,
    asked: AskedPaper,
    usual: Sequence[ListColumn],
    index: "Index",
    rows: Iterable[Mapping[str, Any]],
    said: tuple[Callable[..., Text], Label | Text | None],
) -> None:
    """Write rows of the index as a list: its title, what is filtered, as of today, and how many there are."""
    from xinfang_cli.notices.listpaper import ListPaper, PaperTable

    asked.read_form()
    columns = asked.read_columns(usual)
    progress = dict(index.sql(LATEST_PROGRESS)) if ListColumn.PROGRESS in columns else {}
    shown = tuple(_row(office, row, columns, progress) for row in rows)
    title, scope = said
    as_of = Msg.PAPER_AS_OF(day=office.today, count=len(shown))
    under = [*([Msg.SCOPE(filters=scope)] if scope else []), as_of]
    numbered = tuple(row._replace(cells=(str(at), *row.cells)) for at, row in enumerate(shown, 1))
    places = [at for at, column in enumerate(columns, 1) if column in _RIGHT]
    table = PaperTable(
        (Msg.HEAD_SERIAL().in_(office.lang), *(column.in_(office.lang) for column in columns)),
        numbered,
        toned=next((at for at, column in enumerate(columns, 1) if column is ListColumn.DUE), -1),
        right=frozenset({0, *places}),
        whole=frozenset(at for at, column in enumerate(columns, 1) if column is ListColumn.ID),
    )
    named = title(office=office.config.office.name).in_(office.lang)
    give(office, asked, ListPaper(named, tuple(line.in_(office.lang) for line in under), (table,)))


_WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


def weekday_in_words(day: dt.date, office: Desk) -> str:
    """Return the weekday of a day."""
    weekday = _WEEKDAYS[office.lang][day.weekday()]
    return f"周{weekday}" if office.lang == "zh" else weekday


_RIGHT = {ListColumn.LATE, ListColumn.PEOPLE}
_WORDS: Mapping[ListColumn, type[Label]] = {
    ListColumn.STATUS: Status,
    ListColumn.CHANNEL: Channel,
    ListColumn.CLASS: MatterClass,
}


def _row(
    office: Desk, row: Mapping[str, Any], columns: Sequence[ListColumn], progress: Mapping[str, str]
) -> "PaperRow":
    from xinfang_cli.notices.listpaper import PaperRow

    due = row.get("clock_due") or row["due"]
    tone = tone_of_days((dt.date.fromisoformat(due) - office.today).days) if due else None
    if not Status.of(row["status"]).is_open and tone is None:
        tone = Tone.DONE
    cell = partial(_cell, office, {**row, "due": due, "progress": progress.get(row["id"])})
    return PaperRow(tuple(map(cell, columns)), tone)


def _cell(office: Desk, row: Mapping[str, Any], column: ListColumn) -> str:
    """Return a cell; of a sealed matter what a list may show of it."""
    if column in _MADE:
        return _MADE[column](office, row)
    value = row[column.key] if may_show(row, column.key) else None
    if value is None:
        return ""
    return _WORDS[column].of(value).in_(office.lang) if column in _WORDS else str(value)


def _title(office: Desk, row: Mapping[str, Any]) -> str:
    return SEALED_TITLE[office.lang] if row["sealed"] else row["title"] or ""


def _late(office: Desk, row: Mapping[str, Any]) -> str:
    return str(overdue_days(row["due"], office.today) or "")


def _due(_: Desk, row: Mapping[str, Any]) -> str:
    return (row["due"] or "") + ("*" if row["due"] and row.get("clock_provisional", row["provisional"]) else "")


def _clock(office: Desk, row: Mapping[str, Any]) -> str:
    clock = ClockName.read(row.get("clock") or "")
    return clock.in_(office.lang) if clock else row.get("clock") or ""


def _owing(office: Desk, row: Mapping[str, Any]) -> str:
    return office.config.office.name if row.get("clock_owner") == Owner.OFFICE else row.get("owing") or ""


_MADE: Mapping[ListColumn, Callable[[Desk, Mapping[str, Any]], str]] = {
    ListColumn.TITLE: _title,
    ListColumn.LATE: _late,
    ListColumn.DUE: _due,
    ListColumn.CLOCK: _clock,
    ListColumn.OWING: _owing,
}
