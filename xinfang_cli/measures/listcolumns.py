"""The forms and columns of a list on paper; a column has the key of a line of the index. None is of persons."""

from typing import Self

from xinfang_cli.labels import Label


class ListForm(Label):
    """The forms of a list on paper."""

    DOCX = "docx", "Word文档", "Word document"
    HTML = "html", "网页", "web page"
    MD = "md", "Markdown", "Markdown"
    XLSX = "xlsx", "电子表格", "spreadsheet"

    @property
    def is_binary(self) -> bool:
        """Whether it is no text."""
        return self in (ListForm.DOCX, ListForm.XLSX)


class ListColumn(Label):
    """A column, by its code, its name, or what people call it besides."""

    key: str

    def __new__(cls, word: str, zh: str, en: str, key: str, *also: str) -> Self:
        """Make the member from its line, which has the key of the index besides."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.zh, member.en, member.key, member.also = zh, en, key, also
        return member

    # fmt: off
    ID = "id", "编号", "id", "id"
    TITLE = "title", "标题", "title", "title"
    UNIT = "unit", "责任单位", "unit", "unit", "单位"
    DUE = "due", "期限", "due", "due", "到期日"
    LATE = "late", "超期（日）", "days late", "due", "超期"
    STATUS = "status", "状态", "state", "status"
    RECEIVED = "received_on", "收到日期", "received", "received_on", "收到"
    REGISTERED = "registered_on", "登记日期", "registered", "registered_on", "登记"
    CHANNEL = "channel", "信访形式", "channel", "channel", "形式"
    CLASS = "class", "诉求类别", "class", "class", "类别"
    CATEGORY = "category", "内容分类", "category", "category", "分类"
    PLACE = "place", "问题属地", "place", "place", "属地"
    PEOPLE = "people", "人数", "persons", "people"
    LEAD = "lead", "包案领导", "leader in charge", "lead", "领导"
    OWNER = "owner", "责任人", "clerk in charge", "owner"
    GROUP = "group", "专项工作组", "working group", "group_name", "工作组"
    LEVEL = "source_level", "来源层级", "level", "source_level", "来源"
    NUMBER = "source_number", "来源编号", "number there", "source_number"
    PROGRESS = "progress", "进展", "progress", "progress", "最近进展"
    CLOSED = "closed_on", "办结日期", "closed", "closed_on", "办结"
    RESOLVED = "resolved_on", "化解日期", "resolved", "resolved_on", "化解"
    CLOCK = "clock", "到期事项", "duty", "clock", "事项"
    OWING = "owing", "由谁办理", "whose", "owing", "谁办"
    # fmt: on


USUAL = (ListColumn.ID, ListColumn.TITLE, ListColumn.UNIT, ListColumn.STATUS, ListColumn.DUE, ListColumn.LATE)
"""What a list of matters shows unless columns are named."""

OF_DUTIES = (ListColumn.ID, ListColumn.TITLE, ListColumn.CLOCK, ListColumn.OWING, ListColumn.DUE, ListColumn.LATE)
"""What a list of duties shows."""

LATEST_PROGRESS = (
    "SELECT case_id, text FROM remarks WHERE kind = 'progress' AND text IS NOT NULL ORDER BY case_id, place"
)
"""Matters and what was reported of them, the latest last."""
