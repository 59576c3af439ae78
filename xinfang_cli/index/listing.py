"""A matter as `list --json` has it: from a line of the index, or from the case itself; the same keys either way."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from xinfang_cli.labels import Label, Lang
from xinfang_cli.law.stepdata import SHOWN
from xinfang_cli.law.words import CloseReason, Did, OpinionDecision

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
    FACTS = "facts", "意见认定的事实（第32条）", "facts that the opinion found (T32)"
    ARTICLES = "articles", "意见的法律依据（第32条）", "articles that the opinion rests on (T32)"
    REPLY_NUMBER = "reply_number", "答复文号（第29条）", "number of the reply (T29)"
    ADOPTED = "adopted", "采纳情况（第29条）", "whether the suggestion was adopted (T29)"
    PERFORM_BY = "perform_by", "意见的履行期限（第32条）", "day by which the opinion is performed (T32)"


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
    *(fact.word for fact in SHOWN),
    "people",
    "first_time",
    "source_level",
    "source_number",
    "source_office",
    "source_due",
    "lead",
    "closed_on",
    "resolved",
    "resolved_on",
    "resolved_basis",
)
"""Keys of a matter in JSON, in this order."""


def listed(line: Mapping[str, Any], today: dt.date, lang: Lang) -> dict[str, Any]:
    """Return the object of a line of the index; a sealed matter shows what §3 of its rules allows and null else."""
    sealed = bool(line["sealed"])
    values = {**line, "with": json.loads(line["with_units"] or "[]"), "overdue_days": overdue_days(line["due"], today)}
    values["provisional"] = bool(line["provisional"])
    values["first_time"] = None if line["first_time"] is None else bool(line["first_time"])
    values["resolved"] = bool(line["resolved"])
    values["past"] = bool(line["past"]) or None
    values |= {fact.word: json.loads(line[fact.word] or "[]") for fact in SHOWN if fact.are_many}
    if not sealed:
        return {key: values[key] for key in KEYS}
    shown = _shown_if_sealed() | {"with", "overdue_days"}
    return {key: values[key] if key in shown else None for key in KEYS} | {"title": SEALED_TITLE[lang]}


def may_show(line: Mapping[str, Any], key: str) -> bool:
    """Whether a list may show a value of a line; of a sealed matter few."""
    return not line["sealed"] or key in _shown_if_sealed()


def _shown_if_sealed() -> frozenset[str]:
    from xinfang_cli.index.relations import SEALED_SHOWS  # most lists have no sealed matter, and need no relations

    return SEALED_SHOWS


def overdue_days(due: str | None, today: dt.date) -> int:
    """Return how many calendar days a due date is past; 0 for none and for one to come."""
    return max(0, (today - dt.date.fromisoformat(due)).days) if due else 0


def case_object(
    case: "Case", state: "State", law: "Law", today: dt.date, lang: Lang, *, reveal: bool = False
) -> dict[str, Any]:
    """Return the object of a case in hand; with `reveal` also of a sealed one, and with its petitioners."""
    from xinfang_cli.index.lines import row, tell
    from xinfang_cli.law.recordbase import plain
    from xinfang_cli.law.words import MatterClass

    telling = tell(case, "", law)
    open_telling = tell(case.but(class_=MatterClass.UNCLASSIFIED), "", law) if reveal else telling
    line: dict[str, Any] = dict(row(open_telling))
    if reveal:
        line |= {"class": case.class_.value, "due": state.due and state.due.isoformat()}
    found = listed(line, today, lang)
    if reveal:
        found["petitioners"] = [plain(person) for person in case.petitioners]
        found["representatives"] = list(case.representatives)
    return found


def _missing_in_opinion(case: "Case") -> Mapping[Fact, bool]:
    """Return what the latest opinion does not say of what T32 asks of it; one that a ledger shows is not asked."""
    from xinfang_cli.law.history import standing

    opinion = next((entry for entry in reversed(standing(case.history)) if entry.did is Did.REPLY), None)
    if opinion is None:
        return {}
    supports = opinion.decision == OpinionDecision.SUPPORT
    return {
        Fact.FACTS: not opinion.facts,
        Fact.ARTICLES: not opinion.articles,
        Fact.PERFORM_BY: supports and not opinion.perform_by,
    }


def _missing_in_reply(case: "Case") -> Mapping[Fact, bool]:
    """Return what the closing of an answered suggestion does not say of what T29 asks."""
    from xinfang_cli.law.history import standing

    last = next((entry for entry in reversed(standing(case.history)) if entry.did is Did.CLOSE), None)
    if last is None or last.reason != CloseReason.SUGGESTION_ANSWERED:
        return {}
    return {Fact.REPLY_NUMBER: not last.number, Fact.ADOPTED: not last.adopted}


def missing_facts(case: "Case") -> tuple[Fact, ...]:
    """Return what registration should still say; none of it is a reason not to register."""
    if case.is_sealed or case.past:
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
        **_missing_in_opinion(case),
        **_missing_in_reply(case),
    }
    return tuple(fact for fact, is_missing in missing.items() if is_missing)
