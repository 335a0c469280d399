"""The long proof of 花脸稿: hundreds of generated pairs of papers."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from edusum.document.model import Document
from edusum.export.redline import Author, Authorship, redline
from edusum.export.styles import STANDARD
from edusum.export.word import to_docx
from tests.export.mutations import pairs
from tests.export.revisions import W, accepted, as_written, marks, rejected
from tests.export.rules import breaches
from tests.export.validators import audit_errors, sdk_errors

BATCHES, EACH = 4, 150
EACH_LOOKED_AT = 10
"""The validators take a second a file."""
AUTHORSHIP = Authorship(
    Author("示例人员", datetime(2026, 1, 8, 1, 30, tzinfo=UTC)),
    {"s-1-0": Author("另一人员", datetime(2026, 1, 7, 1, 30, tzinfo=UTC))},
)


@pytest.mark.proof
@pytest.mark.parametrize("batch", range(BATCHES))
def test_accepting_gives_the_new_paper_and_rejecting_the_old_one(batch, tmp_path):
    kept: list[Path] = []

    @seed(batch)
    @settings(
        max_examples=EACH,
        derandomize=False,
        database=None,
        deadline=None,
        phases=[Phase.generate],  # making a failing pair smaller takes minutes
        suppress_health_check=list(HealthCheck),
    )
    @given(pairs())
    def hold(pair: tuple[Document, Document]) -> None:
        old, new = pair
        word_file = redline(old, new, STANDARD, AUTHORSHIP)
        assert accepted(word_file) == as_written(to_docx(new))
        assert rejected(word_file) == as_written(to_docx(old))
        assert breaches(word_file) == []
        assert redline(old, new, STANDARD, AUTHORSHIP) == word_file
        numbers = [mark.get(f"{W}id") for mark in marks(word_file) if not mark.tag.endswith("RangeEnd")]
        assert len(numbers) == len(set(numbers))
        path = tmp_path / f"{len(kept)}.docx"
        path.write_bytes(word_file)
        kept.append(path)

    hold()
    looked_at = kept[::EACH_LOOKED_AT]
    assert [errors for path in looked_at if (errors := audit_errors(path))] == []
    assert sdk_errors(looked_at) == {}
