"""Answers to scripts that save while a person writes."""

from django.http import HttpRequest, HttpResponse, JsonResponse

_STOPPED = {
    "signed_out": (401, "登录已过期。您写的文字还在，请重新登录，随后会接着保存。"),
    "password": (403, "您的密码是他人代设的，请先修改密码；您写的文字还在，改好后会接着保存。"),
    "other_user": (
        403,
        "这个浏览器里已换了别人登录，没有保存；您写的文字还在。请用您自己的用户名重新登录，随后会接着保存。",
    ),
    "stale_token": (403, "本页已过期，请稍等，正在重新连接。"),
}


def wants_json(request: HttpRequest) -> bool:
    """Whether a script of ours asks, which reads nothing but JSON."""
    return request.headers.get("Accept", "") == "application/json"


def stopped(kind: str) -> HttpResponse:
    """Why nothing was saved, by its kind and in words."""
    status, words = _STOPPED[kind]
    response = JsonResponse({"kind": kind, "words": words}, status=status)
    response["Cache-Control"] = "no-store"
    return response
