"""The page on documents, from their rows: `python docs/notices.py > docs/notices.md`.

A test holds the page against the rows, so it cannot fall behind. `python docs/notices.py DIR` writes the documents of
its pictures into a folder, from an invented matter.
"""

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

from xinfang_cli.law.documents import Document
from xinfang_cli.law.words import Channel, Did
from xinfang_cli.notices import blocks
from xinfang_cli.notices.fields import FIELDS
from xinfang_cli.notices.kinds import Notice
from xinfang_cli.notices.rows import NOTICES

PICTURED = (Document.ROUTED_NOTICE, Document.TRANSFER_LETTER, Document.REGISTRATION, Document.MINUTES)

HEAD = """# 文书 · Documents on paper

`xinfang notice CASE` lists what a matter owes (待制作), what was made, and what can be made. `xinfang notice CASE KIND…` makes documents as Word files (or `--format html`) in `notices/YEAR/`, which git ignores: they can be made again, byte for byte. `xinfang notice --owed` makes all that the office owes, one file each and one list. A document that must reach the petitioner then waits to be served (待送达) until `serve`.

| | | | |
|---|---|---|---|
{pictures}

Layouts follow GB/T 9704-2012: margins of 37, 35, 28 and 26 mm, 22 lines of 28 characters, titles in 小标宋 二号, text in 仿宋 三号, headings in 黑体, page numbers — 1 — outside, the day four characters from the right under the issuer. Fonts are named with what stands in for them.

## Numbers

`config.yaml` names a mark for each kind: `notices: {{marks: {{notice: 某信受, transfer_letter: 某信转}}}}` gives 某信受〔2026〕1号, the next free number of mark and year over all files. A number given with the step (`route --number`) is the document's. Two clones may take the same: `check` names it, `notice CASE KIND --renumber` mends it. Kinds without a mark bear none.

## Who issues

A document bears the name of the organ whose act it is. What a unit or a higher organ issues is made by name only, as a draft for it (代拟稿) without a number. What decides (待审批) is 送审稿 without a number until `--approved-by NAME`. A draft writes nothing into the matter: only a document that was made counts.

## Made again

Making a document writes one entry: document, number, template, hashes, and what the office had set (address, phone, lengths of limits). Made again it is the same, also after the configuration or a template changed. Where the text would differ, because a name was corrected, `notice` says so; `--reprint` makes it anew under its number.

## Templates of your own

`xinfang notice --write-templates DIR` writes the built-in ones. Change one in Word or WPS and put it into `templates/` of the workspace as `KIND.docx`. When it is first used it is kept as `templates/KIND-HASH8.docx`; commit that. Templates name fields, `{{{{ petitioner }}}}`, and may ask `{{%p if handler %}}`; they run in a sandbox. A field that the matter does not have is a blank to fill in by hand.

## Sealed matters

Of an accusation there are the slip (accusation_slip), the letter of supervision, the slip of intake, the registration form and the notice, with `--reveal`, into `sealed/notices/`; the log says who made them.

## Kinds

| code | 文书 | article | layout | issued by | served | approval | fields |
|---|---|---|---|---|---|---|---|
"""

FIELD_HEAD = """
## Fields

✱ is what the office has set; the entry keeps it.

| field | 内容 |
|---|---|
"""


def page() -> str:
    """Return the page."""
    pictures = "| " + " | ".join(f"![{each.zh}](notices/{each.value}.png)" for each in PICTURED) + " |"
    kinds = "\n".join(_kind(notice) for notice in NOTICES.values())
    fields = "\n".join(
        f"| `{name}`{' ✱' if field.is_of_office else ''} | {field.zh} |" for name, field in FIELDS.items()
    )
    return f"{HEAD.format(pictures=pictures)}{kinds}\n{FIELD_HEAD}{fields}\n"


def _kind(notice: Notice) -> str:
    cells = (
        f"`{notice.document.value}`",
        notice.document.zh,
        notice.article or "—",
        notice.layout.zh,
        notice.issuer.zh,
        "✓" if notice.document.must_reach else "",
        "✓" if notice.approval else "",
        ", ".join(f"`{name}`" for name in sorted(blocks.names(notice))),
    )
    return f"| {' | '.join(cells)} |"


def samples() -> Iterator[tuple[str, bytes]]:
    """Yield the documents of the pictures: their names and their Word files."""
    from xinfang_cli.law.records import Petitioner
    from xinfang_cli.law.steps import Stamp, register, take
    from xinfang_cli.notices.ground import OfficeCard
    from xinfang_cli.notices.making import PaperWish, Registry, paper
    from xinfang_cli.notices.word import docx
    from xinfang_cli.office import config

    law, day = config.default().law, dt.date(2026, 11, 20)
    stamps = (
        Stamp(on=day, now=dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC), by="李经办", n=f"{at:08x}") for at in range(9)
    )
    person = Petitioner(name="王某某", phone="13800000000", address="某县城关镇阳光花园3号楼")
    facts = {
        "received_on": day, "title": "反映阳光花园小区雨后积水问题", "channel": Channel.VISIT, "people": 1,
        "request": "小区地下车库雨后严重积水，多次反映无人处理，要求尽快疏通排水管道并明确责任单位。",
        "place": "城关镇", "category": "城乡建设/物业管理", "petitioners": (person,), "first_time": True,
    }  # fmt: skip
    case = register("XF-20261120-7K3MQ", law, next(stamps), facts)
    case = take(case, law, Did.ROUTE, next(stamps), unit="住房和城乡建设局", mode="transfer").case
    agreed = {"agreed": "由住房和城乡建设局牵头，汛期前完成排水管道改造", "unit": "住房和城乡建设局"}
    text = "会议听取了住房和城乡建设局的汇报，研究了排水改造方案。"
    case = take(
        case, law, Did.MEETING, next(stamps), kind="joint", text=text, reply_due=dt.date(2027, 3, 1), **agreed
    ).case
    office = OfficeCard("某县信访局", "某县人民路1号", "0371-62100000", "8:30-12:00，14:30-17:30")
    marks = {
        Document.ROUTED_NOTICE.value: "某信告",
        Document.TRANSFER_LETTER.value: "某信转",
        Document.MINUTES.value: "某信纪",
    }
    for document in PICTURED:
        made = paper(case, NOTICES[document], Registry(office, law, marks), PaperWish(clerk="李经办", day=day))
        yield document.value, docx(made.blocks, made.notice.layout)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        for name, data in samples():
            Path(sys.argv[1], f"{name}.docx").write_bytes(data)
    else:
        sys.stdout.write(page())
