import pytest
from django.urls import reverse

from edusum.library import services
from edusum.library.deriving import derive_template
from edusum.library.models import ReportTemplate
from edusum.library.services import SYSTEM, PhraseInput
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    ReportTemplateFactory,
    TemplateVersionFactory,
    member,
    published_version,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def desk(client, bureau):
    client.force_login(member(bureau, Role.LIBRARY_MANAGER))
    return client


@pytest.fixture
def shared():
    return published_version(
        {"学前教育": ["入园率提高。"], "校园安全": ["平安。"]},
        report_template__code="annual",
        report_template__name="年度总结",
    )


def next_version(version, text, *, publish=False):
    copy = services.copy_version(version=version, actor=SYSTEM)
    section = copy.sections.first()
    services.save_phrases(section=section, phrases=[PhraseInput(text)], actor=SYSTEM)
    return services.publish_version(version=copy, actor=SYSTEM) if publish else copy


def derived(version, bureau):
    return derive_template(version=version, bureau=bureau, name="本局总结", actor=SYSTEM)


def compare_url(old, new):
    return reverse("library:version_compare", args=[old.pk, new.pk])


def workshop(version):
    return reverse("admin:library_templateversion_change", args=[version.pk])


# two versions


def test_what_differs_is_marked_and_what_does_not_is_folded(desk, shared):
    new = next_version(shared, "入学率提高。")
    shown = desk.get(compare_url(shared, new)).content.decode()
    assert "修改 1 节" in shown
    assert "入<del>园</del>率提高。" in shown
    assert "入<ins>学</ins>率提高。" in shown
    assert "<summary>1 节没有改动</summary>" in shown
    assert "第1版（已发布）" in shown
    assert "第2版（编辑中）" in shown


def test_what_did_not_change_can_be_left_out(desk, shared):
    new = next_version(shared, "入学率提高。")
    page = desk.get(compare_url(shared, new), {"changes": "1"})
    assert "没有改动" not in page.content.decode()
    assert '<a href="?">全部显示</a>' in page.content.decode()


def test_equal_versions_are_told_to_be_equal(desk, shared):
    same = services.copy_version(version=shared, actor=SYSTEM)
    assert "<h2>没有差别</h2>" in desk.get(compare_url(shared, same)).content.decode()


def test_words_of_phrases_are_shown_not_run(desk, shared):
    new = next_version(shared, "“<b>”{{ 年度 }}。")
    assert "“&lt;b&gt;”{{ 年度 }}。" in desk.get(compare_url(shared, new)).content.decode()


def test_a_private_version_of_another_bureau_is_not_compared(desk, shared):
    other = TemplateVersionFactory(report_template__bureau=BureauFactory())
    for old, new in ((shared, other), (other, shared)):
        assert desk.get(compare_url(old, new)).status_code == 404


def test_large_versions_take_as_many_queries_as_small_ones(desk, shared):
    new = next_version(shared, "入学率提高。")
    few = queries_of(lambda: desk.get(compare_url(shared, new)))
    for section in list(new.sections.all()):
        services.save_phrases(section=section, phrases=[PhraseInput("改。")] * 3, actor=SYSTEM)
    assert queries_of(lambda: desk.get(compare_url(shared, new))) == few


@pytest.mark.parametrize("sent", [{}, {"with": "x"}, {"with": "99999"}])
def test_a_choice_of_nothing_leads_nowhere(desk, shared, sent):
    address = reverse("library:version_compare_with", args=[shared.pk])
    assert desk.get(address, sent).status_code == 404


def test_the_older_one_stands_on_the_left(desk, shared, bureau):
    new, own = next_version(shared, "新。"), derived(shared, bureau)

    def led(version, other):
        address = reverse("library:version_compare_with", args=[version.pk])
        return desk.get(address, {"with": other.pk}).url

    assert led(shared, new) == led(new, shared) == compare_url(shared, new)
    assert led(shared, own) == led(own, shared) == compare_url(shared, own)


# the page of a version


def test_a_version_leads_to_its_file_its_history_and_its_kin(desk, shared, bureau):
    new, own = next_version(shared, "新。"), derived(shared, bureau)
    derived(shared, BureauFactory())
    page = desk.get(workshop(new))
    kin = page.context["kin"]
    assert kin.before == shared
    assert kin.groups == (
        ("本模板的其他版本", (shared,)),
        (f"本局总结（{bureau.short_name}专用）", (own,)),
    )
    shown = page.content.decode()
    for address in (
        compare_url(shared, new),
        reverse("library:version_export", args=[new.pk]),
        reverse("library:revision_list", args=[new.pk]),
    ):
        assert f'href="{address}"' in shown


def test_only_what_is_shared_and_in_use_can_be_derived_from(desk, shared, bureau):
    address = reverse("library:template_derive", args=[shared.pk])
    assert address in desk.get(workshop(shared)).content.decode()
    assert "派生本单位模板" not in desk.get(workshop(next_version(shared, "新。"))).content.decode()
    assert "派生本单位模板" not in desk.get(workshop(derived(shared, bureau))).content.decode()


def test_many_versions_take_as_many_queries_as_two(desk, shared):
    new = next_version(shared, "新。", publish=True)
    newest = next_version(new, "更新。")
    few = queries_of(lambda: desk.get(workshop(newest)))
    for bureau in BureauFactory.create_batch(2):
        derived(new, bureau)
    assert queries_of(lambda: desk.get(workshop(newest))) == few


# deriving


def test_a_bureau_derives_its_own(desk, shared, bureau):
    address = reverse("library:template_derive", args=[shared.pk])
    assert desk.get(address).context["form"]["name"].initial == "年度总结"
    page = desk.post(address, {"bureau": bureau.pk, "name": "本局总结"}, follow=True)
    own = ReportTemplate.objects.get(bureau=bureau)
    assert (own.name, own.derived_from) == ("本局总结", shared)
    assert page.redirect_chain == [(workshop(own.versions.get()), 302)]


def test_what_cannot_be_derived_is_told_in_place(desk, shared, bureau):
    ReportTemplateFactory(code="annual", bureau=bureau, name="已有的")
    address = reverse("library:template_derive", args=[shared.pk])
    page = desk.post(address, {"bureau": bureau.pk, "name": "本局总结"})
    assert page.status_code == 422
    assert "本单位已有同一代码（annual）的模板“已有的”" in page.content.decode()


def test_no_bureau_of_others_can_be_chosen(desk, shared):
    address = reverse("library:template_derive", args=[shared.pk])
    page = desk.post(address, {"bureau": BureauFactory().pk, "name": "本局总结"})
    assert page.status_code == 422
    assert ReportTemplate.objects.count() == 1


# deviations


def deviations_url(version):
    return reverse("library:template_deviations", args=[version.report_template_id])


def test_a_derived_template_lists_how_it_differs(desk, shared, bureau):
    own = derived(shared, bureau)
    services.save_phrases(section=own.sections.first(), phrases=[PhraseInput("入学率提高。")], actor=SYSTEM)
    assert deviations_url(own) in desk.get(workshop(own)).content.decode()
    shown = desk.get(deviations_url(own)).content.decode()
    assert "修改 1 节" in shown
    assert "入<ins>学</ins>率提高。" in shown
    assert "共用模板已有新的" not in shown


def test_a_newer_shared_version_is_told_with_what_it_changed(desk, shared, bureau):
    own = derived(shared, bureau)
    newer = next_version(shared, "新政策。", publish=True)
    assert "共用模板已有新的第2版" in desk.get(workshop(own)).content.decode()
    shown = desk.get(deviations_url(own)).content.decode()
    assert f'<a href="{compare_url(shared, newer)}">它改了什么</a>' in shown
    follow = reverse("library:template_follow", args=[own.report_template_id])
    page = desk.post(follow, {"version": newer.pk}, follow=True)
    assert [str(message) for message in page.context["messages"]] == ["已记下：今后与共用模板第2版比较。"]
    assert "共用模板已有新的" not in page.content.decode()


def test_the_page_of_the_template_leads_there(desk, shared, bureau):
    def page(version):
        return desk.get(reverse("admin:library_reporttemplate_change", args=[version.report_template_id]))

    own = derived(shared, bureau)
    assert f'年度总结 第1版（共用） <a href="{deviations_url(own)}">' in page(own).content.decode()
    assert "派生自" not in page(shared).content.decode()


def test_what_was_not_derived_has_no_such_page(desk, shared):
    assert desk.get(deviations_url(shared)).status_code == 404
