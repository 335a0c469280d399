import pytest

from edusum.document.tokens import parse
from edusum.library.lists import COUNT_EXAMPLE, LIST_MARKS, LIST_NAMES, numbered
from edusum.library.phrasing import check
from edusum.library.wording import PhraseText, plain, speak
from tests.library.test_wording import FIGURES, TEXTS


def written(*paragraphs):
    return numbered("\n".join(paragraphs)).split("\n")


def said(*sources, in_one_paragraph=False):
    phrases = [PhraseText(place, source, not in_one_paragraph) for place, source in enumerate(sources)]
    return plain(speak(phrases, FIGURES, TEXTS).text, FIGURES, TEXTS)


@pytest.mark.parametrize("example", [*LIST_MARKS.values(), COUNT_EXAMPLE])
def test_every_mark_is_explained_with_an_example_that_holds(example):
    source, _, outcome = example.partition(" → ")
    assert check(source, metric_names=()) == []
    assert numbered(source) == outcome


def test_the_names_of_marks_read_as_tokens():
    assert [piece.name for name in LIST_NAMES for piece in parse(f"{{{{ {name} }}}}")] == list(LIST_NAMES)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (2, ["首先", "其次"]),
        (3, ["首先", "其次", "再次"]),
        (4, ["首先", "其次", "再次", "最后"]),
        (6, ["首先", "其次", "再次", "第四", "第五", "最后"]),
    ],
)
def test_what_comes_first_and_last_goes_by_how_many_there_are(count, words):
    assert numbered("{{ 首先 }}、" * count) == "".join(f"{word}、" for word in words)


def test_within_a_paragraph_items_count_up():
    assert written("{{ 一是 }}甲；{{ 一是 }}乙。{{ 一是 }}丙。") == ["一是甲；二是乙。三是丙。"]


def test_a_paragraph_that_begins_with_a_mark_goes_on_from_the_one_before():
    assert written("重点是：{{ 一是 }}甲。", "{{ 一是 }}乙。", "{{ 一是 }}丙。") == [
        "重点是：一是甲。",
        "二是乙。",
        "三是丙。",
    ]


def test_any_other_paragraph_begins_anew():
    assert written("{{ 一要 }}甲；{{ 一要 }}乙。", "又，{{ 一要 }}丙；{{ 一要 }}丁。") == [
        "一要甲；二要乙。",
        "又，一要丙；二要丁。",
    ]
    assert (
        written("{{ 一是 }}甲；{{ 一是 }}乙。", "说明。", "{{ 一是 }}丙；{{ 一是 }}丁。")[2]
        == "一是丙；二是丁。"
    )


def test_an_inner_list_begins_anew_with_every_outer_item():
    inner = "{{ 首先 }}天，{{ 首先 }}地。"
    assert written(f"{{{{ 一是 }}}}甲：{inner}{{{{ 一是 }}}}乙：{inner}") == [
        "一是甲：首先天，其次地。二是乙：首先天，其次地。"
    ]
    assert written("{{ 第一 }}甲。", "{{ 一是 }}子；{{ 一是 }}丑。", "{{ 第一 }}乙。") == [
        "第一，甲。",
        "一是子；二是丑。",
        "第二，乙。",
    ]


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("做法是{{ 一是 }}抓落实。", "做法是抓落实。"),
        ("{{ 第一 }}抓落实。", "抓落实。"),
        ("{{ 首先 }}，抓落实。", "抓落实。"),
        ("今后，{{ 一要 }}抓落实。", "今后，要抓落实。"),
    ],
)
def test_a_run_of_one_carries_no_number(text, alone):
    assert numbered(text) == alone


def test_a_comma_after_a_mark_is_not_doubled():
    assert numbered("{{ 第一 }}，甲。{{ 第一 }}、乙。{{ 首先 }}，丙；{{ 首先 }}，丁。") == (
        "第一，甲。第二，乙。首先，丙；其次，丁。"
    )


@pytest.mark.parametrize(("items", "count"), [(1, "一"), (2, "两"), (3, "三"), (10, "十"), (12, "十二")])
def test_how_many_items_follow_is_said_in_hanzi(items, count):
    assert numbered("抓了{{ 条数 }}件事：" + "{{ 一是 }}甲；" * items).startswith(f"抓了{count}件事：")


def test_items_in_the_paragraphs_that_follow_are_counted_too():
    assert written("抓了{{ 条数 }}件事。", "{{ 第一 }}甲。", "{{ 第一 }}乙。")[0] == "抓了两件事。"


def test_each_count_is_that_of_its_own_list():
    text = "抓{{ 条数 }}件：{{ 一是 }}甲；{{ 一是 }}乙。又抓{{ 条数 }}件：" + "{{ 一要 }}丙；" * 3
    assert numbered(text) == "抓两件：一是甲；二是乙。又抓三件：一要丙；二要丙；三要丙；"


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("抓了{{ 条数 }}件事：{{ 一是 }}有{{ 甲 }}；{{ 一是 }}有{{ 停 }}；{{ 一是 }}达{{ 率 }}。",
         "抓了两件事：一是有900人；二是达97.3%。"),
        ("抓了{{ 条数 }}件事：{{ 一是 }}有{{ 停 }}；{{ 一是 }}有{{ 甲 }}；{{ 一是 }}有{{ 停 }}。满意。",
         "抓了一件事：有900人。满意。"),
        ("先说。抓了{{ 条数 }}件事：{{ 一是 }}有{{ 停 }}；{{ 一是 }}无{{ 停 }}。满意。", "先说。满意。"),
        ("先说。主要是：{{ 一是 }}有{{ 停 }}；{{ 一是 }}无{{ 停 }}。", "先说。"),
        ("全年平稳，{{ 一是 }}有{{ 停 }}；{{ 一是 }}无{{ 停 }}。", "全年平稳。"),
        ("{{ 一是 }}有{{ 新 }}，{{ 新|同比 }}；{{ 一是 }}有{{ 甲 }}。", "一是有30人；二是有900人。"),
        ("{{ 一是 }}{% if 零 %}甲；{% endif %}{{ 一是 }}乙；{{ 一是 }}丙。", "一是乙；二是丙。"),
        ("{% for 项 in [甲, 停, 率] %}{{ 一是 }}{{ 项|名称 }}达{{ 项 }}；{% endfor %}",
         "一是甲数达900人；二是率数达97.3%。"),
        ("{{ 一是 }}抓投入。{{ 一是 }}抓{{ 停 }}。共有{{ 甲 }}。{{ 一是 }}抓安全。",
         "一是抓投入。共有900人。二是抓安全。"),
        ("抓（{{ 一是 }}甲，{{ 一是 }}乙{{ 新|同比 }}），好。", "抓（甲），好。"),
        ("{{ 一是 }}有{{ 待 }}；{{ 一是 }}有{{ 甲 }}。", "一是有【待补：待数】；二是有900人。"),
    ],
)  # fmt: skip
def test_what_falls_silent_leaves_no_hole_in_a_list(source, read):
    assert said(source) == read


def test_items_of_several_phrases_are_one_list():
    sources = (
        "抓了{{ 条数 }}件事：",
        "{{ 一是 }}有{{ 甲 }}；",
        "{{ 一是 }}有{{ 停 }}；",
        "{{ 一是 }}达{{ 率 }}；",
    )
    assert said(*sources, in_one_paragraph=True) == "抓了两件事：一是有900人；二是达97.3%。"


def test_a_list_whose_first_items_are_gone_is_still_announced_by_its_phrase():
    assert said(
        "先说。主要是：{{ 一是 }}有{{ 停 }}；", "{{ 一是 }}有{{ 甲 }}；", "{{ 一是 }}达{{ 率 }}。"
    ) == ("先说。主要是：\n一是有900人；\n二是达97.3%。")


def test_no_mark_reaches_the_text_that_people_edit():
    phrases = [PhraseText(1, "{{ 一是 }}有{{ 甲 }}；{{ 一是 }}达{{ 率 }}。", True)]
    assert speak(phrases, FIGURES, TEXTS).text == "一是有{{ 甲 }}；二是达{{ 率 }}。"


def test_a_list_of_more_items_than_hanzi_count_goes_on_in_figures():
    text = "共{{ 条数 }}条：" + "{{ 一是 }}" * 10_000
    assert numbered(text).endswith("九千九百九十九是10000是")
    assert numbered(text).startswith("共10000条")
