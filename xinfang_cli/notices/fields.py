"""The fields of documents: what each takes from the matter, and from what the office has set.

Templates name them: `{{ petitioner }}`. What stands for `None` is a ruled blank, to be filled in by hand.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from xinfang_cli.labels import Lang
from xinfang_cli.law.clocks import Rule
from xinfang_cli.law.documents import Document
from xinfang_cli.law.guards import missing_evidence
from xinfang_cli.law.records import Entry
from xinfang_cli.law.runs import ClockRun
from xinfang_cli.law.words import (
    Basis,
    Channel,
    CloseReason,
    Did,
    Evidence,
    MeetingKind,
    Path,
    ReviewGround,
    SettleKind,
    SupervisionGround,
)
from xinfang_cli.messages import Msg
from xinfang_cli.notices import phrases
from xinfang_cli.notices.ground import Ground
from xinfang_cli.notices.phrases import article, day_said, rule_words
from xinfang_cli.notices.told import told


class PaperField(NamedTuple):
    """A field: its Chinese name, what it holds, and whether the office has set it (then the entry keeps it)."""

    zh: str
    get: Callable[[Ground], Any]
    is_of_office: bool = False


def _set(zh: str, get: Callable[[Ground], Any]) -> PaperField:
    return PaperField(zh, get, is_of_office=True)


def _person(key: str) -> Callable[[Ground], Any]:
    return lambda on: next((value for each in on.case.petitioners if (value := getattr(each, key))), None)


def _said(key: str) -> Callable[[Ground], Any]:
    return lambda on: getattr(on.entry, key, None)


def _worded(words: Mapping[str, str], key: str) -> Callable[[Ground], str | None]:
    return lambda on: words.get(str(getattr(on.entry, key, None)))


def _of(did: Did, key: str, *keys: str) -> Callable[[Ground], Any]:
    """Return what takes a datum of the latest entry of a kind."""

    def get(on: Ground) -> Any:
        entry = on.last(did, *keys)
        value = getattr(entry, key, None) if entry else None
        return day_said(value) if isinstance(value, dt.date) else value

    return get


def _due(clock: str) -> Callable[[Ground], str | None]:
    return lambda on: day_said(run.due) if (run := on.run(clock)) else None


def _cites(clock: str) -> Callable[[Ground], str | None]:
    return lambda on: article(row.cites) if (row := on.law.clocks.get(clock)) else None


def _length(clock: str) -> Callable[[Ground], str | None]:
    return lambda on: rule_words(on.rule(clock))


def _limit(clock: str) -> Callable[[Ground], str | None]:
    """Return what takes the length with which a clock runs in this matter."""
    return lambda on: rule_words(Rule.read(run.rule)) if (run := on.run(clock)) else None


def _label(words: Any, key: str) -> Callable[[Ground], str | None]:
    def get(on: Ground) -> str | None:
        value = getattr(on.entry, key, None)
        found = words.read(str(value)) if value else None
        return found.zh.partition("（")[0].partition("(")[0] if found else value

    return get


def _refusal(on: Ground) -> str | None:
    """Why a review is not taken on; where it is late, from which day the thirty were counted."""
    ground = ReviewGround.read(on.entry.ground or "")
    if ground is not ReviewGround.LATE:
        return ground.zh.partition("（")[0] if ground else on.entry.ground
    run = on.state.last_run("ask_review" if on.entry.did is Did.REVIEW else "ask_final")
    return Msg.REFUSAL_LATE(start=run.from_, due=run.due).in_(Lang.ZH) if run else ground.zh.partition("（")[0]


def _yes(key: str, yes: str, no: str) -> Callable[[Ground], str | None]:
    return lambda on: None if (value := getattr(on.case, key)) is None else yes if value else no


def _came(on: Ground) -> str:
    by = "" if on.case.channel is Channel.OTHER else f"通过{on.case.channel.zh}"
    return f"于{day_said(on.case.received_on)}{by}"


def _salutation(on: Ground) -> str:
    name = phrases.petitioner(on.case)
    return name if name and name != "匿名信访人" else "信访人"


def _path(on: Ground) -> Path:
    return on.entry.path or Path.OPINION


def _extended(on: Ground) -> Entry | None:
    return on.last(Did.EXTEND)


def _old_due(on: Ground) -> str | None:
    """Return the last day before the extension: the run itself holds the later one."""
    entry, run = _extended(on), on.run("handle")
    if run is None or run.due is None:
        return None
    return day_said(run.due - dt.timedelta(days=entry.days) if entry and entry.days else run.due)


def _ground(at: int) -> Callable[[Ground], str | None]:
    return lambda on: phrases.GROUNDS.get(on.entry.ground or "", (on.entry.ground, None))[at]


def _clerk(on: Ground) -> str | None:
    """Whom to ask: who makes the office's own, who handles the matter in a unit; of another organ a blank."""
    if on.own:
        return on.clerk
    accepted = on.last(Did.ACCEPT, "handler") if on.issuer == on.state.unit else None
    return accepted.handler if accepted else None


def _reviewed(on: Ground) -> str | None:
    is_final = on.entry.did is Did.FINAL
    organ = on.review_organ if is_final else on.state.unit
    opinion = "信访复查意见" if is_final else "信访处理意见"
    words = phrases.REVIEWS.get(str(on.entry.decision))
    return words.format(organ=organ or "有关单位", opinion=opinion) if words else None


def _clock(on: Ground) -> ClockRun | None:
    return on.run(on.entry.clock) if on.entry.clock else None


def _clock_name(on: Ground) -> str | None:
    row = on.law.clocks.get(on.entry.clock or "")
    return str(getattr(row.title, "zh", row.title)) if row else on.entry.clock


def _asked_unit(on: Ground) -> str | None:
    run = _clock(on)
    return on.entry.unit or (run.owing if run else None) or on.state.unit


def _steps(on: Ground) -> list[dict[str, str]]:
    return [{"day": day_said(day) or "＿＿＿", "text": text.in_(Lang.ZH)} for day, text in told(on.case)]


_PAPERS = frozenset({Did.NOTICE, Did.ATTACH})


def _papers(on: Ground) -> list[dict[str, str]]:
    """Return what lies in the file: documents that were made, opinions with numbers, attachments."""
    made = {entry.number for entry in on.entries if entry.did is Did.NOTICE}
    rows = [each for each in on.entries if each.did in _PAPERS or (each.number and each.number not in made)]
    return [_paper(at, each, on) for at, each in enumerate(rows, 1)]


def _paper(at: int, entry: Entry, on: Ground) -> dict[str, str]:
    name = entry.document.zh if entry.document else entry.file or entry.did.zh
    organ = entry.actor or entry.organ or on.office.name
    return {
        "at": str(at), "number": entry.number or "", "organ": organ, "name": name, "day": day_said(entry.on) or "",
    }  # fmt: skip


def _evidence(on: Ground) -> str:
    lacking = missing_evidence(on.case)
    return "　".join(f"{'□' if each in lacking else '☑'}{each.zh}" for each in Evidence)


def _decided(words: Any, did: Did, key: str) -> Callable[[Ground], str | None]:
    def get(on: Ground) -> str | None:
        entry = on.last(did, key)
        found = words.read(str(getattr(entry, key))) if entry else None
        return found.zh if found else None

    return get


def _opinion_served(on: Ground) -> str | None:
    found = (e.on for e in reversed(on.entries) if e.did is Did.SERVE and e.document is Document.OPINION)
    return day_said(next(found, None))


def _late(on: Ground) -> int | None:
    run = _clock(on)
    return run.late_days(on.entry.on) or None if run else None


def _routed(on: Ground) -> str | None:
    """Return the day of the last routing: by a step of its own, or with an objection that was agreed to."""
    found = (e for e in reversed(on.entries) if e.did is Did.ROUTE or (e.did is Did.OBJECT and e.unit))
    return day_said(entry.on) if (entry := next(found, None)) else None


def _hearing(on: Ground) -> str | None:
    entry = on.last(Did.FINAL, "hearing") or on.last(Did.NOTE, "hearing")
    return _span(entry.hearing) if entry else None


def _report_copies(on: Ground) -> str:
    """Whom else a letters office or another organ tells of what is urgent (T25)."""
    here = "有关主管部门，本级信访工作联席会议办公室"
    return here if on.law.organ else f"{here}，上一级信访部门"


FIELDS: Mapping[str, PaperField] = {
    "office": _set("信访部门", lambda on: on.office.name),
    "office_address": _set("信访部门地址", lambda on: on.office.address),
    "office_phone": _set("信访部门电话", lambda on: on.office.phone),
    "office_hours": _set("接待时间", lambda on: on.office.hours),
    "issuer": _set("署名机关", lambda on: on.issuer),
    "issuer_address": _set("署名机关地址", lambda on: on.office.address if on.own else None),
    "issuer_phone": _set("署名机关电话", lambda on: on.office.phone if on.own else on.phone),
    "most_representatives": _set("代表人数上限", lambda on: on.office.representatives or None),
    "number": PaperField("文号", lambda on: on.number),
    "english": _set("英文名称", lambda on: on.english),
    "draft": PaperField("稿别", lambda on: on.draft),
    "day": PaperField("成文日期", lambda on: day_said(on.day)),
    "clerk": PaperField("经办人", _clerk),
    "approved_by": PaperField("批准人", lambda on: on.approved_by or on.entry.approved_by),
    "id": PaperField("信访件编号", lambda on: on.case.id),
    "all_ids": PaperField("所涉信访件编号", lambda on: "、".join(on.entry.cases) or on.case.id),
    "source_level": PaperField("来源", lambda on: on.case.source.level if on.case.source else None),
    "source_number": PaperField("来源编号", lambda on: on.case.number),
    "title": PaperField("标题", lambda on: on.case.title),
    "topic": PaperField("所述事项", lambda on: phrases.topic(on.case.title)),
    "subject": PaperField("反映的事项", lambda on: phrases.subject(on.case.title)),
    "request": PaperField("诉求", lambda on: on.case.request),
    "received": PaperField("收到日期", lambda on: day_said(on.case.received_on)),
    "registered": PaperField("登记日期", lambda on: day_said(on.case.registered_on)),
    "channel": PaperField("信访形式", lambda on: on.case.channel.zh),
    "channel_form": PaperField("登记表种类", lambda on: phrases.FORMS.get(on.case.channel, on.case.channel.zh)),
    "class_name": PaperField("诉求类别", lambda on: on.case.class_.zh),
    "category": PaperField("内容分类", lambda on: on.case.category),
    "place": PaperField("问题属地", lambda on: on.case.place),
    "people": PaperField("信访人数", lambda on: on.case.people),
    "first_time": PaperField("初次或者重复", _yes("first_time", "初次", "重复")),
    "urgent": PaperField("重大紧急", _yes("urgent", "是", "否")),
    "lead": PaperField("包案领导", lambda on: on.case.lead),
    "petitioner": PaperField("信访人", lambda on: phrases.petitioner(on.case)),
    "salutation": PaperField("称谓", _salutation),
    "phone": PaperField("信访人电话", _person("phone")),
    "address": PaperField("信访人住址", _person("address")),
    "came": PaperField("何日以何形式", _came),
    "came_short": PaperField("以何形式", lambda on: _came(on).partition("日")[2]),
    "unit": PaperField("责任单位", lambda on: on.state.unit),
    "unit_or_office": PaperField("承办机关", lambda on: on.state.unit or on.office.name),
    "with_units": PaperField("协办单位", lambda on: "、".join(on.state.with_) or None),
    "receiver": PaperField("接收机关", lambda on: on.entry.to or on.entry.unit),
    "mode": PaperField("转送或者交办", lambda on: "交办" if on.state.mode == "assign" else "转送"),
    "routed": PaperField("转送日期", _routed),
    "route_number": PaperField("转送（交办）文号", _of(Did.ROUTE, "number")),
    "route_days": _set("转送期限", _length("route")),
    "cite_route": _set("转送的依据", _cites("route")),
    "notify_days": _set("告知期限", _length("notify_routed")),
    "cite_notify": _set("告知的依据", _cites("notify_routed")),
    "object_days": _set("异议期限", _length("object")),
    "object_due": PaperField("异议期限届满日", _due("object")),
    "objected": PaperField("提出异议日期", _of(Did.OBJECT, "on", "reason")),
    "objection": PaperField("异议理由", _of(Did.OBJECT, "reason", "reason")),
    "objector": PaperField("提出异议的单位", lambda on: (e.actor if (e := on.last(Did.OBJECT, "reason")) else None)),
    "objection_words": PaperField("异议审核结论", _worded(phrases.OBJECTIONS, "decision")),
    "assigned_due": PaperField("交办期限", _due("assigned")),
    "accepted": PaperField("受理日期", _of(Did.ACCEPT, "on")),
    "handler": PaperField("承办人", _of(Did.ACCEPT, "handler")),
    "path_words": PaperField("途径", lambda on: _path(on).zh),
    "path_article": PaperField("途径的依据", lambda on: f"《信访工作条例》第三十一条{phrases.PATHS[_path(on)]}"),
    "to": PaperField("有权机关", lambda on: on.entry.to),
    "handle_days": _set("办理期限", _length("handle")),
    "handle_due": PaperField("办理期限届满日", _due("handle")),
    "cite_handle": _set("办理期限的依据", _cites("handle")),
    "old_due": PaperField("原办理期限届满日", _old_due),
    "new_due": PaperField("延长后届满日", lambda on: _due("handle")(on) if _extended(on) else None),
    "days": PaperField("延长天数", _of(Did.EXTEND, "days")),
    "reason": PaperField("理由", _said("reason")),
    "ground": PaperField("不予受理的情形", _ground(0)),
    "ground_article": PaperField("不予受理的依据", _ground(1)),
    "final_opinion": PaperField("所据复核意见", _said("opinion")),
    "wanted": PaperField("需补正的内容", lambda on: on.entry.text),
    "facts": PaperField("调查认定的事实", _said("facts")),
    "articles": PaperField("处理依据的条文", _said("articles")),
    "perform_by": PaperField("履行期限", lambda on: day_said(on.entry.perform_by)),
    "basis": PaperField("处理意见和依据", lambda on: on.entry.text),
    "decision_words": PaperField("处理决定", _worded(phrases.OPINIONS, "decision")),
    "each_decision": PaperField("逐项处理决定", lambda on: phrases.one_by_one(on.entry.decisions)),
    "adopted_words": PaperField("采纳情况", _worded(phrases.ADOPTED, "adopted")),
    "review_days": _set("请求复查的期限", _length("ask_review")),
    "cite_review": _set("复查的依据", _cites("review")),
    "review_organ": _set("复查机关", lambda on: on.review_organ),
    "final_days": _set("请求复核的期限", _length("ask_final")),
    "cite_final": _set("复核的依据", _cites("final")),
    "final_organ": _set("复核机关", lambda on: on.final_organ),
    "first_organ": _set("作出复查意见的机关", lambda on: on.review_organ),
    "asked": PaperField("请求日期", lambda on: day_said(on.entry.on)),
    "review_limit": PaperField("复查期限", _limit("review")),
    "review_due": PaperField("复查期限届满日", _due("review")),
    "final_limit": PaperField("复核期限", _limit("final")),
    "final_due": PaperField("复核期限届满日", _due("final")),
    "refusal": PaperField("不予受理复查复核的情形", _refusal),
    "review_words": PaperField("复查复核决定", _reviewed),
    "review_number": PaperField("复查意见文号", _of(Did.REVIEW, "number", "number")),
    "opinion_number": PaperField("处理意见文号", _of(Did.REPLY, "number", "number")),
    "reply_text": PaperField("处理意见摘要", _of(Did.REPLY, "text")),
    "opinion_served": PaperField("处理意见送达日期", _opinion_served),
    "hearing": PaperField("听证日期", _hearing),
    "settle_kind": PaperField("调解或者和解", _label(SettleKind, "kind")),
    "agreement": PaperField("协议内容", lambda on: on.entry.text),
    "into": PaperField("并入的信访件编号", lambda on: on.entry.case),
    "served": PaperField("送达的文书", lambda on: on.entry.document.zh if on.entry.document else None),
    "served_number": PaperField("送达文书的文号", lambda on: on.entry.number or _number_of(on)),
    "method": PaperField("送达方式", lambda on: on.entry.method.zh if on.entry.method else None),
    "refused": PaperField("拒收情况", lambda on: "受送达人拒绝签收，由见证人证明。" if on.entry.refused else None),
    "witness": PaperField("见证人", _said("witness")),
    "done_on": PaperField("该步日期", lambda on: day_said(on.entry.on)),
    "step_number": PaperField("督办或者建议的文号", _said("number")),
    "asked_unit": PaperField("被督办、建议的单位", _asked_unit),
    "supervise_ground": PaperField("督办情形", _label(SupervisionGround, "ground")),
    "clock": PaperField("超期的职责", _clock_name),
    "clock_due": PaperField("该职责期限届满日", lambda on: _due(on.entry.clock or "")(on) if _late(on) else None),
    "late_days": PaperField("超期天数", _late),
    "reply_due": PaperField("要求回复日期", lambda on: day_said(on.entry.reply_due)),
    "advice": PaperField("建议内容", lambda on: on.entry.text),
    "advice_kind": PaperField("建议种类", lambda on: on.entry.advice.zh if on.entry.advice else None),
    "meeting_kind": PaperField("会议种类", _label(MeetingKind, "kind")),
    "met": PaperField("会议日期", lambda on: day_said(on.entry.on)),
    "meeting_text": PaperField("会议情况", lambda on: on.entry.text),
    "agreed": PaperField("议定事项", _said("agreed")),
    "agreed_unit": PaperField("承办单位", lambda on: on.entry.unit or on.state.unit),
    "closed": PaperField("办结日期", lambda on: day_said(on.state.closed_on)),
    "close_reason": PaperField("办结方式", _decided(CloseReason, Did.CLOSE, "reason")),
    "resolved_basis": PaperField("化解依据", _decided(Basis, Did.CLOSE, "basis")),
    "evidence": PaperField("五个有", _evidence),
    "steps": PaperField("办理进度（日期、内容）", _steps),
    "report_copies": _set("抄报机关", _report_copies),
    "papers": PaperField("卷内文件（序号、文号、责任者、题名、日期）", _papers),
}  # fmt: skip
"""Every field that a template may name."""


def _span(text: str | None) -> str | None:
    first, _, last = (text or "").partition("..")
    try:
        days = [day_said(dt.date.fromisoformat(each)) for each in (first, last) if each]
    except ValueError:
        return text
    return "至".join(dict.fromkeys(each for each in days if each)) or None


def _number_of(on: Ground) -> str | None:
    """Return the number of the document that was served, as it was made or issued."""
    found = (e.number for e in reversed(on.entries) if e.number and e.document is on.entry.document)
    return next(found, None) or (_of(Did.REPLY, "number")(on) if on.entry.document is Document.OPINION else None)


def filled(names: frozenset[str], on: Ground) -> dict[str, Any]:
    """Return the values of some fields; what the office had set at first stays as it was."""
    kept = on.printed or {}
    return {name: kept[name] if name in kept else FIELDS[name].get(on) for name in sorted(names)}


def of_office(values: Mapping[str, Any]) -> dict[str, str]:
    """Return those of the values that the office has set, as an entry keeps them."""
    return {name: str(value) for name, value in values.items() if FIELDS[name].is_of_office and value is not None}


def known() -> Iterator[str]:
    """Return the names of all fields."""
    return iter(FIELDS)
