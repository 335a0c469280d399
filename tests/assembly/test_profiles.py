"""How a bureau sets its papers: kept, read as a House, given up for the standard."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from edusum.assembly.fonts import NeededFont, font_name, needed_fonts
from edusum.assembly.forms import LayoutProfileForm
from edusum.assembly.models import LayoutProfile
from edusum.assembly.profiles import house_of, profile_of, reset_profile, save_profile
from edusum.document.house import STANDARD_HOUSE, House
from edusum.orgs.actors import SYSTEM
from edusum.orgs.enums import Role
from tests.factories import BureauFactory, LayoutProfileFactory, member
from tests.queries import queries_of

OWN = House(
    line_pitch=28,
    bold_levels=(2, 3),
    latin_font="Times New Roman",
    dot="．",
    page_number="center",
    page_number_dashes="tight",
    is_mirrored=True,
    sign_off="seal",
    lead_words="kai",
    title_font="华文中宋",
    title_fallback="宋体",
    body_font="仿宋",
    body_fallback="宋体",
    hei_font="微软雅黑",
    hei_fallback="黑体",
    kai_font="华文楷体",
    kai_fallback="楷体",
)
OWN_COLUMNS = OWN.to_json() | {"line_pitch": "28", "bold_levels": "23"}


@pytest.mark.django_db
def test_a_bureau_that_has_chosen_nothing_keeps_to_the_standard_in_one_query():
    bureau = BureauFactory()
    LayoutProfileFactory(dot="．")  # another bureau's
    assert house_of(bureau) == STANDARD_HOUSE
    assert profile_of(bureau).house == STANDARD_HOUSE
    assert queries_of(lambda: house_of(bureau)) == 1


@pytest.mark.django_db
def test_a_manager_saves_what_the_bureau_does_otherwise():
    bureau = BureauFactory()
    manager = member(bureau, Role.LIBRARY_MANAGER)
    save_profile(profile=LayoutProfile(bureau=bureau, **OWN_COLUMNS), actor=manager)
    assert house_of(bureau) == OWN
    save_profile(profile=LayoutProfile(bureau=bureau), actor=manager)
    assert house_of(bureau) == STANDARD_HOUSE
    assert LayoutProfile.objects.count() == 1


@pytest.mark.django_db
def test_back_to_the_standard_leaves_nothing_behind():
    profile, other = LayoutProfileFactory(dot="．"), LayoutProfileFactory(dot="．")
    reset_profile(bureau=profile.bureau, actor=SYSTEM)
    assert house_of(profile.bureau) == STANDARD_HOUSE
    assert list(LayoutProfile.objects.all()) == [other]


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role != Role.LIBRARY_MANAGER])
def test_no_other_role_changes_the_layout(role):
    profile = LayoutProfileFactory(dot="．")
    person = member(profile.bureau, role)
    with pytest.raises(PermissionDenied):
        save_profile(profile=LayoutProfile(bureau=profile.bureau), actor=person)
    with pytest.raises(PermissionDenied):
        reset_profile(bureau=profile.bureau, actor=person)
    assert house_of(profile.bureau).dot == "．"


@pytest.mark.django_db
def test_the_manager_of_another_bureau_changes_nothing_here():
    with pytest.raises(PermissionDenied):
        save_profile(
            profile=LayoutProfile(bureau=BureauFactory()), actor=member(BureauFactory(), Role.LIBRARY_MANAGER)
        )
    assert LayoutProfile.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("line_pitch", "30"),
        ("dot", "、"),
        ("page_number", "top"),
        ("page_number_dashes", ""),
        ("bold_levels", "1"),
        ("sign_off", ""),
        ("lead_words", "red"),
        ("body_font", ""),
        ("title_font", 'a"b'),
        ("latin_font", "<b>"),
    ],
)
def test_neither_service_nor_database_keeps_what_is_not_offered(column, value):
    profile = LayoutProfileFactory()
    setattr(profile, column, value)
    with pytest.raises(ValidationError) as refused:
        save_profile(profile=profile, actor=SYSTEM)
    assert column in refused.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        LayoutProfile.objects.filter(pk=profile.pk).update(**{column: value})


@pytest.mark.parametrize("name", ["仿宋_GB2312", "Times New Roman", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S"])
def test_names_of_fonts_are_taken_as_they_are(name):
    font_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        " 仿宋",
        "仿宋 ",
        '仿"宋',
        "仿'宋",
        "<仿宋>",
        "仿宋&",
        "“仿宋”",
        "仿\n宋",
        "仿\x00宋",
        "仿;宋",
        "仿\ud800",
    ],
)
def test_what_could_break_out_of_a_file_is_no_name(name):
    with pytest.raises(ValidationError):
        font_name(name)


def sent(**choices):
    """What a browser sends for the standard, with other choices."""
    form = LayoutProfileForm()
    values = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if hasattr(field.widget, "decompress"):
            values |= {f"{name}_{part}": text for part, text in enumerate(field.widget.decompress(value))}
        elif value:
            values[name] = value
    return values | choices


@pytest.mark.django_db
def test_the_form_says_what_house_is_meant_before_anything_is_saved():
    form = LayoutProfileForm(sent())
    assert form.is_valid(), form.errors
    assert form.house() == STANDARD_HOUSE
    form = LayoutProfileForm(
        sent(
            line_pitch="29",
            is_mirrored="on",
            body_font_0="other",
            body_font_1=" 我的仿宋 ",
            latin_font_0="Arial",
        )
    )
    assert form.is_valid(), form.errors
    assert form.house() == House(line_pitch=29, is_mirrored=True, body_font="我的仿宋", latin_font="Arial")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("choices", "wrong"),
    [
        ({"line_pitch": "30"}, "line_pitch"),
        ({"kai_font_0": "other"}, "kai_font"),
        ({"kai_font_0": ""}, "kai_font"),
        ({"latin_font_0": "other", "latin_font_1": ""}, "latin_font"),
        ({"hei_font_0": "没有列出的"}, "hei_font"),
        ({"title_font_0": "other", "title_font_1": "字" * 41}, "title_font"),
        ({"title_font_0": "other", "title_font_1": "<宋>"}, "title_font"),
    ],
)
def test_the_form_tells_what_is_wrong_at_its_place(choices, wrong):
    assert list(LayoutProfileForm(sent(**choices)).errors) == [wrong]


def test_a_font_typed_earlier_comes_back_as_another_one():
    form = LayoutProfileForm(instance=LayoutProfile(body_font="我的仿宋"))
    assert form["body_font"].field.widget.decompress(form["body_font"].value()) == ["other", "我的仿宋"]


def test_a_reader_is_told_which_fonts_a_house_needs():
    assert needed_fonts(House(kai_font="我的楷体", hei_font="仿宋_GB2312", latin_font="Times New Roman")) == (
        NeededFont("方正小标宋简体", "标题", "不随 Windows 提供，多由单位购买后统一安装", "方正小标宋_GBK"),
        NeededFont("仿宋_GB2312", "正文、一级标题和表头", "Windows 7 以前自带，现在多由单位统一安装", "仿宋"),
        NeededFont("我的楷体", "二级标题", "请向本单位管电脑的同事要", "楷体"),
        NeededFont("Times New Roman", "字母和数字", "Windows 自带", ""),
        NeededFont("宋体", "页码", "Windows 自带", "SimSun"),
    )


def test_a_reader_is_told_in_words_what_happens_without_a_font():
    told = {font.name: font.without for font in needed_fonts(House(latin_font="Times New Roman"))}
    assert told == {
        "方正小标宋简体": "由 Word 换成方正小标宋_GBK",
        "仿宋_GB2312": "由 Word 换成仿宋",
        "黑体": "一般都有，SimHei 是它的英文名",
        "楷体_GB2312": "由 Word 换成楷体",
        "Times New Roman": "由 Word 自己挑一种",
        "宋体": "一般都有，SimSun 是它的英文名",
    }
