"""The wording of forms (表格): what is filled in, signed at the counter, or kept in the file.

`|` begins a row of a table: a label, a value, perhaps another pair; `|4` is a row four lines high.
"""

from xinfang_cli.law.documents import Document
from xinfang_cli.notices.kinds import After, Issuer, Notice, PageLayout

_MATTER = """| 信访件编号 | {{ id }} | 信访人 | {{ petitioner }}
| 责任单位 | {{ unit }} | 收到日期 | {{ received }}
| 信访事项 | {{ title }}"""
_PERSON = """| 姓名 | {{ petitioner }} | 联系电话 | {{ phone }}
| 住址 | {{ address }}"""
_RECORD = """| 时间 | 　　　　年　　月　　日　　时　　分至　　时　　分
| 地点 | |
| 接谈（调查）人 | {{ clerk }} | 记录人 | |
| 信访件编号 | {{ id }} | 在场人 | |
| 姓名 | {{ petitioner }} | 联系电话 | {{ phone }}
| 事由 | {{ title }}
|17 | 记录 | |"""
_SIGNED = """| 核对 | 以上笔录我已看过（已向我宣读），与我所述一致。\\n签名：　　　　　　　　年　　月　　日
| 接谈（调查）人签名 |  | 记录人签名 | |"""

FORMS = (
    Notice(
        Document.REGISTRATION, "第十九条、第二十一条、第二十二条", PageLayout.FORM, Issuer.OFFICE,
        text="""# 信访事项登记表（{{ channel_form }}）
| 信访件编号 | {{ id }} | 登记日期 | {{ registered }}
| 收到日期 | {{ received }} | 信访形式 | {{ channel }}
| 来源 | {{ source_level }} | 来源编号 | {{ source_number }}
| 信访人 | {{ petitioner }} | 联系电话 | {{ phone }}
| 住址 | {{ address }}
| 信访人数 | {{ people }} | 初次或重复 | {{ first_time }}
| 问题属地 | {{ place }} | 内容分类 | {{ category }}
| 诉求类别 | {{ class_name }} | 重大紧急 | {{ urgent }}
| 标题 | {{ title }}
|6 | 诉求、事实和理由 | {{ request }}
| 随附材料 | |
|3 | 信访人核对 | 以上内容已看过（已向我宣读），与我所述一致。\\n签名：　　　　　　　　年　　月　　日
| 登记人 | {{ clerk }} | 登记机关 | {{ office }}
|3 | 拟办意见 | |
|2 | 领导批示 | |""",
    ),
    Notice(
        Document.INTAKE_SLIP, "第二十一条、第二十二条", PageLayout.FORM, Issuer.OFFICE,
        text="""# 信访事项接收回执
> {{ salutation }}：
您（你们）的信访事项，我局已经接收登记。
| 信访件编号 | {{ id }} | 收到日期 | {{ received }}
| 接收机关 | {{ office }} | 查询电话 | {{ office_phone }}
| 地址 | {{ office_address }} | 接待时间 | {{ office_hours }}
我局将依照{{ cite_route }}的规定，自收到之日起{{ route_days }}内转送、交办或者告知。请妥善保管本回执，凭信访件编号查询办理进展。
^^""",
    ),
    Notice(
        Document.ACCUSATION_SLIP, "第二十二条第二款、第三十条", PageLayout.FORM, Issuer.OFFICE, numbered=True,
        after=(After("route", {"mode": True}), After("object", {"unit": True})),
        text="""# 检举控告转送单
| 信访件编号 | {{ id }} | 收到日期 | {{ received }}
| 信访形式 | {{ channel }} | 转送日期 | {{ routed }}
| 接收机关 | {{ unit }}
| 密封材料 | 　　　　件　　　　页，密封号：
|4 | 转送意见 | 现将检举控告材料依照《信访工作条例》第二十二条第二款、第三十条的规定，按照管理权限密封转送你单位，请依规依纪依法处理。
|4 | 保密要求 | 检举控告人的姓名、检举控告材料及有关情况不得泄露；严禁将检举控告材料及有关情况透露、转给被检举控告的人员或者单位。
|3 | 接收签收 | 接收人（签名）：\\n接收时间：　　　　年　　月　　日
| 经办人 | {{ clerk }} | 联系电话 | {{ office_phone }}
^^""",
    ),
    Notice(
        Document.OBJECTION, "第二十三条第三款", PageLayout.FORM, Issuer.UNIT, after=(After("object", {"decision": False}), After("route", {"mode": True})),
        text=f"""# 异议（退件）申请单
{_MATTER}
| 转送机关 | {{{{ office }}}} | 转送日期 | {{{{ routed }}}}
| 提出日期 | {{{{ objected }}}} | 异议期限届满 | {{{{ object_due }}}}
|8 | 异议理由 | {{{{ objection }}}}
|2 | 建议转送单位 | |
|3 | 单位负责人意见 | 　　　　　　　　　　　　（盖章）　　　　年　　月　　日
|4 | 转送机关审核意见 | 　　　　　　　　　　　　（盖章）　　　　年　　月　　日""",
    ),
    Notice(
        Document.EXTENSION_APPROVAL, "第三十四条", PageLayout.FORM, Issuer.UNIT, after=(After("extend"), After("accept")),
        text=f"""# 延期审批表
{_MATTER}
| 受理日期 | {{{{ accepted }}}} | 原办理期限届满 | {{{{ old_due }}}}
| 申请延长天数 | {{{{ days }}}} | 延长后届满 | {{{{ new_due }}}}
| 依据 | {{{{ cite_handle }}}}
|8 | 延期理由 | {{{{ reason }}}}
|3 | 承办人意见 | 　　　　　　　　　　　　签名：　　　　年　　月　　日
|3 | 承办机构意见 | 　　　　　　　　　　　　签名：　　　　年　　月　　日
|4 | 单位负责人审批 | {{{{ approved_by }}}}　　　　　　　　　签名：　　　　年　　月　　日""",
    ),
    Notice(
        Document.TALK_RECORD, "第十九条", PageLayout.FORM, Issuer.OFFICE,
        text=f"# 接谈笔录\n{_RECORD}\n{_SIGNED}",
    ),
    Notice(
        Document.INQUIRY_RECORD, "第三十一条第六项", PageLayout.FORM, Issuer.OFFICE,
        text=f"# 调查笔录\n{_RECORD}\n{_SIGNED}",
    ),
    Notice(
        Document.HEARING_RECORD, "第三十一条、第三十六条", PageLayout.FORM, Issuer.OFFICE,
        text="""# 听证笔录
| 信访件编号 | {{ id }} | 听证日期 | {{ hearing }}
| 时间 | 　　　　时　　分至　　时　　分
| 地点 | |
| 主持人 |  | 记录人 | |
| 听证员 | |
| 信访人及代理人 | {{ petitioner }}
| 承办单位参加人 | {{ unit }}
| 听证事由 | {{ title }}
|15 | 听证记录 | |
| 参加人签名 | |
| 主持人签名 |  | 记录人签名 | |""",
    ),
    Notice(
        Document.REPRESENTATIVES, "第二十条第三款", PageLayout.FORM, Issuer.PARTIES,
        text="""# 代表推选书
我们共＿＿＿人，就{{ title }}提出信访事项（信访件编号：{{ id }}）。依照《信访工作条例》第二十条第三款的规定，推选下列人员为代表（不超过{{ most_representatives }}人），代表我们陈述意见、提交和接收有关材料：
||| 8 20 36 22 14
|^ 序号 | 姓名 | 住址 | 联系电话 | 签名
| 1 |  |  |  | |
| 2 |  |  |  | |
| 3 |  |  |  | |
| 4 |  |  |  | |
| 5 |  |  |  | |
推选人（签名）：
＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿
＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿
＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿
~ 　　　　年　　月　　日""",
    ),
    Notice(
        Document.REVIEW_REQUEST, "第三十五条", PageLayout.FORM, Issuer.PARTIES, after=(After("reply"), After("observed", {"what": "opinion"})),
        text=f"""# 复查申请书
{_PERSON}
| 被申请人 | {{{{ unit }}}} | 信访件编号 | {{{{ id }}}}
| 处理意见书文号 | {{{{ opinion_number }}}} | 收到日期 | |
| 复查机关 | {{{{ review_organ }}}}
|5 | 复查请求 | |
|13 | 事实和理由 | |
| 附送材料 | 1．处理意见书复印件；2．身份证明复印件；3．
~ 申请人（签名）：＿＿＿＿＿＿
~ 　　　　年　　月　　日""",
    ),
    Notice(
        Document.FINAL_REVIEW_REQUEST, "第三十六条", PageLayout.FORM, Issuer.PARTIES, after=(After("review", {"decision": True}), After("observed", {"what": "reviewed"})),
        text=f"""# 复核申请书
{_PERSON}
| 被申请人 | {{{{ first_organ }}}} | 信访件编号 | {{{{ id }}}}
| 复查意见书文号 | {{{{ review_number }}}} | 收到日期 | |
| 复核机关 | {{{{ final_organ }}}}
|5 | 复核请求 | |
|13 | 事实和理由 | |
| 附送材料 | 1．处理意见书、复查意见书复印件；2．身份证明复印件；3．
~ 申请人（签名）：＿＿＿＿＿＿
~ 　　　　年　　月　　日""",
    ),
    Notice(
        Document.WITHDRAWAL, "", PageLayout.FORM, Issuer.PARTIES,
        text=f"""# 撤回申请书
> {{{{ unit_or_office }}}}：
{_PERSON}
| 信访件编号 | {{{{ id }}}} | 收到日期 | {{{{ received }}}}
| 信访事项 | {{{{ title }}}}
|6 | 撤回的理由 | |
本人自愿撤回上述信访事项，已知悉撤回后可以书面收回本申请，也可以就新的事实和理由另行提出。
~ 申请人（签名）：＿＿＿＿＿＿
~ 　　　　年　　月　　日""",
    ),
    Notice(
        Document.ADDRESS, "", PageLayout.FORM, Issuer.PARTIES,
        text=f"""# 送达地址确认书
| 信访件编号 | {{{{ id }}}} | 告知机关 | {{{{ office }}}}
{_PERSON}
| 送达地址 |  | 邮政编码 | |
| 收件人 |  | 收件人电话 | |
| 电子送达 | □同意　□不同意　　手机号码（电子邮箱）：
|5 | 告知事项 | 信访人应当如实提供送达地址。地址变更的，应当及时书面告知；因提供的地址不准确或者变更后未告知，致使文书未能送达的，文书退回之日视为送达之日。
|4 | 信访人确认 | 本人已阅读（听明白）上述告知事项，提供的送达地址准确有效。\\n签名：　　　　　　　　年　　月　　日
| 经办人 | {{{{ clerk }}}} | 联系电话 | {{{{ office_phone }}}}""",
    ),
    Notice(
        Document.RECEIPT, "第二十三条、第三十五条", PageLayout.FORM, Issuer.OFFICE, after=(After("serve"),),
        text="""# 送达回证
| 信访件编号 | {{ id }} | 受送达人 | {{ petitioner }}
| 送达文书 | {{ served }} | 文号 | {{ served_number }}
| 送达地址 | {{ address }}
| 送达方式 | {{ method }} | 送达日期 | {{ done_on }}
|4 | 受送达人签收 | 签名（盖章）：\\n签收时间：　　　　年　　月　　日　　时　　分
|3 | 代收人 | 签名：　　　　　　　　与受送达人关系：\\n签收时间：　　　　年　　月　　日
|4 | 拒收情况 | {{ refused }}
| 见证人 | {{ witness }} | 见证人签名 | |
| 送达人 | {{ clerk }} | 送达人签名 | |
| 送达机关 | {{ issuer }}
|2 | 备注 | |""",
    ),
    Notice(
        Document.SUPERVISION_REPLY, "第四十条", PageLayout.FORM, Issuer.UNIT, after=(After("escalate"),),
        text=f"""# 督办回复单
{_MATTER}
| 督办文号 | {{{{ step_number }}}} | 要求回复日期 | {{{{ reply_due }}}}
| 督办情形 | {{{{ supervise_ground }}}}
|8 | 办理情况 | |
|4 | 超期（问题）原因 | |
|4 | 整改措施和完成时限 | |
|3 | 单位负责人意见 | 　　　　　　　　　　　　（盖章）　　　　年　　月　　日""",
    ),
    Notice(
        Document.ADOPTION, "第四十条第四款", PageLayout.FORM, Issuer.UNIT, after=(After("note", {"advice": True}),),
        text="""# 采纳情况反馈单
| 信访件编号 | {{ id }} | 建议文号 | {{ step_number }}
| 建议种类 | {{ advice_kind }} | 要求反馈日期 | {{ reply_due }}
| 接收单位 | {{ asked_unit }}
|5 | 建议内容 | {{ advice }}
| 采纳情况 | □采纳　　□部分采纳　　□未采纳
|8 | 落实措施（未采纳的理由） | |
|3 | 单位负责人意见 | 　　　　　　　　　　　　（盖章）　　　　年　　月　　日""",
    ),
    Notice(
        Document.CLOSING_APPROVAL, "", PageLayout.FORM, Issuer.OFFICE, growing=True,
        text=f"""# 办结（销号）审批表
{_MATTER}
| 受理日期 | {{{{ accepted }}}} | 处理意见文号 | {{{{ opinion_number }}}}
| 送达日期 | {{{{ opinion_served }}}} | 办结方式 | {{{{ close_reason }}}}
| 化解依据 | {{{{ resolved_basis }}}} | 包案领导 | {{{{ lead }}}}
|5 | 办理情况 | {{{{ reply_text }}}}
|2 | 五个有 | {{{{ evidence }}}}
|3 | 责任单位意见 | 　　　　　　　　　　　　（盖章）　　　　年　　月　　日
|3 | 信访部门审核意见 | 　　　　　　　　　　　　签名：　　　　年　　月　　日
|3 | 领导审批意见 | 　　　　　　　　　　　　签名：　　　　年　　月　　日""",
    ),
    Notice(
        Document.CARD, "第四条、第二十三条、第三十四条、第三十五条", PageLayout.FORM, Issuer.OFFICE, growing=True,
        text="""# 信访人权益保障卡
| 信访件编号 | {{ id }} | 信访人 | {{ petitioner }}
| 登记机关 | {{ office }} | 查询电话 | {{ office_phone }}
| 责任单位 | {{ unit }} | 收到日期 | {{ received }}
## 一、您的权利
1．信访事项应当登记；{{ route_days }}内转送、交办或者告知（{{ cite_route }}）。
2．{{ notify_days }}内书面告知接收情况以及处理途径、程序（{{ cite_notify }}）。
3．受理的，{{ handle_days }}内办结；延期的，告知理由（{{ cite_handle }}）。
4．对处理意见不服的，{{ review_days }}内请求复查；对复查意见不服的，{{ final_days }}内请求复核（《信访工作条例》第三十五条、第三十六条）。
5．对办理工作进行满意度评价；检举控告受到保护，不得打击报复。
## 二、办理进度
||| 24 76
|^ 日期 | 办理情况
% for step in steps
| {{ step.day }} | {{ step.text }}
% endfor
* 打印日期：{{ day }}。接待地址：{{ office_address }}；接待时间：{{ office_hours }}。""",
    ),
    Notice(
        Document.PROGRESS, "第二十一条、第二十三条", PageLayout.FORM, Issuer.OFFICE, growing=True,
        text="""# 办理进度告知单
| 信访件编号 | {{ id }} | 收到日期 | {{ received }}
| 责任单位 | {{ unit }} | 查询电话 | {{ office_phone }}
||| 24 76
|^ 日期 | 办理情况
% for step in steps
| {{ step.day }} | {{ step.text }}
% endfor
^^""",
    ),
    Notice(
        Document.DOSSIER, "", PageLayout.FORM, Issuer.OFFICE, growing=True,
        text="""# {{ office }}\\n信访案卷
| 案卷标题 | {{ title }}
| 信访件编号 | {{ id }} | 来源编号 | {{ source_number }}
| 信访人 | {{ petitioner }} | 信访形式 | {{ channel }}
| 责任单位 | {{ unit }} | 内容分类 | {{ category }}
| 收到日期 | {{ received }} | 办结日期 | {{ closed }}
| 办结方式 | {{ close_reason }} | 保管期限 | |
| 全宗号 |  | 案卷号 | |
| 件数 |  | 页数 | |
| 立卷人 | {{ clerk }} | 立卷日期 | {{ day }}
--
# 卷内文件目录
||| 8 20 20 28 14 10
|^ 序号 | 文号 | 责任者 | 题名 | 日期 | 页次
% for paper in papers
| {{ paper.at }} | {{ paper.number }} | {{ paper.organ }} | {{ paper.name }} | {{ paper.day }} | |
% endfor
--
# 备考表
|16 | 本卷情况说明 | |
| 立卷人 | {{ clerk }} | 立卷日期 | {{ day }}
| 检查人 |  | 检查日期 | |""",
    ),
)  # fmt: skip
"""One row a kind."""
