"""The wording of letters between organs (信函), of minutes (纪要); a circular has the head and imprint of 文件格式."""

from xinfang_cli.law.documents import Document
from xinfang_cli.notices.kinds import After, Issuer, Notice, PageLayout

REROUTED_BY_TRANSFER = After("object", {"unit": True, "mode": "transfer"})
REROUTED_BY_ASSIGNMENT = After("object", {"unit": True, "mode": "assign"})
"""An objection that was agreed to and routed anew in one act (T23¶3)."""

LETTERS = (
    Notice(
        Document.TRANSFER_LETTER, "第二十二条", PageLayout.LETTER, Issuer.OFFICE, numbered=True,
        after=(After("route", {"mode": "transfer", "path": False}), REROUTED_BY_TRANSFER, After("observed", {"what": "route"})),
        text="""# 关于转送{{ petitioner }}{{ subject }}\\n信访事项的函
> {{ unit }}：
{{ received }}，我局收到{{ petitioner }}{{ came_short }}提出的信访事项（信访件编号：{{ id }}），属于你单位职权范围。依照{{ cite_route }}的规定，现转送你单位处理，要求如下：
一、自收到本函之日起{{ notify_days }}内，将接收情况以及处理途径、程序书面告知信访人（{{ cite_notify }}）。
二、依法按程序及时就地解决，并书面答复信访人。
三、认为不属于本单位职权范围的，自收到本函之日起{{ object_days }}内提出异议并详细说明理由。
% if with_units
本事项由你单位牵头，{{ with_units }}配合办理。
% endif
附件：信访材料＿＿＿份
^^""",
    ),
    Notice(
        Document.ASSIGN_LETTER, "第二十二条", PageLayout.LETTER, Issuer.OFFICE, numbered=True,
        after=(After("route", {"mode": "assign"}), REROUTED_BY_ASSIGNMENT),
        text="""# 关于交办{{ petitioner }}{{ subject }}\\n信访事项的函
> {{ unit }}：
{{ received }}，我局收到{{ petitioner }}{{ came_short }}提出的信访事项（信访件编号：{{ id }}）。依照{{ cite_route }}的规定，现交你单位办理，要求如下：
一、自收到本函之日起{{ notify_days }}内，将接收情况以及处理途径、程序书面告知信访人（{{ cite_notify }}）。
二、认真调查核实，依法作出处理，于{{ assigned_due }}前反馈办理结果，并提交办结报告。
三、认为不属于本单位职权范围的，自收到本函之日起{{ object_days }}内提出异议并详细说明理由。
% if with_units
本事项由你单位牵头，{{ with_units }}配合办理。
% endif
附件：信访材料＿＿＿份
^^""",
    ),
    Notice(
        Document.LITIGATION_LETTER, "第二十二条、第三十一条第一项", PageLayout.LETTER, Issuer.OFFICE, numbered=True,
        after=(After("route", {"path": "litigation"}), After("route", {"path": False})),
        text="""# 关于转送{{ petitioner }}{{ subject }}\\n涉法涉诉信访事项的函
> {{ receiver }}：
{{ received }}，我局收到{{ petitioner }}{{ came_short }}提出的信访事项（信访件编号：{{ id }}）。经审查，该事项涉及诉讼权利救济，应当通过诉讼途径处理。依照{{ cite_route }}和《信访工作条例》第三十一条第一项的规定，现转送你单位，请按照政法单位办理涉法涉诉信访的规定处理，并依法告知信访人。
附件：信访材料＿＿＿份
^^""",
    ),
    Notice(
        Document.OBJECTION_REPLY, "第二十三条第三款", PageLayout.LETTER, Issuer.OFFICE,
        after=(After("object", {"decision": True}),),
        text="""# 关于{{ petitioner }}{{ subject }}\\n信访事项异议的审核意见
> {{ objector }}：
你单位于{{ objected }}对我局转送（交办）的信访事项（信访件编号：{{ id }}）提出异议，理由是：{{ objection }}。
经审核，依照《信访工作条例》第二十三条第三款的规定，{{ objection_words }}。
^^""",
    ),
    Notice(
        Document.SUPERVISION_LETTER, "第四十条", PageLayout.LETTER, Issuer.OFFICE, numbered=True,
        after=(After("escalate", {"step": ("remind", "supervise", "raise")}),),
        text="""# 关于督促办理信访事项的函
> {{ asked_unit }}：
你单位承办的信访事项（信访件编号：{{ id }}），存在{{ supervise_ground }}的情形{% if clock_due %}：{{ clock }}应于{{ clock_due }}前完成，至{{ done_on }}已超期{{ late_days }}日{% endif %}。
% if reason
{{ reason }}。
% endif
依照《信访工作条例》第四十条的规定，现予督办。请你单位立即查明原因，依法抓紧办理，并于{{ reply_due }}前将办理情况和改进措施书面报送我局。
^^""",
    ),
    Notice(
        Document.TALK, "第三十九条", PageLayout.LETTER, Issuer.OFFICE, numbered=True, approval=True,
        after=(After("escalate", {"step": "talk"}),),
        text="""# 约谈通知书
> {{ asked_unit }}：
你单位承办的信访事项（信访件编号：{{ id }}），存在{{ supervise_ground }}的情形。依照《信访工作条例》第三十九条的规定，定于＿＿＿年＿＿＿月＿＿＿日＿＿＿时，在＿＿＿＿＿＿＿＿对你单位负责人进行约谈。请准备书面材料，说明有关情况、原因和整改措施。
联系人及电话：{{ clerk }}，{{ office_phone }}。
^^""",
    ),
    Notice(
        Document.LIST_SUPERVISE, "第三十九条", PageLayout.LETTER, Issuer.OFFICE, numbered=True, approval=True,
        after=(After("escalate", {"step": "list_supervise"}),),
        text="""# 挂牌督办通知书
> {{ asked_unit }}：
你单位承办的信访事项（信访件编号：{{ id }}），存在{{ supervise_ground }}的情形。依照《信访工作条例》第三十九条的规定，现予以挂牌督办。
请你单位主要负责人牵头，制定工作方案，明确责任人和完成时限，于{{ reply_due }}前办结，并书面报告办理结果。办结并经审核后，予以摘牌。
^^""",
    ),
    Notice(
        Document.RECTIFY, "第三十九条", PageLayout.LETTER, Issuer.OFFICE, numbered=True, approval=True,
        after=(After("escalate", {"step": "rectify"}),),
        text="""# 限期整改通知书
> {{ asked_unit }}：
你单位承办的信访事项（信访件编号：{{ id }}），存在{{ supervise_ground }}的情形。依照《信访工作条例》第三十九条的规定，责令你单位限期整改。
请你单位针对上述问题，逐项提出整改措施，于{{ reply_due }}前完成整改，并将整改情况书面报送我局。
^^""",
    ),
    Notice(
        Document.CIRCULAR, "第三十九条", PageLayout.DOCUMENT, Issuer.OFFICE, numbered=True, approval=True,
        after=(After("escalate", {"step": "circular"}),),
        text="""! {{ office }}文件
# 关于信访事项办理情况的通报
> 各有关单位：
近期，我局对信访事项办理情况进行了督查。其中，{{ asked_unit }}承办的信访事项（信访件编号：{{ id }}），存在{{ supervise_ground }}的情形。依照《信访工作条例》第三十九条的规定，现予以通报。
各有关单位要引以为戒，严格落实首办责任，规范办理程序，按期办结并答复信访人。{{ asked_unit }}应当于{{ reply_due }}前将整改情况书面报送我局。
^^
& 抄送：本级党委办公室、政府办公室，信访工作联席会议各成员单位。
&& {{ office }}　　　　{{ day }}印发""",
    ),
    Notice(
        Document.IMPROVEMENT, "第四十条", PageLayout.LETTER, Issuer.OFFICE, numbered=True, approval=True, edition=2,
        after=(After("note", {"advice": "improve"}),),
        text="""# 改进工作建议书
> {{ asked_unit }}：
我局在办理信访事项（信访件编号：{{ all_ids }}）中发现，你单位的有关工作需要改进。依照《信访工作条例》第四十条的规定，现提出如下建议：
{{ advice }}
请认真研究，并于{{ reply_due }}前将采纳情况书面反馈我局；未采纳的，请说明理由。
^^""",
    ),
    Notice(
        Document.POLICY, "第四十条", PageLayout.LETTER, Issuer.OFFICE, numbered=True, approval=True, edition=2,
        after=(After("note", {"advice": "policy"}),),
        text="""# 完善政策建议书
> {{ asked_unit }}：
我局在办理信访事项（信访件编号：{{ all_ids }}）中发现，有关政策规定需要完善。依照《信访工作条例》第四十条的规定，现提出如下建议：
{{ advice }}
请认真研究，并于{{ reply_due }}前将采纳情况书面反馈我局；未采纳的，请说明理由。
^^""",
    ),
    Notice(
        Document.ACCOUNTABILITY, "第四十条", PageLayout.LETTER, Issuer.OFFICE, numbered=True, approval=True, edition=2,
        after=(After("note", {"advice": "accountability"}),),
        text="""# 追究责任建议书
> {{ asked_unit }}：
我局在督办信访事项（信访件编号：{{ all_ids }}）中发现，有关单位在办理中存在违反规定、造成严重后果的情形。依照《信访工作条例》第四十条的规定，现提出如下建议：
{{ advice }}
请依照管理权限研究处理，并于{{ reply_due }}前将采纳情况书面反馈我局；未采纳的，请说明理由。
^^""",
    ),
    Notice(
        Document.MINUTES, "第二十四条", PageLayout.MINUTES, Issuer.OFFICE, numbered=True, after=(After("meeting"),),
        edition=2,
        text="""! {{ office }}{{ meeting_kind }}纪要
# 关于{{ topic }}问题的\\n{{ meeting_kind }}纪要
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
"""One row a kind."""
