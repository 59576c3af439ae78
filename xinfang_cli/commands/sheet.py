"""`sheet`: for each unit a spreadsheet of what it owes, with blank columns to fill in; `apply` reads it back."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from json import loads as read_json
from pathlib import Path
from typing import Annotated, Any

import typer

from xinfang_cli.commands.options import Json, Opt, option
from xinfang_cli.desk import Desk, desk
from xinfang_cli.errors import UsageError
from xinfang_cli.index.listing import SEALED_TITLE, overdue_days
from xinfang_cli.labels import Label
from xinfang_cli.law.documents import Document
from xinfang_cli.law.telling import clock_title
from xinfang_cli.law.words import Did, Ground, OpinionDecision, ServeMethod, Status
from xinfang_cli.messages import Msg

STEPS = (
    Did.ACCEPT, Did.DECLINE, Did.OBJECT, Did.SUPPLEMENT, Did.EXTEND, Did.REPLY, Did.PERFORM, Did.SETTLE, Did.SERVE,
    Did.CLOSE, Did.FEEDBACK, Did.NOTE,
)  # fmt: skip
"""What a unit does; routing, supervising and reviewing are the office's."""

DOCUMENTS = (
    Document.NOTICE,
    Document.DECLINED_NOTICE,
    Document.EXTENSION_NOTICE,
    Document.OPINION,
    Document.SUGGESTION_REPLY,
)
MARGIN = 200
"""Rows below the last one in which the lists of words are offered too, for rows that are copied there."""

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_WIDTHS = (20, 36, 12, 12, 28, 12, 10, 14, 12)


def run(
    ctx: typer.Context,
    unit: Annotated[list[str] | None, option(Opt.SHEET_UNIT, "--unit", metavar="UNIT")] = None,
    all_: Annotated[bool, option(Opt.SHEET_ALL, "--all")] = False,
    out: Annotated[Path, option(Opt.SHEET_OUT, "--out", metavar="DIR")] = Path(),
    json: Json = False,
) -> int:
    """Write the sheets, and say where."""
    office = desk(ctx)
    if bool(unit) == all_:
        raise UsageError(Msg.UNIT_OR_ALL())
    duties = _duties(office)
    wanted = sorted(duties) if all_ else list(dict.fromkeys(office.unit(name) for name in unit or ()))
    written = [_written(office, name, list(duties.get(name, {}).values()), out) for name in wanted]
    if json:
        office.print_json(written)
    elif not written:
        office.warn(Msg.NO_DUTIES())
    else:
        for each in written:
            office.say(Msg.REPORT_WRITTEN(path=each["path"]))
    return office.exit_code


@dataclass
class Owed:
    """A matter with what a unit owes in it."""

    line: Mapping[str, Any]
    clocks: list[str] = field(default_factory=list)


def _duties(office: Desk) -> dict[str, dict[str, Owed]]:
    """Return the matters by the unit that owes something in them, the earliest due date first."""
    from xinfang_cli.measures.selection import Selection

    found: dict[str, dict[str, Owed]] = {}
    with office.index() as index:
        for line in index.clocks(Selection(today=office.today), running_only=True):
            if line["kind"] == "duty" and line["clock_owner"] == "unit" and line["owing"]:
                owed = found.setdefault(line["owing"], {}).setdefault(line["id"], Owed(line))
                owed.clocks.append(line["clock"])
    return found


def _written(office: Desk, unit: str, owed: list[Owed], folder: Path) -> dict[str, Any]:
    from xinfang_cli.law.stepdata import Key
    from xinfang_cli.ledgers.steprows import SHOWN_BESIDE
    from xinfang_cli.sheets.write import Leaf, new_book

    lang = office.lang
    blanks = _blanks()
    shown = [Key.CASE, Key.TITLE, *SHOWN_BESIDE]
    titles = [each.in_(lang) for each in (*shown, *blanks)]
    path = folder / f"{_NOT_IN_FILE_NAMES.sub('_', unit)}.xlsx"

    def fill(leaf: Leaf) -> None:
        leaf.widen(titles, _WIDTHS)
        leaf.write(0, titles, "head")
        for at, each in enumerate(owed, 1):
            leaf.write(at, _cells(office, each))
        leaf.as_table(len(owed), len(titles))
        for key, words in _choices().items():
            column = len(shown) + blanks.index(key)
            leaf.choices(column, len(owed) + MARGIN, [word.in_(lang) for word in words])

    with new_book(path) as book:
        fill(book.sheet(unit))
        how_to = book.sheet(Msg.FORM_HOW.in_(lang))
        how_to.widen(("", ""), (20, 48))
        for at, row in enumerate(_how_to(office, unit)):
            how_to.write(at, row)
    return {"unit": unit, "path": str(path), "cases": len(owed)}


def _blanks() -> list[Any]:
    from xinfang_cli.law.stepdata import TAKES, Key

    asked = dict.fromkeys(key for did in STEPS for key in TAKES[did])
    return [Key.DID, Key.ON, *asked, Key.BACKDATE_REASON]


def _choices() -> dict[Any, Iterable[Label]]:
    from xinfang_cli.law.stepdata import Key

    return {
        Key.DID: STEPS,
        Key.DECISION: OpinionDecision,
        Key.METHOD: ServeMethod,
        Key.DOCUMENT: DOCUMENTS,
        Key.GROUND: Ground,
    }


def _cells(office: Desk, owed: Owed) -> list[Any]:
    from xinfang_cli.sheets.write import no_formula

    line, lang = owed.line, office.lang
    clocks = dict.fromkeys(_title(office, name) for name in owed.clocks)
    due = line["clock_due"]
    return [
        line["id"],
        SEALED_TITLE[lang] if line["sealed"] else no_formula(line["title"] or ""),
        dt.date.fromisoformat(line["received_on"]),
        Status.of(line["status"]).in_(lang),
        "、".join(clocks),
        dt.date.fromisoformat(due) if due else None,
        overdue_days(due, office.today) or None,
        _papers(office, line["owed"]),
        _papers(office, line["to_serve"]),
    ]


def _papers(office: Desk, words: str) -> str | None:
    """Return documents by their names, of a JSON array of their words."""
    return "、".join(Document.of(word).in_(office.lang) for word in read_json(words)) or None


def _title(office: Desk, clock: str) -> str:
    title = clock_title(clock, office.law)
    return title.in_(office.lang) if isinstance(title, Label) else title


def _how_to(office: Desk, unit: str) -> Iterable[list[str]]:
    from xinfang_cli.law.stepdata import TAKES

    lang = office.lang
    yield [Msg.FORM_HOW_1(unit=unit, today=office.today).in_(lang)]
    for text in (Msg.FORM_HOW_2, Msg.FORM_HOW_3, Msg.FORM_HOW_4, Msg.FORM_HOW_5):
        yield [text.in_(lang)]
    yield []
    yield [Msg.FORM_STEP.in_(lang), Msg.FORM_TAKES.in_(lang)]
    for did in STEPS:
        yield [did.in_(lang), "、".join(key.in_(lang) for key in TAKES[did])]
