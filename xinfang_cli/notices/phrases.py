"""How official documents write days, articles, persons and decisions."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence

from xinfang_cli.labels import Lang
from xinfang_cli.law.clocks import Rule
from xinfang_cli.law.records import Case
from xinfang_cli.law.words import Channel
from xinfang_cli.messages import day_words

_DIGITS = "零一二三四五六七八九"
_TEN = 10
_NAMED = 3
_ARTICLE = re.compile(r"^《?(?P<law>[^《》第（(]+)》?(?P<rest>第[\d第条款项]+)")
_NUMBER = re.compile(r"\d+")
_BEGINNINGS = ("反映", "要求", "请求", "申请", "咨询", "建议", "举报", "投诉", "关于")
_ENDINGS = ("的问题", "的事项", "的建议", "问题", "事项", "建议")

GROUNDS: Mapping[str, tuple[str, str]] = {
    "not_competent": ("不属于我单位职权范围", "《信访工作条例》第二十三条"),
    "not_this_level": ("应当向有权处理的本级或者上一级机关、单位提出", "《信访工作条例》第二十条第一款"),
    "statutory_route": ("应当通过诉讼、仲裁、行政复议等法定途径解决", "《信访工作条例》第三十一条"),
    "being_handled": ("已经受理或者正在办理，在规定期限内又重复提出", "《信访工作条例》第十九条第三款"),
    "review_not_sought": ("逾期未请求复查（复核）", "《信访工作条例》第三十五条、第三十六条"),
    "finished": ("已经复核终结，仍以同一事实和理由提出", "《信访工作条例》第三十六条第三款"),
}
"""Why a matter is not accepted, and where that stands."""

OPINIONS: Mapping[str, str] = {
    "support": "予以支持",
    "explain": "虽属合理但缺乏法律、政策依据，现作出解释说明",
    "unsupported": "不予支持",
}


def one_by_one(decisions: Sequence[str]) -> str | None:
    """Return what was decided of each request, a line each."""
    lines = [f"（{numeral(at)}）对第{numeral(at)}项请求，{OPINIONS[each]}" for at, each in enumerate(decisions, 1)]
    return "；\n".join(lines) + "。" if lines else None


REVIEWS: Mapping[str, str] = {
    "uphold": "维持{organ}作出的{opinion}",
    "revoke": "撤销{organ}作出的{opinion}",
    "change": "变更{organ}作出的{opinion}",
    "redo": "撤销{organ}作出的{opinion}，责令其重新作出处理",
}
OBJECTIONS: Mapping[str, str] = {
    "agree": "异议理由成立，同意退回，由我局另行转送（交办）",
    "reject": "异议理由不成立，请你单位继续办理，原办理期限不变",
}
ADOPTED: Mapping[str, str] = {"adopted": "予以采纳", "partly": "部分采纳", "rejected": "未予采纳"}
PATHS: Mapping[str, str] = {
    "litigation": "第一项", "arbitration": "第二项", "party_appeal": "第三项",
    "admin_procedure": "第四项", "duty": "第五项", "opinion": "第六项",
}  # fmt: skip
FORMS: Mapping[Channel, str] = {
    Channel.VISIT: "来访", Channel.LETTER: "来信", Channel.PHONE: "来电", Channel.HOTLINE: "来电",
    Channel.ONLINE: "网上", Channel.MAILBOX: "网上",
}  # fmt: skip


def day_said(day: dt.date | None) -> str | None:
    """Return a day as documents write it: 2026年11月20日."""
    return day_words(day, Lang.ZH) if day else None


def rule_words(rule: Rule | None) -> str | None:
    """Return the length of a limit: 15日, 5个工作日."""
    return f"{rule.days}{'个工作日' if rule.working else '日'}" if rule else None


def numeral(number: int) -> str:
    """Return a number under a hundred in Chinese: 二十三."""
    tens, ones = divmod(number, _TEN)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def article(cites: str | None) -> str | None:
    """Return an article as documents cite it: 《信访工作条例》第二十三条第二款; what is none stays as it stands."""
    found = _ARTICLE.match(cites or "")
    if not found:
        return cites
    numbers = _NUMBER.sub(
        lambda number: numeral(int(number[0])) if int(number[0]) < _TEN**2 else number[0], found["rest"]
    )
    return f"《{found['law'].strip()}》{numbers}"


def petitioner(case: Case) -> str | None:
    """Return who brought a matter: up to three names, the others as a number."""
    names = [person.name for person in case.petitioners if person.name]
    if not names:
        return "匿名信访人" if any(person.anonymous for person in case.petitioners) else None
    count = max(case.people or 0, len(names))
    shown = "、".join(names[:_NAMED])
    return shown if count <= min(len(names), _NAMED) else f"{shown}等{count}人"


def topic(title: str | None) -> str | None:
    """Return what a title is about, without the words around it."""
    return _without_end(_without(title, _BEGINNINGS, str.startswith, str.removeprefix)) or title if title else None


def subject(title: str | None) -> str | None:
    """Return a title as it stands in 关于某人反映某事问题的意见书."""
    if not title:
        return None
    says = title.startswith(_BEGINNINGS) and not title.startswith("关于")
    return _without_end(title if says else "反映" + title.removeprefix("关于"))


def _without_end(text: str) -> str:
    return _without(text, _ENDINGS, str.endswith, str.removesuffix)


def _without(text: str, words: tuple[str, ...], has: Callable[[str, str], bool], cut: Callable[[str, str], str]) -> str:
    return next((cut(text, word) for word in words if has(text, word)), text)
