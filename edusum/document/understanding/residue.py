"""What web pages, copiers and converters left in a text: cut off before anything is read, and shown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from edusum.document.understanding.items import Residue
from edusum.document.understanding.marks import REMOVED

_LINES: tuple[tuple[str, str], ...] = (
    (
        r"(?:下面|以下|本文|这里|今天|前言|导语|導語)[^\n]{0,40}(?:小编|小編|本站|网友|網友|本網|本网)[^\n]{0,200}",
        "网站的前言",
    ),
    (
        r"[^\n]{0,60}(?:希望(?:能|对|為|为)[^\n]{0,30}(?:参考|帮助|參考|幫助)|不代表本站|供大家参考|供大家參考)[^\n]{0,80}",
        "网站的前言",
    ),
    (
        r"(?:发布|發布|更新|上传)?(?:时间|日期)\s{0,3}:\s{0,3}(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}[^\n]{0,60}",
        "发布时间",
    ),
    (r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s{1,3}\d{1,2}:\d\d(?::\d\d)?[^\n。]{0,40}", "发布时间"),
    (
        r"(?:来源|來源|作者|编辑|責任编辑|责任编辑|审核|供稿|点击数?|浏览|阅读|字体|字号|热度|人气)\s{0,3}:[^\n。]{0,60}",
        "网页的栏目",
    ),
    (r"[-·>»*\s]{0,6}(?:上|下)一(?:篇(?!章)|页|頁)\s{0,3}(?:[:|][^\n]{0,80}|[^\n,。;]{0,60})", "翻页链接"),
    (
        r"(?:首页|上一页|下一页|尾页|末页)(?:[\s|]{1,4}(?:\d{1,3}|首页|上一页|下一页|尾页|末页)){1,20}",
        "翻页链接",
    ),
    (
        r"(?:相关|推荐|热门|猜你|最新|延伸|更多)(?:热词|文章|阅读|访问|搜索|链接|标签|喜欢|总结|范文|推荐)[^\n]{0,300}",
        "相关链接",
    ),
    (r"最新加入范文|分类查询入口|一键复制|栏目|推荐度\s{0,2}:?[^\n]{0,20}|展开全文|目录导航", "网页的按钮"),
    (
        r"[^\n]{0,80}(?:版权所有|版权归|ICP备|Powered by|All Rights Reserved|转载请注明|搜集整理|收集整理"
        r"|未经授权|免责声明|侵权|网友投稿|网友上传)[^\n]{0,200}",
        "版权和出处声明",
    ),
    (
        r"[^\n]{0,60}(?:点击下载|下载文档|下载本文|文档下载|收藏和打印|方便收藏|打印本页|关闭窗口|返回顶部|返回首页"
        r"|分享到|扫一扫|扫码|关注公众号|微信公众号)[^\n]{0,80}",
        "网页的按钮",
    ),
    (r"(?:文档编号|上传人|文件大小|文档页数|文档格式|索引号|文档热度)\s{0,3}:[^\n]{0,80}", "网页的栏目"),
    (
        r"[^\n]{0,30}>\s{0,2}[^\n>]{1,20}>[^\n。]{0,60}|>\s{0,2}[^\n>。]{1,20}(?:>[^\n。]{1,30}){0,4}",
        "网页的位置",
    ),
    (r"(?:本文)?共分?\s?\d{1,3}\s?页[,，]?\s?当前第\s?\d{1,3}\s?页[\d\s]{0,40}", "页码"),
    (r"(?:\[\d{1,2}\]\s{0,3}){1,20}(?:上一页|下一页|尾页|末页)?", "翻页链接"),
    (r"(?:您?(?:现在的|当前的?)位置)\s{0,3}:[^\n]{0,100}", "网页的位置"),
    (r"\(责任编辑\s{0,3}:[^\n)]{0,30}\)", "网页的栏目"),
    (r"本文(?:来源|转自|出处|作者)\s{0,3}:[^\n]{0,60}", "网页的栏目"),
    (r"[^\n。]{0,60}(?:投稿|收集|整理|提供)[^\n。]{0,6}仅供(?:学习|大家|个人)?参考[^\n]{0,40}", "网站的前言"),
    (r"第\s?\d{1,3}\s?页\s?(?:[,，]?\s?共\s?\d{1,3}\s?页)?|\d{1,3}\s?/\s?\d{1,3}", "页码"),
    (r"[-—–·]{0,2}\s?\d{1,3}(?:\s{1,3}\d{1,3}){0,12}\s?[-—–·]{0,2}", "页码"),
    (r"[-—=_*·….\s]{6,400}", "分隔线"),
    (
        r"(?:https?://|www\.)[^\s]{1,200}|\[标签:[^\n]{0,60}|《[^》\n]{1,60}\.(?:docx?|pdf|wps)》",
        "网址和文件名",
    ),
)
_LINE = re.compile(
    "|".join(f"(?P<k{place}>{pattern})" for place, (pattern, _) in enumerate(_LINES)), re.ASCII
)
_SUSPECT = re.compile(
    "小编 小編 本站 网友 網友 本網 本网 参考 參考 时间 時間 日期 来源 來源 作者 编辑 审核 供稿 "
    "点击 浏览 阅读 字体 字号 热度 人气 一篇 一页 一頁 首页 尾页 末页 相关 推荐 热门 猜你 最新 "
    "延伸 更多 范文 查询 一键 栏目 展开 导航 版权 ICP Powered Rights 转载 整理 授权 免责 侵权 "
    "下载 收藏 打印 关闭 返回 分享 扫一 扫码 公众号 文档 上传 文件 索引 > 当前 http www 标签 "
    r"\.doc \.pdf \.wps 位置 仅供 \[".replace(" ", "|")
)
"""A line that nobody wrote for the paper has one of these words, or is a rule or a page number."""
_RULE_OR_PAGE = re.compile(r"[-—=_*·….\s\d/–第共页,:年月日]{1,400}")
OF_COLLECTIONS = frozenset({"合集的篇号", "合集的字数"})
"""What marks a paper of a collection: cut off, but no defect."""
_NUMBERED = re.compile(r"\(?[一二三四五六七八九十]{1,3}[)、是]|\(?\d{1,2}[)、.](?!\d)")
"""An item of the paper: of its line no more than a last sentence can be the site's."""
_LONGEST = 360
_WITHIN = re.compile(
    r"共\s?\d{1,3}\s?页[,，]\s?当前第\s?\d{1,3}\s?页\d{0,12}|本文来自(?!于)(?:www\S{1,40}|[^\s\u3400-\u9fff]{4,40})?"
    r"|(?<=[。!?])\s{1,6}\d{1,3}\s{0,9}\Z|\[来源[:：][^\]\n]{1,40}\]"
)
_PAGE_MARK = re.compile(r"\n\d{1,3}[、.](?!\d)")
_LEAST_PAGES = 3
_CUT_LINE = 60
"""A line at least this long that ends amid a sentence was cut by a page, not by its writer."""
_CONTENTS = re.compile("目 {0,6}[录次] {0,20}\n")
_PAGE_BEHIND = re.compile(r"[ .…·]{1,80}\d{1,3}$")
_MOST_CONTENTS = 80
_LONGEST_CONTENTS = 4000
_ENDS = '。!?;:…”")》】』」'
COLLECTION_HEAD = re.compile(
    r"第(?:\d{1,3}|[一二三四五六七八九十]{1,3})篇[ :、]{1,3}"
    r"|[【\[]?(?:篇|范文)[一二三四五六七八九十\d]{1,3}[】\]]?[ :]{1,3}"
)
_COLLECTION_TAIL = re.compile(r" {1,4}\d{3,6}字(?=\n|\Z)")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A folded text with what does not belong to it replaced, character for character, by `REMOVED`."""

    plain: str
    residue: tuple[Residue, ...]


def cleaned(plain: str) -> Cleaned:
    """The folded text without residue; places stay the same."""
    spans = [*_page_marks(plain), *_contents(plain), *_lines(plain), *_within(plain)]
    found = sorted(spans, key=lambda span: span[0])
    residue: list[Residue] = []
    pieces, place = [], 0
    for start, end, what in found:
        if start < place or end <= start:
            continue
        pieces += [plain[place:start], REMOVED * (end - start)]
        residue.append(Residue(start, end, what))
        place = end
    pieces.append(plain[place:])
    return Cleaned("".join(pieces), tuple(residue))


def _lines(plain: str) -> Iterator[tuple[int, int, str]]:
    place = 0
    for line in plain.split("\n"):
        words = line.strip()
        if words and len(words) <= _LONGEST:
            start = place + len(line) - len(line.lstrip())
            yield from _of_line(plain, start, words)
        place += len(line) + 1


def _of_line(plain: str, start: int, words: str) -> Iterator[tuple[int, int, str]]:
    head = COLLECTION_HEAD.match(words) if words[0] in "第篇范【[" else None
    if head and len(words) <= 80:
        yield start, start + head.end(), "合集的篇号"
        tail = _COLLECTION_TAIL.search(plain, start + head.end(), start + len(words) + 1)
        if tail:
            yield tail.start(), tail.end(), "合集的字数"
        return
    if not _SUSPECT.search(words) and not _RULE_OR_PAGE.fullmatch(words):
        return
    match = _LINE.fullmatch(words)
    if match and _NUMBERED.match(words):
        last = words.rfind("。", 0, len(words) - 1) + 1
        start, words = start + last, words[last:]
        match = _LINE.fullmatch(words) if last else match
    if match and match.lastgroup:
        yield start, start + len(words), _LINES[int(match.lastgroup[1:])][1]


def _within(plain: str) -> Iterator[tuple[int, int, str]]:
    ends_in_digit = plain[-10:].rstrip()[-1:].isdigit()
    if ends_in_digit or "当前第" in plain or "本文来自" in plain or "[来源" in plain:
        for match in _WITHIN.finditer(plain):
            what = "页码" if match[0].strip()[-1:].isdigit() else "网站的水印"
            yield match.start(), match.end(), what


def _page_marks(plain: str) -> Iterator[tuple[int, int, str]]:
    """Numbers that pages left at the start of lines cut amid a sentence: 2、第一年 behind …规划的."""
    lined = "\n" + plain
    able = list(_PAGE_MARK.finditer(lined))
    if len(able) < _LEAST_PAGES:
        return
    numbers = [int(match[0][1:-1]) for match in able]
    counted_up = sum(later == earlier + 1 for earlier, later in pairwise(numbers))
    cut = [match for match in able if _is_behind_cut(plain, match.start())]
    if len(cut) * 3 < len(able) * 2 - 2 or counted_up * 4 < (len(able) - 1) * 3:
        return
    for match in able:
        start = match.start()
        yield (
            (start - 1 if start and not _ends_sentence(plain, start - 1) else start),
            match.end() - 1,
            "页码",
        )


def _is_behind_cut(plain: str, start: int) -> bool:
    line_start = plain.rfind("\n", max(0, start - 1 - _CUT_LINE), max(0, start - 1)) + 1
    is_long = start - 1 - line_start >= _CUT_LINE or (line_start == 0 and start > _CUT_LINE)
    return is_long and not _ends_sentence(plain, start - 1)


def _ends_sentence(plain: str, end: int) -> bool:
    return plain[:end][-1:] in _ENDS if end <= 1 else plain[end - 1] in _ENDS


def _contents(plain: str) -> Iterator[tuple[int, int, str]]:
    """A table of contents: from 目录 to where its first line comes again."""
    head = _CONTENTS.search(plain)
    if head is None or plain[plain.rfind("\n", 0, head.start()) + 1 : head.start()].strip():
        return
    place, first = head.end(), ""
    for line in plain[place : place + _LONGEST_CONTENTS].split("\n")[:_MOST_CONTENTS]:
        entry = _PAGE_BEHIND.sub("", line.strip()).strip()
        if first and entry == first:
            yield head.start(), place - 1, "目录"
            return
        if len(entry) > _CUT_LINE:
            return
        first = first or entry
        place += len(line) + 1
