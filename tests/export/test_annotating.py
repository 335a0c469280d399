from datetime import UTC, datetime

import pytest
from lxml import etree

from edusum.common.errors import EdusumError
from edusum.document.readers.reading import read
from edusum.export.annotating import Change, Remark, annotated
from edusum.export.redline import Author
from edusum.export.word import to_docx
from edusum.proofreading.lines import printed
from tests.document.readers.words import W, levels, lists, numbered, p, table, word_file, zipped
from tests.export.commented import Comment, comments_of, parts_of, without_changes
from tests.export.opened import MAIN
from tests.export.rules import breaches
from tests.export.showcase import formal, report
from tests.export.validators import audit_errors, sdk_errors

PROOFREADER = Author("校核", datetime(2026, 1, 8, 1, 30, tzinfo=UTC))
PERSON = Author("示例人员", datetime(2026, 1, 8, 2, 30, tzinfo=UTC))


def run(words: str, look: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}<w:t>{words}</w:t></w:r>"


def lines_of(data: bytes) -> list[str]:
    return [line.text for line in read(data).lines]


def remark(lines: list[str], words: str, *said: str) -> Remark:
    start = "\n".join(lines).index(words)
    return Remark(start, start + len(words), said or (f"说“{words}”",))


def with_comments(data: bytes, *words: str) -> bytes:
    lines = lines_of(data)
    return annotated(data, lines, [remark(lines, item) for item in words], author=PROOFREADER)


def about(data: bytes) -> list[str]:
    return [comment.about for comment in comments_of(data)]


def changed(data: bytes, *changes: tuple[int, str, str]) -> tuple[bytes, list[str]]:
    """The file with words of lines changed one after the other, and the lines as they are then."""
    lines, made = lines_of(data), []
    for number, before, after in changes:
        start = lines[number].index(before)
        made.append(Change(number, start, start + len(before), before, after, PERSON))
        lines[number] = lines[number].replace(before, after, 1)
    return annotated(data, lines, [], author=PROOFREADER, changes=made), lines


def test_a_comment_stands_around_the_very_words_whatever_runs_they_lie_in():
    data = word_file(p(inner=run("全县共有") + run("幼儿园", "<w:b/>") + run("12所，公办5所")))
    done = with_comments(data, "有幼儿", "幼儿园12所", "园", "公办5所")
    assert about(done) == ["有幼儿", "幼儿园12所", "园", "公办5所"]
    assert lines_of(done) == lines_of(data)


def test_a_comment_says_its_paragraphs_and_who_says_them():
    data = word_file(p("共12所。"))
    lines = lines_of(data)
    done = annotated(data, lines, [remark(lines, "12", "对不上", "5+6=11 & <12>\x00")], author=PROOFREADER)
    assert comments_of(done) == [Comment("12", ("对不上", "5+6=11 & <12>"), "校核")]


def test_cutting_keeps_the_look_of_the_words():
    done = with_comments(word_file(p(inner=run("幼儿园12所", "<w:b/>"))), "园12")
    root = etree.fromstring(parts_of(done)["word/document.xml"])
    looks = [item.find(f"{MAIN}rPr/{MAIN}b") is not None for item in root.iter(f"{MAIN}r")]
    assert looks == [True, True, False, True]  # the third is the sign of the comment


def test_remarks_may_lie_across_each_other_and_across_paragraphs():
    data = word_file(p("第一段的话") + p("第二段的话"))
    lines = lines_of(data)
    told = [remark(lines, "一段的话\n第二"), remark(lines, "的话\n第"), remark(lines, "第二段")]
    done = annotated(data, lines, told, author=PROOFREADER)
    assert about(done) == ["一段的话第二", "的话第", "第二段"]


def test_an_automatic_number_is_no_words_so_the_comment_stands_at_the_words_behind_it():
    data = word_file(numbered("工作情况", 1), numbering=lists(levels("chineseCounting %1、")))
    assert lines_of(data) == ["一、工作情况"]
    assert about(with_comments(data, "一、工作", "一、")) == ["工作情况", "工作"]


def test_words_in_a_box_have_their_comment_at_the_box():
    held = f"<w:txbxContent>{p('框里的话')}</w:txbxContent>"
    box = f"<w:r><w:pict><v:shape><v:textbox>{held}</v:textbox></v:shape></w:pict></w:r>"
    data = word_file(p("段落", inner=box))
    root = etree.fromstring(parts_of(with_comments(data, "里的"))["word/document.xml"])
    start = next(root.iter(f"{MAIN}commentRangeStart"))
    assert start.getparent().getparent().tag == f"{MAIN}body"
    assert start.getnext().find(f"{MAIN}pict") is not None


@pytest.mark.parametrize(
    "inner",
    [
        f'<w:hyperlink r:id="r1">{run("共有十二所")}</w:hyperlink>',
        f'<w:ins w:id="1" w:author="a">{run("共有十二所")}</w:ins>',
        f"<w:sdt><w:sdtContent>{run('共有十二所')}</w:sdtContent></w:sdt>",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("共有十二所")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        f"{run('共有')}<w:del w:id='2' w:author='a'><w:r><w:delText>十一</w:delText></w:r></w:del>"
        f"{run('十二所')}",
        "<w:r><w:t>共有</w:t><w:noBreakHyphen/><w:t>十二所</w:t></w:r>",
    ],
    ids=["link", "insertion", "content control", "field", "deletion", "hyphen"],
)
def test_words_are_met_wherever_word_keeps_them(inner):
    data = word_file(p(inner=inner))
    done = with_comments(data, "二所")
    assert about(done) == ["二所"]
    assert lines_of(done) == lines_of(data)


def test_lines_broken_by_hand_and_cells_of_a_border_are_lines_like_others():
    data = word_file(p(inner="<w:r><w:t>上一行</w:t><w:br/><w:t>下一行</w:t></w:r>") + table("框中文字"))
    assert about(with_comments(data, "下一", "中文")) == ["下一", "中文"]


def test_everything_else_of_the_file_stays_byte_for_byte():
    data = word_file(p("共12所"), styles="<w:style/>", footnotes=p("注"), header1=p("页眉"))
    before, after = parts_of(data), parts_of(with_comments(data, "12"))
    kept = [name for name in before if before[name] == after[name]]
    assert sorted(set(before) - set(kept)) == [
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
    ]
    assert set(after) - set(before) == {"word/comments.xml"}


def test_comments_of_others_stay():
    theirs = f'<w:comment w:id="7" w:author="某人"><w:p>{run("请核")}</w:p></w:comment>'
    mark = '<w:commentRangeStart w:id="7"/>' + run("共12所") + '<w:commentRangeEnd w:id="7"/>'
    data = word_file(p(inner=mark + '<w:r><w:commentReference w:id="7"/></w:r>'), comments=theirs)
    assert comments_of(with_comments(data, "12")) == [
        Comment("共12所", ("请核",), "某人"),
        Comment("12", ("说“12”",), "校核"),
    ]


def test_without_remarks_and_changes_the_file_is_as_it_was():
    data = word_file(p("共12所"))
    assert parts_of(with_comments(data)) == parts_of(data)


def test_what_was_mended_is_a_tracked_change_of_who_mended_it():
    data = word_file(p(inner=run("全县共有") + run("幼儿园12所", "<w:b/>") + run("，，平稳")))
    done, lines = changed(
        data, (0, "园12所", "园11所"), (0, "，，", "，"), (0, "11", "一十一"), (0, "全县", "")
    )
    assert lines == ["共有幼儿园一十一所，平稳"]
    assert lines_of(done) == lines
    assert without_changes(done) == lines_of(data)
    root = etree.fromstring(parts_of(done)["word/document.xml"])
    marks = list(root.iter(f"{MAIN}ins", f"{MAIN}del"))
    assert {mark.get(f"{MAIN}author") for mark in marks} == {"示例人员"}
    assert len({mark.get(f"{MAIN}id") for mark in marks}) == len(marks)
    came = next(root.iter(f"{MAIN}ins"))
    assert came.find(f"{MAIN}r/{MAIN}rPr/{MAIN}b") is not None


def test_words_put_before_all_others_stand_first():
    data = word_file(p("县共有12所"))
    done, lines = changed(data, (0, "县", "全县"))
    assert (lines_of(done), without_changes(done)) == (lines, ["县共有12所"])


def test_a_comment_can_stand_at_words_that_were_put_in():
    data = word_file(p("共12所。"))
    lines = ["共一十二所。"]
    made = [Change(0, 1, 3, "12", "一十二", PERSON)]
    done = annotated(data, lines, [remark(lines, "十二所")], author=PROOFREADER, changes=made)
    assert about(done) == ["十二所"]


def test_a_change_of_an_automatic_number_cannot_be_written_so_a_comment_asks_for_it():
    data = word_file(p("前言") + numbered("工作情况", 1), numbering=lists(levels("chineseCounting %1、")))
    made = [Change(1, 0, 1, "一", "二", PERSON)]
    done = annotated(data, ["前言", "二、工作情况"], [], author=PROOFREADER, changes=made)
    [comment] = comments_of(done)
    assert comment.said[-1] == "二、工作情况"
    assert comment.about == "工作情况"
    assert lines_of(done) == lines_of(data)


def test_changes_that_do_not_lead_to_the_text_are_refused():
    made = [Change(0, 0, 1, "别", "的", PERSON)]
    with pytest.raises(EdusumError, match="不一致"):
        annotated(word_file(p("共12所") + p("另")), ["的12所", "又"], [], author=PROOFREADER, changes=made)


def test_strict_files_are_refused_rather_than_written_half_and_half():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    data = word_file(p("共12所"))
    parts = parts_of(data)
    parts["word/document.xml"] = parts["word/document.xml"].replace(W.encode(), strict.encode())
    with pytest.raises(EdusumError, match="少见"):
        annotated(zipped(dict(parts)), ["共12所"], [], author=PROOFREADER)


@pytest.mark.parametrize("paper", [report, formal])
def test_a_paper_of_ours_with_comments_is_clean_and_reads_the_same(paper, tmp_path):
    document = paper()
    lines = [line.text for line in printed(document).source.lines]
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    told = [
        Remark(start, start + min(len(line), 6), ("请核对", "理由"))
        for start, line in zip(starts, lines, strict=True)
        if line.strip()
    ]
    word = to_docx(document)
    done = annotated(word, lines, told, author=PROOFREADER)
    found = [_squeezed(comment.about) for comment in comments_of(done)]
    assert found == [_squeezed(line[:6]) for line in lines if line.strip()]
    assert lines_of(done) == lines_of(word)
    path = tmp_path / "paper.docx"
    path.write_bytes(done)
    assert (breaches(done), audit_errors(path), sdk_errors([path])) == ([], [], {})


def test_the_same_input_gives_the_same_bytes():
    data = word_file(p("共12所"))
    assert with_comments(data, "12") == with_comments(data, "12")


def test_what_is_not_found_is_told_at_the_beginning():
    data = word_file(p("标题") + p("正文在此。"))
    lines = ["标题", "本页无正文", "正文在此。"]
    done = annotated(data, lines, [remark(lines, "无正文"), remark(lines, "在此")], author=PROOFREADER)
    first, second = comments_of(done)
    assert first.about == "标题"
    assert first.said[1:] == ("“无正文”：", "说“无正文”")
    assert second.about == "在此"


def _squeezed(words: str) -> str:
    return "".join(words.split())
