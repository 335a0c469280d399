"""What sites put into a paper amid its lines: whom to visit for more, who edited it, a pager."""

import re
from collections.abc import Iterator

from edusum.proofreading.findings import Case, Fix, Hit, Rule
from edusum.proofreading.reading import Reading

_H = "[\u3400-\u9fff]"
_MORE = re.compile(
    rf"更多(?:精彩|相关|优质|最新|同类|有关){{0,2}}{_H}{{0,6}}(?:范文|文章|内容|总结|资料|公文|材料|文档|资讯|模板)"
    rf"(?:,|:)?(?:请|尽在|敬请|可以?|欢迎){{0,2}}(?:继续)?(?:访问|关注|点击|搜索|浏览|查看|登录|进入|光临|下载|收藏)"
    rf"(?:本站|{_H}{{0,8}}[网站库吧](?![上络点]))?"
    rf"|更多{_H}{{0,6}}(?:范文|文章|文档|资讯|模板)尽在{_H}{{0,8}}"
)
_EDITOR = re.compile(
    r"[\[(【](?:责任|本文|网站|文章)?(?:编辑|责编|校对|录入|来源|转载|上传者?|整理):"
    r" ?[^\])】\n。]{1,20}[\])】]"
)
_WORDED = re.compile(
    rf"本(?:文由{_H}{{2,14}}(?:整理|提供|发布|投稿|上传|编辑|收集|转载|原创)(?:发布|整理|上传)?"
    rf"|文(?:来源于|转载自|摘自|出自|转自|选自){_H}{{2,12}}(?:网站?|论坛|百科|公众号|文库|之家)"
    r"|站(?:推荐|提供|编辑|整理|收集))"
)
_FROM_THE_NET = re.compile(r"来(?:源于|自)(?:于)?(?:互联)?网络(?=[,。;)\n])")
_WHAT_CAME = re.compile("(?:文章|内容|资料|材料|图文|图片|本文|均|都)$")
_MARKS = (
    "如有侵权",
    "侵权请联系",
    "联系删除",
    "百度文库",
    "道客巴巴",
    "豆丁网",
    "原创力文档",
    "人人文库",
    "好范文",
    "无忧考网",
    "应届毕业生网",
    "出国留学网",
    "查字典",
    "瑞文网",
    "可编辑修改",
    "精品文档",
    "欢迎下载",
    "word可编辑",
    "仅供学习",
    "阅读全文",
    "下载全文",
    "收藏本文",
    "打印本文",
    "【打印】",
    "【关闭】",
    "[打印]",
    "[关闭]",
)
"""What document sites stamp on what they hand out."""
_TO_PAGE = "(?:首页|上一页|下一页|尾页|末页|上页|下页)"
_LINK = r"[ \[\]【】<>|«»·\d]"
_PAGER = re.compile(rf"\n{_LINK}{{0,40}}(?:{_TO_PAGE}{_LINK}{{0,20}}){{1,5}}(?=\n|\Z)")
_LAST_PAGE = re.compile(r"[。!?]\d{1,2}\s{0,4}\Z")
_TAIL = 8


def site_lines(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    able = (
        (_MORE, ("更多",)),
        (_WORDED, ("本文由", "本文来", "本文转", "本文摘", "本文出", "本文选", "本站")),
    )
    for pattern, words in (*able, (_EDITOR, ("编", "来源", "转载", "上传", "整理", "校对", "录入"))):
        if any(word in plain for word in words):
            for match in pattern.finditer(plain):
                yield _hit(reading, *match.span())
    yield from _stamps(reading)
    yield from _pages(reading)


def _stamps(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    if "网络" in plain:
        for match in _FROM_THE_NET.finditer(plain):
            if _WHAT_CAME.search(plain, max(0, match.start() - 2), match.start()):
                yield _hit(reading, max(0, match.start() - 2), match.end())
    for words in _MARKS:
        place = plain.find(words)
        while place >= 0:
            yield _hit(reading, place, place + len(words))
            place = plain.find(words, place + len(words))


def _pages(reading: Reading) -> Iterator[Hit]:
    plain = reading.plain
    if "页" in plain:
        for match in _PAGER.finditer(plain):
            start = match.end() - len(match[0].lstrip())
            yield _hit(reading, start, start + len(match[0].strip()))
    last = _LAST_PAGE.search(plain, max(0, len(plain) - _TAIL))
    if last and plain.count("\n") > 1:
        yield _hit(reading, last.start() + 1, len(plain[: last.end()].rstrip()), "页码")


def _hit(reading: Reading, start: int, end: int, what: str = "网站留下的文字") -> Hit:
    found = reading.text[start:end][:30]
    return Hit(
        start,
        end,
        f"“{found}”像是{what}，不是材料的内容，请核对后删去。",
        fix=Fix(start, end, "", "删去"),
    )


RULES = (
    Rule(
        code="site-lines",
        family="residue",
        title="网站夹带的话",
        severity="suspect",
        kind="residue",
        authority="公文写作惯例",
        about="“更多范文请访问某某网”“[责任编辑：某某]”“下一页 尾页”，以及全文最后一个句号后面的页码。",
        find=site_lines,
        is_local=False,
        cases=(
            Case("隐患全部整改。更多范文请访问示例网妥善处置信访事项。", ("更多范文请访问示例网",)),
            Case("隐患全部整改。妥善处置信访事项。"),
            Case("继续努力。\n[责任编辑：小站]\n", ("[责任编辑：小站]",)),
            Case("继续努力。\n1 2 下一页 尾页\n", ("1 2 下一页 尾页",)),
            Case("工作总结\n全年平安。\n继续努力，再创佳绩。5", ("5",)),
            Case("安全有序。本文由某某之家整理发布各校高度重视。", ("本文由某某之家整理发布",)),
            Case("成效明显。精品文档，欢迎下载", ("精品文档", "欢迎下载")),
            Case("更多优质学校、更多优秀教师不断涌现，更多内容写进教材。"),
            Case("教师（编辑：王某）参加评审。"[:2] + "更多资料可以到县教育局网站查询。"),
            Case("翻开新的一页，下一页更加精彩。\n首页推荐学校3所。"),
            Case("教学资料来自教研室，本文件由县教育局印发。"),
            Case("请各校登录平台填报，关注公众号。\n第1页"),
            Case("到2025年，建成学校86所。"),
        ),
    ),
)
