import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from edusum.intake.receiving import Handed, receive_many
from edusum.orgs.enums import Role
from tests.factories import OLD_PAPER, IntakeBatchFactory, SourceDocumentFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def batch():
    return IntakeBatchFactory()


@pytest.fixture
def page(client, batch):
    client.force_login(member(batch.bureau, Role.EDITOR))
    return client


def shown(page, batch, **headers) -> str:
    return page.get(reverse("intake:batch", kwargs={"pk": batch.pk}), **headers).content.decode()


def test_while_papers_wait_the_page_asks_again_and_says_when_nobody_works(page, batch):
    SourceDocumentFactory(bureau=batch.bureau, batch=batch, text=None, name="还没读.txt")
    assert "已识别 0 个文件，共 1 个" in shown(page, batch)
    assert "every 2s" in shown(page, batch, HTTP_HX_REQUEST="true")
    type(batch).objects.update(moved_at=timezone.now() - timedelta(minutes=1))
    assert "后台任务现在没有运行" in shown(page, batch)
    page.post(reverse("intake:batch_resume", kwargs={"pk": batch.pk}))
    batch.refresh_from_db()
    assert batch.finished_at is not None


def test_the_table_tells_what_each_file_gave_and_what_was_left_out(page, batch):
    editor = member(batch.bureau, Role.EDITOR)
    files = [Handed(io.BytesIO(text.encode()), f"{text[:3]}.txt") for text in (OLD_PAPER, OLD_PAPER, "")]
    done = receive_many(bureau=batch.bureau, files=files, actor=editor)
    told = shown(page, done)
    assert "识别完成，共 1 个文件，1 份材料" in told
    assert "没有收下的 2 个文件" in told
    assert "内容完全相同" in told


def test_a_folder_dropped_on_the_page_becomes_a_batch(page, batch):
    files = [io.BytesIO(OLD_PAPER.encode()), io.BytesIO(OLD_PAPER.replace("2024", "2022").encode())]
    for file, name in zip(files, ("甲.txt", "乙.txt"), strict=True):
        file.name = name
    answer = page.post(reverse("intake:papers"), {"folder": files})
    done = batch.bureau.source_documents.latest("pk").batch
    assert answer["Location"] == reverse("intake:batch", kwargs={"pk": done.pk})
    assert sorted(done.documents.values_list("year", flat=True)) == [2022, 2024]
