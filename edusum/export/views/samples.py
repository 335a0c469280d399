"""A sample paper in a bureau's layout, before anything is saved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from edusum.assembly.forms import HouseForm
from edusum.assembly.profiles import house_of
from edusum.common.errors import EdusumError
from edusum.document.house import House
from edusum.export import services
from edusum.export.enums import Format
from edusum.export.views.answers import file_answer
from edusum.orgs.models import Bureau
from edusum.orgs.permissions import Action, require


@require_safe
def layout_sample(request: HttpRequest, pk: int) -> HttpResponse:
    """The same paper each time, as .docx or (`?format=pdf`) .pdf, as the query or what is saved says."""
    bureau = get_object_or_404(Bureau.objects.visible_to(request.user), pk=pk)
    require(request.user, Action.MANAGE_BUREAU, bureau=bureau)
    try:
        file = services.sample_of(_house(request, bureau))
        if request.GET.get("format") == Format.PDF:
            file = services.pdf_of(file)
    except EdusumError as error:
        context = {"bureau": bureau, "problem": str(error)}
        return render(request, "export/layout_sample.html", context, status=422)
    return file_answer(file)


def _house(request: HttpRequest, bureau: Bureau) -> House:
    form = HouseForm(request.GET)
    if not form.fields.keys() & request.GET.keys():
        return house_of(bureau)
    if not form.is_valid():
        raise EdusumError("版式设置里有不能用的选项，请回到版式页面，按提示改好后再看样稿。")
    house: House = form.house()
    return house
