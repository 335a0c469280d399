"""Hostile .docx whose Word itself is wrong: circles, depths, absurd numbers, far too much of anything."""

from tests.document.readers.hostile import READS, Corpus
from tests.document.readers.words import cell, levels, lists, numbered, p, table, word_file

corpus = Corpus()
_BODY = p("一、学前教育") + p("全县新建幼儿园两所。")


def _style(name: str, more: str) -> str:
    return f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>{more}</w:style>'


def _styled(name: str) -> str:
    return p("甲", props=f'<w:pStyle w:val="{name}"/>')


def _based(name: str) -> str:
    return f'<w:basedOn w:val="{name}"/>'


def _numbering(number: str, level: str) -> str:
    return p("甲", props=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


_LINKED = '<w:numStyleLink w:val="n"/>'
_OF_STYLE = _style("n", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
_PLAIN = levels("decimal %1.")
_FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
_BOX = "<w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r>"
_NESTED_BOX = _BODY
for _ in range(20):
    _NESTED_BOX = p(inner=_BOX.format(_NESTED_BOX))
_SMART = "<w:smartTag>" * 100 + "<w:r><w:t>甲</w:t></w:r>" + "</w:smartTag>" * 100

for name, body, others in (
    ("style based on itself", _styled("a"), {"styles": _style("a", _based("a"))}),
    ("styles in a circle", _styled("a"), {"styles": _style("a", _based("b")) + _style("b", _based("a"))}),
    ("style that is not there", _styled("a"), {"styles": ""}),
    ("styles of one name", _styled("a"), {"styles": _style("a", _based("b")) * 1000}),
    (
        "style of outline level 10^30",
        _styled("a"),
        {"styles": _style("a", f'<w:pPr><w:outlineLvl w:val="1{"0" * 30}"/></w:pPr>')},
    ),
    (
        "numbering that is its own style",
        _numbering("1", "0"),
        {"styles": _OF_STYLE, "numbering": lists(_LINKED)},
    ),
    ("list that is not there", _numbering("9", "0"), {"numbering": lists(_PLAIN)}),
    ("list without definition", _numbering("1", "0"), {"numbering": '<w:num w:numId="1"/>'}),
    ("list and no numbering", _numbering("1", "0"), {}),
    ("level -7", _numbering("1", "-7"), {"numbering": lists(_PLAIN)}),
    ("level 10^30", _numbering("1", "1" + "0" * 30), {"numbering": lists(_PLAIN)}),
    ("level of words", _numbering("1", "甲"), {"numbering": lists(_PLAIN)}),
    ("level without definition", _numbering("1", "8"), {"numbering": lists(_PLAIN)}),
    (
        "start at 10^12",
        _numbering("1", "0"),
        {"numbering": lists(_PLAIN.replace('w:start w:val="1"', f'w:start w:val="1{"0" * 12}"'))},
    ),
    (
        "start at -5 in hanzi",
        _numbering("1", "0") * 9,
        {
            "numbering": lists(
                levels("chineseCounting %1、").replace('w:start w:val="1"', 'w:start w:val="-5"')
            )
        },
    ),
    (
        "start at 9,999,999 in letters",
        _numbering("1", "0") * 9,
        {
            "numbering": lists(
                levels("lowerLetter %1").replace('w:start w:val="1"', 'w:start w:val="9999999"')
            )
        },
    ),
    (
        "9,990 in letters",
        _numbering("1", "0") * 20,
        {"numbering": lists(levels("upperLetter %1.").replace('w:start w:val="1"', 'w:start w:val="9990"'))},
    ),
    ("unknown way of counting", _numbering("1", "0"), {"numbering": lists(levels("klingon %1"))}),
    (
        "mark of a million characters",
        _numbering("1", "0") * 9,
        {"numbering": lists(levels("decimal " + "%1" * 500_000))},
    ),
    (
        "mark that names all levels",
        _numbering("1", "0"),
        {"numbering": lists(levels("decimal %1%2%3%4%5%6%7%8%9%0"))},
    ),
    (
        "restart behind level 10^9",
        _numbering("1", "0"),
        {
            "numbering": lists(
                levels("decimal %1 <w:lvlRestart/>").replace("lvlRestart/", 'lvlRestart w:val="999999999"/')
            )
        },
    ),
    (
        "cell over 10^9 columns",
        p("甲") + table(cell("甲", '<w:gridSpan w:val="999999999"/>') + cell("乙")),
        {},
    ),
    ("cell over -1 columns", p("甲") + table(cell("甲", '<w:gridSpan w:val="-1"/>') + cell("乙")), {}),
    (
        "row behind 10^9 columns",
        p("甲")
        + table(cell("甲") + cell("乙")).replace(
            "<w:tr>", '<w:tr><w:trPr><w:gridBefore w:val="999999999"/></w:trPr>'
        ),
        {},
    ),
    (
        "cells that go on from nothing",
        p("甲") + table(cell("甲", "<w:vMerge/>") + cell("乙", "<w:hMerge/>")),
        {},
    ),
    ("table without rows", p("甲") + "<w:tbl/>", {}),
    ("rows without cells", p("甲") + "<w:tbl><w:tr/><w:tr/></w:tbl>", {}),
    ("row outside of tables", p("甲") + "<w:tr><w:tc><w:p/></w:tc></w:tr>", {}),
    ("cell without paragraphs", p("甲") + "<w:tbl><w:tr><w:tc/><w:tc/></w:tr></w:tbl>", {}),
    ("paragraph in a paragraph", p("甲", inner=p("乙", inner=p("丙"))), {}),
    ("words outside of paragraphs", p("甲") + "<w:t>乙</w:t><w:r><w:t>丙</w:t></w:r>", {}),
    ("fields that never end", p("甲", inner=_FIELD.format("begin") * 1000) + p("乙"), {}),
    (
        "fields that never began",
        p("甲", inner=_FIELD.format("end") * 1000 + _FIELD.format("separate") * 9),
        {},
    ),
    ("field of an unknown kind", p("甲", inner=_FIELD.format("middle")), {}),
    (
        "sign of no number",
        p("甲", inner='<w:r><w:sym w:char="zz"/><w:sym w:char="FFFFFFFFF"/><w:sym/></w:r>'),
        {},
    ),
    ("sign that is a surrogate", p("甲", inner='<w:r><w:sym w:font="x" w:char="D800"/></w:r>'), {}),
    ("boxes in boxes", _NESTED_BOX, {}),
    ("wrapped a hundred times", p(inner=_SMART), {}),
    (
        "all of it deleted",
        p("甲") + "<w:p><w:del><w:r><w:delText>乙</w:delText></w:r></w:del></w:p>" * 50,
        {},
    ),
    ("ends deleted one after the other", p("甲", props="<w:rPr><w:del/></w:rPr>") * 300, {}),
    (
        "deleted within deleted",
        p("甲", inner="<w:del>" * 90 + "<w:r><w:t>乙</w:t></w:r>" + "</w:del>" * 90),
        {},
    ),
    (
        "note that hangs on nothing",
        _BODY,
        {"footnotes": f"<w:footnote>{p('注')}</w:footnote>", "comments": p("x")},
    ),
    ("notes of one number", _BODY, {"footnotes": f'<w:footnote w:id="1">{p("注")}</w:footnote>' * 50}),
    ("bookmarks without names", p("甲", inner="<w:bookmarkStart/>" * 50), {}),
    ("key of our own that climbs", p("甲", inner='<w:bookmarkStart w:name="edusum_../../x"/>'), {}),
    ("a file inside that is not there", _BODY + '<w:altChunk r:id="none"/>', {}),
    (
        "picture from outside",
        _BODY + '<w:p><w:r><w:pict><v:imagedata r:href="http://127.0.0.1:9/a.png"/></w:pict></w:r></w:p>',
        {},
    ),
):
    corpus.put(name, word_file(body, **others), READS)

corpus.put(
    "all of it hidden",
    word_file("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>甲</w:t></w:r></w:p>"),
    "没有读到文字",
)


def _nested_tables(depth: int) -> str:
    inner = p("里")
    for _ in range(depth):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc>{cell('边')}</w:tr></w:tbl>"
    return p("外") + inner


corpus.put("tables in tables, 60 deep", word_file(_nested_tables(60)), READS)
corpus.put("tables in tables, 300 deep", word_file(_nested_tables(300)), "太深")
corpus.put("100,000 deep", word_file("<w:p>" * 100_000 + "</w:p>" * 100_000), "太深")
corpus.put("100,000 deep and never closed", word_file("<w:sdt>" * 100_000), "太深")


@corpus.case("one paragraph of 300,000 characters", READS, is_heavy=True)
def _() -> bytes:
    return word_file(p("全县教育系统" * 50_000))


@corpus.case("one paragraph of 300,000 runs", READS, is_heavy=True)
def _() -> bytes:
    return word_file(p(inner="<w:r><w:rPr><w:b/></w:rPr><w:t>学</w:t></w:r>" * 300_000))


@corpus.case("600,000 characters", "万字", is_heavy=True)
def _() -> bytes:
    return word_file(p("学" * 100) * 6000)


@corpus.case("words of 12 MB", is_heavy=True)
def _() -> bytes:
    return word_file(p("学" * 4_000_000))


@corpus.case("a million empty paragraphs", is_heavy=True)
def _() -> bytes:
    return word_file("<w:p/>" * 1_000_000 + _BODY)


@corpus.case("nine million empty elements", is_heavy=True)
def _() -> bytes:
    return word_file("<w:p>" + "<a/>" * 9_000_000 + "</w:p>")


@corpus.case("a million attributes", is_heavy=True)
def _() -> bytes:
    return word_file("<w:p " + " ".join(f'a{n}="1"' for n in range(1_000_000)) + "/>")


@corpus.case("attribute of 20 MB", is_heavy=True)
def _() -> bytes:
    return word_file(f'<w:p w:x="{"a" * 20_000_000}"/>')


@corpus.case("a hundred thousand names of spaces", is_heavy=True)
def _() -> bytes:
    return word_file("".join(f'<a{n}:p xmlns:a{n}="urn:{n}"/>' for n in range(100_000)))


@corpus.case("table of a thousand by a thousand", "表格", is_heavy=True)
def _() -> bytes:
    return word_file(p("甲") + table(*["<w:tc><w:p/></w:tc>" * 1000] * 1000))


@corpus.case("long cell over many columns, many times", "万字", is_heavy=True)
def _() -> bytes:
    return word_file(p("甲") + table(*[cell("学" * 10_000, '<w:gridSpan w:val="60"/>') + cell("乙")] * 9))


@corpus.case("ten thousand styles one upon the other", is_heavy=True)
def _() -> bytes:
    styles = "".join(_style(f"s{n}", _based(f"s{n + 1}")) for n in range(10_000))
    return word_file("".join(_styled(f"s{n}") for n in range(10_000)), styles=styles)


@corpus.case("ten thousand lists", is_heavy=True)
def _() -> bytes:
    body = "".join(numbered("甲", n % 10_000 + 1, n % 9) for n in range(50_000))
    return word_file(body, numbering=lists(*[levels(*["decimal %1"] * 9)] * 10_000))


@corpus.case("list of a hundred thousand overrides", READS, is_heavy=True)
def _() -> bytes:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride>' * 100_000
    return word_file(numbered("甲", 1) * 1000, numbering=lists(_PLAIN, overrides={1: override}))


@corpus.case("fifty thousand changes", is_heavy=True)
def _() -> bytes:
    changed = "<w:ins><w:r><w:t>甲</w:t></w:r></w:ins><w:del><w:r><w:delText>乙</w:delText></w:r></w:del>"
    return word_file(p(inner=changed, props="<w:rPr><w:del/></w:rPr>") * 50_000)


@corpus.case("fifty thousand comments", is_heavy=True)
def _() -> bytes:
    comments = "".join(f'<w:comment w:id="{n}">{p("核")}</w:comment>' for n in range(50_000))
    hung = "".join(f'<w:r><w:commentReference w:id="{n}"/></w:r>' for n in range(50_000))
    return word_file(p("甲", inner=hung), comments=comments)


@corpus.case("fifty thousand boxes", is_heavy=True)
def _() -> bytes:
    return word_file(p("甲", inner=_BOX.format(p("乙")) * 50_000))
