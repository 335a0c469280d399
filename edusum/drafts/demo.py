"""A fictional bureau with a year's figures and one finished paper, from fixtures/demo/demo.yaml."""

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from edusum.accounts.models import User
from edusum.common.errors import EdusumError
from edusum.drafts import services
from edusum.drafts.attachments import add_attachment
from edusum.drafts.demo_work import load_demo_work
from edusum.drafts.enums import SectionAction
from edusum.drafts.exhibiting import read_attachments
from edusum.drafts.exhibits import Spec, add_exhibit
from edusum.drafts.formalities import set_formalities
from edusum.drafts.models import Draft, SectionText
from edusum.drafts.reading import draft_sources, read_draft
from edusum.library.models import TemplateVersion
from edusum.metrics.demo_units import add_demo_units
from edusum.metrics.figures import Reading
from edusum.metrics.models import MetricDefinition
from edusum.metrics.saving import ValueEntry, save_values
from edusum.orgs.models import Bureau, Department
from edusum.orgs.services import Appointment, BureauNames, add_department, create_account, start_bureau

SOURCE = settings.FIXTURES_ROOT / "demo" / "demo.yaml"


@dataclass(frozen=True, slots=True)
class Demo:
    """The finished draft, and on the first run the accounts: (role, name, user name) with one password."""

    draft: Draft
    accounts: list[tuple[str, str, str]] = field(default_factory=list)
    password: str = ""


def load_demo(*, with_work: bool = False) -> Demo:
    """Make the demo bureau unless it is there; one that is there keeps its figures, texts and accounts.

    `with_work`: a new one gets a second paper too, in the middle of the work.

    Raises EdusumError when the library is not loaded, or when the demo can no longer be finished.
    """
    data = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    with transaction.atomic():
        bureau = _standing_bureau(data)
        if bureau is None:
            return _build(data, with_work=with_work)
        draft = Draft.objects.filter(
            bureau=bureau, year=data["year"], report_template__code=data["draft"]["template"]
        ).first()
        demo = Demo(draft or _finished_draft(data, bureau=bureau, editor=_editor(bureau)))
    sources = draft_sources(demo.draft)
    attached = read_attachments(demo.draft, sources.figures, sources.texts)
    missing = {gap for item in read_draft(demo.draft, sources) for gap in item.gaps}
    missing |= {gap for item in attached for gap in item.gaps}
    if missing:
        raise EdusumError(f"示例初稿现有 {len(missing)} 项指标待补，请补齐后再运行。")
    return demo


def _standing_bureau(data: Mapping[str, Any]) -> Bureau | None:
    """The demo bureau, known by its people, for it may have been renamed."""
    usernames = [person["username"] for person in data["people"]]
    bureau: Bureau | None = Bureau.objects.filter(memberships__user__username__in=usernames).first()
    if bureau is None and User.objects.filter(username__in=usernames).exists():
        raise EdusumError("示例账户的用户名已被别人使用，无法建立示例单位。")
    return bureau


def _build(data: Mapping[str, Any], *, with_work: bool) -> Demo:
    password = secrets.token_urlsafe(9)
    bureau, people = _people(data, password=password)
    editor = _editor(bureau)
    for year, values in data["values"].items():
        save_values(bureau=bureau, year=year, entries=_entries(values), actor=editor)
    accounts = [
        (membership.get_role_display(), user.name, user.username)
        for user in people
        for membership in user.memberships.all()
    ]
    draft = _finished_draft(data, bureau=bureau, editor=editor)
    if with_work:
        values = _entries(data["values_in_work"])
        load_demo_work(bureau=bureau, after=data["year"], values=values, editor=editor)
        manager = next(user for user in people if user.memberships.filter(role="library_manager").exists())
        add_demo_units(bureau=bureau, manager=manager, editor=editor)
    return Demo(draft, accounts, password)


def _people(data: Mapping[str, Any], *, password: str) -> tuple[Bureau, list[User]]:
    names = {key: value for key, value in data["bureau"].items() if key != "kind"}
    manager = next(person for person in data["people"] if person["role"] == "library_manager")
    first = start_bureau(
        kind=data["bureau"]["kind"],
        names=BureauNames(**names),
        username=manager["username"],
        name=manager["name"],
    ).user
    bureau = Bureau.objects.get(full_name=names["full_name"])
    departments: dict[str, Department] = {
        name: add_department(bureau=bureau, name=name, position=number, actor=first)
        for number, name in enumerate(data["departments"], start=1)
    }
    people = [
        first
        if person is manager
        else create_account(
            bureau=bureau,
            username=person["username"],
            name=person["name"],
            appointments=[Appointment(person["role"], departments.get(person.get("department", "")))],
            actor=first,
        ).user
        for person in data["people"]
    ]
    for user in people:
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
    return bureau, people


def _editor(bureau: Bureau) -> User:
    membership = bureau.memberships.filter(role="editor", user__is_active=True).select_related("user").first()
    if membership is None:
        raise EdusumError(f"{bureau.full_name}没有统稿人，无法建立示例初稿。")
    return membership.user


def _entries(values: Mapping[str, Mapping[str, Any]]) -> list[ValueEntry]:
    metrics = MetricDefinition.objects.in_bulk(list(values), field_name="code")
    missing = [code for code in values if code not in metrics]
    if missing:
        raise EdusumError(f"指标库里没有“{missing[0]}”，请先运行 load_library。")
    return [ValueEntry(metrics[code].pk, _reading(value)) for code, value in values.items()]


def _reading(value: Mapping[str, Any]) -> Reading:
    terms = value.get("terms")
    return Reading(
        state=value.get("state", "filled"),
        value=None if "value" not in value else Decimal(str(value["value"])),
        terms=(Decimal(str(terms[0])), Decimal(str(terms[1]))) if terms else None,
        approximation=value.get("approximation", ""),
        note=value.get("note", ""),
    )


def _finished_draft(data: Mapping[str, Any], *, bureau: Bureau, editor: User) -> Draft:
    source = data["draft"]
    version = TemplateVersion.objects.published().filter(report_template__code=source["template"]).first()
    if version is None:
        raise EdusumError(f"模板库里没有已发布的“{source['template']}”，请先运行 load_library。")
    draft = services.start_draft(bureau=bureau, year=data["year"], version=version, actor=editor)
    day = source["sign_date"]
    day = day if isinstance(day, dt.date) else dt.date.fromisoformat(day)
    formal = {"sign_date": day, **source.get("formalities", {})}
    set_formalities(draft=draft, values=formal, actor=editor)
    _add_papers(draft, source, editor=editor)
    for row in draft.section_texts.select_related("section"):
        text = source.get("texts", {}).get(row.key)
        if text:
            services.save_section(section_text=row, text=text, seen=_seen(row), actor=editor)
        for action in (SectionAction.HAND_IN, SectionAction.APPROVE):
            services.move_section(section_text=row, action=action, actor=editor)
    return draft


def _add_papers(draft: Draft, source: Mapping[str, Any], *, editor: User) -> None:
    """The tables and charts of the sections, and the attachments with theirs."""
    places = {row.key: row for row in draft.section_texts.select_related("section")}
    for key, exhibits in source.get("exhibits", {}).items():
        for exhibit in exhibits:
            add_exhibit(place=places[key], spec=_spec(exhibit), actor=editor)
    for item in source.get("attachments", ()):
        attachment = add_attachment(draft=draft, name=item["name"], text=item.get("text", ""), actor=editor)
        for exhibit in item.get("exhibits", ()):
            add_exhibit(place=attachment, spec=_spec(exhibit), actor=editor)


def _spec(exhibit: Mapping[str, Any]) -> Spec:
    metrics = MetricDefinition.objects.in_bulk(exhibit["metrics"], field_name="code")
    given: dict[str, Any] = {name: value for name, value in exhibit.items() if name != "columns"}
    if "columns" in exhibit:
        given["columns"] = frozenset(exhibit["columns"])
    return Spec(**{**given, "metrics": tuple(metrics[code].pk for code in exhibit["metrics"])})


def _seen(row: SectionText) -> str:
    return services.mark_of(services.standing_text(row, draft_sources(row.draft)))
