"""`read_document`, `proofread` and `relayout`: what scripts and administrators get, and each refusal."""

import json

import docx
import pytest
from django.core.management import CommandError, call_command

from edusum.document.readers.docx import read as read_docx
from tests.export.commented import comments_of
from tests.export.rules import breaches
from tests.export.validators import audit_errors

PAPER = """青山县教育局2019年工作总结
一、学前教育
全县共有幼儿园58所，在园幼儿达到8600人。
（一）普惠园建设。全年新增普惠性幼儿园6所。
二、义务教育
全年投入资金3.2亿元。
青山县教育局
2019年12月20日
"""
OTHER = """青山县教育局2020年工作总结
各科室工作有序开展，各项任务全部完成，群众满意度稳步提高，全年没有发生安全事故，得到了各方面的好评。
一、教师队伍
全年招聘教师41名。这项工作早谋划、早部署、早落实，各校积极配合，新教师于开学前全部到岗，缺编问题得到缓解。
二、校园安全
开展演练12次。各校把安全放在第一位，制度健全，责任到人，隐患及时整改，家长和社会各界普遍认可这项工作。
各乡镇中心校按照要求建立台账，逐项对账销号，督查组先后四轮下沉一线检查指导，问题整改到位，成效明显。
青山县教育局
2020年12月18日
"""


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "总结.txt"
    path.write_text(PAPER, encoding="gb18030")
    return path


def test_one_file_is_printed_as_json(paper, capsys):
    call_command("read_document", paper, "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["title"] == "青山县教育局2019年工作总结"
    assert [(item["level"], item["marker"], item["text"], item["inline"]) for item in told["headings"]] == [
        (1, "一、", "学前教育", False),
        (2, "（一）", "普惠园建设", False),
        (1, "二、", "义务教育", False),
    ]
    assert [(item["value"], item["unit"]) for item in told["metrics"]] == [
        ("58", "所"),
        ("8600", "人"),
        ("6", "所"),
        ("3.2", "亿元"),
    ]
    assert all(PAPER[item["start"] : item["end"]].startswith(item["value"]) for item in told["metrics"])
    assert all(item["quote"] in PAPER for item in told["metrics"])
    assert [(item["kind"], item["quote"]) for item in told["findings"]] == [
        ("numbering_gap", "（一）普惠园建设")
    ]


def test_proofreading_ends_with_2_where_something_is_surely_wrong(paper, tmp_path, capsys):
    paper.write_text(PAPER.replace("58所，", "58所，，"), encoding="utf-8")
    out = tmp_path / "批注.docx"
    with pytest.raises(SystemExit) as ended:
        call_command("proofread", paper, "--year", "2019", "--docx", out)
    assert ended.value.code == 2
    assert f"带批注的 Word 已写入 {out}。" in capsys.readouterr().out
    assert "，，" in [comment.about for comment in comments_of(out.read_bytes())]
    assert (breaches(out.read_bytes()), audit_errors(out)) == ([], [])


def test_proofreading_ends_well_without_errors_and_tells_findings_as_json(paper, capsys):
    call_command("proofread", paper, "--json")
    told = json.loads(capsys.readouterr().out)
    assert {item["severity"] for item in told["findings"]} <= {"suspect"}
    assert all(PAPER[item["start"] : item["end"]] == item["quote"] for item in told["findings"])


def test_proofreading_refuses_what_cannot_be_read_or_written(paper, tmp_path):
    with pytest.raises(CommandError, match="文件打不开"):
        call_command("proofread", tmp_path / "没有.docx")
    with pytest.raises(CommandError, match="无法写入"):
        call_command("proofread", paper, "--docx", tmp_path / "没有" / "批注.docx")


def test_people_get_it_in_words(paper, capsys):
    call_command("read_document", paper)
    printed = capsys.readouterr().out
    assert "标题：青山县教育局2019年工作总结" in printed
    assert "提纲（3）\n  一、学前教育\n  　（一）普惠园建设\n  二、义务教育\n" in printed
    assert "数据（4）" in printed


def test_a_folder_gives_a_file_each_and_tells_what_could_not_be_read(paper, capsys, tmp_path):
    (paper.parent / "总结.html").write_text(f"<html><p>{PAPER.splitlines()[2]}</p></html>", encoding="utf-8")
    (paper.parent / "图片.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    (paper.parent / ".隐藏.txt").write_text("不读", encoding="utf-8")
    with pytest.raises(CommandError, match="有 1 个文件没有读出来"):
        call_command("read_document", paper.parent, "--out", tmp_path / "结果")
    assert sorted(path.name for path in (tmp_path / "结果").iterdir()) == ["总结.html.json", "总结.txt.json"]
    printed = capsys.readouterr()
    assert printed.out == f"读了 2 个文件，结果写在 {tmp_path / '结果'}。\n"
    assert "图片.docx：这是图片" in printed.err


def test_several_papers_in_a_file_are_understood_one_by_one(tmp_path, capsys):
    text = (
        PAPER.replace(
            "全年投入资金", "全县上下齐抓共管，各校认真落实，社会各界大力支持。" * 6 + "全年投入资金"
        )
        + OTHER
    )
    path = tmp_path / "合集.txt"
    path.write_text(text, encoding="utf-8")
    call_command("read_document", path, "--json")
    told = json.loads(capsys.readouterr().out)
    assert [item["title"] for item in told["papers"]] == [
        "青山县教育局2019年工作总结",
        "青山县教育局2020年工作总结",
    ]
    assert [text[item["start"] : item["end"]][0] for item in told["metrics"]] == list("586341四")
    assert all(text.startswith(item["marker"], item["start"]) for item in told["headings"])


def test_a_paper_is_set_in_official_layout(paper, tmp_path, capsys):
    out = tmp_path / "公文.docx"
    call_command("relayout", paper, out)
    assert capsys.readouterr().out == f"《青山县教育局2019年工作总结》已写入 {out}：共 3 节。\n"
    assert (audit_errors(out), breaches(out.read_bytes())) == ([], [])
    assert [line.text for line in read_docx(out.read_bytes()).lines if line.text] == PAPER.splitlines()


def test_traditional_characters_are_simplified_on_request(tmp_path):
    path, out = tmp_path / "總結.txt", tmp_path / "总结.docx"
    path.write_text(
        "青山縣教育局工作總結\n一、經費\n全年經費穩步增長，學校辦學條件明顯改善。\n", encoding="big5"
    )
    call_command("relayout", path, out, "--simplify")
    words = [paragraph.text for paragraph in docx.Document(str(out)).paragraphs]
    assert words == ["青山县教育局工作总结", "一、经费", "全年经费稳步增长，学校办学条件明显改善。"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("read_document", "没有.txt", "--json"), "有 1 个文件没有读出来"),
        (("relayout", "没有.txt", "a.docx"), "文件打不开"),
    ],
)
def test_what_is_not_there_is_told_in_a_sentence(arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command(*arguments)


def test_what_cannot_be_written_is_told_in_a_sentence(paper, tmp_path):
    with pytest.raises(CommandError, match="无法写入"):
        call_command("relayout", paper, tmp_path / "没有的文件夹" / "a.docx")
