"""The long proof of the Word file: hundreds of generated documents, in batches that run side by side."""

import pytest
from hypothesis import HealthCheck, given, seed, settings
from openxml_audit import OpenXmlValidator

from edusum.document.model import Document
from edusum.export.word import to_docx
from tests.export.papers import documents
from tests.export.rules import breaches

BATCHES, EACH = 4, 75
VALIDATOR = OpenXmlValidator()


@pytest.mark.proof
@pytest.mark.parametrize("batch", range(BATCHES))
def test_generated_documents_are_valid_word_files_always_the_same_ones(batch, tmp_path):
    path = tmp_path / "paper.docx"

    @seed(batch)
    @settings(max_examples=EACH, derandomize=False, suppress_health_check=[HealthCheck.too_slow])
    @given(documents())
    def hold(document: Document) -> None:
        word_file = to_docx(document)
        path.write_bytes(word_file)
        assert [str(error) for error in VALIDATOR.validate(path).errors] == []
        assert breaches(word_file) == []
        assert to_docx(document) == word_file

    hold()


@pytest.mark.proof
@settings(max_examples=500, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_generated_documents_survive_being_kept_as_json(document):
    assert Document.from_json(document.to_json()) == document
