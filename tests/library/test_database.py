"""What the database keeps for the library, whoever writes."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from edusum.library import services
from edusum.library.errors import LibraryError
from edusum.library.models import Section, TemplateVersion
from edusum.orgs.actors import SYSTEM
from tests.factories import ReportTemplateFactory, SectionFactory, TemplateVersionFactory

pytestmark = pytest.mark.django_db


def test_a_second_new_version_waits_until_the_first_is_stored():
    """The template is held before its versions are read, where rows can be held (SQLite holds the file)."""
    template = ReportTemplateFactory()
    with CaptureQueriesContext(connection) as queries:
        services.new_version(version=TemplateVersion(report_template=template), actor=SYSTEM)
    asked = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert 'FROM "library_reporttemplate"' in asked[0]
    assert ("FOR UPDATE" in asked[0]) is connection.features.has_select_for_update
    assert 'FROM "library_templateversion"' in asked[1]


@pytest.mark.parametrize(("level", "heading", "shape"), [(0, "标题", "own_line"), (1, "", "none")])
def test_level_0_and_no_heading_go_together(level, heading, shape):
    version = TemplateVersionFactory()
    section = Section(version=version, heading=heading, level=level, heading_form=shape)
    with pytest.raises(LibraryError, match="导语、结语"):
        services.new_section(section=section, actor=SYSTEM)
    with pytest.raises(IntegrityError, match="section_level_fits_form"), transaction.atomic():
        SectionFactory(version=version, level=level, heading=heading, heading_form=shape)
