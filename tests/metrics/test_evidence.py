"""Files that bear figures out: who may hand them in and have them, and where they lie."""

import io
from hashlib import sha256

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from edusum.common.errors import EdusumError
from edusum.metrics import evidence as files
from edusum.metrics.evidence import MAX_BYTES, FigureKey, add_evidence, folder, remove_evidence
from edusum.metrics.models import Evidence, MetricValue
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    DepartmentFactory,
    MetricAssignmentFactory,
    MetricDefinitionFactory,
    MetricValueFactory,
    SubmissionFactory,
    member,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def clerk(bureau):
    return member(bureau, Role.CONTRIBUTOR)


@pytest.fixture
def figure(bureau):
    return FigureKey(MetricDefinitionFactory(code="places", name="学位数"), bureau, 2025, "year")


def test_a_file_is_kept_under_a_name_of_its_own_outside_of_what_is_served(figure, clerk):
    row = _add(figure, clerk, name="../../x.exe")
    path = folder() / row.stored_name
    assert (row.name, row.content_type, row.size) == ("x.pdf", "application/pdf", len(PDF))
    assert path.read_bytes() == PDF
    assert path.parent == settings.DATA_DIR / "evidence"
    assert "x" not in row.stored_name.removesuffix(".pdf")
    assert row.sha256 == sha256(PDF).hexdigest()


def test_a_figure_that_is_not_filled_yet_can_have_files(figure, clerk):
    _add(figure, clerk)
    assert list(MetricValue.objects.values_list("metric__code", "state", "value")) == [
        ("places", "pending", None)
    ]


def test_a_program_is_refused_whatever_it_is_called(figure, clerk):
    with pytest.raises(EdusumError, match="没有收下"):
        _add(figure, clerk, content=b"MZ\x90\x00" + bytes(200), name="统计表.pdf")
    assert (list(folder().glob("*")), Evidence.objects.count()) == ([], 0)


def test_more_than_20_mb_are_refused_also_when_the_size_was_told_wrong(figure, clerk):
    large = PDF + bytes(MAX_BYTES)
    for size in (len(large), 10):
        with pytest.raises(EdusumError, match="20 MB"):
            add_evidence(figure=figure, file=io.BytesIO(large), name="大.pdf", size=size, actor=clerk)
    assert (list(folder().glob("*")), Evidence.objects.count()) == ([], 0)


def test_the_same_file_is_taken_once_and_again_after_it_was_taken_away(figure, clerk):
    row = _add(figure, clerk)
    with pytest.raises(EdusumError, match="这份文件已经传过，名为“统计表"):
        _add(figure, clerk, name="又一份.pdf")
    assert len(list(folder().glob("*"))) == 1
    remove_evidence(evidence=row, actor=clerk)
    _add(figure, clerk)
    assert [(item.name, item.removed_by) for item in Evidence.objects.all()] == [
        ("统计表.pdf", clerk),
        ("统计表.pdf", None),
    ]


def test_only_so_many_files_go_with_a_figure(figure, clerk, monkeypatch):
    monkeypatch.setattr(files, "MOST_FILES", 1)
    _add(figure, clerk)
    with pytest.raises(EdusumError, match="最多放 1 份"):
        _add(figure, clerk, content=PDF + b"2")


def test_who_does_not_fill_the_figure_adds_and_removes_nothing(figure, clerk, bureau):
    row = _add(figure, clerk)
    ours = DepartmentFactory(bureau=bureau, name="学前教育科")
    MetricAssignmentFactory(bureau=bureau, metric=figure.metric, department=ours)
    with pytest.raises(EdusumError, match="“学位数”由学前教育科填报"):
        _add(figure, clerk, content=PDF + b"2")
    with pytest.raises(EdusumError, match="由学前教育科填报"):
        remove_evidence(evidence=row, actor=clerk)
    with pytest.raises(PermissionDenied):
        _add(figure, member(bureau, Role.DIRECTOR))
    assert _add(figure, member(bureau, Role.CONTRIBUTOR, ours), content=PDF + b"3").pk


def test_the_file_is_sent_as_a_file_to_save(client, figure, clerk):
    row = _add(figure, clerk)
    client.force_login(clerk)
    answer = client.get(reverse("metrics:evidence_download", args=[row.pk]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E7%BB%9F")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer["Cache-Control"] == "private, no-store"


def test_the_bureau_above_sees_the_files_of_a_unit_and_the_unit_next_door_does_not(client, figure, clerk):
    row = _add(figure, clerk)
    url = reverse("metrics:evidence_download", args=[row.pk])
    city = BureauFactory(kind="city")
    figure.bureau.parent = city
    figure.bureau.save()
    for role, status in ((Role.EDITOR, 200), (Role.DIRECTOR, 200), (Role.CONTRIBUTOR, 404)):
        client.force_login(member(city, role))
        answer = client.get(url)
        assert answer.status_code == status
        assert b"".join(answer) != b""
    client.force_login(member(BureauFactory(parent=city), Role.EDITOR))
    assert client.get(url).status_code == 404


def test_what_was_taken_away_is_no_longer_sent(client, figure, clerk):
    row = _add(figure, clerk)
    client.force_login(clerk)
    answer = client.post(reverse("metrics:evidence_remove", args=[row.pk]), follow=True)
    assert "已删去佐证材料“统计表.pdf”，记录还在。" in answer.content.decode()
    assert "已删去 1 份" in answer.content.decode()
    assert client.get(reverse("metrics:evidence_download", args=[row.pk])).status_code == 404
    assert client.post(reverse("metrics:evidence_remove", args=[row.pk])).status_code == 404


def test_what_bears_out_a_held_figure_stays_and_what_comes_later_says_so(client, figure, clerk, bureau):
    row = _add(figure, clerk)
    SubmissionFactory(bureau=bureau)
    with pytest.raises(EdusumError, match="本单位的指标已上报，佐证材料不能删去"):
        remove_evidence(evidence=row, actor=clerk)
    later = _add(figure, clerk, content=PDF + b"2", name="补充.pdf")
    assert [item.held_words for item in (row, later)] == ["", "本单位的指标已上报"]
    client.force_login(clerk)
    page = client.get(reverse("metrics:metric_detail", args=[2025, "places"])).content.decode()
    assert ("锁定后补充（本单位的指标已上报）" in page, "删去佐证材料" in page) == (True, False)


def test_many_files_come_at_once_and_the_wrong_one_refuses_only_itself(client, figure, clerk):
    client.force_login(clerk)
    sent = [SimpleUploadedFile("一.pdf", PDF), SimpleUploadedFile("二.exe", b"MZ\x90\x00" + bytes(99))]
    url = reverse("metrics:evidence_add", kwargs={"year": 2025, "code": "places"})
    html = client.post(url, {"file": sent}, follow=True).content.decode()
    assert "已收下佐证材料“一.pdf”。" in html
    assert "“二.exe”没有收下：只收" in html
    assert "佐证材料 1 份" in client.get(reverse("metrics:metric_sheet", args=[2025])).content.decode()


def test_a_file_that_is_gone_is_told(client, figure, clerk):
    row = _add(figure, clerk)
    (folder() / row.stored_name).unlink()
    client.force_login(clerk)
    answer = client.get(reverse("metrics:evidence_download", args=[row.pk]), follow=True)
    assert "的文件已不在服务器上，请联系系统维护人员。" in answer.content.decode()


def test_evidence_of_another_year_is_not_shown(client, figure, clerk):
    _add(figure, clerk)
    MetricValueFactory(metric=figure.metric, bureau=figure.bureau, year=2024)
    client.force_login(clerk)
    page = client.get(reverse("metrics:metric_detail", kwargs={"year": 2024, "code": "places"}))
    assert "还没有佐证材料。" in page.content.decode()


def _add(figure, actor, *, content=PDF, name="统计表.pdf"):
    return add_evidence(figure=figure, file=io.BytesIO(content), name=name, size=len(content), actor=actor)
