"""The long proof of reading: generated old papers come back from their files with the outline they had."""

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from edusum.document.readers.reading import read
from edusum.document.understanding.understand import understand
from edusum.export.styles import layout_of
from edusum.export.text import to_text
from edusum.export.word import to_docx
from tests.document.understanding.generated import ENCODINGS, by_python_docx, outline, papers
from tests.export.generated import houses

BATCHES, EACH = 4, 80


@pytest.mark.proof
@pytest.mark.parametrize("batch", range(BATCHES))
def test_generated_papers_come_back_from_word_and_text_with_the_same_outline(batch):
    seen = []

    @seed(batch)
    @settings(
        max_examples=EACH,
        database=None,
        derandomize=False,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    @given(papers(), houses, st.sampled_from(ENCODINGS))
    def hold(paper, house, encoding):
        document, styles = paper
        files = {
            "text": to_text(document).encode(encoding),
            "our Word file": to_docx(document, layout_of(house)),
            "typed marks": by_python_docx(document, styles, is_automatic=False),
            "automatic lists": by_python_docx(document, styles, is_automatic=True),
        }
        expected = outline(document)
        for name, data in files.items():
            found = understand(read(data)).document
            assert (name, found.title, outline(found)) == (name, document.title, expected)
        seen.append(document)

    hold()
    assert len(seen) >= EACH
