import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError

from edusum.library import services
from edusum.library.contents import markers
from edusum.library.enums import VersionState
from edusum.library.errors import EditingVersionExistsError, LibraryError, PhraseErrors
from edusum.library.models import Phrase, PhraseMetric, ReportTemplate, Section, TemplateVersion
from edusum.library.services import PhraseInput
from edusum.library.wording import PhraseText
from edusum.orgs.actors import SYSTEM
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    PhraseFactory,
    ReportTemplateFactory,
    SectionFactory,
    TableRowFactory,
    TemplateVersionFactory,
    member,
    published_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def manager(bureau):
    return member(bureau, Role.LIBRARY_MANAGER)


@pytest.fixture
def version():
    return TemplateVersionFactory()


def outline(version):
    """The tree as people draw it: a heading a line, two spaces a level."""
    return [f"{'  ' * depth}{section.heading}" for section, depth in services.section_tree(version)]


def add(version, heading, parent=None, after=None, level=None, **fields):
    level = level if level is not None else (parent.level + 1 if parent else 1)
    section = Section(version=version, parent=parent, heading=heading, level=level, **fields)
    return services.new_section(section=section, after=after, actor=SYSTEM)


# who may


def test_a_shared_template_is_edited_by_any_manager(manager, version):
    version.title = "{{ 年度 }}年总结"
    services.update_version(version=version, actor=manager)
    assert TemplateVersion.objects.get().title == "{{ 年度 }}年总结"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LIBRARY_MANAGER])
def test_nobody_else_edits_the_library(bureau, version, role):
    with pytest.raises(PermissionDenied):
        services.update_version(version=version, actor=member(bureau, role))


def test_a_private_template_is_edited_by_its_own_manager_only(bureau, manager):
    version = TemplateVersionFactory(report_template__bureau=bureau)
    stranger = member(BureauFactory(), Role.LIBRARY_MANAGER)
    section = services.new_section(section=Section(version=version, heading="甲"), actor=manager)
    with pytest.raises(PermissionDenied):
        services.save_phrases(section=section, phrases=[PhraseInput("改。")], actor=stranger)
    with pytest.raises(PermissionDenied):
        services.delete_section(section=section, actor=stranger)
    assert not Phrase.objects.exists()


def test_a_manager_makes_no_private_template_for_another_bureau(manager):
    with pytest.raises(PermissionDenied):
        services.create_template(
            template=ReportTemplate(code="a", name="甲", bureau=BureauFactory()), actor=manager
        )
    assert not ReportTemplate.objects.exists()


# templates and versions


def test_a_new_template_has_a_first_version_to_edit(bureau, manager):
    template = ReportTemplate(code="annual", name="年度总结", bureau=bureau)
    version = services.create_template(template=template, actor=manager)
    assert (version.number, version.state, version.report_template) == (1, VersionState.EDITING, template)


def test_a_code_is_given_once_among_the_shared_templates(manager):
    ReportTemplateFactory(code="annual")
    with pytest.raises(LibraryError, match="共用模板中已有这个代码"):
        services.create_template(template=ReportTemplate(code="annual", name="又一个"), actor=manager)


def test_code_and_owner_of_a_template_stay(bureau, manager):
    template = ReportTemplateFactory(code="annual")
    template.code, template.bureau, template.name = "other", bureau, "新名称"
    services.update_template(template=template, actor=manager)
    assert ReportTemplate.objects.values_list("code", "bureau", "name").get() == ("annual", None, "新名称")


def test_a_template_that_was_never_published_can_be_deleted(manager):
    section = SectionFactory()
    services.delete_template(template=section.version.report_template, actor=manager)
    assert not ReportTemplate.objects.exists()


def test_a_template_that_was_published_stays(manager):
    version = published_version()
    with pytest.raises(LibraryError):
        services.delete_template(template=version.report_template, actor=manager)
    assert ReportTemplate.objects.exists()


@pytest.mark.parametrize("title", ["{{ 在校生数 }}人", "{{ 年度", "{{ 年度.year }}"])
def test_a_title_names_the_bureau_and_the_year_but_no_metric(version, title):
    MetricDefinitionFactory(phrase_name="在校生数")
    version.title = title
    with pytest.raises(PhraseErrors) as error:
        services.update_version(version=version, actor=SYSTEM)
    assert error.value.problems[0].place == "标题措辞"


def test_publishing_freezes_and_retires_the_version_before(manager):
    old = published_version()
    new = services.copy_version(version=old, actor=manager)
    published = services.publish_version(version=new, actor=manager)
    old.refresh_from_db()
    assert (old.state, published.state) == (VersionState.RETIRED, VersionState.PUBLISHED)
    assert (published.published_by, published.published_at is None) == (manager, False)


def test_a_version_without_sections_is_not_published(version):
    with pytest.raises(LibraryError, match="还没有章节"):
        services.publish_version(version=version, actor=SYSTEM)


def test_publishing_tells_every_fault_with_its_place(version):
    section = SectionFactory(version=version, heading="{{ 在校生数 }}")
    PhraseFactory(section=section, text="平稳。")
    PhraseFactory(section=section, text="第一行\n{{ 没有的 }}")
    MetricDefinitionFactory(phrase_name="在校生数")
    TemplateVersion.objects.update(title="{{ 年度")
    with pytest.raises(PhraseErrors) as error:
        services.publish_version(version=version, actor=SYSTEM)
    places = [(problem.place, problem.number, problem.line) for problem in error.value.problems]
    assert places == [("标题措辞", 0, 1), ("{{ 在校生数 }}", 0, 1), ("{{ 在校生数 }}", 2, 2)]
    version.refresh_from_db()
    assert version.state == VersionState.EDITING


def test_only_a_published_version_is_retired(version):
    with pytest.raises(LibraryError, match="不是已发布的版本"):
        services.retire_version(version=version, actor=SYSTEM)


def test_a_copy_has_all_the_original_has(manager):
    original = TemplateVersionFactory(salutation="同志们：", loaded_digest="f" * 64)
    metric = MetricDefinitionFactory(phrase_name="在校生数")
    parent = add(original, "一", department_name="办公室")
    child = add(original, "二", parent=parent)
    services.save_phrases(section=child, phrases=[PhraseInput("有{{ 在校生数 }}。", False)], actor=SYSTEM)
    services.save_table(section=child, metrics=[metric], actor=SYSTEM)
    services.publish_version(version=original, actor=SYSTEM)

    copy = services.copy_version(version=original, actor=manager)

    assert (copy.number, copy.state, copy.based_on) == (2, VersionState.EDITING, original)
    assert (copy.salutation, copy.loaded_digest, copy.published_at) == ("同志们：", "", None)
    assert outline(copy) == outline(original) == ["一", "  二"]
    copied = copy.sections.get(key=child.key)
    assert copied.parent == copy.sections.get(key=parent.key) != parent
    assert copied.parent.department_name == "办公室"
    assert list(copied.phrases.values_list("text", "starts_paragraph")) == [("有{{ 在校生数 }}。", False)]
    assert list(copied.phrases.get().metric_uses.values_list("metric", flat=True)) == [metric.pk]
    assert list(copied.table_rows.values_list("metric", flat=True)) == [metric.pk]


def test_there_is_one_version_to_edit_at_a_time(manager):
    original = published_version()
    copy = services.copy_version(version=original, actor=manager)
    with pytest.raises(EditingVersionExistsError) as error:
        services.copy_version(version=original, actor=manager)
    assert error.value.version == copy


# sections


def test_sections_come_in_reading_order_with_one_query(version, django_assert_num_queries):
    first = add(version, "甲")
    add(version, "丙")
    add(version, "甲之二", parent=add(version, "甲之一", parent=first), level=3)
    add(version, "乙", after=first)
    with django_assert_num_queries(1):
        assert outline(version) == ["甲", "  甲之一", "    甲之二", "乙", "丙"]


def test_a_section_moves_with_all_under_it(version):
    first, second = add(version, "甲"), add(version, "乙")
    add(version, "甲之一", parent=first)
    services.move_section(section=first, parent=None, index=1, actor=SYSTEM)
    assert outline(version) == ["乙", "甲", "  甲之一"]
    second.refresh_from_db()
    third = add(version, "丙", level=2)
    services.move_section(section=third, parent=second, index=0, actor=SYSTEM)
    assert outline(version) == ["乙", "  丙", "甲", "  甲之一"]


def test_a_section_that_gets_another_parent_comes_last_there(version):
    first, second = add(version, "甲"), add(version, "乙")
    add(version, "乙之一", parent=second)
    child = add(version, "甲之一", parent=first)
    child.parent = second
    services.update_section(section=child, actor=SYSTEM)
    assert outline(version) == ["甲", "乙", "  乙之一", "  甲之一"]


@pytest.mark.parametrize(
    ("level", "parent_level", "sentence"),
    [
        (0, 1, "导语、结语（层次 0）只能放在最外层"),
        (1, 0, "导语、结语下面不能再设章节"),
        (2, 2, "层次须大于上级章节的层次（2）"),
        (1, 3, "层次须大于上级章节的层次（3）"),
    ],
)
def test_a_section_stands_under_one_of_a_higher_level(version, level, parent_level, sentence):
    with pytest.raises(LibraryError, match=sentence):
        add_level(version, level, parent=add_level(version, parent_level))


def add_level(version, level, parent=None):
    """A section of that level, with a heading if the level has one."""
    shape = {"heading": "标题"} if level else {"heading": "", "heading_form": "none"}
    return add(version, level=level, parent=parent, **shape)


def test_a_section_keeps_its_level_above_those_under_it(version):
    parent = add(version, "上", level=2)
    add(version, "下", parent=parent, level=3)
    parent.level = 3
    with pytest.raises(LibraryError, match="层次须大于"):
        services.update_section(section=parent, actor=SYSTEM)


def test_a_section_does_not_come_to_stand_under_itself(version):
    parent = add(version, "上")
    child = add(version, "下", parent=parent)
    parent.parent, parent.level, child.level = child, 3, 2
    with pytest.raises(LibraryError):
        services.update_section(section=parent, actor=SYSTEM)
    assert outline(version) == ["上", "  下"]


def test_a_parent_is_in_the_same_version(version):
    with pytest.raises(LibraryError, match="上级章节须在同一个模板版本里"):
        add(version, "下", parent=add(TemplateVersionFactory(), "上"))


def test_a_key_is_given_and_stays(version):
    section = add(version, "甲")
    section.key = "other"
    services.update_section(section=section, actor=SYSTEM)
    assert version.sections.get().key == "section-1"


def test_a_key_is_not_given_again_in_a_later_version():
    original = TemplateVersionFactory()
    add(original, "甲")
    services.publish_version(version=original, actor=SYSTEM)
    copy = services.copy_version(version=original, actor=SYSTEM)
    services.delete_section(section=copy.sections.get(), actor=SYSTEM)
    assert add(copy, "乙").key == "section-2"


def test_a_section_has_a_heading_exactly_when_its_form_shows_one(version):
    with pytest.raises(LibraryError, match="有标题的章节须填标题"):
        add(version, "")
    assert str(add(version, "", level=0, heading_form="none")) == "导语"


def test_deleting_a_section_takes_those_under_it(version):
    first = add(version, "甲")
    add(version, "甲之一", parent=first)
    add(version, "乙")
    services.delete_section(section=first, actor=SYSTEM)
    assert outline(version) == ["乙"]


def test_marks_count_siblings_of_one_style(version):
    add(version, "", level=0, heading_form="none")
    first = add(version, "甲")
    add(version, "甲之一", parent=first, level=3)
    add(version, "甲之二", parent=first, level=3)
    second = add(version, "乙")
    add(version, "丙", marker_style="part")
    add(version, "丁")
    tree = services.section_tree(version)
    assert [markers(tree)[section.pk] for section, _ in tree] == [
        "",
        "一、",
        "1.",
        "2.",
        "二、",
        "第一部分　",
        "三、",
    ]
    assert markers(tree, omitted={first.pk})[second.pk] == "一、"


# phrases and table rows


def test_phrases_are_stored_in_order_with_the_metrics_they_name(version):
    metric = MetricDefinitionFactory(phrase_name="在校生数")
    section = add(version, "甲")
    services.save_phrases(section=section, phrases=[PhraseInput("旧。")], actor=SYSTEM)
    services.save_phrases(
        section=section,
        phrases=[PhraseInput("  有{{ 在校生数 }}，\r\n{{ 在校生数|同比 }}。 "), PhraseInput("好。", False)],
        actor=SYSTEM,
    )
    first, second = section.phrases.all()
    assert services.phrases_of(version) == {
        section.pk: (
            PhraseText(first.pk, "有{{ 在校生数 }}，\n{{ 在校生数|同比 }}。", True),
            PhraseText(second.pk, "好。", False),
        )
    }
    assert list(PhraseMetric.objects.values_list("phrase", "metric")) == [(first.pk, metric.pk)]


def test_a_metric_that_phrases_name_cannot_be_deleted(version):
    metric = MetricDefinitionFactory(phrase_name="在校生数")
    services.save_phrases(section=add(version, "甲"), phrases=[PhraseInput("{{ 在校生数 }}")], actor=SYSTEM)
    with pytest.raises(ProtectedError):
        metric.delete()


def test_faulty_phrases_are_told_by_section_phrase_and_line_and_nothing_is_stored(version):
    MetricDefinitionFactory(phrase_name="在校生数")
    section = add(version, "各类教育")
    services.save_phrases(section=section, phrases=[PhraseInput("原来的。")], actor=SYSTEM)
    bad = [PhraseInput("好。"), PhraseInput("一\n{{ 在校生 }}"), PhraseInput("{{ ''.__class__ }}")]
    with pytest.raises(PhraseErrors) as error:
        services.save_phrases(section=section, phrases=bad, actor=SYSTEM)
    assert [(problem.place, problem.number, problem.line) for problem in error.value.problems] == [
        ("各类教育", 2, 2),
        ("各类教育", 3, 1),
    ]
    assert "“各类教育”第2句第2行：" in error.value.message
    assert "在校生数" in error.value.message
    assert [phrase.text for phrase in section.phrases.all()] == ["原来的。"]


def test_many_faults_are_counted_but_five_are_told(version):
    section = add(version, "甲")
    with pytest.raises(PhraseErrors) as error:
        services.save_phrases(section=section, phrases=[PhraseInput("{{")] * 7, actor=SYSTEM)
    assert error.value.message.endswith("……共7处。")
    assert error.value.message.count("第1行") == 5


def test_an_empty_phrase_is_refused(version):
    with pytest.raises(LibraryError, match="每一句措辞都要有文字"):
        services.save_phrases(section=add(version, "甲"), phrases=[PhraseInput(" \n")], actor=SYSTEM)


def test_table_rows_are_put_in_place_of_the_present_ones(version):
    section = add(version, "甲")
    TableRowFactory(section=section)
    metrics = [MetricDefinitionFactory(), MetricDefinitionFactory()]
    services.save_table(section=section, metrics=metrics[::-1], actor=SYSTEM)
    assert [row.metric for row in section.table_rows.all()] == metrics[::-1]
    with pytest.raises(LibraryError, match="只能出现一次"):
        services.save_table(section=section, metrics=metrics[:1] * 2, actor=SYSTEM)
