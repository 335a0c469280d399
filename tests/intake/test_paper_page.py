import pytest
from django.urls import reverse

from edusum.intake.enums import ReadingState
from edusum.metrics.models import MetricDefinition
from edusum.orgs.enums import Role
from tests.factories import MetricDefinitionFactory, SourceDocumentFactory, member
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def document():
    return SourceDocumentFactory()


@pytest.fixture
def page(client, document):
    client.force_login(member(document.bureau, Role.EDITOR))
    return client


def at(name: str, document, **more) -> str:
    return reverse(f"intake:{name}", kwargs={"pk": document.pk, **more})


def test_the_text_leads_to_what_was_understood_and_back(page, document):
    shown = page.get(at("paper", document)).content.decode()
    for row in document.quantities.all():
        assert f'href="#q{row.pk}" id="at-q{row.pk}"' in shown
        assert f'id="q{row.pk}"' in shown
        assert f'href="#at-q{row.pk}"' in shown
    for heading in document.headings.all():
        assert f'id="at-h{heading.pk}"' in shown
        assert f'href="#at-h{heading.pk}"' in shown


def test_a_paper_that_waits_shows_progress_and_then_leads_to_its_page(page, document):
    waiting = SourceDocumentFactory(text=None, bureau=document.bureau)
    assert "正在识别" in page.get(at("paper", waiting)).content.decode()
    assert "every 1s" in page.get(at("paper_progress", waiting), **HTMX).content.decode()
    answer = page.get(at("paper_progress", document), **HTMX)
    assert answer["HX-Redirect"] == at("paper", document)


def test_a_paper_that_failed_says_why(page, document):
    failed = SourceDocumentFactory(
        text=None, bureau=document.bureau, state=ReadingState.FAILED, problem="文件已损坏。"
    )
    assert "文件已损坏。" in page.get(at("paper", failed)).content.decode()


def test_a_figure_is_struck_out_and_taken_back_without_leaving_the_page(page, document):
    row = document.quantities.first()
    place = at("quantity", document, quantity_pk=row.pk)
    kept = []
    for _ in range(2):
        answer = page.post(place, {"do": "toggle"}, **HTMX)
        row.refresh_from_db()
        kept.append((row.is_kept, 'aria-checked="true"' in answer.content.decode()))
    assert kept == [(False, False), (True, True)]
    assert page.post(place, {"do": "toggle"})["Location"] == f"{at('paper', document)}?at=q{row.pk}#q{row.pk}"


def test_a_figure_is_corrected_and_given_a_metric_by_name(page, document):
    metric = MetricDefinitionFactory(name="幼儿园总数量", unit="所")
    row = document.quantities.first()
    place = at("quantity", document, quantity_pk=row.pk)
    sent = {"label": "幼儿园", "value": "１,０４9", "unit": "所", "role": "total", "for_year": "2023"}
    answer = page.post(place, sent | {"metric_name": "没有的指标"}, **HTMX)
    assert (answer.status_code, "没有名为“没有的指标”的指标" in answer.content.decode()) == (422, True)
    page.post(place, sent | {"metric_name": metric.name}, **HTMX)
    row.refresh_from_db()
    assert (row.label, row.value, row.role, row.for_year, row.metric, row.is_metric_confirmed) == (
        "幼儿园",
        "1049",
        "total",
        2023,
        metric,
        True,
    )


def test_only_numbers_are_values(page, document):
    row = document.quantities.first()
    sent = {"label": "甲", "value": "若干", "role": "actual"}
    answer = page.post(at("quantity", document, quantity_pk=row.pk), sent)
    assert (answer.status_code, "数值请写数字" in answer.content.decode()) == (422, True)


def test_a_metric_that_is_gone_cannot_be_given(page, document):
    gone = MetricDefinition.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    place = at("quantity", document, quantity_pk=document.quantities.first().pk)
    assert page.post(place, {"metric": gone + 99}).status_code == 404


def test_rows_of_other_papers_are_not_there(page, document):
    other = SourceDocumentFactory(bureau=document.bureau)
    quantity, heading = other.quantities.first(), other.headings.first()
    assert page.get(at("quantity", document, quantity_pk=quantity.pk)).status_code == 404
    assert page.get(at("heading", document, heading_pk=heading.pk)).status_code == 404


def test_a_heading_gets_another_level(page, document):
    row = document.headings.first()
    page.post(at("heading", document, heading_pk=row.pk), {"level": "3", "words": " 新的  标题 "})
    row.refresh_from_db()
    assert (row.level, row.words) == (3, "新的 标题")


def test_the_page_asks_as_often_for_many_figures_as_for_few(page, document):
    many = SourceDocumentFactory(
        bureau=document.bureau,
        text="2024年工作总结\n" + "\n".join(f"新建第{number}类学校{number + 10}所。" for number in range(40)),
    )
    few = queries_of(lambda: page.get(at("paper", document)))
    assert queries_of(lambda: page.get(at("paper", many))) == few


def test_the_list_asks_as_often_for_many_papers_as_for_few(page, document):
    few = queries_of(lambda: page.get(reverse("intake:papers")))
    for _ in range(3):
        SourceDocumentFactory(bureau=document.bureau)
    assert queries_of(lambda: page.get(reverse("intake:papers"))) == few


def test_the_list_is_filtered_and_says_so_when_nothing_fits(page, document):
    address = reverse("intake:papers")
    assert "示例区教育局2024年工作总结" in page.get(address, {"year": "2024", "q": "工作"}).content.decode()
    assert "没有找到旧稿" in page.get(address, {"q": "别的"}).content.decode()
    assert page.get(address, {"year": "无", "page": "x"}).status_code == 200


@pytest.fixture
def long(document):
    """A paper of 30,000 characters with 200 figures."""
    line = "各校落实上级部署，深化课程改革，注重过程管理，办学质量提高。" * 5
    lines = [f"新建第{number}类学校{number + 10}所。{line}" for number in range(200)]
    return SourceDocumentFactory(bureau=document.bureau, text="2024年工作总结\n" + "\n".join(lines))


def test_a_long_paper_is_shown_in_pages(page, long):
    answer = page.get(at("paper", long))
    shown = answer.context["shown"]
    assert (shown.part.pages, len(shown.figures.rows), shown.figures.kept) == (3, 40, 200)
    assert len(answer.content) < 200_000
    later = page.get(at("paper", long), {"part": "2", "figures": "5", "outline": "x"}).context["shown"]
    assert (later.part.number, later.figures.page.number, later.figures.elsewhere) == (2, 5, 160)
    assert later.part.behind == "?part=3&figures=5"


def test_a_place_of_a_long_paper_is_found_on_both_sides(page, long):
    row = long.quantities.last()
    first = page.get(at("paper", long)).content.decode()
    assert f"at-q{row.pk}" not in first
    shown = page.get(at("paper", long), {"at": f"q{row.pk}", "words": "没有"}).content.decode()
    assert f'id="at-q{row.pk}"' in shown
    assert f'id="q{row.pk}"' in shown
    near = long.quantities.first()
    assert (
        f'href="{at("paper", long)}?at=q{near.pk}#at-q{near.pk}"'
        in page.get(at("paper", long), {"part": 3}).content.decode()
    )


def test_the_figures_are_sifted(page, long):
    row = long.quantities.first()
    long.quantities.filter(pk=row.pk).update(is_kept=False)

    def sifted(**asked):
        return [item.row for item in page.get(at("paper", long), asked).context["shown"].figures.rows]

    assert sifted(which="out") == [row]
    assert {item.value for item in sifted(words="第7类")} == {"17"}
    assert sifted(which="added") == []
    assert len(sifted(which="unknown", words="")) == 40
    assert "这样筛选没有找到数值" in page.get(at("paper", long), {"words": "没有"}).content.decode()


def test_a_figure_that_was_overlooked_is_added_on_the_page(page, document):
    document.quantities.all().delete()
    words = next(line for line in document.source_text.text.split("\n") if "48所" in line)
    place = document.source_text.text.index("48所")
    sent = {"figure-text": "48所", "figure-label": "幼儿园", "figure-role": "actual", "figure-start": place}
    answer = page.post(at("quantity_add", document), sent, follow=True)
    row = document.quantities.get()
    assert (row.value, row.unit, row.start, row.is_added) == ("48", "所", place, True)
    assert "人工补上" in answer.content.decode()
    again = page.post(at("quantity_add", document), sent | {"figure-text": words[:2], "figure-start": ""})
    assert (again.status_code, "没有读出数值" in again.content.decode()) == (422, True)


def test_a_paper_without_a_title_asks_for_one(page, document):
    assert "没有认出标题" not in page.get(at("paper", document)).content.decode()
    document.title = ""
    document.save()
    assert "没有认出标题，暂用文件名" in page.get(at("paper", document)).content.decode()
