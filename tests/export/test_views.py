import io
from urllib.parse import quote

import docx
import pytest
from django.urls import reverse

from edusum.export.models import ExportRecord
from edusum.orgs.enums import Role
from tests.factories import MetricDefinitionFactory, member, published_version, started_draft
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client):
    MetricDefinitionFactory(name="幼儿园数")
    version = published_version({"学前教育": ["共有{{ 幼儿园数 }}。"]})
    draft = started_draft(bureau__full_name="示例区教育局", version=version)
    client.force_login(member(draft.bureau, Role.EDITOR))
    return draft


def test_the_page_before_the_download_lists_what_is_missing(client, draft):
    html = client.get(_url(draft)).content.decode()
    assert "下面 1 项指标还缺数" in html
    assert "还有 1 节没有交稿" in html
    assert "<li>【待补：幼儿园数】</li>" in html
    assert ExportRecord.objects.count() == 0


def test_the_download_has_the_papers_name_and_kind(client, draft):
    answer = client.post(_url(draft))
    name = quote("示例区教育局2025年工作总结.docx")
    assert answer["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"
    assert docx.Document(io.BytesIO(answer.content)).core_properties.title == "示例区教育局2025年工作总结"


def test_an_earlier_export_can_be_taken_again(client, draft):
    first = client.post(_url(draft)).content
    again = client.get(reverse("export:export_download", args=[ExportRecord.objects.get().pk]))
    assert again.content == first


def test_the_list_of_exports_takes_as_many_queries_for_one_as_for_three(client, draft):
    client.post(_url(draft))
    one = queries_of(lambda: client.get(_url(draft)))
    client.post(_url(draft))
    client.post(_url(draft))
    assert queries_of(lambda: client.get(_url(draft))) == one


def _url(draft):
    return reverse("export:draft_export", args=[draft.pk])
