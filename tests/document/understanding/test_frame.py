import pytest

from edusum.document.model import Letterhead, SignOff
from tests.document.understanding.outlines import read

_TEXT = "一年来，各项工作进展顺利，师生满意。"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["某县教育局2020年工作总结", _TEXT], {"title": "某县教育局2020年工作总结"}),
        (["某县教育局", "2020年工作总结", _TEXT], {"title": "某县教育局2020年工作总结"}),
        (
            ["真抓实干开新局", "——在教育大会上的讲话", _TEXT],
            {"title": "真抓实干开新局", "subtitle": "在教育大会上的讲话"},
        ),
        (
            ["在教育大会上的讲话", "（2021年3月5日）", _TEXT],
            {"title": "在教育大会上的讲话", "spoken_on": "2021年3月5日"},
        ),
        (
            ["在教育大会上的讲话", "2021年3月5日", "张某", _TEXT],
            {"speaker": "张某", "spoken_on": "2021年3月5日"},
        ),
        (
            ["工作汇报", "各位领导、同志们：", _TEXT],
            {"title": "工作汇报", "salutation": "各位领导、同志们："},
        ),
        (["同志们：", _TEXT], {"title": "", "salutation": "同志们："}),
        (["工作报告", "某县人民政府：", _TEXT], {"title": "工作报告", "addressee": "某县人民政府："}),
        (["第3篇 某区教育局工作总结 1700字", _TEXT], {"title": "某区教育局工作总结"}),
        ([_TEXT], {"title": ""}),
        (
            ["某县教育局文件", "某教〔2020〕15号", "2020年工作总结", "县委：", _TEXT],
            {
                "title": "2020年工作总结",
                "letterhead": Letterhead("某县教育局文件", "某教〔2020〕15号"),
                "addressee": "县委：",
            },
        ),
    ],
)
def test_what_stands_above_the_text_is_read(lines, expected):
    document = read(*lines).document
    assert {name: getattr(document, name) for name in expected} == expected
    assert [block.text for section in document.sections for block in section.blocks] == [_TEXT]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["某县教育局", "2020年12月8日"], SignOff("某县教育局", "2020年12月8日")),
        (["某县教育局 二〇二〇年十二月八日"], SignOff("某县教育局", "二〇二〇年十二月八日")),
        (["2020.12.8"], SignOff("", "2020.12.8")),
        (["某局人事科", "二00三年元月"], SignOff("某局人事科", "二00三年元月")),
        (
            ["某县教育局", "2020年12月8日", "（联系人：王某）"],
            SignOff("某县教育局", "2020年12月8日", "联系人：王某"),
        ),
        (["谢谢大家！"], None),
    ],
)
def test_who_signs_and_when_is_read(lines, expected):
    document = read("工作总结", "一、成绩", _TEXT, *lines).document
    assert document.sign_off == expected
    said = [block.text for block in document.sections[-1].blocks]
    assert said == ([_TEXT] if expected else [_TEXT, *lines])
