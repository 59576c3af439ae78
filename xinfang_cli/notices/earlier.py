"""Earlier editions of kinds of document: what was made with them is made again with them, word for word."""

from xinfang_cli.law.documents import Document
from xinfang_cli.notices.kinds import After, Issuer, Notice, PageLayout

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
    Notice(
        Document.IMPROVEMENT, "第四十条", PageLayout.LETTER, Issuer.OFFICE, numbered=True, approval=True,
        after=(After("note", {"advice": "improve"}),),
        text="""# 改进工作建议书
> {{ asked_unit }}：
我局在办理信访事项（信访件编号：{{ id }}）中发现，你单位的有关工作需要改进。依照《信访工作条例》第四十条的规定，现提出如下建议：
{{ advice }}
请认真研究，并于{{ reply_due }}前将采纳情况书面反馈我局；未采纳的，请说明理由。
^^""",
    ),
    Notice(
        Document.POLICY, "第四十条", PageLayout.LETTER, Issuer.OFFICE, numbered=True, approval=True,
        after=(After("note", {"advice": "policy"}),),
        text="""# 完善政策建议书
> {{ asked_unit }}：
我局在办理信访事项（信访件编号：{{ id }}）中发现，有关政策规定需要完善。依照《信访工作条例》第四十条的规定，现提出如下建议：
{{ advice }}
请认真研究，并于{{ reply_due }}前将采纳情况书面反馈我局；未采纳的，请说明理由。
^^""",
    ),
    Notice(
        Document.ACCOUNTABILITY, "第四十条", PageLayout.LETTER, Issuer.OFFICE, numbered=True, approval=True,
        after=(After("note", {"advice": "accountability"}),),
        text="""# 追究责任建议书
> {{ asked_unit }}：
我局在督办信访事项（信访件编号：{{ id }}）中发现，有关单位在办理中存在违反规定、造成严重后果的情形。依照《信访工作条例》第四十条的规定，现提出如下建议：
{{ advice }}
请依照管理权限研究处理，并于{{ reply_due }}前将采纳情况书面反馈我局；未采纳的，请说明理由。
^^""",
    ),
    Notice(
        Document.MINUTES, "第二十四条", PageLayout.MINUTES, Issuer.OFFICE, numbered=True, after=(After("meeting"),),
        text="""! {{ office }}{{ meeting_kind }}纪要
# 关于{{ topic }}问题的{{ meeting_kind }}纪要
{{ met }}，{{ office }}召开{{ meeting_kind }}，研究信访事项（信访件编号：{{ id }}）。纪要如下：
## 一、会议情况
{{ meeting_text }}
## 二、议定事项
{{ agreed }}{% if agreed %}（承办单位：{{ agreed_unit }}{% if reply_due %}；完成时限：{{ reply_due }}{% endif %}）{% endif %}
* 出席：＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿
* 请假：＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿
* 列席：＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿
& 抄送：各参会单位。
&& {{ office }}　　　　{{ day }}印发""",
    ),
)  # fmt: skip
"""One row an edition; the row of today's is where the kind's layout is."""
