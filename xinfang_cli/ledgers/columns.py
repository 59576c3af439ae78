"""What the columns of a ledger mean: the headers that offices write, and the columns that are never read.

`ALIASES` is matched whole, after width, spaces and marks are folded; `{a|b}` in a line stands for either word.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from xinfang_cli.labels import Label, Phrase
from xinfang_cli.law.stepdata import FURTHER, TAKES, Key
from xinfang_cli.law.words import Did
from xinfang_cli.messages import Msg
from xinfang_cli.plaintext import squeezed


class Field(Label):
    """What a column holds. The word names it in row reports, in `import: headers:` of config and in `--map`."""

    ID = "id", "案件编号", "case id"
    NUMBER = "source_number", "信访件编号", "number"
    RECEIVED_ON = "received_on", "信访日期", "received on"
    REGISTERED_ON = "registered_on", "登记日期", "registered on"
    CHANNEL = "channel", "信访形式", "channel"
    CLASS = "class", "诉求类别", "class"
    CATEGORY = "category", "内容分类", "category"
    PLACE = "place", "问题属地", "place"
    TITLE = "title", "标题", "title"
    REQUEST = "request", "诉求", "request"
    NAME = "name", "信访人", "petitioner"
    PHONE = "phone", "联系电话", "phone"
    ADDRESS = "address", "住址", "address"
    PEOPLE = "people", "人数", "people"
    FIRST_TIME = "first_time", "是否初次", "first time"
    REPEATED = "repeated", "是否重复", "repeated"
    JOINT = "joint", "联名或集体", "joint"
    URGENT = "urgent", "紧急程度", "urgent"
    SIMPLE = "simple", "简易办理", "simple procedure"
    SOURCE = "source_level", "来源", "source"
    SOURCE_OFFICE = "source_office", "登记部门", "registering office"
    REGISTRAR = "registrar", "登记人", "registrar"
    SOURCE_DUE = "source_due", "限办时间", "deadline in the other system"
    HANDED_ON = "handed_on", "交办时间", "handed down on"
    UNIT = "unit", "责任单位", "unit"
    WITH = "with", "协办单位", "co-handlers"
    ACCUSED = "accused", "涉事单位", "unit concerned"
    ROUTED_ON = "routed_on", "转送时间", "routed on"
    ACCEPTED_ON = "accepted_on", "受理时间", "accepted on"
    OPINION_ON = "opinion_on", "处理意见时间", "opinion issued on"
    STATUS = "status", "状态", "status"
    CLOSED = "closed", "是否办结", "closed"
    CLOSED_ON = "closed_on", "办结时间", "closed on"
    CLOSING = "closing", "办结情况", "how it was closed"
    RESOLVED = "resolved", "是否化解", "resolved"
    RESOLVING = "resolving", "化解情况", "how it was resolved"
    RESOLVED_ON = "resolved_on", "化解时间", "resolved on"
    RESOLVED_BASIS = "resolved_basis", Key.BASIS.zh, Key.BASIS.en
    LEAD = "lead", "包案领导", "leader in charge"
    OWNER = "owner", "责任人", "owner"
    GROUP = "group", "工作组", "group"
    RATING = "rating", "满意度", "satisfaction with the unit"
    RATING_OFFICE = "rating_office", "对信访部门满意度", "satisfaction with the office"
    RATED_ON = "rated_on", "评价时间", "rated on"
    PETITIONERS = "petitioners", "全部信访人", "all petitioners"
    NOTES = "notes", "全部办理情况", "all notes"
    CLOCKS = "clocks", "在计期限", "clocks that run"
    NOTE = "note", "办理情况", "note"
    IGNORED = "ignored", "不导入", "not imported"
    DROPPED = "dropped", "不得导入", "never imported"
    _ignore_ = "fact"
    for fact in FURTHER:
        vars()[fact.word.upper()] = (fact.word, fact.zh, fact.en)


_NO_COLUMNS = {
    "beyond": Phrase("表头以外", "beyond the header"),
    "other_phone": Phrase("其他电话", "other phone"),
}
"""What can be at fault in a row and has no column of its own."""


def fields_named(fields: str) -> list[Label | Phrase | str]:
    """Return the names, for people, of what is at fault in a row of a ledger or of a table of steps, joined by `/`."""
    known: dict[str, Label | Phrase] = {each.value: each for each in (*Key, *Field)}
    known |= _NO_COLUMNS
    return [known.get(name, name) for name in fields.split("/") if name]


WHOLE = {
    Field.PETITIONERS: ("name", "phone", "other_phone", "address", "representative", "anonymous"),
    Field.NOTES: tuple(key.value for key in (Key.ON, *TAKES[Did.NOTE])),
    Field.CLOCKS: ("name", "from", "rule", "due"),
}
"""Fields that JSON lines have as lists of objects, with the keys of these; each is a column of its own beside."""

DAYS = (
    Field.RECEIVED_ON, Field.REGISTERED_ON, Field.SOURCE_DUE, Field.HANDED_ON, Field.ROUTED_ON, Field.ACCEPTED_ON,
    Field.OPINION_ON, Field.CLOSED_ON, Field.RESOLVED_ON, Field.RATED_ON,
)  # fmt: skip
"""Fields that hold days."""

_ALIASES: Mapping[Field, str] = {
    # Best name first: where two columns mean the same, the one named here first is consulted first.
    Field.ID: "id 案件id {本|办}系统编号 XF编号 xinfang编号",
    Field.NUMBER: (
        "信访件编号 信访件号 信访编号 信访事项编号 {省|市|区县|县|区|国家|全国}信访件编号"
        " {省|市|区县|县|区}{信访编号|受理编号|编号} {工单|诉求|投诉|办件|案件|事项|业务|受理|登记|来信}编号"
        " {来访|来电|来件|交办|转办|转送|件|热线|信件|原|留言|帖子}编号"
        " {工单|登记|受理|信访|来文|来信|流水|件|文|编|诉求|信件|业务|单}号 工单号码 编号 流水编号 编码 xfjbh number"
        " {来文|交办件|转办件|平台|国家平台|省平台|市平台|信访系统|全国信访系统|国家信访局}编号"
        " {省交办|市交办|信访登记|台账}编号"
        " {转办|受理|交办|诉求}单号 案号 登记序号 {交办|转办|转送}文号"
        " source.number"
    ),
    Field.RECEIVED_ON: (
        "{信访|来信来访|收到|收件|收信|收文|受信|接收|接件|来件|来信|来访|来电|来文|上访}{日期|时间|日}"
        " {走访|接访|接待|反映|投诉|诉求|举报|提交|呼入|写信|邮件|网上信访|信件|工单}{日期|时间|日}"
        " {收到|收件|接收}{信访件|信件|来信|工单|诉求}{日期|时间}"
        " {工单|诉求|信访件|信件}{创建|生成|提交|受理|接收}{日期|时间} {创建|生成|建单|接单|发起|上报}{日期|时间}"
        " {接信|到访|通话|反映问题|信访发生|来访登记|来信登记}{日期|时间} 信访受理日期"
        " {留言|发帖|递交|投递|来稿}{日期|时间} 日期 时间 年月日 xfrq"
    ),
    Field.REGISTERED_ON: "{登记|录入|信访登记|信访件登记|登记录入|入库}{日期|时间|日} djsj",
    Field.CHANNEL: (
        "{信访|来访|诉求|反映|受理|来源|投诉|来件|来信|信件|来信来访|信访件|工单|登记}{形式|方式|渠道|途径}"
        " {信访|来信来访}{类别|类型} {信访件|来件}类型 接收渠道 信/访 形式 方式 渠道 途径 {诉求|工单|渠道}来源"
        " xfxs xfxsdm"
    ),
    Field.CLASS: (
        "诉求{类别|类型|性质} 信访性质 工单{类型|类别|性质} {事项|信访事项}性质 性质"
        " 信访事项{类别|类型} {信件|留言}{类型|性质}"
    ),
    Field.CATEGORY: (
        "{内容|信访内容|问题|信访问题|反映问题|诉求|事项|信访事项|业务|工单|行业|归口|信访}分类"
        " {内容|信访内容|问题|反映问题|诉求内容|事项|业务|归口}{类别|类型} {所属|涉及|问题|行业}领域 领域"
        " {矛盾|纠纷|矛盾纠纷|案件|信访问题}{类别|类型} 问题属性 所属类别 归类 诉求内容分类 信访类别(内容)"
        " 热点问题"
        " 类别 分类 类型 {|信件|工单|诉求|留言}{一级|二级|三级}{分类|标签} nrfldm nrfl rdwt"
    ),
    Field.PLACE: (
        "{问题|事项|诉求|信访|反映问题|信访事项}属地 {问题|事件|事项|诉求|信访问题}{发生|所在}{地|地点|地址}"
        " {发生|事发|事件|涉事|涉及}{地|地点|地址|区域} {诉求|问题|工单}{地点|地址|区域} 属地"
        " 所属{乡镇|镇街|街道|辖区|地区|区域|区县|乡镇街道|镇办} 涉及地区 地点 区域"
        " {乡镇|镇街|乡镇街道|镇办|辖区} 行政区划"
        " {发生|所属}{区县|乡镇|村|社区} wtsddm wtsd"
    ),
    Field.TITLE: (
        "{|信访|工单|信访件|诉求|事项|信件|案件}标题 {|信访|来信|工单|留言}{主题|题目} 留言标题"
        " {案件|事项|信访事项|信访件}名称 bt"
    ),
    Field.REQUEST: (
        "{投诉|诉求|反映|信访|来访|来信|来电|举报|工单|问题|信访件|事项|反映问题|信件|咨询|建议|事件}内容"
        " {主要|具体|基本|信访|来访|信访人|群众|核心}诉求 反映{|的}{|主要|具体|突出}{问题|事项|情况|诉求}"
        " {主要|具体|信访|诉求}{问题|事项} {问题|事项|诉求|事件|情况|工单|信访事项}描述"
        " {|信访|事项|信访件|信访事项|诉求|案件|问题|信访内容}{概况|概述|概要|摘要|简介|简述}"
        " {|主要|具体|简要|反映}内容 内容{摘要|概要|概况|描述} {主要|内容}事由 事由 案由 诉求 问题"
        " {简要|}案情 案件概况 信访人主要诉求 信访事项内容 信访问题及诉求 事情经过 主要事实"
        " 反映问题及{主要|}诉求 {|主要}{问题|诉求}及{要求|诉求}"
        " 诉求点 {违法|违纪|违纪违法|违法违纪|涉嫌违纪违法|反映违纪违法}{问题|事实|线索|行为}"
        " 基本{案情|情况} 信访事项 {|留言|诉求|信件}详情 留言内容 gkxx tsnr"
    ),
    Field.NAME: (
        "{|信访人|来访人|来信人|来电人|反映人|投诉人|上访人|诉求人|举报人}{姓名|名称|称谓}"
        " {群众|市民|来访群众|联系人|当事人|申请人|信访群众|写信人|提交人|信访代表}{姓名|名称|称谓}"
        " {信访|来访|来信|来电|来电来访|反映|投诉|上访}{人|者|人员|群众}"
        " {诉求|举报|写信|主访|申诉|来件|求助|申请|提交}{人|者|人员|群众} 信访代表 代表{人|姓名} 领衔人"
        " 信访主体 {群众|市民|来访代表|名字} 当事人 {留言|发帖}{用户|人|者|人姓名}"
        " 联系人 信访人代表 xm xfrxm petitioners.name"
    ),
    Field.PHONE: (
        "{|联系|信访人|信访人联系|来访人}{电话|手机|电话号码|手机号|手机号码|联系电话|联系方式}"
        " {来电人|反映人|投诉人|群众|本人}{电话|手机|电话号码|手机号|手机号码|联系电话|联系方式}"
        " {移动|固定|来电|联系人|手机}{电话|手机|电话号码|手机号|手机号码|联系电话|联系方式}"
        " {办公|家庭|市民|诉求人|上访人}{电话|手机|电话号码|手机号|手机号码|联系电话|联系方式}"
        " {联系|来电|主叫|呼入|电话|手机|座机}{号码|号} 座机 联系方式 电话1 电话2 {联系|}电话{1|2|一|二}"
        " {备用|常用|其他}{电话|联系电话} tel lxdh sjhm sjh lxfs"
        " petitioners.phone"
    ),
    Field.ADDRESS: (
        "{|家庭|现|居|信访人|居住|联系|通讯|通信}{住址|地址}"
        " {详细|常住|信访人联系|来访人|现居|现居住|来信人|反映人|群众}{住址|地址} 住所 家庭详细住址"
        " 信访人现住址 住地 居住地 现居住地 家庭住所"
        " {家庭|信访人|来访人}{居住地|住所} 所在村 zz xfrzz lxdz petitioners.address"
    ),
    Field.PEOPLE: (
        "{信访|来访|上访|参与|参加|参访|来信|联名|集访|批次|来人|信访人|到访|反映}{人数|总人数} 人数 来人数"
        " 规模 信访人次"
        " {来访|上访|}人次 xfrs"
    ),
    Field.FIRST_TIME: (
        "是否{|全国|首次|本级|本机构|全省|全市}初{次信访|次|访|信初访|件|次来访|信} 是否首次{|信访|来访}"
        " 初重{|访|信访|复|件} 初{次|次信访|信初访|访} {初访重访|初信重信|初次重复|初复访|首次重复}"
        " {|全国|本机构}初次{标志|信访标志} 初重{标志|情况|类型|类别} {qgccbz|bjgccbz}"
    ),
    Field.REPEATED: (
        "是否{重复|为重复信访|为重复件|重复信访|重访|重复访|重复件|重信重访|重件|重信}"
        " 重复{标志|信访|信访标志|访|件} 重信重访 重访"
    ),
    Field.JOINT: (
        "联名信或集体访 {是否|}{联名|联名信|集体访|集体|集体来访|集体信访|联名信集体访|群体访|群体性|群访|集访}"
        " 联名标志"
        " lmbz 个访集体访 个体集体"
    ),
    Field.URGENT: "紧急程度 {|是否}{重大紧急|紧急|重大|加急} 紧急{标志|情况} 缓急{|程度} 急缓程度 工单紧急程度 zdjjbz",
    Field.SIMPLE: "{是否|}简易{办理|程序} 是否简易",
    Field.SOURCE: (
        "{信访|案件|原件|线索|事项|信访件|件|信访案件|任务|交办|信件}来源 {|信访}来源"
        " {交办|来源|转来|来文|上级交办|转办来源|移交|批转}{单位|机关|部门|机构}"
        " {来源|交办|信访来源|件源}{级别|层级} 件源 来{件|信|访}来源 {来件|移送}{单位|机关|部门}"
        " 上级{单位|机关|部门} xflydm xfly yjly"
    ),
    Field.SOURCE_OFFICE: "转来机关 {登记|录入|信访登记}{部门|机构|单位|机关} 接收{单位|部门} djjgmc djbm djjg",
    Field.REGISTRAR: (
        "{登记|录入|记录|接待|接访|接听|接单|受理登记|受理|经手}{人|人员|员} {话务|坐席|接线}{员|人员} 坐席 djr"
    ),
    Field.SOURCE_DUE: (
        "限办{截止|}{时间|日期|期限|日} {办理|办结|答复|完成|反馈|处理|化解}{时限|期限|截止时间|截止日期|截止日}"
        " {回复|要求办结|要求完成|要求反馈|应办结|规定办结|工单办理|工单}{时限|期限|截止时间|截止日期|截止日}"
        " {要求|应|规定|计划}{办结|完成|反馈|答复|回复}{时间|日期|时限|期限} {截止|到期|限期}{时间|日期|日} 时限"
        " 期限 限期 报结时限 超期时间 要求上报时间 办结时限要求 限办 限时 xbjzsj"
    ),
    Field.HANDED_ON: "{交办|上级交办|转来|批转|来文交办}{时间|日期|日}",
    Field.UNIT: (
        "{责任|承办|办理|具体承办|主办|牵头|处理|主责}{单位|部门|机关|机构}"
        " {责任承办|转送|转办|转往|转交|转至|处置|落实}{单位|部门|机关|机构}"
        " {去向|分流|派往|派遣|派单|下派|属事|首办}{单位|部门|机关|机构}"
        " {经办|包案|主体责任|交办责任|牵头责任|承接|具体办理|化解责任}{单位|部门|机关|机构} 转往处 转往"
        " {交办|转办|转送|}去向 {责任|承办|办理}单位{牵头|主办|名称} 责任主体{|单位} 处办{单位|部门}"
        " 主管{单位|部门} 有权处理{机关|单位} {责任|承办|办理}{单位部门|乡镇|镇街|科室}"
        " 受理{单位|部门|机关} {所属|当前信件处理|信件处理|当前处理|当前办理|回复}{部门|单位} qxjg zrdw cbdw qxjgmc"
    ),
    Field.WITH: "{协办|配合|协同|会办|参与|协助|协作|联办}{单位|部门|机关}",
    Field.ACCUSED: (
        "{被反映|被投诉|被举报|被控告|被检举}{单位|部门|对象|机构|人|单位或人|单位人}"
        " {涉事|涉及|涉诉|被信访|被检举控告}{单位|部门|对象|机构|人|单位或人|单位人} {反映|举报|投诉|检举}对象"
    ),
    Field.ROUTED_ON: (
        "{转送|转办|转交|派单|分办|流转|派发|下派}{时间|日期|日}"
        " {转出|交转|转送交办|交办转送|分派|转办交办|派遣|首次派单}{时间|日期|日}"
    ),
    Field.ACCEPTED_ON: "{|正式|告知|信访}受理{时间|日期|日} 受理告知{时间|日期}",
    Field.OPINION_ON: (
        "{|作出|出具}{答复|意见|处理意见|办理意见|答复意见|信访处理意见|意见书|处理意见书|答复意见书}{时间|日期}"
        " 回复{时间|日期}"
    ),
    Field.STATUS: (
        "{信访件|信访|办理|办理进度|处理进度|办件|当前|工单|处理|案件|件|事项|信访事项|目前|诉求|流程}{状态}"
        " 状态 {|当前}{信件|留言}状态 当前环节 办理{阶段|环节} xfjzt"
    ),
    Field.CLOSED: (
        "{是否|}{已办结|办结|结案|完结|办结销号|结案销号|销号|办理完毕} {办结|结案|完结}{标志|与否|否|状态} bjbz"
    ),
    Field.CLOSED_ON: (
        "{|实际|审核认定|信访}{办结|结案|结办|归档|办毕|完结|销号}{时间|日期|日} {实际|}完成{时间|日期}"
        " 办理完{结|成|毕}{时间|日期} bjsj"
    ),
    Field.CLOSING: "{办结|结案|完成|完结|销号}情况{|说明} 是否完成",
    Field.RESOLVING: "{化解|案结事了}情况",
    Field.RESOLVED: "{是否|}{已化解|化解|化解到位|实质化解|案结事了} 化解{标志|与否|否|状态} 是否解决",
    Field.RESOLVED_ON: "{|实际}化解{时间|日期|日}",
    Field.RESOLVED_BASIS: (
        "{|实质}化解{|认定|判定|确认}依据 {认定|判定|确认}化解依据 案结事了依据 resolvedby basisofresolution"
    ),
    Field.LEAD: (
        "{包案|责任|包联|牵头|分包|带案|包案县级|县级包案}领导"
        " {包案责任|挂牌|包案市级|市级包案|县处级包案|包案区级|区级包案|县级责任|挂包}领导 责任县领导 化解领导"
        " 包案{领导姓名|人|责任人}"
        " 领导包案 包案领导及职务"
    ),
    Field.OWNER: (
        "{|具体|直接|包案|第一|办理}责任人 {承办|经办|办理|具体承办|具体经办}{人|人员} 责任人{员|姓名} 主办人"
        " 工作人员 负责人"
        " 办案人 具体负责人"
    ),
    Field.GROUP: "{专项|}工作{组|专班} 专班 {所属|}专项组 化解专班",
    Field.RATING: (
        "{|群众|信访人|责任单位|承办单位|办理}{满意度|满意度评价|满意情况|满意程度|评价}"
        " {办理结果|回访|对责任单位}{满意度|满意度评价|满意情况|满意程度|评价}"
        " {对承办单位|对办理结果|对有权处理机关}{满意度|满意度评价|满意情况|满意程度|评价} 是否满意 评价结果"
        " {满意度|群众|信访人}评价结果 满意与否"
    ),
    Field.RATING_OFFICE: "{|对}信访{部门|机构|局}{|的}{满意度|满意度评价|满意情况|评价}",
    Field.RATED_ON: "{|满意度|群众}评价{时间|日期} 回访{时间|日期}",
    Field.NOTE: (
        "{办理|处理|进展|落实|处置|推进|调查|答复|办结|反馈}{情况|结果|进展|进度|过程|意见|措施|内容|方式}"
        " {调处|核查|工作|化解|回访}{情况|结果|进展|进度|过程|意见|措施|内容|方式}"
        " {回复|处理进展|办理进展|督办|研判}{情况|结果|进展|进度|过程|意见|措施|内容|方式} 备注 说明 备考 附注 其他"
        " 其它 结果 进展 {领导|}批示{|意见|内容|情况} {拟办|阅办}意见 {存在|目前}{问题|困难}"
        " 下{一|}步{措施|打算|工作} {重复|原|关联|初次|首次}信访件编号 目前进展{情况|} 涉及金额"
        " {办理|化解}方案 案件进展 {调查处理|处办|包案|办理工作|办理反馈}{|情况|结果}"
        " {处理|办理}结论 {回复|答复}"
    ),
    Field.IGNORED: (
        "序号 序 行号 序列 序列号 no 项 项目 附件{|数|数量} 查询{码|密码} 打印时间 年份 年度 月份 季度 件次"
        " 批次 件数 批数 xh fjsl cxm sjrs due act_by provisional overdue_days"
        " 当前到期日 最后可办工作日 到期日为暂算 超期天数"
    ),
} | {Field.of(fact.word): f"{fact.zh} {fact.headers}" for fact in FURTHER}

_DROPPED = re.compile(
    # Columns that watch, label or count persons, and personal data that the Regulations do not ask for.
    r"扬言|训诫|打击处理|现实表现|特殊(?:人员|人群|群体|对象|身份)|重点(?:人|对象|群体|关注|管控|稳控)|涉(?:军|稳|访)(?:人员|群体)?"
    r"|人员(?:标志|类别|类型|性质|身份|属性|标签)"
    r"|(?:信访|来访|上访|诉求|反映)人(?:类别|类型|性质|身份|属性|标签|情况|表现|特征|特点)"
    r"|身份(?:类别|标签|特征)|老(?:上访)?户|缠访|闹访|异常|异动|(?:人员|信访人|群众|思想|现实)动态|动向|稳控"
    r"|维稳|管控|包保|盯防|看护|值守|吸附|劝返|接返|遣返|落地|越级|非访|非正常|进京|赴京|去京|到京|上京|京访"
    r"|赴省|到省|去省|赴市访|(?:信访|上访|来访|走访|重复|重访|反映|来电|集访|投诉|写信|来信|累计|历次)(?:总|累计)?(?:次数|频[次率])"
    r"|^次数$|第几次|上访史|信访史|精神|病史|疾病|健康|残疾|心理|情绪|心态|性格|思想|前科|犯罪|违法(?!用地|建|占|行为|问题|事实|线索|违纪)|劣迹|处罚"
    r"|拘留|刑满|社区矫正|家庭(?:成员|情况|关系|背景|状况|人口)|家属|亲属|配偶|子女|父母|社会关系|行踪|轨迹"
    r"|行程|活动(?:情况|规律|范围)|去向(?:不明|情况)|车牌|住宿|民族|族别|政治面貌|党派|党员|宗教|信仰|照片|相片"
    r"|头像|人脸|指纹|微信(?:号码?|帐号|账号|昵称|名|id)|^微信$|qq|网名|昵称|抖音|微博|社交账号|身份证|证件|公民身份|护照|性别"
    r"|年龄|出生|生日|户籍|户口|籍贯|职业|工作单位|就业|收入|文化程度|学历|婚姻|信用|诚信|失信|黑名单|评分|积分"
    r"|画像|标签|(?:风险|危险|稳定|敏感)(?:等级|程度|评估|级别|类别|隐患|点|性)?$|极端|息[访诉]|罢访|停访|yybz"
    r"|tsry|zdrybz|sfzh|^(?:mz|zzmm|xb|yynr|yyr|ycdt|wkcs|wkzrr|bbzrr|yjf|ff|jszk|jtcy|wxh|zjhm|zjlx|csrq|hjd|hjdz|xfcs)$"
)

ABOUT_REJECTED = (
    Msg.ERROR_SHEET, Msg.ERROR_ROW, Msg.ERROR_COLUMN, Msg.ERROR_FIELD, Msg.ERROR_VALUE, Msg.ERROR_REASON,
)  # fmt: skip
"""Headers of the columns that a file of rejected rows has behind the ledger's own; no import reads them."""

_FAMILIES = (
    # Compounds that no list holds, tried last; the stem says what kind of column it is.
    (
        Field.REQUEST,
        (
            "(?:主要|具体|反映|投诉|信访|诉求|来信|来访|来电|举报|市民|群众|客户|问题|的)*"
            "(?:内容|诉求|问题|事由|事项|详情|概述|描述|摘要)"
        ),
    ),
    (
        Field.RECEIVED_ON,
        "(?:信访|来访|来信|来电|呼叫|拨打|呼入|反映|投诉|举报|上访|工单|诉求|件|人|群众)+(?:日期|时间)",
    ),
    (Field.NUMBER, "(?:信访|来信|来访|来件|来电|工单|件|事项|案件|系统|诉求)*(?:编号|流水号|单号)"),
    (
        Field.UNIT,
        "(?:主要|第一)?(?:责任|承办|主办|牵头|办理|处理|分派|分办|具体|交办)+(?:单位|部门|机构|机关|科室)(?:名称|全称)?",
    ),
    (Field.LEAD, "包案.{0,4}(?:领导|负责人|人)|(?:县|市|区|镇|处)级?(?:包案)?领导"),
    (Field.NAME, "(?:信访|来访|来信|来电|反映|投诉|上访|诉求|举报|市民|群众|客户|用户|业主)(?:人员?|者)?(?:姓名|名称)"),
    (
        Field.PHONE,
        "(?:信访|来访|来信|来电|反映|投诉|上访|诉求|市民|群众|客户|用户|业主)人?(?:联系)?(?:电话|手机|号码|方式)号?码?",
    ),
    (Field.PEOPLE, "(?:信访|来访|上访|来信)?人员?(?:数量?|总数)"),
    (Field.CLASS, "(?:信访|诉求)+(?:目的|类别|性质)(?:分类|类型)?"),
    (Field.PLACE, "(?:所在|所属|属地|发生)(?:地|市|县|区|乡镇|镇街|街道|村|社区)+"),
    (Field.SOURCE_DUE, "(?:规定|承诺|处置|要求|应)(?:办理|办结|答复|反馈|完成)?(?:时限|期限|时间)"),
    (Field.FIRST_TIME, "(?:是否)?(?:首次|初次)(?:反映|投诉|来访|来信|信访)?(?:标识|标志)?"),
    (Field.URGENT, "(?:紧急|缓急|重要)(?:等级|程度|级别)"),
)
_COMPILED = tuple((field, re.compile(pattern)) for field, pattern in _FAMILIES)
LONGEST = 100
"""Characters beyond which a text is no header, whatever it says."""
_LAST = 10_000
"""Rank of a header that only a family knows."""

_BRACES = re.compile(r"\{([^{}]*)\}")
_EDGE = " *:.,;#、。*★☆※"
_IN_BRACKETS = re.compile(r"[(\[【〔「].*?[)\]】〕」]")
_INNER = re.compile(r"[(\[【〔「](.*?)[)\]】〕」]")
_EITHER = re.compile(r"[/|、,;]|或(?!集体)|及(?!主要|诉求|要求|职务)")


def expanded(line: str) -> Iterator[str]:
    """Yield what a line with `{a|b}` stands for."""
    match = _BRACES.search(line)
    if not match:
        yield line
        return
    for choice in match[1].split("|"):
        yield from expanded(line[: match.start()] + choice + line[match.end() :])


@cache
def aliases() -> Mapping[str, tuple[Field, int]]:
    """Return each header with what it means and its rank among the headers of that meaning."""
    found: dict[str, tuple[Field, int]] = {}
    for field in Field:
        found.setdefault(field.value, (field, 0))
    for field, line in _ALIASES.items():
        for rank, alias in enumerate(alias for word in line.split() for alias in expanded(word)):
            found.setdefault(alias.casefold(), (field, rank))
    for sentence in ABOUT_REJECTED:
        found |= dict.fromkeys(map(header_key, (sentence.zh, sentence.en)), (Field.IGNORED, _LAST))
    return found


def header_key(text: str) -> str:
    """Return a header without what offices add to it: width, spaces, line breaks, marks."""
    return squeezed(text).strip(_EDGE).casefold()


def meaning(text: str, extra: Mapping[str, str] | None = None) -> tuple[Field, int] | None:
    """Return what a header means, with its rank, or None; `extra` (header to field word) goes before all else.

    A header is tried whole, then without what stands in brackets, then by its parts (责任领导/包案领导).
    """
    key = header_key(text) if len(text) <= LONGEST else ""
    if not key:
        return None
    known = aliases()
    if key not in known and _DROPPED.search(key):
        return Field.DROPPED, 0  # whatever config says of it
    named = _by_config(key, extra or {})
    if named:
        return named
    if key in known:
        return known[key]
    part = next((part for part in _parts(key) if part in known), None)
    return known[part] if part else _of_family(key)


def _of_family(key: str) -> tuple[Field, int] | None:
    bare = _IN_BRACKETS.sub("", key)
    return next(((field, _LAST) for field, pattern in _COMPILED if pattern.fullmatch(bare)), None)


def _by_config(key: str, extra: Mapping[str, str]) -> tuple[Field, int] | None:
    for header, word in extra.items():
        if header_key(header) == key:
            field = Field.read(word)
            return (field, -1) if field else None
    return None


def _parts(key: str) -> Iterator[str]:
    bare = _IN_BRACKETS.sub("", key).strip(_EDGE)
    yield bare
    for piece in (bare, *_INNER.findall(key)):
        yield from (part.strip(_EDGE) for part in _EITHER.split(piece))
        yield piece.replace("/", "").replace("、", "")
