"""What is handed in holds its figures; what is missing in it is said before."""

from decimal import Decimal

import pytest
from django.urls import reverse

from edusum.drafts import choosing, services
from edusum.drafts.errors import GapsError, OpenErrorsError
from edusum.drafts.reading import draft_sources
from edusum.metrics.enums import Period
from edusum.metrics.figures import Reading
from edusum.metrics.locking import held_values
from edusum.metrics.models import MetricDefinition, MetricValue, PendingChange, ValueLock
from edusum.metrics.saving import Saved, ValueEntry, save_values
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    PhraseFactory,
    PhraseMetricFactory,
    exhibit_of,
    member,
    published_version,
    started_draft,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory(full_name="示例区教育局")


@pytest.fixture
def editor(bureau):
    return member(bureau, Role.EDITOR)


@pytest.fixture
def schools(bureau):
    return MetricValueFactory(
        metric__name="幼儿园数", metric__unit="所", bureau=bureau, value=Decimal(58)
    ).metric


@pytest.fixture
def draft(bureau):
    return started_draft(bureau=bureau, version=published_version({"学前教育": ["有{{ 幼儿园数 }}。"]}))


def section(draft):
    return draft.section_texts.get()


def written(draft, text):
    draft.section_texts.update(text=text, state="writing")
    return section(draft)


def held(draft):
    return set(ValueLock.objects.of(draft.bureau, 2025, Period.YEAR).values_list("metric__name", flat=True))


def step(draft, action, actor, **more):
    return services.move_section(section_text=section(draft), action=action, actor=actor, **more)


def saved(draft, metric, value, actor):
    return save_values(
        bureau=draft.bureau,
        year=2025,
        entries=[ValueEntry(metric.pk, Reading("filled", Decimal(value)))],
        actor=actor,
    )


def test_handing_in_holds_the_figures_named_and_a_change_then_waits(draft, schools, editor):
    written(draft, "有{{ 幼儿园数 }}。")
    step(draft, "hand_in", editor)
    words = held_values(draft.bureau, 2025).words(schools.pk)
    assert words == ("《示例区教育局2025年工作总结》“学前教育”已交稿",)
    assert saved(draft, schools, 60, editor) == Saved(changed=0, proposed=1)
    assert (MetricValue.objects.get().value, PendingChange.objects.get().value) == (58, 60)


def test_what_nobody_edited_holds_what_its_phrases_say(draft, schools, editor):
    step(draft, "hand_in", editor)
    assert held(draft) == {"幼儿园数"}


def test_what_nobody_edited_holds_what_its_phrases_may_come_to_say(bureau, schools, editor):
    other = MetricValueFactory(metric__name="托育机构数", bureau=bureau).metric
    text = "{% if 幼儿园数 > 60 %}有{{ 托育机构数 }}{% else %}有{{ 幼儿园数 }}{% endif %}。"
    phrase = PhraseFactory(text=text)
    for metric in (schools, other):
        PhraseMetricFactory(phrase=phrase, metric=metric)
    version = phrase.section.version
    version.state = "published"
    version.save()
    draft = started_draft(bureau=bureau, version=version)
    step(draft, "hand_in", editor)
    assert held(draft) == {"幼儿园数", "托育机构数"}
    assert saved(draft, other, 9, editor) == Saved(proposed=1)


@pytest.mark.parametrize("back", [["take_back"], ["return"], ["approve", "return"]])
def test_taking_back_and_returning_let_go(draft, schools, editor, back):
    step(draft, "hand_in", editor)
    for action in back:
        if action == "take_back":
            step(draft, action, editor)
        else:
            step(draft, action, editor, note="再核对")
    assert held(draft) == set()
    assert saved(draft, schools, 60, editor) == Saved(changed=1)


def test_approving_keeps_hold(draft, schools, editor):
    step(draft, "hand_in", editor)
    step(draft, "approve", editor)
    assert held(draft) == {"幼儿园数"}


def test_an_edit_of_what_is_handed_in_moves_the_hold(draft, schools, editor):
    MetricValueFactory(metric=MetricDefinitionFactory(name="学校数"), bureau=draft.bureau)
    written(draft, "有{{ 幼儿园数 }}。")
    step(draft, "hand_in", editor)
    row = section(draft)
    seen = services.mark_of(services.standing_text(row, draft_sources(draft)))
    services.save_section(section_text=row, text="有{{ 学校数 }}。", seen=seen, actor=editor)
    assert held(draft) == {"学校数"}


def test_leaving_a_section_out_lets_go_and_taking_it_in_holds_again(draft, schools, editor):
    draft.section_texts.update(section=None, own_heading="自己加的", own_rank=1)
    written(draft, "有{{ 幼儿园数 }}。")
    step(draft, "hand_in", editor)
    choosing.set_omitted(section_text=section(draft), omitted=True, actor=editor)
    assert held(draft) == set()
    choosing.set_omitted(section_text=section(draft), omitted=False, actor=editor)
    assert held(draft) == {"幼儿园数"}


def test_tables_and_charts_hold_their_metrics_too(draft, editor, bureau):
    metric = MetricValueFactory(metric=MetricDefinitionFactory(name="教师数"), bureau=bureau).metric
    row = written(draft, "如下表。")
    exhibit_of(metric, section_text=row)
    step(draft, "hand_in", editor)
    assert held(draft) == {"教师数"}


def test_another_bureaus_values_are_free(draft, schools, editor):
    step(draft, "hand_in", editor)
    assert held_values(BureauFactory(), 2025).words(schools.pk) == ()
    assert held_values(draft.bureau, 2024).words(schools.pk) == ()


# What is missing


@pytest.fixture
def gap(draft):
    MetricDefinitionFactory(name="新增学位数")
    return written(draft, "新增{{ 新增学位数 }}。")


def test_handing_in_with_gaps_is_refused_with_their_names(draft, gap, editor):
    with pytest.raises(GapsError, match="“新增学位数”") as refused:
        step(draft, "hand_in", editor, despite_gaps=False)
    assert (refused.value.labels, section(draft).state) == (("新增学位数",), "writing")
    step(draft, "hand_in", editor, despite_gaps=True)
    assert section(draft).state == "handed_in"


def test_the_page_asks_before_and_takes_the_tick(client, draft, gap, editor):
    client.force_login(editor)
    url = reverse("drafts:section_edit", args=[draft.pk, gap.pk])
    assert 'name="despite_gaps"' in client.get(url).content.decode()
    sent = {
        "text": "再新增{{ 新增学位数 }}。",
        "seen": services.mark_of("新增{{ 新增学位数 }}。"),
        "step": "hand_in",
    }
    refused = client.post(url, sent)
    assert (refused.status_code, section(draft).text) == (422, "新增{{ 新增学位数 }}。")
    assert "再新增{{ 新增学位数 }}。" in refused.content.decode()
    assert client.post(url, sent | {"despite_gaps": "on"}).status_code == 302
    assert (section(draft).state, section(draft).text) == ("handed_in", "再新增{{ 新增学位数 }}。")


def test_nothing_is_asked_where_nothing_is_missing(client, draft, schools, editor):
    row = written(draft, "有{{ 幼儿园数 }}。")
    client.force_login(editor)
    url = reverse("drafts:section_edit", args=[draft.pk, row.pk])
    assert 'name="despite_gaps"' not in client.get(url).content.decode()
    assert MetricDefinition.objects.count() == 1


# What is certainly wrong


def test_handing_in_with_open_errors_is_refused_with_their_places(draft, editor):
    written(draft, "各园开园平稳有序，，幼儿到园。")
    with pytest.raises(OpenErrorsError, match="本节还有 1 处必错没有处理，没有交稿") as refused:
        step(draft, "hand_in", editor, despite_errors=False)
    assert [told.split("：")[0] for told in refused.value.told] == ["“，，”"]
    assert section(draft).state == "writing"
    step(draft, "hand_in", editor, despite_errors=True)
    assert section(draft).state == "handed_in"


def test_the_page_names_the_open_errors_and_takes_the_tick(client, draft, editor):
    row = written(draft, "各园开园平稳有序，幼儿到园。")
    client.force_login(editor)
    url = reverse("drafts:section_edit", args=[draft.pk, row.pk])
    assert 'name="despite_errors"' not in client.get(url).content.decode()
    sent = {
        "text": "各园开园平稳有序，，幼儿到园。",
        "seen": services.mark_of("各园开园平稳有序，幼儿到园。"),
        "step": "hand_in",
    }
    refused = client.post(url, sent)
    html = refused.content.decode()
    assert (refused.status_code, section(draft).text) == (422, "各园开园平稳有序，幼儿到园。")
    assert "本节还有 1 处必错没有处理，没有交稿。" in html
    assert "<li>“，，”：这里连用了两个标点" in html
    assert 'name="despite_errors"' in html
    assert client.post(url, sent | {"despite_errors": "on"}).status_code == 302
    assert section(draft).state == "handed_in"


def test_saving_alone_asks_nothing_about_errors(client, draft, editor):
    row = written(draft, "各园开园平稳有序，幼儿到园。")
    client.force_login(editor)
    sent = {"text": "各园开园，，幼儿到园。", "seen": services.mark_of("各园开园平稳有序，幼儿到园。")}
    assert client.post(reverse("drafts:section_edit", args=[draft.pk, row.pk]), sent).status_code == 302
    assert section(draft).text == "各园开园，，幼儿到园。"
