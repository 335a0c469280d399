"""The pictures of docs/word.md, drawn anew: `.venv/bin/python -m tests.export.pictures`."""

import subprocess
import tempfile
from pathlib import Path

from edusum.export.styles import STANDARD
from tests.export.rendered import to_pdfs, tool
from tests.export.showcase import formal, report
from tests.export.validators import ROOT

FOLDER = ROOT / "docs/word"
PICTURES = {
    "title": ("report", 1),
    "levels": ("report", 2),
    "table-and-chart": ("report", 3),
    "landscape": ("report", 6),
    "attachment": ("report", 8),
    "letterhead": ("formal", 1),
}
RESOLUTION = 80


def main() -> None:
    papers = {"report": report(), "formal": formal()}
    with tempfile.TemporaryDirectory() as folder:
        pdfs = to_pdfs(Path(folder), {name: (paper, STANDARD) for name, paper in papers.items()})
        FOLDER.mkdir(parents=True, exist_ok=True)
        for picture, (paper, page) in PICTURES.items():
            _draw(pdfs[paper], page, FOLDER / picture)


def _draw(pdf: Path, page: int, target: Path) -> None:
    command = [tool("pdftoppm", "poppler-utils"), "-png", "-singlefile", "-r", str(RESOLUTION)]
    subprocess.run([*command, "-f", str(page), "-l", str(page), pdf, target], check=True, timeout=60)


if __name__ == "__main__":
    main()
