from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from edusum.dashboard.home import Home
from edusum.orgs.permissions import Action, require
from edusum.orgs.services import home_bureau


def home(request: HttpRequest) -> HttpResponse:
    bureau = home_bureau(request.user)
    require(request.user, Action.VIEW, bureau=bureau)
    return render(request, "dashboard/home.html", {"home": Home(request.user, bureau)})
