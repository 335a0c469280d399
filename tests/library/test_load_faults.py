"""Library files that are not as they must be: refused as a whole, with reason and place."""

import pytest
from django.core.management import CommandError

from edusum.library.errors import LibraryError
from edusum.library.files import handed_in
from tests.library.library_files import ENROLMENT, RATIO, run, template


def refusal(*arguments):
    with pytest.raises(CommandError) as error:
        run(*arguments)
    return str(error.value)


@pytest.mark.parametrize(
    "phrase",
    [
        "{{ ().__class__ }}",
        "{% include '/etc/passwd' %}",
        "{{ 在校生数.unit }}",
        "{% for 项 in 在校生数 %}{% endfor %}",
    ],
)
def test_a_phrase_outside_the_sandbox_is_a_fault_of_its_file(library, phrase):
    data = template()
    data["sections"][0]["phrases"] = [{"text": phrase}]
    library([ENROLMENT, RATIO], data)
    assert "什么也没有载入" in refusal("--check")


def change(*path, to):
    """The template with one place changed; None takes it out."""

    def apply(data):
        inner = data
        for step in path[:-1]:
            inner = inner[step]
        if to is None:
            del inner[path[-1]]
        else:
            inner[path[-1]] = to

    return apply


PRE_SCHOOL = ("sections", 1, "sections", 0)
FAULTS = {
    "an unknown key": (change("author", to="甲"), "annual.yaml：没有“author”这一项"),
    "an unknown key of a section": (change(*PRE_SCHOOL, "colour", to=1), "第1个二级章节：没有“colour”这一项"),
    "a missing key": (change("title", to=None), "annual.yaml：缺少“title”。"),
    "a newer schema": (
        change("schema", to=2),
        "annual.yaml：这不是本系统导出的模板文件（schema 应为 1，不是“2”）",
    ),
    "another code than the file": (
        change("code", to="other"),
        "annual.yaml：代码“other”须与文件名“annual”一致。",
    ),
    "an unknown genre": (change("genre", to="poem"), "annual.yaml genre："),
    "text for a number": (
        change("sections", 0, "level", to="1"),
        "annual.yaml 第1个一级章节 level：这里应当是整数，不是“1”。",
    ),
    "yes for text": (change("name", to=True), "annual.yaml name：这里应当是文字"),
    "a level too deep": (change(*PRE_SCHOOL, "level", to=5), "“学前教育” level："),
    "a level above its parent": (
        change(*PRE_SCHOOL, "level", to=1),
        "“学前教育”：层次须大于上级章节的层次（1）。",
    ),
    "a repeated key": (
        change(*PRE_SCHOOL, "key", to="opening"),
        "“学前教育”：标识“opening”出现了两次，另一处是 annual.yaml 第1个一级章节“无标题”。",
    ),
    "a heading too many": (
        change("sections", 0, "heading", to="多余"),
        "第1个一级章节“多余”：无标题的章节不填标题",
    ),
    "a heading too few": (
        change("sections", 1, "heading", to=""),
        "第2个一级章节“无标题”：无标题的章节不填标题",
    ),
    "level 0 with a heading": (
        change(*PRE_SCHOOL, "level", to=0),
        "“学前教育” level：层次 0 只用于没有标题的导语、结语",
    ),
    "a level for what has no heading": (
        change("sections", 0, "level", to=1),
        "“无标题” level：没有标题的章节是导语、结语，层次填 0；要有标题的，请改选标题形式。",
    ),
    "an unknown form": (change(*PRE_SCHOOL, "heading_form", to="x"), "“学前教育” heading_form："),
    "a metric that is not defined": (
        change(*PRE_SCHOOL, "table", "metrics", to=["nobody"]),
        "“学前教育”：指标表里的代码“nobody”没有定义。",
    ),
    "a metric twice in a table": (
        change(*PRE_SCHOOL, "table", "metrics", to=["ratio", "ratio"]),
        "指标“ratio”出现了两次。",
    ),
    "an empty phrase": (
        change("sections", 0, "phrases", 0, "text", to=" "),
        "“无标题”：有一句措辞没有文字。",
    ),
    "lengths the wrong way round": (
        change("sections", 1, "suggested", to=[200, 100]),
        "建议字数应当是 [下限, 上限]。",
    ),
    "days that are none": (change("sections", 1, "due_days", to=0), "“各类教育” due_days："),
    "days in words": (change("sections", 1, "due_days", to="三"), "due_days：这里应当是整数"),
    "a form that is none": (
        change("sections", 0, "phrases", 0, "form", to="long"),
        "第1个一级章节 第1句 form：没有“long”，能用的是：full、short。",
    ),
    "sections that are no list": (change("sections", to="甲"), "annual.yaml sections：这里应当是列表"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_template_that_is_not_as_it_must_be_is_refused_with_its_place(library, fault):
    apply, sentence = FAULTS[fault]
    data = template()
    apply(data)
    library([ENROLMENT, RATIO], data)
    place = sentence.replace("“学前教育”：标识", "：标识")
    assert place.partition("“学前教育”")[0] in refusal("--check")
    assert sentence.rpartition("：")[2] in refusal("--check")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("schema: 1\nschema: 1", "annual.yaml 第2行：文件的格式（YAML）有误：键“schema”写了两次。"),
        ("a: &a [*a]", "annual.yaml 第1行：文件的格式（YAML）有误：不能使用引用（*）。"),
        (
            "a: [1",
            "annual.yaml 第2行：文件的格式（YAML）有误，请用文本编辑器检查这里的缩进、冒号、引号和括号。",
        ),
        ("!!python/object:os.system {}", "文件的格式（YAML）有误"),
        ("只有文字", "annual.yaml：这里应当是一组“名称: 内容”。"),
        ("a: \x00", "annual.yaml：文件的格式（YAML）有误"),
        ("x: " + "[" * 3000, "文件的格式（YAML）有误：一层套一层，套得太深。"),
        ("x: " + "[" * 400_000, "文件的格式（YAML）有误：一层套一层，套得太深。"),
        ("{" * 100_000, "文件的格式（YAML）有误"),
        ("#" * 2_000_001, "annual.yaml：文件超过 2 MB"),
    ],
)
def test_a_file_that_is_no_template_is_refused(library, text, sentence):
    library([ENROLMENT], text)
    assert sentence in refusal("--check")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "甲.yaml：这里应当是一组“名称: 内容”。"),
        (
            b"PK\x03\x04\x00\xff",
            "甲.yaml：文件读不出文字，不像模板文件；若在别的软件里改过，请另存为纯文本（编码选 UTF-8）。",
        ),
        (
            b"\xd7\xdc\xbd\xe1",
            "甲.yaml：文件读不出文字，不像模板文件；若在别的软件里改过，请另存为纯文本（编码选 UTF-8）。",
        ),
        (b"x" * 20_000_000, "甲.yaml：文件超过 2 MB，不像是模板文件。"),
        (b"schema: 99", "甲.yaml：这不是本系统导出的模板文件（schema 应为 1，不是“99”），请换一个文件。"),
        (b"schema: 1\nsections: &a\n  - *a", "甲.yaml 第3行：文件的格式（YAML）有误：不能使用引用（*）。"),
    ],
)
def test_what_people_hand_in_is_read_as_strictly(data, sentence):
    with pytest.raises(LibraryError) as error:
        handed_in(data, "甲.yaml")
    assert str(error.value) == sentence


def test_a_file_with_a_mark_before_its_text_is_read():
    data = "\ufeffschema: 1\ncode: a\nname: 甲\ngenre: speech\ntitle: 甲\nsections: []".encode()
    assert handed_in(data, "甲.yaml").template.fields["code"] == "a"


def test_a_file_in_another_encoding_is_refused(library, settings):
    (settings.FIXTURES_ROOT / "library" / "templates" / "annual.yaml").write_bytes("名称".encode("gbk"))
    assert (
        refusal("--check")
        == "annual.yaml：文件读不出文字，不像模板文件；若在别的软件里改过，请另存为纯文本（编码选 UTF-8）。"
    )


def test_a_missing_file_is_told(settings, tmp_path):
    settings.FIXTURES_ROOT = tmp_path
    assert refusal("--check").startswith("metrics/：文件夹里没有一个 .yaml 文件")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"phrase_name": "在校 生"},
            "metrics/all.yaml 第1条（enrolment） phrase_name：名称“在校 生”只能由汉字",
        ),
        (
            {"phrase_name": "年度"},
            "metrics/all.yaml 第1条（enrolment） phrase_name：措辞里的“年度”已另有用途",
        ),
        (
            {"phrase_name": "同比"},
            "metrics/all.yaml 第1条（enrolment） phrase_name：措辞里的“同比”已另有用途",
        ),
        ({"decimals": 9}, "metrics/all.yaml 第1条 decimals：小数位数须在 0 至 4 之间。"),
        ({"kind": "colour"}, "metrics/all.yaml 第1条（enrolment） kind："),
        ({"minimum": "0"}, "metrics/all.yaml 第1条 minimum：这里应当是数，不是“0”。"),
        (
            {"code": "ratio"},
            "第2条（ratio）：代码“ratio”出现了两次，另一处是 metrics/all.yaml 第1条（ratio）。",
        ),
        (
            {"phrase_name": "毛入园率"},
            "metrics/all.yaml 第2条（ratio）：名称或同义说法“毛入园率”出现了两次，另一处是",
        ),
    ],
)
def test_a_metric_that_is_not_as_it_must_be_is_refused_with_its_place(library, change, sentence):
    library([ENROLMENT | change, RATIO])
    assert sentence in refusal("--check")
