"""Ledgers nobody has seen: made at random from what offices write, with what each row must become known beforehand.

The tables below say what a cell means in words of their own; they share nothing with the tables of the reader.
"""

import csv
import datetime as dt
import hashlib
import html
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from xinfang_cli.law.clocks import Law
from xinfang_cli.law.records import Case
from xinfang_cli.ledgers.matters import Intake, RowOutcome, take_in
from xinfang_cli.ledgers.readers import OfficeNames
from xinfang_cli.sheets.read import read_sheets

TODAY = dt.date(2026, 11, 22)
UNITS = {
    "住房和城乡建设局": ("住建局", "县住建局", "住房与城乡建设局", "某县住房和城乡建设局", "住建局\u00a0", "住 建 局"),
    "自然资源局": ("县自然资源局", "国土局", "自然资源局　"),
    "城关镇": ("城关镇人民政府", "城关镇"),
}
EPOCH = dt.date(1899, 12, 30)
HAN = "〇一二三四五六七八九"
WIDE = {ord(figure): ord(figure) + 0xFEE0 for figure in "0123456789./-"}

HEADERS = {
    "number": "信访件编号 编号 信访编号 省信访件编号 市受理编号 区县受理编号 工单编号 来文号 登记编号 流水号",
    "received_on": "信访日期 来访时间 反映日期 收到日期 来信日期 来访日期 信访时间 接访日期 受信日期 收件日期",
    "registered_on": "登记日期 登记时间 录入时间",
    "channel": "信访形式 信访方式 来访形式 反映渠道 受理渠道 信访渠道",
    "class": "信访目的 诉求类别",
    "category": "内容分类 问题类别 问题分类 信访内容分类 反映问题类别",
    "place": "问题属地 问题发生地 发生地 事发地点 所属乡镇",
    "request": "概况 反映问题(主要诉求) 来访诉求 反映内容 诉求内容 投诉内容 主要诉求 反映问题 信访内容 诉求 主要问题",
    "name": "姓名 信访人 来访人 信访人姓名 来电人 来信人 反映人 投诉人 当事人",
    "phone": "手机号码 联系电话 来电号码 电话 联系方式 手机号 电话号码 联系人电话",
    "address": "住址 家庭住址 联系地址 通讯地址 现住址",
    "people": "信访人数 人数 来访人数",
    "first_time": "是否全国初次信访 初/重 初次标志 是否初访 初重访",
    "joint": "联名信或集体访 是否集体访 联名",
    "unit": "责任单位 转往处 具体承办单位 责任部门 承办单位 主办单位 办理单位 牵头单位 去向机构 承办部门",
    "lead": "责任领导/包案领导 包案领导 责任领导 包案县领导",
    "owner": "责任人 承办人 经办人 具体责任人",
    "status": "信访件状态 办理状态 状态 当前状态",
    "closed": "是否办结 办结标志 是否结案",
    "closed_on": "办结时间 办结日期 实际办结时间 结案时间",
    "resolved": "是否化解 化解标志",
    "resolved_on": "化解时间 化解日期",
    "resolved_basis": "化解依据 化解认定依据",
    "rating": "满意度 群众满意度 是否满意",
    "note": "备注 办理情况 办理结果 处理情况 进展情况",
    "source_due": "限办时间 办理时限 办结期限 限办截止时间",
    "handed_on": "交办时间 交办日期",
}
DROPPED = (
    "是否扬言 扬言内容 是否特殊人员 重点人员标志 异常动态 稳控措施 稳控责任人 包保责任人 越级访次数 非访次数 进京次数"
    " 信访次数 精神状况 前科 家庭成员 行踪 民族 政治面貌 宗教 照片 微信号 身份证号 yybz tsry zdrybz"
)
UNREAD = "序号 打印时间 附件数 星座 编外字段"
BREAKS = ("{}", "{}", "{}", " {} ", "{}\u00a0", "{}：", "*{}")


@dataclass(frozen=True)
class Said:
    """A cell with what it says: the value that the matter must have, or that it is not read."""

    cell: Any
    value: Any = None
    faulty: bool = False


def day(rng: Random, first: dt.date = dt.date(2026, 1, 4), last: dt.date = dt.date(2026, 10, 30)) -> dt.date:
    """Return any day between two."""
    return first + dt.timedelta(days=rng.randrange((last - first).days + 1))


def in_han(number: int) -> str:
    """Return 二十六 for 26."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else HAN[tens]) + ("十" if tens else "") + (HAN[ones] if ones or not tens else "")


FORMS: tuple[Callable[[dt.date], Any], ...] = (
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.year}-{d.month}-{d.day} 09:30",
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d:%Y-%m-%d %H:%M:%S}",
    lambda d: "".join(HAN[int(figure)] for figure in str(d.year)) + f"年{in_han(d.month)}月{in_han(d.day)}日",
    lambda d: f"{d.year}.{d.month}.{d.day}".translate(WIDE),
    lambda d: f"{d.year}年{d.month}月{d.day}日".translate(WIDE),
    lambda d: float((d - EPOCH).days),
    lambda d: (d - EPOCH).days + 0.39,
    lambda d: str((d - EPOCH).days),
    lambda d: dt.datetime.combine(d, dt.time()),
    lambda d: dt.datetime.combine(d, dt.time(9, 30)),
    lambda d: f"{d.year}年{d.month}月{d.day}日上午",
    lambda d: f"{d.year}年{d.month:02}月{d.day:02}日 星期{'一二三四五六日'[d.weekday()]}",
    lambda d: f"\u00a0{d:%Y-%m-%d}　",
)
NO_DAYS = (
    "3月5日", "2026.3", "2026年02月30日", "2026-13-01", "26.3.5", "5/3/2026", "#N/A", "=TODAY()", "", "不详", "同上",
    "2026年3月上旬", "2199-01-01", "20260230", "2026.3.5-3.8",
)  # fmt: skip
PHONES = (
    lambda p: Said(p, p),
    lambda p: Said(float(p) if not p.endswith("00000") else p, p),
    lambda p: Said(f"{p[:3]} {p[3:7]} {p[7:]}", p),
    lambda p: Said(f"{p[:3]}-{p[3:7]}-{p[7:]}", p),
    lambda p: Said(f"+86-{p}", p),
    lambda p: Said(p.translate(WIDE), p),
    lambda p: Said(f"{p}.0", p),
    lambda p: Said(f"{p}/13900139000", p),
    lambda p: Said(f"{p}、0371-62123456", p),
    lambda p: Said(f"{p}；{p}", p),
    lambda p: Said(f"{p}（儿子）", p),
    lambda _: Said("1.38E+10", None, faulty=True),
    lambda _: Said("1.38001E+10", None, faulty=True),
    lambda _: Said("3716212345", None, faulty=True),
    lambda _: Said("本人", None, faulty=True),
    lambda _: Said("", None),
    lambda _: Said("无", None),
)
PEOPLE = (
    Said("5人", 5), Said("五人", 5), Said(5.0, 5), Said("12", 12), Said("１２人", 12), Said("二十三人", 23), Said("5.0", 5),
    Said("3-5", None, faulty=True), Said("10余人", None, faulty=True), Said("三五人", None, faulty=True),
    Said("约10人", None, faulty=True), Said("若干", None, faulty=True), Said("0", None, faulty=True),
)  # fmt: skip
YES = (
    *(Said(text, value=True) for text in ("是", "√", "✓", "Y", "1", 1.0, "已办结")),
    *(Said(text, value=False) for text in ("否", "×", "N", "0", 0.0, "未办结")),
    *(Said(text, None) for text in ("", "空", "/", "无", "—")),
    Said("部分", None, faulty=True),
)
CHANNELS = {
    "letter": "来信 信件 群众来信",
    "visit": "来访 走访 视频接访",
    "phone": "电话信访 来电",
    "fax": "传真",
    "online": "网上信访 手机信访 微信信访 网上建议 网上投诉",
    "mailbox": "领导信箱 县长信箱",
    "hotline": "12345转办",
    "other": "上级交办 其他",
}
CLASSES = {"suggestion": "意见建议 建议", "claim": "求决 申诉", "unclassified": "其他 咨询"}
STATES = (
    ("受理申请审查中", None), ("受理", "accepted"), ("超期未作出处理意见", "accepted"), ("已作出处理意见", "opinion_issued"),
    ("超期未申请复查", "opinion_issued"), ("复查", "in_review"), ("超期未作出复查意见", "in_review"),
    ("提出复查意见", "reviewed"), ("超期未申请复核", "reviewed"), ("复核", "in_final"), ("超期未作出复核意见", "in_final"),
    ("提出复核意见", "final_issued"), ("审核认定办结", "closed"), ("不再受理", "no_longer_accepted"),
    ("不予受理", "not_accepted"),
)  # fmt: skip
RATINGS = (Said("满意", "satisfied"), Said("基本满意", "basic"), Said("不满意", "unsatisfied"), Said("未评价", None))
BASES = {
    "agreement": "签订协议 协议 已签订调解协议", "performance": "履行到位 已履行",
    "petitioner": "信访人确认 信访人认可 满意认可", "office": "机关认定 单位自认",
}  # fmt: skip
PLAIN: dict[str, Sequence[Said]] = {
    "people": PEOPLE,
    "rating": RATINGS,
    "channel": [Said(text, word) for word, texts in CHANNELS.items() for text in texts.split()],
    "class": [Said(text, word) for word, texts in CLASSES.items() for text in texts.split()],
    "source_due": (Said("60日"), Said("2026年12月31日前", dt.date(2026, 12, 31)), Said("")),
    **dict.fromkeys(("first_time", "joint", "closed", "resolved"), YES),
    "resolved_basis": [
        *(Said(text, word) for word, texts in BASES.items() for text in texts.split()),
        Said("调解", None, faulty=True),
        Said("", None),
    ],
}
REQUESTS = (
    "反映小区电梯停用,要求维修",
    "路灯不亮\n请派人修",
    "合计被拖欠工资5万元,多次催要无果",
    "备注:以上情况属实,请处理",
    "序号混乱的楼号给快递造成不便",
    "  丌给亍路修桥,戒収回承包地  ",
    "反映：“楼道”堆物；要求清理，限３日",
    "2026年3月5日来访反映道路积水",
    "=====急件===== 停水三日",
    "小计算机学校噪音扰民",
)


class Maker:
    """Makes one sheet: its cells, and what each row under the header must become."""

    def __init__(self, seed: int) -> None:
        """Choose columns, titles and rows."""
        self.rng = Random(seed)
        self.name = f"台账{seed}"
        self.rows: list[list[Any]] = []
        self.expected: list[dict[str, Any]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden: list[int] = []
        self.keys = self._chosen()
        self.titles = {key: self._title(key) for key in self.keys}
        self._top()
        for number in range(self.rng.randint(6, 24)):
            self._between()
            self._matter(number)
        self._bottom()
        self._one_for_several()

    def _chosen(self) -> list[str]:
        rng = self.rng
        keys = ["received_on", "request"]
        keys += [key for key in HEADERS if key not in keys and rng.random() < 0.6]
        dropped = rng.sample(DROPPED.split(), rng.randint(0, 4))
        unread = rng.sample(UNREAD.split(), rng.randint(0, 3))
        self.dropped = {f"!{each}" for each in dropped}
        keys += [*self.dropped, *(f"?{each}" for each in unread)]
        rng.shuffle(keys)
        if rng.random() < 0.2:
            keys.insert(0, "?")  # a margin
        return keys

    def _title(self, key: str) -> str:
        name = key[1:] if key[0] in "!?" else self.rng.choice(HEADERS[key].split())
        return self.rng.choice(BREAKS).format(name)

    def _top(self) -> None:
        rng, width = self.rng, len(self.keys)
        for _ in range(rng.choice((0, 0, 1, 2, 3, 6))):
            text = rng.choice(
                ("某县信访事项台账(2026年)", "填报单位:某县信访局", "统计日期:2026-01-01 至 2026-10-31", "")
            )
            self.rows.append([text] + [""] * (width - 1))
            if text and width > 3 and rng.random() < 0.5:
                self.merged.append((len(self.rows), 0, len(self.rows), width - 1))
        self.head = [self.titles[key] for key in self.keys]
        self.above = len(self.rows)
        if rng.random() < 0.3 and width > 5:
            self._two_rows(width)
        else:
            self.rows.append(list(self.head))
        self.deep = len(self.rows) - self.above

    def _two_rows(self, width: int) -> None:
        start = self.rng.randrange(width - 2)
        end = min(width - 1, start + self.rng.randint(1, 3))
        top = [title if not start <= at <= end else "" for at, title in enumerate(self.head)]
        top[start] = "基本情况"
        under = [title if start <= at <= end else "" for at, title in enumerate(self.head)]
        self.rows += [top, under]
        row = len(self.rows) - 1
        self.merged.append((row, start, row, end))
        self.merged += [(row, at, row + 1, at) for at in range(width) if not start <= at <= end]

    def _one_for_several(self) -> None:
        """Merge the cells of a column over some rows: a unit holds for all of them, a phone for the first alone."""
        for key in set(self.keys) & {"unit", "lead", "place", "phone", "people", "name"}:
            run = [each for each in self.expected if "values" in each and key not in each["fields"]][:3]
            rows = [each["row"] for each in run]
            if self.rng.random() < 0.5 or len(run) < 2 or rows[-1] - rows[0] >= len(run) or self.deep > 1:
                continue
            at = self.keys.index(key)
            self.merged.append((rows[0], at, rows[-1], at))
            for each in run[1:]:
                self.rows[each["row"] - 1][at] = ""
                each["values"].pop(key, None)
                if key in ("unit", "lead", "place"):
                    each["filled"] = {key: run[0]["values"].get(key)}

    def _skip(self, cells: Sequence[Any], reason: str) -> None:
        self.rows.append([*cells, *[""] * (len(self.keys) - len(cells))])
        self.expected.append({"row": len(self.rows), "outcome": "skip", "reason": reason, "fields": None})

    def _between(self) -> None:
        rng = self.rng
        kind = rng.random()
        if kind < 0.06:
            self._skip([rng.choice(("", None, "\u00a0", "　"))], "blank")
        elif kind < 0.12:
            self._skip([rng.choice(("小计", "合计", "本页合计", "合 计", "小计:", "本页小计")), 12.0], "total")
        elif kind < 0.16:
            for row in rng.choice(([self.head], self.rows[self.above : self.above + self.deep])):
                self._skip(row, "header")

    def _bottom(self) -> None:
        rng = self.rng
        if rng.random() < 0.7:
            self._skip([rng.choice(("总计", "合计", "总数", "共计")), float(len(self.expected))], "total")
        if rng.random() < 0.5:
            self._skip(
                [rng.choice(("注:本表由各单位报送。", "说明：数据截至10月31日", "填表人:张三", "备注：以上为汇总"))],
                "note",
            )

    def _matter(self, number: int) -> None:
        rng = self.rng
        wanted: dict[str, Any] = {}
        faults: list[str] = []
        received = day(rng)
        cells: dict[str, Any] = {}
        for key in self.keys:
            said = self._said(key, received, number)
            cells[key] = said.cell
            if said.faulty:
                faults.append("source_number" if key == "number" else key)
            elif said.value is not None:
                wanted[key] = said.value
        self.rows.append([cells[key] for key in self.keys])
        rejecting = [name for name in ("received_on", "request") if name in faults]
        outcome = "reject" if rejecting else "warn" if faults else "import"
        found: dict[str, Any] = {
            "row": len(self.rows),
            "outcome": outcome,
            "reason": None,
            "fields": set(rejecting or faults),
        }
        if not rejecting:
            found["values"] = wanted
        self.expected.append(found)
        if rng.random() < 0.05:
            self.hidden.append(len(self.rows))

    def _said(self, key: str, received: dt.date, number: int) -> Said:
        rng = self.rng
        if key[0] in "!?":
            return Said(rng.choice(("是", "张三", "", 3.0)))
        special = {
            "number": lambda: Said(f"信〔2026〕{number + 1}号", f"信〔2026〕{number + 1}号"),
            "received_on": lambda: self._received(received),
            "registered_on": lambda: self._day(received),
            "request": self._request,
            "phone": lambda: rng.choice(PHONES)(f"1{rng.choice('35789')}{rng.randrange(10**9):09}"),
            "unit": self._unit,
            "status": lambda: Said(*rng.choice(STATES)),
            **dict.fromkeys(("closed_on", "resolved_on", "handed_on"), lambda: self._later(received)),
        }
        return special[key]() if key in special else rng.choice(PLAIN.get(key, (Said("张三丰", "张三丰"),)))

    def _day(self, on: dt.date) -> Said:
        return Said(self.rng.choice(FORMS)(on), on)

    def _received(self, on: dt.date) -> Said:
        return Said(self.rng.choice(NO_DAYS), faulty=True) if self.rng.random() < 0.1 else self._day(on)

    def _later(self, on: dt.date) -> Said:
        return Said("") if self.rng.random() < 0.3 else self._day(day(self.rng, on, dt.date(2026, 10, 31)))

    def _request(self) -> Said:
        if self.rng.random() < 0.08:
            return Said(self.rng.choice(("", "无", "/", "#REF!")), faulty=True)
        text = self.rng.choice(REQUESTS)
        return Said(text, text.strip())

    def _unit(self) -> Said:
        rng = self.rng
        (one, names), (other, others) = rng.sample(list(UNITS.items()), 2)
        lead, helps = rng.choice((one, *names)), rng.choice((other, *others))
        return rng.choice(
            (
                Said(lead, (one, ())),
                Said(f"{lead}、{helps}", (one, (other,))),
                Said(f"{helps}（配合）、{lead}（牵头）", (one, (other,))),
                Said(f"{lead}（主办）；{helps}（协办）", (one, (other,))),
                Said(f"{lead}/{helps}", (one, (other,))),
                Said("县外事接待中心", None, faulty=True),
                Said(""),
            )
        )


def as_text(cell: Any) -> str:
    """Return a cell as a program writes it into a text file."""
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return "" if cell is None else str(cell)


def by_openpyxl(*made: Maker, from_1904: bool = False) -> bytes:
    """Write with openpyxl: a sheet for each, an empty one behind; real days, hidden rows and sheets, merged cells."""
    book = openpyxl.Workbook()
    epoch = CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900
    book.epoch = epoch
    for each in made:
        _fill(book.create_sheet(each.name), each, 1462 if from_1904 else 0)
    book.worksheets[-1].sheet_state = "hidden"
    book.move_sheet("Sheet", len(made))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, made: Maker, offset: int) -> None:
    for at, row in enumerate(made.rows, 1):
        for column, cell in enumerate(row, 1):
            if cell not in ("", None):
                value = cell - offset if isinstance(cell, float) and 40_000 < cell < 50_000 else cell
                place = sheet.cell(at, column, value)
                if isinstance(cell, str):
                    place.value = _shifted(cell, offset)
                    place.data_type = "s"
    for top, left, bottom, right in made.merged:
        sheet.merge_cells(start_row=top, start_column=left + 1, end_row=bottom, end_column=right + 1)
    for row in made.hidden:
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["A"].hidden = True


def _shifted(text: str, offset: int) -> str:
    """Return a serial number written as text in the epoch of its workbook."""
    return str(int(text) - offset) if re.fullmatch("4[56]\\d{3}", text) else text


def by_xlsxwriter(made: Maker) -> bytes:
    """Write with xlsxwriter."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("台账")
        style = book.add_format({"num_format": "yyyy-mm-dd"})
        for top, left, bottom, right in made.merged:
            sheet.merge_range(top - 1, left, bottom - 1, right, "")
        for at, row in enumerate(made.rows):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.datetime):
                    sheet.write_datetime(at, column, cell, style)
                elif cell not in ("", None):
                    sheet.write(at, column, cell)
    return out.getvalue()


def by_csv(encoding: str, delimiter: str) -> Callable[[Maker], bytes]:
    """Return a writer of a text table."""

    def write(made: Maker) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
        writer.writerows([[as_text(cell) for cell in row] for row in made.rows])
        return out.getvalue().encode(encoding)

    return write


def by_html(made: Maker) -> bytes:
    """Write the page that a government system calls .xls."""
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in made.merged}
    covered = {
        (row, column)
        for top, left, bottom, right in made.merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - spans.keys()
    lines = ["<html><head><meta charset='gb2312'><style>td{}</style></head><body><table border=1>"]
    for at, row in enumerate(made.rows, 1):
        lines.append("<tr>")
        for column, cell in enumerate(row):
            if (at, column) in covered:
                continue
            down, across = spans.get((at, column), (1, 1))
            text = html.escape(as_text(cell)).replace("\n", "<br/>").replace("\u00a0", "&nbsp;")
            lines.append(f"<td rowspan={down} colspan={across}>{text}</td>")
        lines.append("</tr>")
    return "\n".join([*lines, "</table></body></html>"]).encode("gb18030")


def by_spreadsheetml(made: Maker) -> bytes:
    """Write the XML that older programs call .xls."""
    rows = "".join(
        "<Row>"
        + "".join(f'<Cell><Data ss:Type="String">{html.escape(as_text(cell))}</Data></Cell>' for cell in row)
        + "</Row>"
        for row in made.rows
    )
    opening = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office'
    )
    opening += ':spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style/></Styles>'
    return f'{opening}<Worksheet ss:Name="{made.name}"><Table>{rows}</Table></Worksheet></Workbook>'.encode()


WRITERS: dict[str, Callable[[Maker], bytes]] = {
    "openpyxl": by_openpyxl,
    "xlsxwriter": by_xlsxwriter,
    "csv": by_csv("utf-8", ","),
    "csv-bom": by_csv("utf-8-sig", ","),
    "csv-gb18030": by_csv("gb18030", ","),
    "tsv-utf16": by_csv("utf-16", "\t"),
    "semicolons": by_csv("gb18030", ";"),
    "html": by_html,
    "spreadsheetml": by_spreadsheetml,
}


KEEP_MERGES = {"openpyxl", "xlsxwriter", "html"}


def desk(law: Law) -> Intake:
    """Return the desk of an office with three units."""
    units = {alias: name for name, aliases in UNITS.items() for alias in (name, *aliases[:3])}
    office = OfficeNames(units=units, name="某县信访局", level="县")
    return Intake(
        office, law, TODAY, lambda key, on: f"XF-{on:%Y%m%d}-{hashlib.sha256(key.encode()).hexdigest()[:5].upper()}"
    )


def read(raw: bytes, law: Law) -> list[tuple[list[RowOutcome], tuple[str, ...]]]:
    """Return, for each sheet with a header, the outcomes of its rows and the columns that it dropped."""
    sheets = take_in(read_sheets(raw), desk(law))
    return [(list(sheet.outcomes), sheet.layout.dropped) for sheet in sheets if sheet.layout]


def values(case: Case, outcome: RowOutcome) -> Iterator[tuple[str, Any]]:
    """Yield what a matter says, by column."""
    draft = outcome.draft
    assert draft is not None
    first = case.petitioners[0] if case.petitioners else None
    yield from (("number", case.number), ("received_on", case.received_on), ("request", case.request))
    yield from (("registered_on", case.registered_on), ("channel", case.channel.value), ("class", case.class_.value))
    yield from (("category", case.category), ("place", case.place), ("people", case.people))
    yield from (("name", first and first.name), ("phone", first and first.phone), ("address", first and first.address))
    yield from (("first_time", case.first_time), ("joint", case.joint), ("lead", case.lead), ("owner", case.owner))
    yield "unit", (draft.unit, draft.with_) if draft.unit else None
    yield from (("closed", draft.closed), ("resolved", draft.resolved), ("source_due", draft.source_due))
    yield from (("closed_on", draft.closed_on), ("resolved_on", draft.resolved_on))
    yield "resolved_basis", draft.resolved_basis and draft.resolved_basis.value
    yield "rating", draft.rating.value if draft.rating else None


CONTRADICTED = {"closed", "closed_on", "resolved_on", "resolved_basis", "status"}
"""Columns drawn apart may contradict one another (closed on a day, and not closed): a warning, as it should be."""


def agree(made: Maker, outcomes: Sequence[RowOutcome], *, merges: bool) -> None:
    """Compare what rows became with what they were made to become."""
    found = {outcome.row: outcome for outcome in outcomes}
    for wanted in made.expected:
        row = wanted["row"]
        if wanted.get("reason") == "blank" and row not in found:
            continue  # a program may not write empty rows at the end
        where = f"{made.name} {row}: {list(zip(made.head, made.rows[row - 1], strict=False))}"
        outcome = found.pop(row)
        assert told(outcome, wanted) == {key: wanted.get(key) for key in ("row", "outcome", "reason", "fields")}, where
        if "values" in wanted:
            assert outcome.case is not None
            says = dict(values(outcome.case, outcome))
            meant = wanted["values"] | (wanted.get("filled", {}) if merges else {})
            assert {key: says[key] for key in meant if key in says} == {
                key: value for key, value in meant.items() if key in says
            }, where
    assert not found


def became(outcome: RowOutcome) -> str:
    """Return what becomes of a row that no other matter stands against."""
    if outcome.case is None:
        return "skip" if outcome.reason else "reject"
    return "warn" if outcome.faults else "import"


def told(outcome: RowOutcome, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return an outcome in the terms of what is wanted, contradictions aside."""
    word = became(outcome)
    fields = set(outcome.field.split("/")) - {""}
    if word == "warn":
        fields -= CONTRADICTED - wanted.get("fields", set())
        word = "warn" if fields else "import"
    reason = outcome.reason.value if outcome.reason else None
    return {"row": outcome.row, "outcome": word, "reason": reason, "fields": None if reason else fields}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("seed", range(12))
def test_a_ledger_made_at_random_is_read_as_it_was_meant(writer: str, seed: int, law: Law) -> None:
    made = Maker(seed)
    ((outcomes, dropped),) = read(WRITERS[writer](made), law)
    agree(made, outcomes, merges=writer in KEEP_MERGES)
    assert sorted(dropped) == sorted("".join(made.titles[key].split()) for key in made.dropped)


@pytest.mark.parametrize("seed", range(100, 106))
def test_sheets_of_one_workbook_have_headers_of_their_own(seed: int, law: Law) -> None:
    made = [Maker(seed), Maker(seed + 1000), Maker(seed + 2000)]
    found = read(by_openpyxl(*made, from_1904=bool(seed % 2)), law)
    for each, (outcomes, _) in zip(made, found, strict=True):
        agree(each, outcomes, merges=True)
