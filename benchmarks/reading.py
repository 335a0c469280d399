"""How long old papers take to be read and understood, against the least that could be done with them.

`make bench` prints the table. Text: against a crude extractor, a handful of regular expressions over the same
text, as one would write in an afternoon: headings, figures with their labels, faults. Word: against lxml
parsing the text's XML (of a short file all of its XML, which counts there) and collecting its words. The
sides take turns, so that a busy machine slows both. Ten times the text may take twelve times as long.
"""

import gc
import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from statistics import median
from time import process_time
from typing import NamedTuple

from lxml import etree

from benchmarks.papers import paper
from edusum.document.readers import docx, text
from edusum.document.understanding.understand import understand
from edusum.export.text import to_text
from edusum.export.word import to_docx

CHARACTERS, LONG, ROUNDS = 10_000, 60_000, 9
SHORT = (500, 1000, 1500, 2000)
SHORT_WORD = 3000
TEXT_BAR, WORD_BAR, TENFOLD_BAR = 4.0, 2.0, 12.0
CUT_LINES = "教育教学工作按照计划有序推进并且一直没有写完这句话\n附件:" * 5000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKS = (
    (1, re.compile(r"[一二三四五六七八九十]+、")),
    (2, re.compile(r"[（(][一二三四五六七八九十]+[)）]")),
    (3, re.compile(r"\d{1,2}[、.．](?!\d)")),
    (4, re.compile(r"[（(]\d{1,2}[)）]")),
    (3, re.compile(r"[一二三四五六七八九十]是|[一二三四]要|第[一二三四五六]，")),
)
STARTS = re.compile(r"(?:^|(?<=[\n。；;]))[ \u3000]*(?=\S)")
STOPS = re.compile(r"[。；：\n，]")
UNITS = (
    r"(?:万人次|多万人次|人次数|人次|万平方米|平方米|公顷|万亩|亩|亿元|万元|千元|元|万人|万名|万册|万份|万件|个百分点|个小时"
    r"|节次|课时|[%％‰]|[人名位所个家项座套台间处件份场次期户辆册本亩张岁分条类对节门班组级万亿])"
)
NUMBER = re.compile(rf"(\d+(?:\.\d+)?)\s*(?:余|多)?\s*({UNITS})")
VERBS = re.compile(r"(达到了?|达|为|共有|共|有|约|近|超过|其中|占|增长|提高到?|下降|减少|完成|实现|培训)+$")
WHOSE = re.compile(r"^(其中|全区|全县|全市|全省|我区|我县|共)")
FAULTS = (
    ("placeholder", re.compile(r"[xX×]{2,}|\*{2,}|[xX][个名%元所]|[xX]万元|此处填写")),
    (
        "residue",
        re.compile(
            r"上传人|文档编号|编辑:小编|上一篇|下一篇|\[标签|索引号|推荐访问|点击下载|第\d+页|共\d+页"
        ),
    ),
    ("punctuation", re.compile(r"。。|，，|,，|\.，")),
    ("residue", re.compile(r"…………|-{10,}")),
)
FIRST_LEVEL = re.compile(r"(?:^|\n|。)([一二三四五六七八九十])、")
DIGITS = "一二三四五六七八九十"


class Timing(NamedTuple):
    """Medians in seconds of the processor; `ratio` is that of each turn's own two times."""

    ours: float
    theirs: float
    ratio: float


def main() -> None:
    written, long = (to_text(paper(length).document) for length in (CHARACTERS, LONG))
    data, word_file = written.encode(), to_docx(paper(LONG).document)
    short = [to_text(paper(length).document).encode() for length in SHORT]
    short_word = to_docx(paper(SHORT_WORD).document)
    timings = {
        f"text, {len(written)} characters": (
            _against(lambda: understand(text.read(data)).quantities, lambda: crude(data)),
            TEXT_BAR,
        ),
        f"{len(short)} texts, {sum(map(len, short)) // 3} characters together": (
            _against(
                lambda: [understand(text.read(one)).quantities for one in short],
                lambda: [crude(one) for one in short],
            ),
            TEXT_BAR,
        ),
        "Word file, read": (_against(lambda: docx.read(word_file), lambda: collected(word_file)), WORD_BAR),
        f"Word file of {SHORT_WORD} characters": (
            _against(lambda: docx.read(short_word), lambda: collected(short_word, is_whole=True)),
            WORD_BAR,
        ),
        "ten times the text": (_against(*_tenfold(long)), TENFOLD_BAR),
        "ten times the lines that never end": (_against(*_tenfold(CUT_LINES)), TENFOLD_BAR),
    }
    speed = len(data) / timings[f"text, {len(written)} characters"][0].ours / 1_000_000
    sys.stdout.write(f"{'':40}{'ours':>10}{'theirs':>10}{'ratio':>8}{'bar':>6}\n")
    for name, (timing, bar) in timings.items():
        shown = f"{timing.ours * 1000:8.1f}ms{timing.theirs * 1000:8.1f}ms{timing.ratio:8.2f}{bar:6.0f}\n"
        sys.stdout.write(f"{name:40}{shown}")
    sys.stdout.write(f"reading and understanding text: {speed:.2f} MB of UTF-8 a second\n")
    if any(timing.ratio > bar for timing, bar in timings.values()):
        sys.exit("A bar does not hold.")


def _tenfold(written: str) -> tuple[Callable[[], object], Callable[[], object]]:
    once = written[: len(written) // 10 + 1].encode("utf-8", "ignore")
    long = written.encode()
    return lambda: understand(text.read(long)).quantities, lambda: understand(text.read(once)).quantities


def _against(ours: Callable[[], object], theirs: Callable[[], object]) -> Timing:
    ours(), theirs()
    turns = [(_seconds(ours), _seconds(theirs)) for _ in range(ROUNDS)]
    return Timing(
        median(mine for mine, _ in turns),
        median(other for _, other in turns),
        median(mine / other for mine, other in turns),
    )


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    started = process_time()
    work()
    return process_time() - started


def crude(data: bytes) -> tuple[list[object], ...]:
    """Headings, figures and faults as regular expressions find them."""
    written = data.decode()
    return list(_headings(written)), list(_figures(written)), [*_faults(written), *_gaps(written)]


def _headings(written: str) -> Iterator[object]:
    for start in STARTS.finditer(written):
        for level, pattern in MARKS:
            mark = pattern.match(written, start.end())
            if mark:
                stop = STOPS.search(written, mark.end())
                end = stop.start() if stop else len(written)
                if 0 < end - mark.end() <= 40:
                    yield {"level": level, "marker": mark[0], "text": written[mark.end() : end]}
                break


def _figures(written: str) -> Iterator[object]:
    for found in NUMBER.finditer(written):
        if re.match(r"(19|20)\d\d", found[1]) and written[found.end(1) : found.end(1) + 1] == "年":
            continue
        start = max(written.rfind(sign, 0, found.start()) for sign in "，。；！？\n、：（(,;:") + 1
        ends = (written.find(sign, found.end()) for sign in "，。；！？\n、：）),;:")
        end = min([place for place in ends if place >= 0] or [len(written)])
        label = VERBS.sub("", written[start : found.start()].strip()) or written[found.end() : end]
        quote = written[start:end]
        yield {"label": WHOSE.sub("", label), "value": found[1], "unit": found[2], "quote": quote}


def _faults(written: str) -> Iterator[object]:
    for kind, pattern in FAULTS:
        for found in pattern.finditer(written):
            yield {"kind": kind, "quote": written[max(0, found.start() - 4) : found.end() + 4].strip()}


def _gaps(written: str) -> Iterator[object]:
    last = 0
    for found in FIRST_LEVEL.finditer(written):
        number = DIGITS.index(found[1]) + 1
        if number not in (1, last + 1):
            kind = "numbering_gap" if number > last + 1 else "numbering_duplicate"
            yield {"kind": kind, "quote": written[found.start(1) : found.start(1) + 10].partition("\n")[0]}
        last = number


def collected(word_file: bytes, *, is_whole: bool = False) -> str:
    """The words of a Word file and nothing else; `is_whole`: all of its XML is parsed, styles and all."""
    with zipfile.ZipFile(io.BytesIO(word_file)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
        others = [name for name in package.namelist() if name.endswith((".xml", ".rels"))] if is_whole else []
        for name in others:
            if name != "word/document.xml":
                etree.fromstring(package.read(name))
    paragraphs = ("".join(part.text or "" for part in item.iter(f"{W}t")) for item in root.iter(f"{W}p"))
    return "\n".join(paragraphs)


if __name__ == "__main__":
    main()
