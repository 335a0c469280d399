"""Names inside sentences, and sentences translated elsewhere."""

import pytest

from edusum.common.words import polite, quoted


def test_marks_inside_quotation_marks_are_single():
    assert quoted("“三严三实”专题教育") == "“‘三严三实’专题教育”"


@pytest.mark.parametrize(
    ("said", "spoken"),
    [
        ("无法删除 指标", "无法删除指标"),
        ("你确定吗？", "您确定吗？"),
        ('成功修改了 指标“<a href="/x/">甲</a>”.', '成功修改了指标“<a href="/x/">甲</a>”。'),
        ("成功删除了 时效用语““十五五””。", "成功删除了时效用语“‘十五五’”。"),
    ],
)
def test_words_of_others_are_spoken_as_ours(said, spoken):
    assert polite(said) == spoken
