"""What the report templates of the library write of sample figures is right by construction."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from edusum.assembly.services import document_of_sample
from edusum.library.files import read_library
from edusum.library.loading import load
from edusum.library.models import TemplateVersion
from edusum.proofreading.known import NOTHING, Known
from edusum.proofreading.lines import printed
from edusum.proofreading.run import proofread

FOLDER = Path(settings.FIXTURES_ROOT) / "library"
CODES = sorted(path.stem for path in (FOLDER / "templates").glob("*.yaml"))
YEAR = 2025
CHARACTERS_PER_SUSPECT = 2_000
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def rendered(django_db_setup, django_db_blocker):
    """Every template's paper with sample figures, as it is proofread; the database is left as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(read_library(FOLDER))
        versions = TemplateVersion.objects.select_related("report_template")
        found = {
            code: printed(document_of_sample(versions.get(report_template__code=code), year=YEAR))
            for code in CODES
        }
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("known", [Known(year=YEAR), NOTHING], ids=["year known", "year unknown"])
def test_a_paper_of_the_library_holds_nothing_wrong_and_hardly_anything_suspect(rendered, known):
    errors, suspects, length = [], [], 0
    for code, paper in rendered.items():
        done = proofread(paper.source, known, linked=paper.linked)
        errors += [(code, finding.rule, finding.quote, finding.evidence) for finding in done.of("error")]
        suspects += [(code, finding.rule, finding.quote, finding.evidence) for finding in done.of("suspect")]
        length += len("".join(paper.source.text.split()))
    assert errors == []
    assert len(suspects) <= length / CHARACTERS_PER_SUSPECT, suspects
