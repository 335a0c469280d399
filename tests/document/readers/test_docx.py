"""What is read out of .docx: lines, styles, automatic numbers, tables, boxes, changes, notes."""

import pytest

from edusum.common.errors import EdusumError
from edusum.document.readers import docx
from edusum.document.readers.source import Aside, SourceLine, SourceTable
from tests.document.readers.words import (
    cell,
    levels,
    lists,
    numbered,
    p,
    parts_of,
    table,
    ties,
    word_file,
    zipped,
)

HEADINGS = (
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="本局标题"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/><w:pPr><w:jc w:val="center"/>'
    '<w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="t1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="plain"><w:name w:val="正文一"/><w:basedOn w:val="1"/>'
    '<w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
)


def read(body: str, **others: str):
    return docx.read(word_file(body, **others))


def texts(body: str, **others: str) -> list[str]:
    return [line.text for line in read(body, **others).lines]


def styled(words: str, style: str, more: str = "") -> str:
    return p(words, props=f'<w:pStyle w:val="{style}"/>{more}')


def test_styles_say_what_is_a_heading_and_what_the_title():
    source = read(
        styled("某县教育局工作总结", "a3")
        + styled("一、学前教育", "1")
        + styled("二、义务教育", "own")
        + styled("开办幼儿园两所。", "plain")
        + p("高中教育", props='<w:outlineLvl w:val="1"/>')
        + styled("没有定义的", "Heading3"),
        styles=HEADINGS,
    )
    assert source.lines == (
        SourceLine("某县教育局工作总结", 0, is_centred=True, is_bold=True),
        SourceLine("一、学前教育", 1),
        SourceLine("二、义务教育", 1),
        SourceLine("开办幼儿园两所。"),
        SourceLine("高中教育", 2),
        SourceLine("没有定义的", 3),
    )


def test_only_a_paragraph_that_is_bold_from_end_to_end_is_bold():
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>强师</w:t></w:r>"
    plain = "<w:r><w:rPr><w:b w:val='0'/></w:rPr><w:t>工程</w:t></w:r>"
    assert [line.is_bold for line in read(p(inner=bold + bold) + p(inner=bold + plain)).lines] == [
        True,
        False,
    ]


def test_automatic_numbers_are_written_out_as_the_list_counts_them():
    definition = levels(
        "chineseCountingThousand %1、", "chineseCounting （%2）", "decimal %3.", "decimalEnclosedCircle %4"
    )
    source = read(
        numbered("学前教育", 1)
        + numbered("普惠", 1, 1)
        + numbered("安全", 1, 1)
        + numbered("2024年", 1, 2)
        + numbered("防溺水", 1, 3)
        + p("说明")
        + numbered("义务教育", 1)
        + numbered("均衡", 1, 1),
        numbering=lists(definition),
    )
    assert [(line.text, line.mark) for line in source.lines] == [
        ("一、学前教育", 2),
        ("（一）普惠", 3),
        ("（二）安全", 3),
        ("1. 2024年", 3),
        ("① 防溺水", 2),
        ("说明", 0),
        ("二、义务教育", 2),
        ("（一）均衡", 3),
    ]


def test_lists_of_one_definition_count_on_unless_one_begins_again():
    more = (
        '<w:num w:numId="8"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="9"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = "".join(numbered("甲", number) for number in (1, 1, 8, 9, 9))
    numbering = lists(levels("chineseCounting 第%1部分"), more=more)
    assert texts(body, numbering=numbering) == [
        f"第{number}部分 甲" for number in ("一", "二", "三", "五", "六")
    ]


def test_a_level_that_never_restarts_and_one_written_in_plain_digits():
    definition = levels(
        "chineseCounting %1、", "decimal %1.%2. <w:isLgl/>", "lowerLetter %3) <w:lvlRestart/>"
    ).replace("<w:lvlRestart/>", '<w:lvlRestart w:val="0"/>')
    body = "".join(numbered("甲", 1, level) for level in (0, 1, 2, 0, 1, 2))
    assert texts(body, numbering=lists(definition)) == [
        "一、甲",
        "1.1.甲",
        "a)甲",
        "二、甲",
        "2.1.甲",
        "b)甲",
    ]


def test_styles_can_number_paragraphs_and_a_paragraph_can_opt_out():
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{n}"><w:name w:val="heading {n}"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for n in (1, 2)
    )
    numbering = lists(levels("chineseCounting %1、 <w:pStyle/>", "chineseCounting （%2） <w:pStyle/>"))
    numbering = numbering.replace("<w:pStyle/>", '<w:pStyle w:val="1"/>', 1).replace(
        "<w:pStyle/>", '<w:pStyle w:val="2"/>'
    )
    body = (
        styled("甲", "1")
        + styled("乙", "2")
        + styled("丙", "1", '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + styled("丁", "1")
        + styled("", "1")
        + styled("戊", "2")
    )
    assert texts(body, styles=styles, numbering=numbering) == [
        "一、甲",
        "（一）乙",
        "丙",
        "二、丁",
        "",
        "（一）戊",
    ]


def test_bullets_give_no_mark():
    assert texts(numbered("甲", 1), numbering=lists(levels("bullet "))) == ["甲"]


def test_merged_cells_stand_in_every_place_they_cover():
    source = read(
        p("见下表")
        + table(
            cell("学段", '<w:vMerge w:val="restart"/>') + cell("在校生", '<w:gridSpan w:val="2"/>'),
            cell("", "<w:vMerge/>") + cell("城区") + cell("乡镇"),
            "小学|3|4",
        )
        + p("完")
    )
    assert source.tables == (
        SourceTable(
            1, (("学段", "在校生", "在校生"), ("学段", "城区", "乡镇"), ("小学", "3", "4")), head_rows=2
        ),
    )
    assert [line.text for line in source.lines] == ["见下表", "完"]


def test_a_nested_table_stands_in_its_cell_and_a_border_around_text_is_no_table():
    nested = f"<w:tc>{table('甲|乙')}{p('外')}</w:tc><w:tc>{p('右')}</w:tc>"
    source = read(table(nested) + table("一段话"))
    assert source.tables == (SourceTable(0, (("甲　乙\n外", "右"),)),)
    assert [line.text for line in source.lines] == ["一段话"]
    assert source.told == (
        "1 个只起边框作用的单格表格，里面的文字已排进正文。",
        "1 个套在表格里的表格，已并入所在的单元格。",
    )


def box(*paragraphs: str) -> str:
    inner = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{inner}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_a_text_box_stands_before_or_behind_the_paragraph_it_hangs_on():
    source = read(
        p(inner=box(p("标题"), p("年份")) + "<w:r><w:t>正文</w:t></w:r>") + p("第二段", inner=box(p("旁注")))
    )
    assert [line.text for line in source.lines] == ["标题", "年份", "正文", "第二段", "旁注"]
    assert source.told == ("2 个文本框里的文字已排进正文，位置请核对。",)


def test_tracked_changes_are_read_as_accepted():
    run = "<w:r><w:t>{}</w:t></w:r>"
    gone = "<w:r><w:delText>{}</w:delText></w:r>"
    source = read(
        p(
            "新增学位",
            inner=f"<w:ins>{run.format('五百')}</w:ins><w:del>{gone.format('三百')}</w:del>{run.format('个')}",
        )
        + p("甲", props="<w:rPr><w:del/></w:rPr>")
        + p("乙")
        + f"<w:p><w:moveFrom>{run.format('移走')}</w:moveFrom></w:p>"
        + f"<w:p><w:moveTo>{run.format('移来')}</w:moveTo></w:p>"
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
        + f"<w:tr>{cell('子')}{cell('丑')}</w:tr></w:tbl>"
    )
    assert [line.text for line in source.lines] == ["新增学位五百个", "甲乙", "", "移来"]
    assert source.tables == (SourceTable(4, (("子", "丑"),)),)
    assert source.told == ("文件里有修订记录，已按接受全部修订以后的文字读取。",)


def test_notes_comments_headers_and_footers_are_kept_aside():
    ids = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>'
    source = read(
        p("第一段") + p("第二段", inner=ids),
        footnotes=f'<w:footnote w:type="separator" w:id="0">{p("—")}</w:footnote>'
        f'<w:footnote w:id="2">{p("据年报")}</w:footnote>',
        comments=f'<w:comment w:id="0">{p("请核")}</w:comment><w:comment w:id="7">{p("散落")}</w:comment>',
        header1=p("内部资料"),
        footer1=p("— 1 —"),
    )
    assert source.asides == (
        Aside("footnote", "据年报", 1),
        Aside("comment", "请核", 1),
        Aside("comment", "散落"),
        Aside("header", "内部资料"),
    )


def test_breaks_end_lines_and_fields_give_their_results_only():
    run = "<w:r>{}</w:r>"
    field = (
        run.format('<w:fldChar w:fldCharType="begin"/>')
        + run.format("<w:instrText>PAGE</w:instrText>")
        + run.format("<w:t>隐</w:t>")
        + run.format('<w:fldChar w:fldCharType="separate"/>')
        + run.format("<w:t>7</w:t>")
        + run.format('<w:fldChar w:fldCharType="end"/>')
    )
    body = p("第", inner=field + run.format("<w:t>页</w:t><w:br/><w:t>下</w:t><w:tab/><w:t>一</w:t>"))
    sign = run.format('<w:sym w:font="Wingdings" w:char="F0FC"/><w:noBreakHyphen/><w:t>办\n结</w:t>')
    assert texts(body + p(inner=sign)) == ["第7页", "下\t一", "√-办 结"]


def test_a_number_that_word_draws_a_circle_around_is_a_circled_number():
    told = ("eq \\o\\ac(", "○", ",1", "2)")
    inner = "".join(f"<w:r><w:instrText>{words}</w:instrText></w:r>" for words in told)
    ends = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    assert texts(p(inner=inner.join(ends) + "<w:r><w:t>防溺水</w:t></w:r>")) == ["⑫防溺水"]


def test_hidden_words_and_automatic_contents_are_left_out_and_told():
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>底稿</w:t></w:r>"
    source = read(styled("一、学前教育 1", "t1") + p("正文", inner=hidden), styles=HEADINGS)
    assert [line.text for line in source.lines] == ["正文"]
    assert source.told == ("文件里有隐藏的文字，没有读取。", "自动生成的目录（1 行）已略去。")


def test_words_in_links_controls_and_ruby_are_read():
    wrapped = (
        "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
        "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    assert texts(f"<w:sdt><w:sdtContent>{p(inner=wrapped)}</w:sdtContent></w:sdt>") == ["链接控件拼"]


def test_bookmarks_of_our_own_exports_name_sections():
    mark = '<w:bookmarkStart w:id="{0}" w:name="{1}"/>'
    source = read(
        p("标题")
        + mark.format(1, "edusum_k1")
        + p("一")
        + p("二", inner=mark.format(2, "edusum_k2") + mark.format(3, "x"))
    )
    assert source.section_keys == ((1, "k1"), (2, "k2"))


def test_files_in_strict_form_are_read_alike():
    parts = {
        name: str(content)
        .replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, content in parts_of(styled("一、学前教育", "1"), styles=HEADINGS).items()
    }
    assert docx.read(zipped(parts)).lines == (SourceLine("一、学前教育", 1),)


def test_other_files_inside_are_told_of_and_relations_to_outside_left_alone():
    parts = parts_of(p("正文") + '<w:altChunk r:id="r0"/>')
    parts["word/_rels/document.xml.rels"] = ties(
        ("styles", "file:///etc/passwd", 'TargetMode="External"'), ("numbering", "../../etc/passwd", "")
    )
    source = docx.read(zipped(parts))
    assert source.told == ("文件里插入了 1 个别的文件，里面的文字没有读取，请把它们另行上传。",)


@pytest.mark.parametrize("inner", ["", "<w:body/>"])
def test_a_file_without_a_body_is_refused_or_empty(inner):
    parts = parts_of("") | {"word/document.xml": f'<w:document xmlns:w="{_W}">{inner}</w:document>'}
    if inner:
        assert docx.read(zipped(parts)).lines == ()
        return
    with pytest.raises(EdusumError, match="已损坏"):
        docx.read(zipped(parts))


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
