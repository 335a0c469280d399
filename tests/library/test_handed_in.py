"""Files that people hand in: refused as a whole, with the reason and the place."""

import pytest
import yaml

from edusum.library.errors import LibraryError
from edusum.library.files import MAX_PHRASES, MAX_SECTIONS, handed_in
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
    "not YAML": ("a: [", "不是合格的 YAML"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "UTF-8"),
    "no mapping": ("- 1", "这里应当是一组"),
    "nothing": ("", "这里应当是一组"),
    "a reference": ("a: &x 1\nb: *x", "不能使用引用"),
    "a cycle": ("a: &x\n  - *x", "不能使用引用"),
    "too deep": ("a: " + "[" * 60 + "]" * 60, "套得太深"),
    "an object": ("a: !!python/object/apply:os.system ['true']", "不是合格的 YAML"),
    "a newer schema": (template() | {"schema": 2}, "schema: 1，不是 2"),
    "no schema": ({"code": "a"}, "不是 None"),
    "an unknown key": (template() | {"code_to_run": "x"}, "没有“code_to_run”这个键"),
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
