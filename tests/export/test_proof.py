"""The long proof of the Word file: hundreds of generated documents and houses, and 416 pages."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings

from benchmarks.papers import paper
from edusum.document.house import House
from edusum.document.model import Document
from edusum.export.styles import STANDARD, layout_of
from edusum.export.word import to_docx
from tests.export.generated import houses
from tests.export.papers import documents
from tests.export.reading import outline, read
from tests.export.rendered import pages_of, to_pdfs
from tests.export.rules import breaches
from tests.export.validators import audit_errors, sdk_errors

BATCHES, EACH = 4, 60
LONG, PAGES = 220_000, 416


@pytest.mark.proof
@pytest.mark.parametrize("batch", range(BATCHES))
def test_generated_documents_are_valid_word_files_always_the_same_ones(batch, tmp_path):
    paths: list[Path] = []

    @seed(batch)
    @settings(
        max_examples=EACH,
        database=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    @given(documents(), houses)
    def hold(document: Document, house: House) -> None:
        layout = layout_of(house)
        word_file = to_docx(document, layout)
        assert breaches(word_file) == []
        assert to_docx(document, layout) == word_file
        path = tmp_path / f"{len(paths)}.docx"
        path.write_bytes(word_file)
        assert audit_errors(path) == []
        assert read(word_file) == outline(document, layout)
        paths.append(path)

    hold()
    assert len(paths) >= EACH
    assert sdk_errors(paths) == {}


@pytest.mark.proof
def test_a_document_of_416_pages_is_a_valid_word_file_with_all_its_text(tmp_path):
    document = paper(LONG).document
    pdf = to_pdfs(tmp_path, {"long": (document, STANDARD)})["long"]
    path = tmp_path / "long.docx"
    assert len(pages_of(pdf)) >= PAGES
    assert (breaches(path.read_bytes()), audit_errors(path), sdk_errors([path])) == ([], [], {})
    assert read(path.read_bytes()) == outline(document)


@pytest.mark.proof
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_generated_documents_survive_being_kept_as_json(document):
    assert Document.from_json(document.to_json()) == document
