import re
from collections.abc import Iterator

from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.leading import led_by
from edusum.proofreading.reading import Reading

_UNSURE = frozenset({"目录", "分隔线", "网站的前言", "相关链接", "版权和出处声明", "网页的位置"})
_MARKUP = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|mdash|middot|hellip|#\d{2,5}|#x[0-9a-fA-F]{2,4});"
    r"|</?(?:p|br|div|span|strong|b|i|em|a|td|tr|table|font|img|h\d|li|ul)(?: [^<>\n]{0,200})?/?>",
    re.IGNORECASE,
)
_ENTITIES = {"&nbsp;": " ", "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "”", "&ldquo;": "“"}
_ENTITIES |= {"&rdquo;": "”", "&mdash;": "—", "&middot;": "·", "&hellip;": "…"}


def _each(words: str, behind: str) -> str:
    """Each of the words with what comes behind it: only plain words at the front are searched for fast."""
    return "|".join(f"{word}{behind}" for word in words.split())


_SITE = re.compile(
    _each(r"http:// https:// www\.", "[A-Za-z0-9./?=&_%:#-]{4,120}")
    + f"|{_each('范文 文档 文库 公文 总结 作文', '网(?!络|站|格|点|上)')}"
    + r"|小编(?:为|给|整理|精心|今天|带来)"
    r"|仅供参考|转载请注明|版权归|网友投稿|点击下载|全文共\d{2,6}字"
)
_OF_COLLECTION = re.compile(
    r"\((?:通用|精选|汇编|合集|荐|实用|推荐|优秀|热门|最新|精品|必备|集锦|锦集){1,2}"
    r"(?:共?[\d一二三四五六七八九十]{1,3}篇)?\)(?=\n|$)"
    + "|"
    + _each("此处 中间 以下 这里", r"已?隐藏[\d ]{1,7}字")
    + f"|{_each('文档 本文 全文', '可(?:直接)?(?:下载|编辑|打印|复制|修改)')}"
    + r"|\[\d{1,2}\] ?(?:\[\d{1,2}\] ?){0,11}(?:上一页|下一页|尾页)|"
    + _each("下载 浏览 点击 阅读", r"次?数?(?:次数|量)?:\d{1,7}次?(?=\n|$)")
)
_GATE = ("篇)", "荐)", "隐藏", "下载", "浏览", "点击", "阅读", "一页", "尾页", "文可", "文档可")
_PART = re.compile(
    _each(r"【 \[ \(", r"(?:篇|范文|第)[一二三四五六七八九十\d]{1,3}篇?[】\])]")
    + "|"
    + _each("篇 范文", r"[一二三四五六七八九十\d]{1,3}(?=[ :\n])")
)
"""The number of a paper in a collection of patterns, on a line of its own or before its title."""
_OPENS_LINE = re.compile(r"(?:^|\n) {0,8}$")


def left_by_pages(reading: Reading) -> Iterator[Hit]:
    for found in reading.understood.findings:
        if found.kind == "residue" and found.message.endswith("已单独列出。"):
            what = found.message.removeprefix("这是").split("，")[0]
            yield Hit(
                found.start,
                found.end,
                f"这里像是{what}，不是材料的内容，请删去。",
                fix=Fix(found.start, found.end, "", "删去"),
                severity="suspect" if what in _UNSURE else None,
            )


def markup(reading: Reading) -> Iterator[Hit]:
    if "&" not in reading.text and "<" not in reading.text:
        return
    for match in _MARKUP.finditer(reading.text):
        words = _ENTITIES.get(match[0].lower(), "")
        label = f"改为“{words}”" if words.strip() else "删去"
        yield Hit(
            *match.span(),
            f"“{match[0][:30]}”是网页的代码，请改成应有的符号或者删去。",
            fix=Fix(match.start(), match.end(), words, label),
        )


def sites(reading: Reading) -> Iterator[Hit]:
    patterns = (_SITE, _OF_COLLECTION) if any(word in reading.plain for word in _GATE) else (_SITE,)
    for match in (match for pattern in patterns for match in pattern.finditer(reading.plain)):
        yield Hit(*match.span(), f"“{match[0][:30]}”像是网站留下的文字，请核对后删去。")
    if "篇" in reading.text or "范文" in reading.text:
        for _, match in led_by(reading.text, _OPENS_LINE, _PART):
            yield Hit(*match.span(), f"“{match[0]}”是范文合集的篇号，请删去。")


RULES = (
    Rule(
        code="web-residue",
        family="residue",
        title="网页和翻页的残留",
        severity="error",
        kind="residue",
        authority="公文写作惯例",
        about="查找独占一行的网页导航、来源、版权声明、页码和分隔线，以及句子中间的页码和水印。",
        find=left_by_pages,
        cases=(
            Case(
                "全县教育工作取得新成绩。\n上一篇：学校工作计划\n下一篇：述职报告",
                ("上一篇：学校工作计划", "下一篇：述职报告"),
            ),
            Case("全县教育工作取得新成绩。\n各校工作扎实有效。"),
            Case(
                "示例县教育局2024年工作总结\n发布时间：2025-01-03 来源：办公室\n全年工作平稳。",
                ("发布时间：2025-01-03 来源：办公室",),
            ),
            Case("全年工作平稳。\n第 3 页 共 8 页", ("第 3 页 共 8 页",)),
            Case("全年工作平稳。\n版权所有，未经授权不得转载", ("版权所有，未经授权不得转载",)),
            Case("学校网站发布时间统一为每周一，来源可靠。各栏目更新及时。"),
            Case("共编印读本12页，受到师生欢迎。"),
            Case("上一篇章刚刚翻过，下一步工作更加艰巨，需要全县上下共同努力、持续发力。"),
            Case("联系人：办公室 电话详见通知。"),
            Case("本学期共评选优秀教案3/4以上，页码编排规范。"),
            Case("2025年1月3日"),
        ),
    ),
    Rule(
        code="web-markup",
        family="residue",
        title="网页代码",
        severity="error",
        kind="residue",
        authority="公文写作惯例",
        about="查找网页的标签和字符代码，如 &nbsp;。数学式子里的大于号、小于号不在此列。",
        find=markup,
        cases=(
            Case("各校开学工作&nbsp;平稳有序。", ("&nbsp;",)),
            Case("各校开学工作平稳有序。"),
            Case("全县<br>各校开学工作平稳有序。", ("<br>",)),
            Case("坚持&ldquo;五育&rdquo;并举。", ("&ldquo;", "&rdquo;")),
            Case('各校<font color="red">开学</font>平稳。', ('<font color="red">', "</font>")),
            Case("班额<45人的班级占92%。"),
            Case("开展R&D项目12项。"),
            Case("生均面积>8平方米，<b>类学校</b类>。", ("<b>",)),
            Case("使用《<义务教育法>解读》一书。"),
            Case("成绩A&B两个等级。"),
            Case("公式为y<x且x>0。"),
            Case("“双减”&“双升”两手抓。"),
        ),
    ),
    Rule(
        code="site-words",
        family="residue",
        title="网站用语",
        severity="suspect",
        kind="residue",
        authority="公文写作惯例",
        about="查找网址、范文网站的名称和“小编整理”“仅供参考”这类网站用语。",
        find=sites,
        cases=(
            Case("全年工作平稳，经验做法载于中国公文网。", ("公文网",)),
            Case("办公室收集整理意见建议46条，逐条回复。"),
            Case("更多内容见www.example.cn。", ("www.example.cn",)),
            Case("全年工作平稳，小编为您带来总结。", ("小编为",)),
            Case("以上意见仅供参考。", ("仅供参考",)),
            Case("2024年教育工作总结（通用3篇）\n全年工作平稳。", ("（通用3篇）",)),
            Case(
                "全年工作平稳。此处隐藏1234字。\n【篇二】\n今年以来，工作有序。",
                ("此处隐藏1234字", "【篇二】"),
            ),
            Case("全年工作平稳。[1][2]下一页（文档可直接下载使用）", ("[1][2]下一页", "文档可直接下载")),
            Case("示例县教育工作总结\n浏览次数：356次", ("浏览次数：356次",)),
            Case("全年发表论文（优秀12篇），征集案例（共3篇）。\n【案例二】走教的故事"),
            Case("第二篇章已经开启，篇二十四史进入课堂，各校开展诵读。"),
            Case("教师网络学习空间开通率达98%。"),
            Case("县教育局网站全年发布信息320条。"),
            Case("学校公众号小编队伍不断壮大。"),
            Case("组织教师参考《课程标准》编写教案。"),
            Case("版权意识教育走进课堂。"),
            Case("建成县级资源库，点击量突破10万次。"),
        ),
    ),
)
