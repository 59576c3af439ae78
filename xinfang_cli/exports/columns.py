"""The columns of an export that is a table: each key of a matter with the header that people read and import knows."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from xinfang_cli.labels import Label, Lang
from xinfang_cli.law.stepdata import SHOWN, DatumKind, Key
from xinfang_cli.law.words import Basis, Channel, MatterClass, Status
from xinfang_cli.sheets.rows import Cell


class ExportColumn(Label):
    """A column. In English its header is the key itself, as in JSON; the Chinese ones read back on import."""

    ID = "id", "本系统编号", "id"
    TITLE = "title", "标题", "title"
    STATUS = "status", "状态", "status"
    UNIT = "unit", "责任单位", "unit"
    WITH = "with", "协办单位", "with"
    DUE = "due", "当前到期日", "due"
    ACT_BY = "act_by", "最后可办工作日", "act_by"
    PROVISIONAL = "provisional", "到期日为暂算", "provisional"
    OVERDUE_DAYS = "overdue_days", "超期天数", "overdue_days"
    RECEIVED_ON = "received_on", "信访日期", "received_on"
    REGISTERED_ON = "registered_on", "登记日期", "registered_on"
    CHANNEL = "channel", "信访形式", "channel"
    CLASS = "class", "诉求类别", "class"
    CATEGORY = "category", "内容分类", "category"
    PLACE = "place", "问题属地", "place"
    _ignore_ = "fact"
    for fact in SHOWN:
        vars()[fact.word.upper()] = (fact.word, fact.zh, fact.word)
    PEOPLE = "people", "信访人数", "people"
    FIRST_TIME = "first_time", "是否初次信访", "first_time"
    SOURCE_LEVEL = "source_level", "来源级别", "source_level"
    SOURCE_NUMBER = "source_number", "信访件编号", "source_number"
    SOURCE_OFFICE = "source_office", "转来机关", "source_office"
    SOURCE_DUE = "source_due", "限办时间", "source_due"
    LEAD = "lead", "包案领导", "lead"
    CLOSED_ON = "closed_on", "办结时间", "closed_on"
    RESOLVED = "resolved", "是否化解", "resolved"
    RESOLVED_ON = "resolved_on", "化解时间", "resolved_on"
    RESOLVED_BASIS = "resolved_basis", Key.BASIS.zh, "resolved_basis"


class Personal(Label):
    """Columns that come with `--reveal` alone; of several petitioners all stand in the cell."""

    NAME = "name", "姓名", "name"
    PHONE = "phone", "联系电话", "phone"
    ADDRESS = "address", "住址", "address"
    REQUEST = "request", "诉求", "request"
    REPRESENTATIVES = "representatives", "推选代表", "representatives"


_WORDS: Mapping[str, type[Label]] = {
    "status": Status, "channel": Channel, "class": MatterClass, "resolved_basis": Basis,
    **{fact.word: fact.kind for fact in SHOWN if isinstance(fact.kind, type)},
}  # fmt: skip
_DAYS = {"due", "act_by", "source_due", *(fact.word for fact in SHOWN if fact.kind is DatumKind.DAY)}
_FLAGS = {Lang.ZH: ("否", "是"), Lang.EN: ("false", "true")}


def headers(lang: Lang, *, reveal: bool) -> list[str]:
    """Return the headers of the table."""
    return [column.in_(lang) for column in (*ExportColumn, *(Personal if reveal else ()))]


def cells(found: Mapping[str, Any], lang: Lang, *, reveal: bool) -> Iterator[Cell]:
    """Yield a matter's cells: days as days, figures as figures, words in the reader's language."""
    for column in ExportColumn:
        yield _cell(column.value, found[column.value], lang)
    if reveal:
        people = found.get("petitioners", ())
        for key in (Personal.NAME, Personal.PHONE, Personal.ADDRESS):
            yield "、".join(str(person[key.value]) for person in people if person.get(key.value))
        yield found.get("request")
        yield "、".join(found.get("representatives", ()))


def _cell(key: str, value: Any, lang: Lang) -> Cell:
    if value is None:
        return None
    if key in _WORDS:
        word = _WORDS[key].of(value)
        return word.zh if lang is Lang.ZH else word.value
    if key in _DAYS or key.endswith("_on"):
        return dt.date.fromisoformat(value)
    if isinstance(value, bool):
        return _FLAGS[lang][value]
    return "、".join(value) if isinstance(value, list) else value
