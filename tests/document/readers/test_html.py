"""Web pages: what a reader of the page would call its text."""

import pytest

from edusum.common.errors import EdusumError
from edusum.document.readers import html
from edusum.document.readers.source import SourceLine, SourceTable


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}<title>网站</title></head><body>{body}</body></html>".encode()


def words(body: str) -> list[str]:
    return [line.text for line in html.read(page(body)).lines]


def test_paragraphs_lose_the_line_ends_and_blanks_of_the_file():
    body = (
        "<p>&nbsp;&nbsp;　全县\u200b教育\n  系统扎实工作，</p><p>新增 ABC\nDEF 两个品牌。<br>第二行</p>"
        "<script>x()</script>"
    )
    assert words(body) == ["全县教育系统扎实工作，", "新增 ABC DEF 两个品牌。", "第二行"]


def test_headings_keep_their_level_and_the_only_h1_is_the_title():
    lines = html.read(page("<h1>工作总结</h1><h2>一、成绩</h2><h3>教学</h3><p>正文。</p>")).lines
    assert lines == (
        SourceLine("工作总结", 0, is_bold=True),
        SourceLine("一、成绩", 2, is_bold=True),
        SourceLine("教学", 3, is_bold=True),
        SourceLine("正文。"),
    )


def test_centred_and_bold_paragraphs_are_told():
    lines = html.read(page('<p align="center"><b>工作总结</b></p><p><b>加强</b>领导</p>')).lines
    assert lines == (SourceLine("工作总结", is_centred=True, is_bold=True), SourceLine("加强领导"))


def test_numbers_of_lists_are_written_out_once():
    body = (
        '<ol start="3"><li>甲项</li><li><p>乙项</p></li></ol><ol style="list-style: cjk-ideographic"><li>丙项'
        "</li></ol><ol><li>1、丁项</li></ol><ul><li>戊项</li></ul>"
    )
    lines = html.read(page(body)).lines
    assert [(line.text, line.mark) for line in lines] == [
        ("3. 甲项", 3),
        ("4. 乙项", 3),
        ("一、丙项", 2),
        ("1、丁项", 0),
        ("戊项", 0),
    ]


def test_a_table_of_figures_stays_one_and_a_table_around_the_page_does_not():
    inner = (
        '<table><tr><th rowspan="2">学段</th><th colspan="2">人数</th></tr><tr><th>男</th><th>女</th></tr>'
        "<tr><td>小学</td><td>12</td><td>11</td></tr></table>"
    )
    source = html.read(page(f"<table><tr><td><p>前一段。</p>{inner}<p>后一段。</p></td></tr></table>"))
    assert [line.text for line in source.lines] == ["前一段。", "后一段。"]
    rows = (("学段", "人数", "人数"), ("学段", "男", "女"), ("小学", "12", "11"))
    assert source.tables == (SourceTable(1, rows, 2),)


def test_menus_and_hidden_words_are_left_out_and_told():
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("首页", "新闻", "公开"))
    hidden = '<p style="display: none">水印</p>'
    body = f"<nav>菜单</nav><ul>{menu}</ul><p>正文。</p>{hidden}<p>附：<a href='#a'>表</a></p>"
    source = html.read(page(body))
    assert [line.text for line in source.lines] == ["正文。", "附：表"]
    assert source.told == (
        "网页里有隐藏的文字，没有读取。",
        "网页上的 3 行导航、菜单链接没有读取。",
        "网页的导航栏、侧栏和页脚没有读取。",
    )


def test_links_to_attachments_stay():
    body = "".join(f'<p><a href="/{name}">附件{name}：经费表</a></p>' for name in "123")
    assert words(body) == ["附件1：经费表", "附件2：经费表", "附件3：经费表"]


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "utf-8", ""])
def test_the_declared_encoding_is_tried_and_not_trusted(declared):
    text = "<p>全县教育系统扎实工作，群众满意度稳步提高。</p>"
    data = page(text, f'<meta charset="{declared}">').decode().encode("gb18030")
    source = html.read(data)
    assert ([line.text for line in source.lines], source.encoding) == (
        ["全县教育系统扎实工作，群众满意度稳步提高。"],
        "GB18030",
    )


def test_lines_of_a_preformatted_text_stay_lines():
    assert words("<pre>第一行\n  第二行\n\n第三行</pre>") == ["第一行", "第二行", "第三行"]


def test_a_page_nested_beyond_measure_is_refused_with_a_way_out():
    with pytest.raises(EdusumError, match="复制粘贴"):
        html.read(page("<div>" * 5000 + "正文" + "</div>" * 5000))


def test_deep_but_honest_nesting_is_read():
    assert words("<div>" * 600 + "正文" + "</div>" * 600) == ["正文"]
