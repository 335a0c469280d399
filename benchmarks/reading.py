"""How long old papers take to be read and understood, against the least that could be done with them.

`make bench` prints the table. Text: against a crude extractor, a handful of regular expressions over the same
text, as one would write in an afternoon. Word: against lxml parsing the file's XML and collecting its words.
The sides take turns, so that a busy machine slows both. Ten times the text may take twelve times as long.
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
TEXT_BAR, WORD_BAR, TENFOLD_BAR = 4.0, 2.0, 12.0
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
NUMBER = re.compile(
    r"(\d+(?:\.\d+)?)\s*(?:余|多)?\s*(万人次|人次|平方米|亿元|万元|万人|个百分点|场次|[%％‰元人名所个家项座套处件份场次户辆枚亩分万亿])"
)
VERBS = re.compile(r"(达到了?|达|为|共有|共|有|约|近|超过|占|增长|提高到?|下降|完成|实现)+$")
FAULTS = (
    re.compile(r"[xX×]{2,}|\*{2,}|[xX][个名%元所]|此处填写"),
    re.compile(r"上传人|文档编号|编辑:小编|上一篇|下一篇|索引号|推荐访问|第\d+页"),
    re.compile(r"。。|，，|,,|…………|-{10,}"),
)


class Timing(NamedTuple):
    """Medians in seconds of the processor; `ratio` is that of each turn's own two times."""

    ours: float
    theirs: float
    ratio: float


def main() -> None:
    written, long = (to_text(paper(length).document) for length in (CHARACTERS, LONG))
    data, word_file = written.encode(), to_docx(paper(LONG).document)
    timings = {
        f"text, {len(written)} characters": (
            _against(lambda: understand(text.read(data)), lambda: crude(data)),
            TEXT_BAR,
        ),
        "Word file, read": (_against(lambda: docx.read(word_file), lambda: collected(word_file)), WORD_BAR),
        "ten times the text": (_against(*_tenfold(long)), TENFOLD_BAR),
    }
    speed = len(data) / timings[f"text, {len(written)} characters"][0].ours / 1_000_000
    sys.stdout.write(f"{'':34}{'ours':>10}{'theirs':>10}{'ratio':>8}{'bar':>6}\n")
    for name, (timing, bar) in timings.items():
        shown = f"{timing.ours * 1000:8.1f}ms{timing.theirs * 1000:8.1f}ms{timing.ratio:8.2f}{bar:6.0f}\n"
        sys.stdout.write(f"{name:34}{shown}")
    sys.stdout.write(f"reading and understanding text: {speed:.2f} MB of UTF-8 a second\n")
    if any(timing.ratio > bar for timing, bar in timings.values()):
        sys.exit("A bar does not hold.")


def _tenfold(written: str) -> tuple[Callable[[], object], Callable[[], object]]:
    once = written[: len(written) // 10 + 1].encode("utf-8", "ignore")
    long = written.encode()
    return lambda: understand(text.read(long)), lambda: understand(text.read(once))


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
    return list(_headings(written)), list(_figures(written)), list(_faults(written))


def _headings(written: str) -> Iterator[object]:
    for start in STARTS.finditer(written):
        for level, pattern in MARKS:
            mark = pattern.match(written, start.end())
            if mark:
                stop = STOPS.search(written, mark.end())
                end = stop.start() if stop else len(written)
                if 0 < end - mark.end() <= 40:
                    yield level, mark[0], written[mark.end() : end]
                break


def _figures(written: str) -> Iterator[object]:
    for found in NUMBER.finditer(written):
        if re.match(r"(19|20)\d\d", found[1]) and written[found.end(1) : found.end(1) + 1] == "年":
            continue
        start = max(written.rfind(sign, 0, found.start()) for sign in "，。；！？\n、：（(,;:") + 1
        ends = (written.find(sign, found.end()) for sign in "，。；！？\n、：）),;:")
        end = min([place for place in ends if place >= 0] or [len(written)])
        yield VERBS.sub("", written[start : found.start()].strip()), found[1], found[2], written[start:end]


def _faults(written: str) -> Iterator[object]:
    for pattern in FAULTS:
        for found in pattern.finditer(written):
            yield written[max(0, found.start() - 4) : found.end() + 4].strip()


def collected(word_file: bytes) -> str:
    """The words of a Word file and nothing else."""
    with zipfile.ZipFile(io.BytesIO(word_file)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    paragraphs = ("".join(part.text or "" for part in item.iter(f"{W}t")) for item in root.iter(f"{W}p"))
    return "\n".join(paragraphs)


if __name__ == "__main__":
    main()
