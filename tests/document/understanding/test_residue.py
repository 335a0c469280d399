import pytest

from tests.document.understanding.outlines import read


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("下面是小编为大家整理的工作总结，供大家参考。", "网站的前言"),
        ("发布时间：2021-03-05 11:20:00 来源：本站", "发布时间"),
        ("编辑：小王", "网页的栏目"),
        ("上一篇：某局工作要点", "翻页链接"),
        ("相关热词搜索：总结 教育", "相关链接"),
        ("版权所有：某某文档网 未经授权禁止复制", "版权和出处声明"),
        ("某局工作总结一文由www.example.com搜集整理，转载请注明出处！", "版权和出处声明"),
        ("共3页,当前第1页12", "页码"),
        ("— 3 —", "页码"),
        ("第 2 页 共 9 页", "页码"),
        ("------------------", "分隔线"),
        ("> 总结大全 > 教育总结", "网页的位置"),
        ("点击下载文档", "网页的按钮"),
    ],
)
def test_what_web_pages_leave_is_cut_off_and_shown(line, what):
    found = read("某局工作总结", "一、成绩", "成绩很大，群众满意。", line)
    text = "\n".join(["某局工作总结", "一、成绩", "成绩很大，群众满意。", line])
    assert [(item.what, text[item.start : item.end]) for item in found.residue] == [(what, line)]
    assert [block.text for block in found.document.sections[0].blocks] == ["成绩很大，群众满意。"]
    assert ("residue", line[:60]) in [(finding.kind, finding.quote) for finding in found.findings]


@pytest.mark.parametrize(
    "line",
    [
        "我们为学校下载安装了管理软件，方便教师打印和分享教案，受到欢迎。",
        "时间紧、任务重，要求各校尽快行动。",
        "本次检查共30页材料，整理归档及时。",
        "更多的学校参加了推荐活动，相关工作有序推进，评选公开透明。",
    ],
)
def test_sentences_with_such_words_stay(line):
    assert read("某局工作总结", "一、成绩", line).residue == ()


def test_a_table_of_contents_is_cut_off():
    found = read(
        "某局工作总结",
        "目  录",
        "一、成绩……1",
        "二、打算……3",
        "一、成绩",
        "成绩很大。",
        "二、打算",
        "继续努力。",
    )
    assert [item.words for item in found.headings] == ["成绩", "打算"]
    assert [item.what for item in found.residue] == ["目录"]


def test_what_numbers_a_paper_of_a_collection_is_no_defect():
    found = read("第2篇 某局工作总结 1800字", "一、成绩", "成绩很大。")
    assert [item.what for item in found.residue] == ["合集的篇号", "合集的字数"]
    assert found.findings == ()
