"""What the petitioner may see of a matter's course: dates of the office's own steps, and nothing of its notes."""

import datetime as dt
from collections.abc import Iterator

from xinfang_cli.law.documents import Document
from xinfang_cli.law.history import standing
from xinfang_cli.law.records import Case, Entry
from xinfang_cli.law.words import Did, Seen
from xinfang_cli.messages import Msg, Sentence, Text

NOTICES = {
    Document.NOTICE: Msg.TOLD_NOTICE,
    Document.ROUTED_NOTICE: Msg.TOLD_NOTICE,
    Document.DECLINED_NOTICE: Msg.TOLD_DECLINED_NOTICE,
    Document.FINAL_NOTICE: Msg.TOLD_FINAL_NOTICE,
    Document.PATH_NOTICE: Msg.TOLD_NOTICE,
    Document.EXTENSION_NOTICE: Msg.TOLD_EXTENSION_NOTICE,
    Document.OPINION: Msg.TOLD_OPINION_SERVED,
    Document.REVIEW: Msg.TOLD_REVIEW_SERVED,
    Document.FINAL: Msg.TOLD_FINAL_SERVED,
}

STEPS = {
    Did.OPEN: Msg.TOLD_REGISTERED,
    Did.ACCEPT: Msg.TOLD_ACCEPTED,
    Did.EXTEND: Msg.TOLD_EXTENDED,
    Did.REPLY: Msg.TOLD_OPINION,
}

SEEN = {
    Seen.ROUTE: Msg.TOLD_ROUTED,
    Seen.ACCEPT: Msg.TOLD_ACCEPTED,
    Seen.DECLINE: Msg.TOLD_DECLINED,
    Seen.FINAL_DECLINE: Msg.TOLD_NO_LONGER,
    Seen.OPINION: Msg.TOLD_OPINION,
    Seen.REVIEW: Msg.TOLD_REVIEW_ASKED,
    Seen.REVIEWED: Msg.TOLD_REVIEW,
    Seen.FINAL: Msg.TOLD_FINAL_ASKED,
    Seen.FINAL_ISSUED: Msg.TOLD_FINAL,
}


def told(case: Case) -> Iterator[tuple[dt.date | None, Text]]:
    """Return the steps with their days; None where the ledger gave no day."""
    for entry in standing(case.history):
        text = _told(entry)
        if text:
            yield (entry.on if entry.is_dated else None), text


def _told(entry: Entry) -> Text | None:
    fields = {"unit": entry.unit or entry.to or "-", "number": entry.number or "-", "days": entry.days or "-"}
    made: Sentence | None
    match entry.did:
        case Did.OBSERVED:
            made = SEEN.get(entry.what) if entry.what else None
        case Did.ROUTE:
            made = Msg.TOLD_REDIRECTED if entry.path else Msg.TOLD_ROUTED
        case Did.DECLINE:
            made = Msg.TOLD_NO_LONGER if entry.final else Msg.TOLD_DECLINED
        case Did.SERVE:
            made = NOTICES.get(entry.document) if entry.document and entry.is_dated else None
        case Did.REVIEW:
            made = Msg.TOLD_REVIEW if entry.decision else Msg.TOLD_REVIEW_ASKED
        case Did.FINAL:
            asked = None if entry.hearing else Msg.TOLD_FINAL_ASKED
            made = Msg.TOLD_FINAL if entry.decision else asked
        case _:
            made = STEPS.get(entry.did)
    return made(**fields) if made else None
