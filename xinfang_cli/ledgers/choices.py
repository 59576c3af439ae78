"""What the words in a ledger's columns of choice mean: channel, class, state, rating, basis, level.

Each table is matched whole, first row first, after width and spaces are folded; an office's own words come from
`import: values:` of config. A word that no row has is doubted.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeVar

from xinfang_cli.labels import Label
from xinfang_cli.law.words import Basis, Channel, MatterClass, Mode, Purpose, Rating, Seen
from xinfang_cli.ledgers.cells import CACHED, Doubt, says_nothing, words
from xinfang_cli.messages import Msg
from xinfang_cli.plaintext import narrow, squeezed
from xinfang_cli.sheets.rows import Cell

T = TypeVar("T", bound=Label)

_ONLINE = (
    r"(?:国家|全国|省|市|县)?(?:互联网|网上|网络|网站|网页|网|手机|微信|短信|移动端|app|客户端|电子邮件|电子邮箱|邮件"
    r"|小程序|公众号|e-?mail|阳光信访|掌上信访)(?:信访|投诉|建议|来信|留言|平台|系统|受理|转办|诉求|反映|举报|公众号|小程序|app|端|件)*"
    r"|(?:国家|省|市|县)?信访局(?:网上|网络|网站)(?:信访|投诉|建议|留言)|(?:人民网)?(?:网上|领导)?留言板?"
    r"|网信|人民建议征集|300|303"
)
_VISIT = (
    r"(?:群众|集体|个体|个人|联名|视频|联合|初次|重复|领导)?(?:来访|走访|上访|接访|到访|面访|约访)(?:接待|登记|件)?"
    r"|集体访|个体?访|集访|群访|[初重]访|访|(?:视频|当面|现场)信访|(?:领导|现场|带案)?(?:下访|接访)|当面|窗口|现场|面谈|200"
)
_CHANNELS = (
    (Channel.HOTLINE, r".{0,4}12345.{0,6}|.{0,10}热线(?:转办|来电|电话|平台|工单|交办|件)*|转办工单"),
    (Channel.MAILBOX, r".{0,8}信箱(?:来信|转办|信访)?|(?:书记|市长|县长|区长|镇长|局长)(?:邮箱|信箱)"),
    (Channel.ONLINE, _ONLINE),
    (Channel.VISIT, _VISIT),
    (Channel.LETTER, r"(?:群众|联名|初次|重复|纸质)?(?:来信|写信|信件|信函|书信|邮寄|信)(?:件)?|[初重]信|100"),
    (Channel.FAX, r"传真(?:来件|件|信访)?"),
    (Channel.PHONE, r"(?:人工)?(?:电话|来电|固话|座机|语音|呼入|电)(?:信访|来访|反映|投诉|受理|咨询|来电|电话|举报)*"),
    (
        Channel.OTHER,
        r"其[他它](?:形式|方式|渠道|途径)?|(?:上级|领导|部门)?(?:交办|转办|转送|转来|批示|批转)(?:件)?|自行排查|排查",
    ),
)
_CLASSES = (
    (MatterClass.SUGGESTION, r"(?:批评|意见|建议|征集|人民|类|和|与|性)*(?:意见|建议)(?:类|事项)?|建言献策"),
    (MatterClass.ACCUSATION, r"(?:检举|揭发|举报|控告|和|与)+(?:类|事项)?"),
    (MatterClass.CLAIM, r"(?:申诉|求决|求助|维权|诉求|投诉请求|和|与)+(?:类|事项)?"),
    (
        MatterClass.UNCLASSIFIED,
        r"其[他它](?:类)?|(?:(?:政策|业务|法律)?咨询|投诉|查询|表扬|感谢|信息公开)(?:类)?|未分类|未归类|不明确",
    ),
)
_PURPOSES = (
    (Purpose.SETTLEMENT, r"(?:求决|求助|维权)(?:类|事项)?"),
    (Purpose.APPEAL, r"申诉(?:类|事项)?"),
    (Purpose.SUGGESTION, r"(?:批评|意见|建议|征集|人民|类|和|与|性)*(?:意见|建议)(?:类|事项)?|建言献策"),
    (Purpose.ACCUSATION, r"(?:检举|揭发|举报|控告|和|与)+(?:类|事项)?"),
    (Purpose.INQUIRY, r"(?:政策|业务|法律)?(?:咨询|查询)(?:类)?"),
    (Purpose.THANKS, r"(?:表扬|感谢)(?:类)?"),
    (Purpose.OTHER, r"其[他它](?:类)?"),
)
_RATINGS = (
    (Rating.SATISFIED, r"(?:非常|很|十分)?满意"),
    (Rating.BASIC, r"(?:基本|较|比较)满意"),
    (Rating.UNSATISFIED, r"(?:非常|很|十分|较)?不(?:太)?满意"),
)
_AGREED = (
    r"已?(?:双方)?(?:签订|签署|签|订立|达成)了?(?:书面)?(?:调解|和解|化解|补偿)?协议书?"
    r"|(?:书面|调解|和解|化解|补偿)?协议书?(?:已?(?:签订|签署))?"
)
_PERFORMED = r"(?:(?:调解|和解|补偿)?协议|处理意见|承诺)?(?:事项)?已?(?:全部)?履行(?:到位|完毕|完成)|已全部履行"
_SPOKE = (
    r"(?:信访人|来访人|来信人|上访人|反映人|投诉人|诉求人|群众|当事人)(?:本人)?已?(?:书面|签字|签名|当面|电话)?"
    r"(?:认可|确认|同意)(?:已?化解)?|thepetitioner"
)
_DECIDED = (
    r"(?:(?:本|责任|承办|办理)?(?:单位|机关|部门)|信访(?:局|部门|机构))(?:自行|单方|自己)?(?:认定|认为|自认|确认)(?:已?化解)?"
    r"|自行认定|自认|theofficealone"
)
_BASES = (
    # What is meant to be, is so in part, or by word of mouth (拟签协议, 部分履行, 口头协议) is none of them.
    (Basis.AGREEMENT, _AGREED),
    (Basis.PERFORMANCE, _PERFORMED),
    (Basis.PETITIONER, _SPOKE),
    (Basis.OFFICE, _DECIDED),
)
_UNRATED = re.compile(r"[未待]评价?|超期未评价?|未参评|不评价|未回访|无法联系|放弃评价|默认")
_NO_STATE_YET = re.compile(
    r"受理申请审查中|审查中|(?:已)?登记(?:\(待处置\))?|待(?:处置|受理|办理?|处理|签收|审核?|分办|转办|派单)|未(?:受理|办理?|办结|处理|完结|签收)"
    r"|已?(?:转送|转办|转交|派单|分办|签收|流转)|转送中|新件|registered|transferred"
)
_ASSIGNED = re.compile(r"已?交办|assigned")
_STATES = (
    (
        Seen.ACCEPT,
        r"已?受理(?:\(办理中\)|中|[,、]?(?:[尚暂]?未办结|正?在办理?中?|办理中))?|(?:正在)?(?:办理|处理)中?|在办|延期办理中?|超期未作出(?:处理|答复)意见|accepted",
    ),
    (Seen.OPINION, r"已?(?:作出|出具)(?:处理|答复|办理)意见书?|超期未申请复查|opinion_issued"),
    (Seen.REVIEWED, r"已?(?:提出|作出|出具)复查意见书?|超期未申请复核|reviewed"),
    (Seen.REVIEW, r"(?:已?申请)?复查中?|超期未作出复查意见|in_review"),
    (Seen.FINAL_ISSUED, r"已?(?:提出|作出|出具)复核意见书?|final_issued"),
    (Seen.FINAL, r"(?:已?申请)?复核中?|超期未作出复核意见|in_final"),
    (Seen.CLOSED, r"(?:审核认定|认定|按期|超期)?已?(?:办结|结案|完结|完成|归档|销号|办理完毕|办结归档)|closed"),
    (Seen.FINAL_DECLINE, r"不再受理|no_longer_accepted"),
    (Seen.DECLINE, r"不予受理|不受理|not_accepted"),
    (Seen.RESOLVED, r"已?化解|resolved"),
)
_BRACKETED = re.compile(r"\((?!待处置|办理中)[^()]*\)")

Rows = tuple[tuple[T, str], ...]


def _finder(rows: "Rows[T]") -> Callable[[str], T | None]:
    compiled = tuple((label, re.compile(pattern)) for label, pattern in rows)
    kind = type(rows[0][0])

    @lru_cache(CACHED)
    def find(text: str) -> T | None:
        bare = _BRACKETED.sub("", text)
        return next((label for label, pattern in compiled if pattern.fullmatch(bare)), None) or kind.read(text)

    return find


_channel = _finder(_CHANNELS)
_class = _finder(_CLASSES)
_purpose = _finder(_PURPOSES)
_rating = _finder(_RATINGS)
_state = _finder(_STATES)
_basis = _finder(_BASES)


def _key(cell: Cell, own: Mapping[str, str]) -> str:
    """Return a cell's word, folded, or what the office says the word stands for."""
    text = words(cell)
    if says_nothing(text):
        return ""
    key = squeezed(text).casefold()
    return own.get(key, key)


def read_channel(cell: Cell, own: Mapping[str, str]) -> Channel | Doubt | None:
    """Return how a matter came in; 手机信访 and 微信信访 are online."""
    key = _key(cell, own)
    return (_channel(key) or Doubt(Msg.CELL_WORD(value=words(cell)))) if key else None


def read_class(cell: Cell, own: Mapping[str, str]) -> MatterClass | Doubt | None:
    """Return the class of a request (T29–T31): 揭发控告 is an accusation, 申诉 and 求决 are claims."""
    key = _key(cell, own)
    return (_class(key) or Doubt(Msg.CELL_WORD(value=words(cell)))) if key else None


def read_purpose(cell: Cell, own: Mapping[str, str], *, alone: bool) -> Purpose | Doubt | None:
    """Return what a petitioner wants; a word that stands for several (申诉求决) says the class, or `alone` nothing."""
    key = _key(cell, own)
    found = _purpose(key) if key else None
    return Doubt(Msg.CELL_WORD(value=words(cell))) if key and found is None and alone else found


def read_rating(cell: Cell, own: Mapping[str, str]) -> Rating | Doubt | None:
    """Return what a petitioner said of the handling; 未评价 is nothing said."""
    key = _key(cell, own)
    if not key or _UNRATED.fullmatch(key):
        return None
    return _rating(key) or Doubt(Msg.CELL_WORD(value=words(cell)))


def read_basis(cell: Cell, own: Mapping[str, str]) -> Basis | Doubt | None:
    """Return who says that a matter is resolved; a cell that names two of them is doubted, as any other word is."""
    key = _key(cell, own)
    return (_basis(key) or Doubt(Msg.CELL_WORD(value=words(cell)))) if key else None


def read_state(cell: Cell, own: Mapping[str, str]) -> Seen | Mode | Doubt | None:
    """Return the act that a state rests on, `assign` for 已交办, or None where nothing beyond routing has happened."""
    key = _key(cell, own)
    if not key or _NO_STATE_YET.fullmatch(key):
        return None
    if _ASSIGNED.fullmatch(key):
        return Mode.ASSIGN
    return _state(key) or Doubt(Msg.CELL_WORD(value=words(cell)))


def read_urgent(cell: Cell) -> bool | None:
    """Return True for a matter marked as urgent, else None: most ledgers write 一般 in every row."""
    key = squeezed(words(cell))
    return (
        True
        if key in ("是", "紧急", "特急", "加急", "急", "特别紧急", "非常紧急", "重大紧急", "重大", "√", "1")
        else None
    )


_LEVEL_WORDS = re.compile("国家|中央|中共中央|全国|国务院|自治区|省|自治州|市|自治县|县|旗|街道|社区|区|乡|镇|村")
_LEVELS = {
    "自治区": "省",
    "自治州": "市",
    "自治县": "县",
    "旗": "县",
    "区": "县",
    "街道": "乡",
    "镇": "乡",
    "社区": "村",
}
_HIGHEST = ("国家", "中央", "全国", "国务院")


@lru_cache(CACHED)
def level_of(text: str) -> str | None:
    """Return the level of government that a source's name ends in: 省信访局 is 省, 某省某市信访局 is 市."""
    found = _LEVEL_WORDS.findall(narrow(text).replace("本级", ""))
    if not found:
        return None
    last = found[-1]
    return "国家" if last in _HIGHEST else _LEVELS.get(last, last)
