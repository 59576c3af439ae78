"""The parts of a .docx file that are the same in each: styles, fonts with what stands in for them, relations."""

from collections.abc import Mapping

_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = f'xmlns:w="{_SPACE}" xmlns:r="{_RELATION}"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

HEAD: Mapping[str, str] = {
    "document": f"{_XML}<w:document {_MAIN}><w:body>",
    "footer": f"{_XML}<w:ftr {_MAIN}>",
}
TAIL: Mapping[str, str] = {"document": "</w:body></w:document>", "footer": "</w:ftr>"}

CONTENT_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_TYPE}.settings+xml"/>'
    f'<Override PartName="/word/fontTable.xml" ContentType="{_TYPE}.fontTable+xml"/>'
    + "".join(f'<Override PartName="/word/footer{at}.xml" ContentType="{_TYPE}.footer+xml"/>' for at in (1, 2, 3))
    + "</Types>"
)
ROOT_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_PARTS = ("styles", "settings", "fontTable", "footer", "footer", "footer")
_FILES = ("styles", "settings", "fontTable", "footer1", "footer2", "footer3")
RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="rId{at}" Type="{_RELATION}/{kind}" Target="{file}.xml"/>'
        for at, (kind, file) in enumerate(zip(_PARTS, _FILES, strict=True), 1)
    )
    + "</Relationships>"
)
SETTINGS = (
    f"{_XML}<w:settings {_MAIN}><w:evenAndOddHeaders/>"
    '<w:characterSpacingControl w:val="compressPunctuation"/>'
    "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
    '<w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)

TITLE_FONT, BODY_FONT, HEADING_FONT, SECOND_FONT, PAGE_FONT = (
    "方正小标宋简体",
    "仿宋_GB2312",
    "黑体",
    "楷体_GB2312",
    "宋体",
)
INSTEAD: Mapping[str, tuple[str, ...]] = {
    TITLE_FONT: ("小标宋体", "FZXiaoBiaoSong-B05S", "华文中宋", "Noto Serif CJK SC", "宋体"),
    BODY_FONT: ("仿宋", "FangSong", "STFangsong", "华文仿宋", "Noto Serif CJK SC"),
    HEADING_FONT: ("SimHei", "Noto Sans CJK SC"),
    SECOND_FONT: ("楷体", "KaiTi", "STKaiti", "Noto Serif CJK SC"),
    PAGE_FONT: ("SimSun", "Noto Serif CJK SC"),
}
"""What stands in where an office has not bought or installed a font."""

FONT_TABLE = (
    f"{_XML}<w:fonts {_MAIN}>"
    + "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{";".join(others)}"/></w:font>' for font, others in INSTEAD.items()
    )
    + "</w:fonts>"
)


_GRID = 579
"""Twentieths of a point from line to line: 22 lines on 225 mm. What has other lines stands off the grid."""


def _fonts(font: str) -> str:
    return f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="{font}"/>'


def _style(name: str, paragraph: str, run: str, based: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _spacing(line: int, before: int = 0, after: int = 0) -> str:
    grid = "" if line == _GRID else '<w:snapToGrid w:val="0"/>'
    return f'{grid}<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>'


_INDENTED = '<w:ind w:firstLineChars="200" w:firstLine="632"/>'
_RULES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_RED = '<w:color w:val="FF0000"/>'

STYLES = (
    f"{_XML}<w:styles {_MAIN}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(BODY_FONT)}{_size(16)}"
    '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr>'
    f'<w:widowControl w:val="0"/><w:wordWrap w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>{_spacing(_GRID)}<w:jc w:val="both"/></w:pPr><w:rPr><w:spacing w:val="-4"/></w:rPr></w:style>'
    + _style("Head", f'<w:keepNext/>{_spacing(1100)}<w:jc w:val="center"/>', f"{_fonts(TITLE_FONT)}{_RED}{_size(38)}")
    + _style("Number", f"<w:keepNext/>{_spacing(_GRID, after=160)}", "")
    + _style("Rule", _spacing(120, after=400), _size(4))
    + _style(
        "PaperTitle",
        f'<w:keepNext/>{_spacing(600)}<w:jc w:val="center"/>',
        f'{_fonts(TITLE_FONT)}<w:spacing w:val="0"/>{_size(22)}',
    )
    + _style("FormTitle", f'{_spacing(600, after=160)}<w:jc w:val="center"/>', "", "PaperTitle")
    + _style("Mark", '<w:jc w:val="center"/>', _fonts(SECOND_FONT))
    + _style("Addressee", "", "")
    + _style("PaperText", _INDENTED, "")
    + _style("FormText", f"{_spacing(440, before=60, after=60)}{_INDENTED}", _size(14))
    + _style("FormNote", _spacing(360, before=100), _size(12))
    + _style("PaperHeading", f"<w:keepNext/>{_INDENTED}", _fonts(HEADING_FONT))
    + _style("Right", '<w:jc w:val="right"/>', "")
    + _style("Note", "", "")
    + _style("Signature", '<w:keepLines/><w:jc w:val="right"/>', "")
    + _style("CellLabel", f'{_spacing(320)}<w:jc w:val="center"/>', f'<w:spacing w:val="0"/>{_size(12)}')
    + _style("CellText", f'{_spacing(320)}<w:jc w:val="left"/>', f'<w:spacing w:val="0"/>{_size(12)}')
    + _style("Imprint", f'{_spacing(440)}<w:ind w:left="280" w:right="280"/>', _size(14))
    + _style("Between", _spacing(200), _size(6))
    + _style("After", _spacing(20), _size(1))
    + _style("PageNumbers", _spacing(280), f'{_fonts(PAGE_FONT)}<w:spacing w:val="0"/>{_size(14)}')
    + '<w:style w:type="table" w:customStyle="1" w:styleId="Ruled"><w:name w:val="Ruled"/><w:tblPr>'
    f'<w:tblBorders>{_RULES}</w:tblBorders><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr></w:style></w:styles>"
)
