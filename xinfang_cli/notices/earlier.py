"""Earlier editions of kinds of document: what was made with them is made again with them, word for word."""

from xinfang_cli.law.documents import Document
from xinfang_cli.notices.kinds import Issuer, Notice, PageLayout

EARLIER: tuple[Notice, ...] = (
    Notice(
        Document.URGENT_REPORT, "第二十五条", PageLayout.DOCUMENT, Issuer.OFFICE, after=(),
        text="""# 关于{{ title }}的报告
> 本级党委、政府：
现将一起重大、紧急信访事项报告如下：
## 一、基本情况
{{ received }}，我局收到反映{{ title }}的信访事项（信访件编号：{{ id }}；信访形式：{{ channel }}；涉及{{ people }}人；属地：{{ place }}）。
## 二、主要诉求
{{ request }}
## 三、已采取的措施
% for step in steps
{{ step.day }}，{{ step.text }}。
% endfor
## 四、下一步工作
＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿
^^
& 抄送：有关主管部门，本级信访工作联席会议办公室。""",
    ),
)  # fmt: skip
"""One row an edition; the row of today's is where the kind's layout is."""
