from edusum.document.understanding.split import papers

_BODY = "一、成绩\n" + "全年工作进展顺利，学校安全稳定，教学质量稳步提升。" * 10 + "\n二、打算\n继续努力。\n"


def test_numbered_heads_part_the_papers_of_a_collection():
    text = "总结大全\n" + "".join(
        f"第{number}篇 某区教育局工作总结 {number}700字\n{_BODY}" for number in (1, 2, 3)
    )
    found = papers(text)
    assert [piece.title for piece in found] == ["某区教育局工作总结"] * 3
    assert "".join(text[piece.start : piece.end] for piece in found) == text.removeprefix("总结大全\n")


def test_a_title_behind_a_date_that_signs_begins_a_paper():
    one = f"某县教育局2020年工作总结\n{_BODY}某县教育局\n2020年12月8日\n"
    other = f"某县教育局2021年工作要点\n{_BODY}"
    found = papers(one + other)
    assert [(piece.start, piece.end) for piece in found] == [(0, len(one)), (len(one), len(one + other))]


def test_one_paper_is_not_parted():
    assert papers(f"某县教育局2020年工作总结\n{_BODY}某县教育局\n2020年12月8日\n") == ()
    assert papers(f"某县教育局工作总结\n一、关于2019年工作总结\n{_BODY}关于2020年工作打算\n{_BODY}") == ()
    assert papers("") == ()
