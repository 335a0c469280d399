import pytest
from django.urls import reverse

from edusum.drafts.models import SectionText
from edusum.drafts.shortfalls import Shortfall, shortfalls_of
from edusum.orgs.enums import Role
from tests.factories import (
    AttachmentFactory,
    DepartmentFactory,
    MetricDefinitionFactory,
    member,
    published_version,
    started_draft,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    MetricDefinitionFactory(name="幼儿园数")
    version = published_version({"学前": ["共有{{ 幼儿园数 }}。"], "义务": [""], "安全": ["平安。"]})
    draft = started_draft(bureau__full_name="示例区教育局", version=version)
    department = DepartmentFactory(bureau=draft.bureau, name="学前科")
    draft.section_texts.filter(section__heading="学前").update(department=department)
    draft.section_texts.filter(section__heading="安全").update(state="approved", text="平安。")
    return draft


def test_a_paper_tells_place_by_place_what_it_lacks(draft):
    attachment = AttachmentFactory(draft=draft, name="园所名单", text="")
    found = shortfalls_of(draft)
    assert found.places == (
        Shortfall("一、学前", _url(draft, "学前"), "学前科", True, False, ("幼儿园数",)),
        Shortfall("二、义务", _url(draft, "义务"), "统稿人", True, True, ()),
        Shortfall(
            "附件：园所名单",
            reverse("drafts:attachment_edit", args=[draft.pk, attachment.pk]),
            "统稿人",
            is_open=False,
            is_empty=True,
            gaps=(),
            is_attachment=True,
        ),
    )
    assert found.words == "2 节没有交稿，1 节没有文字，1 个附件没有内容，1 项指标缺数"


def test_what_the_paper_leaves_out_lacks_nothing(draft):
    draft.section_texts.filter(section__heading__in=["学前", "义务"]).update(is_omitted=True)
    assert (shortfalls_of(draft).places, shortfalls_of(draft).words) == ((), "")


def test_a_heading_above_other_sections_is_not_empty(draft):
    top = draft.section_texts.get(section__heading="义务")
    SectionText.objects.create(draft=draft, own_heading="小学", own_parent=top, own_rank=1)
    assert [place.title for place in shortfalls_of(draft).places if place.is_empty] == ["（一）小学"]


def test_the_page_before_the_download_leads_to_every_place(client, draft):
    client.force_login(member(draft.bureau, Role.EDITOR))
    html = client.get(reverse("export:draft_export", args=[draft.pk])).content.decode()
    assert "还有 2 节没有交稿，1 节没有文字，1 项指标缺数，下面“还缺什么”里逐处列出。" in html
    assert [f'href="{_url(draft, name)}"' in html for name in ("学前", "义务", "安全")] == [True, True, False]


def test_the_desk_counts_the_same(client, draft):
    client.force_login(member(draft.bureau, Role.EDITOR))
    html = client.get(reverse("drafts:draft_detail", args=[draft.pk])).content.decode()
    assert "全文 3 节，1 节已交，1 项指标待补，1 节还没有文字。" in html


def test_three_shortfalls_take_as_many_queries_as_one(draft):
    def one_more(name):
        AttachmentFactory(draft=draft, name=name, text="")
        SectionText.objects.create(draft=draft, own_heading=name, own_rank=9)

    one_more("甲")
    one = queries_of(lambda: shortfalls_of(draft))
    one_more("乙")
    one_more("丙")
    assert queries_of(lambda: shortfalls_of(draft)) == one


def _url(draft, heading):
    row = draft.section_texts.get(section__heading=heading)
    return reverse("drafts:section_edit", args=[draft.pk, row.pk])
