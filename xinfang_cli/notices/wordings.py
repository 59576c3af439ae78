"""The wording of notices and opinions (公文): what the petitioner is told, and what is decided."""

from xinfang_cli.law.documents import Document
from xinfang_cli.notices.kinds import After, Issuer, Notice, PageLayout

WORDINGS = (
    Notice(
        Document.NOTICE, "第二十三条", PageLayout.DOCUMENT, Issuer.UNIT, numbered=True,
        after=(After("accept"), After("observed", {"what": "accept"})),
        text="""> {{ salutation }}：
您（你们）{{ came }}提出的信访事项，我单位已收悉并予以登记（信访件编号：{{ id }}）。经审查，该事项属于我单位职权范围，依照{{ cite_notify }}的规定，决定自{{ accepted }}起予以受理。现将有关事项告知如下：
一、处理途径：按照{{ path_words }}办理，承办人{{ handler }}。
% if handle_due
二、办理程序：我单位将听取您（你们）陈述事实和理由，调查核实有关情况，自受理之日起{{ handle_days }}内（{{ handle_due }}前）办结并书面答复；情况复杂需要延期的，依照{{ cite_handle }}的规定办理，并告知理由。
% else
二、办理程序：我单位将依照该途径的程序和期限办理，并书面答复办理结果。
% endif
三、查询方式：凭信访件编号向我单位或者{{ office }}（电话：{{ office_phone }}）查询。
^^""",
    ),
    Notice(
        Document.ROUTED_NOTICE, "第二十二条、第二十三条", PageLayout.DOCUMENT, Issuer.OFFICE,
        after=(After("route", {"unit": True}), After("object", {"unit": True})),
        text="""> {{ salutation }}：
您（你们）{{ came }}提出的信访事项，我局已登记（信访件编号：{{ id }}）。依照{{ cite_route }}的规定，我局已于{{ routed }}将该事项{{ mode }}{{ unit }}处理。
{{ unit }}收到后，将依照{{ cite_notify }}的规定，自收到之日起{{ notify_days }}内书面告知您（你们）接收情况以及处理途径、程序。
您（你们）可以向{{ unit }}了解办理情况，也可以凭信访件编号向我局查询办理进展。
特此告知。
^^""",
    ),
    Notice(
        Document.DECLINED_NOTICE, "第十九条、第二十条、第二十三条", PageLayout.DOCUMENT, Issuer.UNIT,
        approval=True, numbered=True, after=(After("decline", {"final": False}),),
        text="""> {{ salutation }}：
您（你们）{{ came }}提出的信访事项（信访件编号：{{ id }}）收悉。经审查，该事项{{ ground }}。依照{{ ground_article }}的规定，我单位决定不予受理。
% if to
您（你们）可以依照法律法规规定的程序，向{{ to }}提出。
% endif
特此告知。
^^""",
    ),
    Notice(
        Document.FINAL_NOTICE, "第三十六条", PageLayout.DOCUMENT, Issuer.UNIT, approval=True, numbered=True,
        after=(After("decline", {"final": True}),),
        text="""> {{ salutation }}：
您（你们）{{ came }}提出的信访事项（信访件编号：{{ id }}）收悉。经审查，该事项已经复核终结（复核意见：{{ final_opinion }}），您（你们）仍然以同一事实和理由提出信访请求。依照《信访工作条例》第三十六条第三款的规定，我单位不再受理。
如有新的事实和理由，您（你们）可以依法提出。
特此告知。
^^""",
    ),
    Notice(
        Document.PATH_NOTICE, "第三十一条", PageLayout.DOCUMENT, Issuer.UNIT, numbered=True,
        after=(After("route", {"path": True, "mode": False}),),
        text="""> {{ salutation }}：
您（你们）{{ came }}提出的信访事项（信访件编号：{{ id }}）收悉。经审查，该事项应当通过{{ path_words }}处理。依照{{ path_article }}的规定，现告知如下：
一、请您（你们）向{{ to }}提出，由其依照有关法律法规规定的程序和期限处理。
二、提出时请携带身份证明、有关证据材料以及本告知书。
三、申请期限、受理条件和救济途径，以{{ to }}依照该程序所作的告知为准，请及时提出，以免超过法定期限。
特此告知。
^^""",
    ),
    Notice(
        Document.SUPPLEMENT, "第十九条", PageLayout.DOCUMENT, Issuer.UNIT, after=(After("supplement", {"supplied": False}),),
        text="""> {{ salutation }}：
您（你们）{{ came }}提出的信访事项（信访件编号：{{ id }}）收悉。为便于查明事实、及时办理，请您（你们）于{{ reply_due }}前补充下列材料或者情况：
{{ wanted }}
未按期补充的，不影响本事项的受理和办理，我单位将依据现有材料处理。
特此告知。
^^""",
    ),
    Notice(
        Document.EXTENSION_NOTICE, "第三十四条", PageLayout.DOCUMENT, Issuer.UNIT, approval=True, numbered=True,
        after=(After("extend"),),
        text="""> {{ salutation }}：
您（你们）{{ came }}提出的信访事项（信访件编号：{{ id }}），我单位于{{ accepted }}受理，原定于{{ old_due }}前办结。因{{ reason }}，情况复杂，不能在原定期限内办结。依照{{ cite_handle }}的规定，经{{ approved_by }}批准，延长办理期限{{ days }}日，至{{ handle_due }}。
特此告知。
^^""",
    ),
    Notice(
        Document.HEARING, "第三十一条、第三十六条", PageLayout.DOCUMENT, Issuer.UNIT,
        after=(After("final", {"hearing": True}), After("note", {"kind": "hearing"})),
        text="""> {{ salutation }}：
关于您（你们）提出的信访事项（信访件编号：{{ id }}），定于{{ hearing }}举行听证，地点为＿＿＿＿＿＿。请您（你们）准时参加；可以委托代理人，并携带身份证明、授权委托书和有关证据材料。
听证主持人：＿＿＿＿＿＿；听证员：＿＿＿＿＿＿。您（你们）认为上述人员与本事项有利害关系的，可以在听证前提出回避申请。
不能参加的，请于听证三日前书面说明理由。无正当理由不参加的，不影响听证进行。
^^""",
    ),
    Notice(
        Document.OPINION, "第三十二条、第三十四条", PageLayout.DOCUMENT, Issuer.UNIT,
        approval=True, numbered=True, remedy=True, after=(After("reply"),),
        text="""# 关于{{ petitioner }}{{ subject }}问题的\\n信访处理意见书
> {{ salutation }}：
您（你们）{{ came }}提出的信访事项（信访件编号：{{ id }}），我单位于{{ accepted }}受理，现已办理终结。
## 一、信访请求
{{ request }}
## 二、调查认定的事实
{{ facts }}
## 三、处理意见和依据
{{ basis }}
% if each_decision
综上，依据{{ articles }}，依照《信访工作条例》第三十二条的规定，对您（你们）的各项请求分别作出如下处理意见：
{{ each_decision }}
% else
综上，依据{{ articles }}，对您（你们）的请求{{ decision_words }}。依照《信访工作条例》第三十二条的规定，作出本处理意见。
% endif
% if perform_by
本处理意见由我单位于{{ perform_by }}前履行。
% endif
## 四、救济途径
!review
^^""",
    ),
    Notice(
        Document.SETTLEMENT, "第三十三条", PageLayout.DOCUMENT, Issuer.PARTIES, numbered=True, after=(After("settle"),),
        text="""# {{ settle_kind }}协议书
> 甲方（信访人）：{{ petitioner }}　　联系电话：{{ phone }}
> 住址：{{ address }}
> 乙方：{{ unit }}
> 主持{{ settle_kind }}单位（人）：＿＿＿＿＿＿＿＿
甲方就{{ title }}提出信访事项（信访件编号：{{ id }}）。双方在自愿、合法的基础上，依照《信访工作条例》第三十三条的规定，达成如下协议：
## 一、协议内容
{{ agreement }}
## 二、履行方式和期限
＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿
## 三、其他约定
本协议自双方签名或者盖章之日起生效，双方应当按照约定履行。本协议一式三份，双方各执一份，存档一份。
> 甲方（签名）：　　　　　　　　　乙方（盖章）：
> 　　　　　年　　月　　日　　　　　　　年　　月　　日""",
    ),
    Notice(
        Document.SUGGESTION_REPLY, "第二十九条", PageLayout.DOCUMENT, Issuer.UNIT, approval=True,
        after=(After("close", {"reason": ("suggestion_answered", "unanswered")}), After("reply"), After("accept")),
        text="""# 关于{{ topic }}建议的答复
> {{ salutation }}：
您（你们）{{ came }}提出的建议（信访件编号：{{ id }}）收悉。经认真研究，现答复如下：
## 一、建议内容
{{ request }}
## 二、研究情况
{{ facts }}
## 三、采纳情况
您（你们）的建议{{ adopted_words }}。
感谢您（你们）对我们工作的关心和支持。
^^""",
    ),
    Notice(
        Document.DUTY_REPLY, "第三十一条第五项", PageLayout.DOCUMENT, Issuer.UNIT, approval=True, numbered=True,
        after=(After("reply"), After("accept", {"path": ("duty", "admin_procedure")}),
               After("close", {"reason": "duty_answered"})),
        text="""> {{ salutation }}：
您（你们）{{ came }}提出的申请（信访件编号：{{ id }}），要求我单位履行法定职责。经调查核实，现答复如下：
## 一、申请事项
{{ request }}
## 二、调查核实的情况
{{ facts }}
## 三、履行职责情况和依据
{{ basis }}
如不服本答复，可以依照《中华人民共和国行政复议法》《中华人民共和国行政诉讼法》规定的期限和条件，申请行政复议或者提起行政诉讼。
^^""",
    ),
    Notice(
        Document.SIMPLE_REPLY, "信访事项简易办理办法", PageLayout.DOCUMENT, Issuer.UNIT, numbered=True, remedy=True,
        after=(After("close", {"reason": "simple_answered"}), After("reply")),
        text="""> {{ salutation }}：
您（你们）{{ came }}提出的信访事项（信访件编号：{{ id }}），适用简易办理。经办理，现答复如下：
{{ basis }}
!review
^^""",
    ),
    Notice(
        Document.REVIEW_NOTICE, "第三十五条", PageLayout.DOCUMENT, Issuer.ORGAN,
        after=(After("review", {"decision": False}),),
        text="""> {{ salutation }}：
您（你们）不服{{ unit }}作出的信访处理意见（{{ opinion_number }}），于{{ asked }}向本机关提出的复查申请（信访件编号：{{ id }}）收悉。经审查，符合{{ cite_review }}的规定，本机关决定予以受理，并将自收到复查请求之日起{{ review_limit }}内（{{ review_due }}前）提出复查意见，书面答复您（你们）。
特此告知。
^^""",
    ),
    Notice(
        Document.REVIEW_DECLINED, "第三十五条", PageLayout.DOCUMENT, Issuer.ORGAN, approval=True, numbered=True,
        after=(After("review", {"decision": "refused"}),),
        text="""> {{ salutation }}：
您（你们）不服{{ unit }}作出的信访处理意见（{{ opinion_number }}），向本机关提出的复查申请（信访件编号：{{ id }}）收悉。经审查，{{ refusal }}，不符合{{ cite_review }}的规定，本机关决定不予受理。
特此告知。
^^""",
    ),
    Notice(
        Document.REVIEW, "第三十五条", PageLayout.DOCUMENT, Issuer.ORGAN, approval=True, numbered=True, remedy=True,
        after=(After("review", {"decision": ("uphold", "revoke", "change", "redo")}),),
        text="""> 申请人：{{ petitioner }}
> 被申请人：{{ unit }}
申请人不服被申请人作出的信访处理意见（{{ opinion_number }}），向本机关请求复查（信访件编号：{{ id }}）。本机关受理后，对该处理意见认定的事实、适用的依据和办理程序进行了审查，现已复查终结。
## 一、申请复查的请求和理由
{{ request }}
## 二、复查查明的情况
{{ facts }}
## 三、复查意见
依照{{ cite_review }}的规定，本机关决定{{ review_words }}。
## 四、救济途径
如不服本复查意见，可以自收到本复查意见书之日起{{ final_days }}内，依照{{ cite_final }}的规定，向{{ final_organ }}请求复核。
^^""",
    ),
    Notice(
        Document.FINAL_REVIEW_NOTICE, "第三十六条", PageLayout.DOCUMENT, Issuer.ORGAN,
        after=(After("final", {"decision": False, "hearing": False}),),
        text="""> {{ salutation }}：
您（你们）不服{{ first_organ }}作出的复查意见（{{ review_number }}），于{{ asked }}向本机关提出的复核申请（信访件编号：{{ id }}）收悉。经审查，符合{{ cite_final }}的规定，本机关决定予以受理，并将自收到复核请求之日起{{ final_limit }}内（{{ final_due }}前）提出复核意见；举行听证的，听证所需时间不计算在内。
特此告知。
^^""",
    ),
    Notice(
        Document.FINAL_REVIEW_DECLINED, "第三十六条", PageLayout.DOCUMENT, Issuer.ORGAN, approval=True, numbered=True,
        after=(After("final", {"decision": "refused"}),),
        text="""> {{ salutation }}：
您（你们）不服{{ first_organ }}作出的复查意见（{{ review_number }}），向本机关提出的复核申请（信访件编号：{{ id }}）收悉。经审查，{{ refusal }}，不符合{{ cite_final }}的规定，本机关决定不予受理。
特此告知。
^^""",
    ),
    Notice(
        Document.FINAL, "第三十六条", PageLayout.DOCUMENT, Issuer.ORGAN, approval=True, numbered=True,
        after=(After("final", {"decision": ("uphold", "revoke", "change", "redo")}),),
        text="""> 申请人：{{ petitioner }}
> 被申请人：{{ first_organ }}
申请人不服被申请人作出的复查意见（{{ review_number }}），向本机关请求复核（信访件编号：{{ id }}）。本机关受理后进行了审查，现已复核终结。
## 一、申请复核的请求和理由
{{ request }}
## 二、复核查明的情况
{{ facts }}
% if hearing
本机关于{{ hearing }}举行了听证，听证情况记录在卷。
% endif
## 三、复核意见
依照{{ cite_final }}的规定，本机关决定{{ review_words }}。
本复核意见为信访事项的终结意见。申请人对本复核意见不服，仍然以同一事实和理由提出信访请求的，各级党委和政府信访部门和其他机关、单位不再受理。
^^""",
    ),
    Notice(
        Document.MERGE_NOTICE, "", PageLayout.DOCUMENT, Issuer.OFFICE, after=(After("merge"),),
        text="""> {{ salutation }}：
您（你们）{{ came }}提出的信访事项（信访件编号：{{ id }}）收悉。经核对，该事项与信访件编号{{ into }}为同一事项，现并入该件一并办理，收到日期以最早的一次为准，有关告知和答复在该件中作出。
您（你们）可以凭信访件编号{{ into }}查询办理进展。
特此告知。
^^""",
    ),
    Notice(
        Document.REPORT, "第二十二条", PageLayout.DOCUMENT, Issuer.UNIT, numbered=True,
        after=(After("route", {"mode": "assign"}), After("feedback", {"answers": False, "returned": False})),
        text="""# 关于{{ petitioner }}{{ subject }}问题的\\n办结报告
> {{ office }}：
你局交办的信访事项（信访件编号：{{ id }}{% if route_number %}，交办函：{{ route_number }}{% endif %}）收悉。现将办理情况报告如下：
## 一、信访请求
{{ request }}
## 二、调查核实的情况
＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿
## 三、处理意见和落实情况
＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿
## 四、信访人意见
＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿
特此报告。
^^""",
    ),
    Notice(
        Document.URGENT_REPORT, "第二十五条", PageLayout.DOCUMENT, Issuer.OFFICE, after=(), growing=True, edition=2,
        text="""# 关于{{ title }}的报告
> 本级党委、政府：
现将一起重大、紧急信访事项报告如下：
## 一、基本情况
{{ received }}，本机关收到{{ subject }}的信访事项（信访件编号：{{ id }}；信访形式：{{ channel }}；属地：{{ place }}）。
## 二、主要诉求
{{ request }}
## 三、已采取的措施
% for step in steps
{{ step.day }}，{{ step.text }}。
% endfor
## 四、下一步工作
＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿
^^
& 抄送：{{ report_copies }}。""",
    ),
)  # fmt: skip
"""One row a kind."""
