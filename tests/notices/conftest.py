"""A matter for each kind of document, and an office that makes them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Matter, day
from xinfang_cli.law.clocks import Law
from xinfang_cli.law.documents import Document
from xinfang_cli.law.records import Petitioner
from xinfang_cli.notices.ground import OfficeCard
from xinfang_cli.notices.making import Paper, PaperWish, Registry, paper
from xinfang_cli.notices.rows import NOTICES

ROUTE = ("route", {"unit": "住房和城乡建设局", "mode": "transfer"})
ASSIGN = ("route", {"unit": "住房和城乡建设局", "mode": "assign", "within": "45d", "number": "某信交〔2026〕3号"})
ACCEPT = ("accept", {"handler": "张某", "number": "住建信受〔2026〕3号"})
REPLY = ("reply", {"decision": "support", "number": "住建信〔2026〕31号", "text": "排水管道破损，三十日内修复。"})
SERVED = ("serve", {"document": "opinion", "method": "in_person"})
REVIEW = ("review", {})
REVIEWED = ("review", {"decision": "uphold", "number": "某政复查〔2026〕5号"})
REVIEW_SERVED = ("serve", {"document": "review", "method": "in_person"})
FINAL = ("final", {})
HEARING = ("final", {"hearing": "2026-11-16..2026-11-17"})
DECIDED = ("final", {"decision": "uphold", "number": "某市复核〔2026〕2号"})
TO_REVIEW = (ROUTE, ACCEPT, REPLY, SERVED)
TO_FINAL = (*TO_REVIEW, REVIEW, REVIEWED, REVIEW_SERVED)
OBJECT = ("object", {"reason": "补偿由自然资源局发放"})


def supervised(step: str) -> tuple[Any, ...]:
    data = {"step": step, "ground": "shirk_delay", "reply_due": day("2026-12-20"), "approved_by": "联席会议召集人"}
    return (ROUTE, ACCEPT, ("escalate", data))


def advised(kind: str) -> tuple[Any, ...]:
    data = {"text": "完善预售资金监管", "advice": kind, "unit": "住房和城乡建设局", "reply_due": day("2026-12-20")}
    return (ROUTE, ACCEPT, ("note", data))


STEPS: dict[Document, tuple[Any, ...]] = {
    Document.NOTICE: (ROUTE, ACCEPT),
    Document.ROUTED_NOTICE: (ROUTE,),
    Document.DECLINED_NOTICE: (
        ROUTE, ("decline", {"ground": "not_competent", "to": "自然资源局", "late_reason": "收文登记晚"}),
    ),
    Document.FINAL_NOTICE: (("decline", {"final": True, "opinion": "某市复核〔2025〕9号", "same_facts": True}),),
    Document.REVIEW_DECLINED: (
        *TO_REVIEW, REVIEW, ("review", {"decision": "refused", "ground": "no_opinion", "number": "某政复查〔2026〕6号"}),
    ),
    Document.FINAL_REVIEW_DECLINED: (
        *TO_FINAL, FINAL, ("final", {"decision": "refused", "ground": "finished", "number": "某市复核〔2026〕3号"}),
    ),
    Document.PATH_NOTICE: (("route", {"path": "arbitration", "to": "劳动人事争议仲裁委员会"}),),
    Document.TRANSFER_LETTER: (ROUTE,),
    Document.ASSIGN_LETTER: (ASSIGN,),
    Document.LITIGATION_LETTER: (("route", {"path": "litigation", "to": "某县人民法院"}),),
    Document.ACCUSATION_SLIP: (ROUTE,),
    Document.OBJECTION: (ROUTE, OBJECT),
    Document.OBJECTION_REPLY: (ROUTE, OBJECT, ("object", {"decision": "reject"})),
    Document.SUPPLEMENT: (("supplement", {"text": "身份证明复印件", "reply_due": day("2026-12-01")}),),
    Document.EXTENSION_APPROVAL: (ROUTE, ACCEPT),
    Document.EXTENSION_NOTICE: (
        ROUTE, ACCEPT, ("extend", {"days": 30, "reason": "需要重新测量", "approved_by": "局长甲"}),
    ),
    Document.HEARING: (*TO_FINAL, FINAL, HEARING),
    Document.OPINION: (ROUTE, ACCEPT, REPLY),
    Document.SETTLEMENT: (ROUTE, ACCEPT, ("settle", {"kind": "mediation", "number": "某调〔2026〕1号", "text": "一次性补偿。"})),
    Document.SUGGESTION_REPLY: (ROUTE, ACCEPT),
    Document.DUTY_REPLY: (ROUTE, ("accept", {"path": "duty"})),
    Document.SIMPLE_REPLY: (ROUTE, ACCEPT, ("close", {"reason": "simple_answered"})),
    Document.REVIEW_REQUEST: (ROUTE, ACCEPT, REPLY),
    Document.REVIEW_NOTICE: (*TO_REVIEW, REVIEW),
    Document.REVIEW: (*TO_REVIEW, REVIEW, REVIEWED),
    Document.FINAL_REVIEW_REQUEST: TO_FINAL,
    Document.FINAL_REVIEW_NOTICE: (*TO_FINAL, FINAL),
    Document.FINAL: (*TO_FINAL, FINAL, HEARING, DECIDED),
    Document.RECEIPT: TO_REVIEW,
    Document.REPORT: (ASSIGN,),
    Document.SUPERVISION_LETTER: supervised("supervise"),
    Document.SUPERVISION_REPLY: supervised("supervise"),
    Document.TALK: supervised("talk"),
    Document.CIRCULAR: supervised("circular"),
    Document.LIST_SUPERVISE: supervised("list_supervise"),
    Document.RECTIFY: supervised("rectify"),
    Document.IMPROVEMENT: advised("improve"),
    Document.POLICY: advised("policy"),
    Document.ACCOUNTABILITY: advised("accountability"),
    Document.ADOPTION: advised("improve"),
    Document.MERGE_NOTICE: (("merge", {"case": "XF-20261101-00000", "reason": "同一事项"}),),
    Document.MINUTES: (
        ROUTE, ("meeting", {"kind": "joint", "text": "听取了汇报。", "agreed": "年底前完成改造", "unit": "住房和城乡建设局"}),
    ),
}  # fmt: skip
"""The steps of a matter from which a kind is made; of the others the registration is enough."""


CARD = OfficeCard("某县信访局", "某县人民路1号", "0371-62100000", "8:30-12:00，14:30-17:30")
MARKS = {document.value: "某信" for document in Document}
PERSON = Petitioner(name="王某某", phone="13800000000", address="某县城关镇阳光花园3号楼")


@pytest.fixture
def fitting(matter: Callable[..., Matter]) -> Callable[[Document], Matter]:
    """`fitting(Document.OPINION)`: a matter from which that document can be made."""

    def make(document: Document, **facts: Any) -> Matter:
        it = matter("2026-11-02", petitioners=(PERSON,), people=1, place="城关镇", **facts)
        for did, data in STEPS.get(document, ()):
            it.do(did, "2026-11-20", **data)
        return it

    return make


@pytest.fixture
def registry(law: Law) -> Registry:
    """An office with a mark for every kind."""
    return Registry(CARD, law, MARKS)


@pytest.fixture
def made(registry: Registry) -> Callable[..., Paper]:
    """`made(case, Document.OPINION)`: the document, in an office with a mark for every kind."""

    def make(case: Any, document: Document, **wanted: Any) -> Paper:
        wish = PaperWish(**{"clerk": "李经办", "day": day("2026-11-20"), **wanted})
        return paper(case, NOTICES[document], registry, wish)

    return make


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice, where it is installed."""
    import shutil

    found = shutil.which("soffice")
    if found is None:
        pytest.skip("LibreOffice is not installed")
    return found


def written(folder: Path, name: str, data: bytes) -> Path:
    """Return a file with some bytes."""
    path = folder / name
    path.write_bytes(data)
    return path
