from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from edusum.common.http import download, is_fragment


def asked(**headers):
    request = RequestFactory().get("/", headers=headers)
    request.htmx = HtmxDetails(request)
    return request


def test_only_htmx_asking_for_a_part_is_a_fragment():
    whole = [asked(), asked(hx_request="true", hx_boosted="true")]
    restored = asked(hx_request="true", hx_history_restore_request="true")
    assert [is_fragment(request) for request in (*whole, restored, asked(hx_request="true"))] == [
        False,
        False,
        False,
        True,
    ]


def test_a_download_keeps_hanzi_in_its_name():
    response = download(b"PK", filename="总结 1.docx", content_type="application/zip")
    assert dict(response.items()) == {
        "Content-Type": "application/zip",
        "Content-Disposition": "attachment; filename*=UTF-8''%E6%80%BB%E7%BB%93%201.docx",
        "X-Content-Type-Options": "nosniff",
    }
