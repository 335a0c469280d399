"""Files that people hand in: refused as a whole, with the reason and the place."""

import pytest
import yaml

from edusum.library.errors import LibraryError
from edusum.library.files import MAX_PHRASES, MAX_SECTIONS, handed_in
from edusum.library.plain_yaml import plain
from edusum.library.strict import number
from tests.library.library_files import ENROLMENT, RATIO, template


def read(data):
    if not isinstance(data, (bytes, str)):
        data = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    return handed_in(data if isinstance(data, bytes) else data.encode(), "a.yaml")


def test_a_plain_template_brings_nothing_along():
    file = read(template())
    assert (file.template.fields["code"], file.metrics, file.relations) == ("annual", (), ())


def test_metrics_stand_beside_the_template():
    file = read(template() | {"metrics": [ENROLMENT, RATIO]})
    assert [metric.code for metric in file.metrics] == ["enrolment", "ratio"]


REFUSED = {
    "not UTF-8": ("年".encode("gbk"), "UTF-8"),
    "not YAML": ("a: [", "文件的格式（YAML）有误"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "UTF-8"),
    "no mapping": ("- 1", "这里应当是一组"),
    "nothing": ("", "这里应当是一组"),
    "a reference": ("a: &x 1\nb: *x", "不能使用引用"),
    "a cycle": ("a: &x\n  - *x", "不能使用引用"),
    "too deep": ("a: " + "[" * 60 + "]" * 60, "套得太深"),
    "an object": ("a: !!python/object/apply:os.system ['true']", "文件的格式（YAML）有误"),
    "a newer schema": (template() | {"schema": 2}, "schema 应为 1，不是“2”"),
    "no schema": ({"code": "a"}, "schema 应为 1，文件里没有写"),
    "an unknown key": (template() | {"code_to_run": "x"}, "没有“code_to_run”这一项"),
    "a key of metrics unknown": (template() | {"metrics": [ENROLMENT | {"x": 1}]}, "a.yaml metrics 第1条"),
    "metrics no list": (template() | {"metrics": {"a": 1}}, "a.yaml metrics：这里应当是列表"),
    "more metrics than a library holds": (
        template() | {"metrics": [ENROLMENT | {"x": number} for number in range(1001)]},
        "这里有 1001 条，最多 1000 条",
    ),
    "a relation without its metric": (
        template() | {"relations": [{"kind": "part_of", "metric": "a", "whole": "b"}]},
        "没有代码为“a”的指标",
    ),
    "too large": (b"#" * 2_000_001, "超过 2 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses(name):
    data, reason = REFUSED[name]
    with pytest.raises(LibraryError) as error:
        read(data)
    assert reason in str(error.value)
    assert str(error.value).startswith("a.yaml")


@pytest.mark.parametrize(
    ("sections", "phrases", "reason"),
    [(MAX_SECTIONS + 1, 0, "501 节，最多 500 节"), (1, MAX_PHRASES + 1, "3001 句措辞，最多 3000 句")],
)
def test_it_refuses_more_than_a_paper_could_hold(sections, phrases, reason):
    many = [
        {"key": f"a{number}", "level": 1, "heading": "甲", "phrases": [{"text": "好。"}] * phrases}
        for number in range(sections)
    ]
    text = yaml.dump(template() | {"sections": many}, Dumper=Plain, allow_unicode=True)
    with pytest.raises(LibraryError, match=reason):
        read(text)


class Plain(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True


ODD_NUMBERS = {
    "schema: 0x" + "f" * 5000: "schema 应为 1，不是“0xf",
    "schema: 1" + ":1" * 20_000: "schema 应为 1，不是“1:1",
    "schema: 1" + ":1" * 20_000 + ".5": "schema 应为 1，不是“1:1",
    "schema: " + "1" * 19: "schema 应为 1，不是“111",
    "schema: .nan": "schema 应为 1，不是“.nan”",
}


@pytest.mark.parametrize("text", ODD_NUMBERS, ids=[text[:20] for text in ODD_NUMBERS])
def test_what_nobody_writes_as_a_number_is_text(text):
    with pytest.raises(LibraryError) as error:
        read(text)
    assert ODD_NUMBERS[text] in str(error.value)


@pytest.mark.parametrize(
    ("line", "place", "reason"),
    [
        ("  decimals: -5", "metrics 第1条 decimals", "小数位数须在 0 至 4 之间。"),
        ("  decimals: 999999999", "metrics 第1条 decimals", "小数位数须在 0 至 4 之间。"),
        ("  decimals: 1e9", "metrics 第1条 decimals", "这里应当是整数，不是“1e9”。"),
        ("  minimum: .nan", "metrics 第1条 minimum", "这里应当是数，不是“.nan”。"),
        ("  maximum: -.inf", "metrics 第1条 maximum", "这里应当是数，不是“-.inf”。"),
        ("  maximum: 1e400", "metrics 第1条 maximum", "这里应当是数，不是“1e400”。"),
        ("  maximum: 0x1f", "metrics 第1条 maximum", "这里应当是数，不是“0x1f”。"),
        ("  maximum: [1]", "metrics 第1条 maximum", "这里应当是数，不是列表。"),
        ("  maximum: {a: 1}", "metrics 第1条 maximum", "这里应当是数，不是一组“名称: 内容”。"),
        ("  unit: yes", "metrics 第1条 unit", "这里应当是文字（必要时加引号），不是“true”。"),
        ("  unit:", "metrics 第1条 unit", "这里应当是文字（必要时加引号），不是空的。"),
    ],
)
def test_a_metric_with_an_odd_value_is_refused_with_its_place(line, place, reason):
    text = yaml.safe_dump(template(), allow_unicode=True, sort_keys=False)
    metric = "metrics:\n- code: m\n  name: 甲\n  phrase_name: 甲\n  domain: 学前教育\n"
    with pytest.raises(LibraryError) as error:
        read(f"{text}{metric}{line}\n")
    assert str(error.value) == f"a.yaml {place}：{reason}"


def test_a_code_that_looks_like_a_number_is_text():
    text = yaml.safe_dump(template() | {"code": "X"}, allow_unicode=True).replace("code: X", "code: 0x1f")
    assert read(text).template.fields["code"] == "0x1f"


def test_numbers_and_truth_are_read_as_people_write_them():
    assert plain("[12, -3, +4, 0.5, -1.25, yes, Off, ~, null, '1', 007, 1_000, 2024-01-01, 5.]") == [
        *(12, -3, 4, 0.5, -1.25, True, False, None, None, "1", "007", "1_000", "2024-01-01", "5."),
    ]


def test_no_number_of_an_earlier_revision_is_odd():
    for value in (float("nan"), float("inf")):
        with pytest.raises(LibraryError, match="甲：这里应当是数。"):
            number(value, "甲")
