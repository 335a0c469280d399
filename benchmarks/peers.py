"""Others who write the same text: the floor, python-docx, docxtpl, and what is installed besides."""

import json
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import NamedTuple
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docxtpl import DocxTemplate

from benchmarks.papers import Paper
from edusum.export.oxml import ids
from edusum.export.word import to_docx

STYLE_NAMES = {
    "Title": "Title",
    "1": "Heading 1",
    "2": "Heading 2",
    "Body": "公文正文",
    "Caption": "公文表题",
}
STYLE_IDS = {
    "Title": ids.TITLE,
    "1": ids.HEADINGS[0],
    "2": ids.HEADINGS[1],
    "Body": ids.BODY,
    "Caption": ids.TABLE_CAPTION,
}
MAIN = "word/document.xml"
SCRIPT = Path(__file__).with_name("peers.js")
NODE_MODULES = Path(__file__).resolve().parents[1] / ".venv/share/peers/node_modules"


class Peer(NamedTuple):
    """`timed(turns)` gives milliseconds of processor time of each turn, and the file of the last."""

    name: str
    timed: Callable[[int], tuple[list[float], bytes]]


def floor(text: Paper, word_file: bytes, *, is_alone: bool = False) -> Callable[[], bytes]:
    """One string of paragraphs and at most one table, and the other parts of `word_file` as they are.

    `is_alone`: without those parts, which makes no Word file.
    """
    with ZipFile(BytesIO(word_file)) as archive:
        others = [name for name in archive.namelist() if name != MAIN and not is_alone]
        parts = {name: archive.read(name) for name in others}
        main = archive.read(MAIN).decode()
    head, tail = main[: main.index("<w:body>") + 8], main[main.rindex("<w:sectPr>") :]

    def write() -> bytes:
        body = "".join(
            f'<w:p><w:pPr><w:pStyle w:val="{STYLE_IDS[block.style]}"/></w:pPr>'
            f'<w:r><w:t xml:space="preserve">{escape(block.text)}</w:t></w:r></w:p>'
            for block in text.blocks
        )
        buffer = BytesIO()
        with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
            archive.writestr(MAIN, f"{head}{body}{_table(text)}{tail}")
        return buffer.getvalue()

    return write


def _table(text: Paper) -> str:
    if not text.table:
        return ""
    count = len(text.table[0])
    rows = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in text.table)
    frame = f'<w:tblPr><w:tblStyle w:val="{ids.TABLE}"/><w:tblW w:w="8845" w:type="dxa"/></w:tblPr>'
    grid = f'<w:tblGrid>{f"""<w:gridCol w:w="{8845 // count}"/>""" * count}</w:tblGrid>'
    return f"<w:tbl>{frame}{grid}{rows}</w:tbl><w:p/>"


def _cell(text: str) -> str:
    return (
        f'<w:tc><w:tcPr/><w:p><w:pPr><w:pStyle w:val="{ids.TABLE_TEXT}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
    )


def present(text: Paper) -> Iterator[Peer]:
    """Every one that can run here."""
    yield Peer("python-docx, named styles", lambda turns: _measured(lambda: _python_docx(text), turns))
    yield Peer("docxtpl", _docxtpl(text))
    for module in ("docx", "carbone"):
        if shutil.which("node") and (NODE_MODULES / module).exists():
            yield Peer({"docx": "docx-js"}.get(module, module), _node(module, text))
    if program := shutil.which("pandoc"):
        yield Peer("pandoc, with its start", _pandoc(program, text))


def _measured(write: Callable[[], bytes], turns: int) -> tuple[list[float], bytes]:
    word_file, times = write(), []
    for _ in range(turns):
        began = _clock()
        word_file = write()
        times.append((_clock() - began) * 1000)
    return times, word_file


def _clock() -> float:
    """Processor time of this process and of the children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def _reference(text: Paper) -> BytesIO:
    """An empty file of ours: nobody else has to bring styles along."""
    return BytesIO(to_docx(type(text.document)("")))


def _saved(word_file: "docx.document.Document | DocxTemplate") -> bytes:
    buffer = BytesIO()
    word_file.save(buffer)
    return buffer.getvalue()


def _python_docx(text: Paper) -> bytes:
    word_file = docx.Document(_reference(text))
    for block in text.blocks:
        word_file.add_paragraph(block.text, style=STYLE_NAMES[block.style])
    return _saved(word_file)


def _docxtpl(text: Paper) -> Callable[[int], tuple[list[float], bytes]]:
    page = docx.Document(_reference(text))
    for line, style in _loop(("{{%p for b in d %}}", "{{{{ b.text }}}}", "{{%p endfor %}}")):
        page.add_paragraph(line, style=style)
    template = _saved(page)
    context = {"d": [block._asdict() for block in text.blocks]}

    def write() -> bytes:
        word_file = DocxTemplate(BytesIO(template))
        word_file.render(context, autoescape=True)
        return _saved(word_file)

    return lambda turns: _measured(write, turns)


def _loop(marks: tuple[str, str, str]) -> Iterator[tuple[str, str]]:
    """The lines of a docxtpl template: each style's paragraph stands under its own condition."""
    begin, text, end = (mark.format() for mark in marks)
    yield begin, "Normal"
    for style in ("Title", "1", "2", "Body"):
        yield f"{{%p if b.style == '{style}' %}}", "Normal"
        yield text, STYLE_NAMES[style]
        yield "{%p endif %}", "Normal"
    yield end, "Normal"


def _node(module: str, text: Paper) -> Callable[[int], tuple[list[float], bytes]]:
    """Timed within one Node process, after its start."""

    def timed(turns: int) -> tuple[list[float], bytes]:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "template.docx").write_bytes(_carbone_template(text))
            task = {
                "modules": str(NODE_MODULES),
                "module": module,
                "turns": turns,
                "blocks": [[STYLE_IDS[block.style], block.text] for block in text.blocks],
                "parts": _nested(text),
                "title": text.document.title,
                "styles": ZipFile(_reference(text)).read("word/styles.xml").decode(),
                "folder": name,
            }
            (folder / "task.json").write_text(json.dumps(task))
            command = [str(shutil.which("node")), str(SCRIPT), str(folder / "task.json")]
            run = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 -- our own
            return json.loads(run.stdout.splitlines()[-1]), (folder / "out.docx").read_bytes()

    return timed


def _carbone_template(text: Paper) -> bytes:
    """Three loops, one in the other; each is closed by the first line of its second round."""
    page = docx.Document(_reference(text))
    page.add_paragraph("{d.title}", style="Title")
    inner = (
        ("1", "{d.parts[i].text}"),
        ("2", "{d.parts[i].subs[i].text}"),
        ("Body", "{d.parts[i].subs[i].paragraphs[i].text}"),
        ("Body", "{d.parts[i].subs[i].paragraphs[i+1].text}"),
        ("2", "{d.parts[i].subs[i+1].text}"),
        ("1", "{d.parts[i+1].text}"),
    )
    for style, line in inner:
        page.add_paragraph(line, style=STYLE_NAMES[style])
    return _saved(page)


def _nested(text: Paper) -> list[dict[str, object]]:
    return [
        {
            "text": part.marker + part.heading,
            "subs": [
                {
                    "text": sub.marker + sub.heading,
                    "paragraphs": [{"text": block.text} for block in sub.blocks],
                }
                for sub in part.sections
            ],
        }
        for part in text.document.sections
    ]


def _pandoc(program: str, text: Paper) -> Callable[[int], tuple[list[float], bytes]]:
    folder = Path(tempfile.mkdtemp(prefix="edusum-bench-"))
    (folder / "reference.docx").write_bytes(_reference(text).getvalue())
    marks = {"1": "# ", "2": "## ", "Title": "::: {custom-style=Title}\n"}
    lines = []
    for block in text.blocks:
        begin, end = (
            marks.get(block.style, '::: {custom-style="公文正文"}\n'),
            "\n:::" * (block.style not in "12"),
        )
        lines.append(f"{begin}{block.text}{end}\n")
    (folder / "in.md").write_text("\n".join(lines))
    command = [
        program,
        "--from=markdown-smart-auto_identifiers",
        "--reference-doc=reference.docx",
        "in.md",
        "-o",
        "out.docx",
    ]

    def write() -> bytes:
        subprocess.run(command, check=True, cwd=folder)  # noqa: S603 -- a program of this machine
        return (folder / "out.docx").read_bytes()

    return lambda turns: _measured(write, turns)
