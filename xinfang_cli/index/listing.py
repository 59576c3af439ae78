"""A matter as `list --json` has it: from a line of the index, or from the case itself; the same keys either way."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from xinfang_cli.index.lines import row, tell
from xinfang_cli.index.relations import SEALED_SHOWS
from xinfang_cli.labels import Label, Lang

if TYPE_CHECKING:
    from xinfang_cli.law.clocks import Law
    from xinfang_cli.law.history import State
    from xinfang_cli.law.records import Case


class Fact(Label):
    """What the Regulations ask for on registration (T19, T22); `show` names what is missing."""

    CLASS = "class", "诉求类别", "class"
    CATEGORY = "category", "内容分类", "category"
    PLACE = "place", "问题属地", "place"
    NAME = "name", "信访人姓名或匿名", "petitioner's name, or anonymous"
    ADDRESS = "address", "住址", "address"
    REQUEST = "request", "诉求", "request"


SEALED_TITLE = {Lang.ZH: "密", Lang.EN: "sealed"}
KEYS = (
    "id",
    "title",
    "status",
    "unit",
    "with",
    "due",
    "act_by",
    "provisional",
    "overdue_days",
    "received_on",
    "registered_on",
    "channel",
    "class",
    "category",
    "place",
    "people",
    "first_time",
    "source_level",
    "source_number",
    "lead",
    "closed_on",
    "resolved_on",
)
"""Keys of a matter in JSON, in this order."""


def listed(line: Mapping[str, Any], today: dt.date, lang: Lang) -> dict[str, Any]:
    """Return the object of a line of the index; a sealed matter shows what §3 of its rules allows and null else."""
    sealed = bool(line["sealed"])
    values = {**line, "with": json.loads(line["with_units"] or "[]"), "overdue_days": overdue_days(line["due"], today)}
    values["provisional"] = bool(line["provisional"])
    values["first_time"] = None if line["first_time"] is None else bool(line["first_time"])
    if not sealed:
        return {key: values[key] for key in KEYS}
    shown = SEALED_SHOWS | {"with", "overdue_days"}
    return {key: values[key] if key in shown else None for key in KEYS} | {"title": SEALED_TITLE[lang]}


def overdue_days(due: str | None, today: dt.date) -> int:
    """Return how many calendar days a due date is past; 0 for none and for one to come."""
    return max(0, (today - dt.date.fromisoformat(due)).days) if due else 0


def case_object(
    case: "Case", state: "State", law: "Law", today: dt.date, lang: Lang, *, reveal: bool = False
) -> dict[str, Any]:
    """Return the object of a case in hand; with `reveal` also of a sealed one, and with its petitioners."""
    from xinfang_cli.law.records import plain
    from xinfang_cli.law.words import MatterClass

    telling = tell(case, "", law)
    open_telling = tell(case.but(class_=MatterClass.UNCLASSIFIED), "", law) if reveal else telling
    line: dict[str, Any] = dict(row(open_telling))
    if reveal:
        line |= {"class": case.class_.value, "due": state.due and state.due.isoformat()}
    found = listed(line, today, lang)
    if reveal:
        found["petitioners"] = [plain(person) for person in case.petitioners]
    return found


def missing_facts(case: "Case") -> tuple[Fact, ...]:
    """Return what registration should still say; none of it is a reason not to register."""
    if case.is_sealed:
        return ()
    contact = case.petitioners[0] if case.petitioners else None
    known = contact and (contact.name or contact.anonymous)
    missing = {
        Fact.CLASS: case.class_.value == "unclassified",
        Fact.CATEGORY: not case.category,
        Fact.PLACE: not case.place,
        Fact.NAME: not known,
        Fact.ADDRESS: not (contact and (contact.address or contact.anonymous)),
        Fact.REQUEST: not case.request,
    }
    return tuple(fact for fact, is_missing in missing.items() if is_missing)
