"""What was to be filled in, what a web page left behind, and characters that an encoding broke."""

import re
from collections.abc import Iterator
from itertools import cycle

from tests.proofreading.papers import Paper
from tests.proofreading.seeding.changes import Change, seeds

_NUMBER = re.compile(r"(?<=[一-龥])\d[\d,]*(?:\.\d+)?(?=[所个人名项件次万亿%])")
_MASKS = ("XX", "××", "＊＊", "____", "***", "XXX", "##")
_LEFT = (
    "【待补】",
    "（待补充）",
    "【此处填写数据】",
    "（此处补充）",
    "【待核实】",
    "TODO",
    "（请填写）",
    "【待补：人数】",
)
_NAMES = re.compile(r"(?<=[，。、在对为由])(?:全[县市区]|县委|县政府|市委|市政府|区委|区政府)")
_BETWEEN = (
    "第 3 页 共 12 页",
    "- 5 -",
    "上一篇：关于做好春季开学工作的通知",
    "下一篇：教师招聘公告",
    "责任编辑：admin",
    "来源：教育信息网",
    "点击数：1286",
    "【打印本页】【关闭窗口】",
    "发布时间：2019-03-12 10:24:36",
    "http://www.example.com/jyxx/2019/0312/1234.html",
    "本文档由用户上传，仅供参考，下载后可编辑",
    "索引号：11420000/2019-00123",
    "推荐访问：教育工作总结 范文",
    "更多精彩内容请关注微信公众号",
    "版权所有 转载请注明出处",
    "浏览次数：356次",
)
_MARKUP = ("&nbsp;&nbsp;", "<br/>", "&ldquo;", "</p>", "<span>")
_BROKEN = ("锟斤拷", "烫烫烫", "�", "???")


def _place_between(paper: Paper) -> Iterator[int]:
    """Where a line ends and another one of running text begins."""
    for found in re.finditer("。\n(?=[^\n]{20,})", paper.text):
        yield found.end()


@seeds("residue", aim="masked")
def a_number_masked(paper: Paper) -> Iterator[Change]:
    for found, mask in zip(_NUMBER.finditer(paper.text), cycle(_MASKS), strict=False):
        yield Change(*found.span(), mask)


@seeds("residue", aim="masked")
def a_name_masked(paper: Paper) -> Iterator[Change]:
    for found, mask in zip(_NAMES.finditer(paper.text), cycle(("XX县", "××市", "**区")), strict=False):
        yield Change(*found.span(), mask)


@seeds("residue", aim="some-name")
def a_name_hidden_as_some(paper: Paper) -> Iterator[Change]:
    for found, name in zip(
        _NAMES.finditer(paper.text), cycle(("某某县", "某某市委", "某某区")), strict=False
    ):
        yield Change(*found.span(), name)


@seeds("residue", aim="left-open")
def words_left_to_be_filled_in(paper: Paper) -> Iterator[Change]:
    for found, words in zip(_NUMBER.finditer(paper.text), cycle(_LEFT), strict=False):
        yield Change(*found.span(), words)


@seeds("residue", "figures", "style", aim="missing-number")
def a_number_deleted(paper: Paper) -> Iterator[Change]:
    """共有186所 → 共有所."""
    for found in re.finditer(r"(?<=[为占达到有])\d[\d,]*(?:\.\d+)?(?=[所个名项件次万%])", paper.text):
        yield Change(*found.span(), "")


@seeds("residue", aim="empty-brackets")
def brackets_with_nothing_inside(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(
        "(?<=《)[^《》\n]{4,}(?=》)|(?<=“)[^“”\n]{2,}(?=”)|(?<=（)[^（）\n\\d]{4,}(?=）)", paper.text
    ):
        yield Change(*found.span(), "")


@seeds("residue", aim="nameless")
def a_document_without_its_place(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(r"(?<=《)[一-龥]{2,3}(?=[县市区][^《》\n]{4,}》)", paper.text):
        yield Change(*found.span(), "")


@seeds("residue", aim="blank-date")
def a_date_left_blank(paper: Paper) -> Iterator[Change]:
    for found in re.finditer(r"(?<=\n)(20\d\d)年(\d{1,2})月(\d{1,2})日$", paper.text):
        yield Change(*found.span(), f"{found[1]}年  月  日")


@seeds("residue", aim="web-residue", most=32)
def a_line_of_a_web_page(paper: Paper) -> Iterator[Change]:
    start = sum(map(ord, paper.name)) % len(_BETWEEN)
    lines = cycle((*_BETWEEN[start:], *_BETWEEN[:start]))
    for place, line in zip(_place_between(paper), lines, strict=False):
        yield Change(place, place, f"{line}\n", around=(place, place))


@seeds("residue", aim="web-markup")
def markup_in_the_text(paper: Paper) -> Iterator[Change]:
    for found, markup in zip(re.finditer("[一-龥]{4}，", paper.text), cycle(_MARKUP), strict=False):
        yield Change(found.end(), found.end(), markup)


@seeds("residue", "words", aim="garbled")
def an_encoding_broken(paper: Paper) -> Iterator[Change]:
    """UTF-8 read as GBK or as Latin, or what programs write where they give up."""
    for number, found in enumerate(re.finditer("(?<=[一-龥，。])[一-龥]{4}(?=[一-龥，。])", paper.text)):
        data = found[0].encode()
        readings = (
            data.decode("gbk", "replace"),
            data.decode("latin-1"),
            _BROKEN[number // 3 % len(_BROKEN)],
        )
        yield Change(*found.span(), readings[number % 3])


@seeds("residue", "figures", "style", aim="number-lost")
def a_share_deleted(paper: Paper) -> Iterator[Change]:
    """覆盖率达到92.4%。 → 覆盖率达到。"""
    for found in re.finditer(r"(?<=率)(达到?|为)(\d+(?:\.\d+)?%)(?=[，。；])", paper.text):
        yield Change(*found.span(2), "")
