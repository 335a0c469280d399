"""Somebody who manages the library of one bureau and has another role in a second one."""

from operator import attrgetter

import pytest
from django.test import Client
from django.urls import reverse

from edusum.library.models import PhraseMetric
from edusum.library.uses import TemplateUses, where_used
from edusum.orgs.enums import Role
from tests.factories import (
    BureauFactory,
    MembershipFactory,
    MetricDefinitionFactory,
    TemplateVersionFactory,
    member,
)
from tests.world import World, build_world

pytestmark = pytest.mark.django_db

VERSION = {"pk": "editing.pk"}
REVISION = VERSION | {"number": "revision.number"}
TEMPLATE = {"pk": "editing.report_template_id"}
OBJECT = {"object_id": "editing.pk"}
STEP = {"version_id": "editing.pk"}
PAGES = [
    ("get", "library:version_export", VERSION, {}),
    ("get", "library:template_derive", VERSION, {}),
    ("get", "library:version_compare", {"old": "editing.pk", "new": "published.pk"}, {}),
    ("get", "library:version_compare", {"old": "published.pk", "new": "editing.pk"}, {}),
    ("get", "library:version_compare_with", VERSION, {"with": "published.pk"}),
    ("get", "library:version_compare_with", {"pk": "published.pk"}, {"with": "editing.pk"}),
    ("get", "library:template_deviations", TEMPLATE, {}),
    ("post", "library:template_follow", TEMPLATE, {"version": "published.pk"}),
    ("get", "library:revision_list", VERSION, {}),
    ("get", "library:revision_compare", REVISION, {}),
    ("post", "library:revision_restore", REVISION, {"seen": "revision.number"}),
    ("get", "library:sections_edit", VERSION, {}),
    ("post", "library:sections_edit", VERSION, {}),
    ("post", "library:section_preview", VERSION, {}),
    ("get", "assembly:version_paper", VERSION, {}),
    ("get", "admin:library_reporttemplate_change", {"object_id": "editing.report_template_id"}, {}),
    ("get", "admin:library_reporttemplate_delete", {"object_id": "editing.report_template_id"}, {}),
    ("get", "admin:library_reporttemplate_history", {"object_id": "editing.report_template_id"}, {}),
    ("get", "admin:library_templateversion_change", OBJECT, {}),
    ("post", "admin:library_templateversion_change", OBJECT, {}),
    ("get", "admin:library_templateversion_history", OBJECT, {}),
    ("get", "admin:library_templateversion_delete", OBJECT, {}),
    ("post", "admin:library_templateversion_publish", STEP, {}),
    ("post", "admin:library_templateversion_retire", STEP, {}),
    ("post", "admin:library_templateversion_copy", STEP, {}),
    ("get", "admin:library_section_add", {}, {"version": "editing.pk"}),
    ("get", "admin:library_section_change", {"object_id": "section.pk"}, {}),
    ("post", "admin:library_section_change", {"object_id": "section.pk"}, {}),
    ("get", "admin:library_section_delete", {"object_id": "section.pk"}, {}),
    ("post", "admin:library_section_delete", {"object_id": "section.pk"}, {}),
    ("get", "admin:library_section_history", {"object_id": "section.pk"}, {}),
    ("post", "admin:library_section_move", {"section_id": "section.pk"}, {"direction": "up"}),
]


def resolved(values, world):
    return {name: attrgetter(path)(world) if "." in path else path for name, path in values.items()}


def manager_elsewhere(world: World):
    """Who only fills in for the first bureau, and manages the library of a second."""
    user = member(world.bureau, Role.CONTRIBUTOR, world.department)
    MembershipFactory(user=user, bureau=BureauFactory(), role=Role.LIBRARY_MANAGER, department=None)
    return user


def statuses(user, world):
    client = Client()
    client.force_login(user)
    return {
        (method, name, str(at), str(sent)): getattr(client, method)(
            reverse(name, kwargs=resolved(at, world)), resolved(sent, world)
        ).status_code
        for method, name, at, sent in PAGES
    }


def test_a_private_template_is_refused_to_those_who_manage_only_another_library():
    world = build_world()
    assert set(statuses(manager_elsewhere(world), world).items()) == {
        ((method, name, str(at), str(sent)), 403) for method, name, at, sent in PAGES
    }


def test_lists_and_uses_leave_it_out():
    world = build_world()
    user, template = manager_elsewhere(world), world.editing.report_template
    metric = MetricDefinitionFactory()
    PhraseMetric.objects.create(phrase=world.phrase, metric=metric)
    client = Client()
    client.force_login(user)
    version_page = reverse("admin:library_templateversion_change", args=[world.published.pk])
    for address in (
        reverse("library:template_list"),
        reverse("admin:library_reporttemplate_changelist"),
        version_page,
        reverse("library:metric_uses", args=[metric.pk]),
    ):
        assert template.name not in client.get(address).content.decode().replace(
            world.published.report_template.name, ""
        )
    assert (where_used(metric, user).places, where_used(metric, user).hidden) == ((), 1)
    assert TemplateUses().counts([metric], user) == {}


def test_an_editor_with_another_library_sees_it_listed_without_a_way_to_edit(client):
    bureau, other = BureauFactory(), BureauFactory()
    user = member(bureau, Role.EDITOR)
    MembershipFactory(user=user, bureau=other, role=Role.LIBRARY_MANAGER, department=None)
    version = TemplateVersionFactory(report_template__bureau=bureau, report_template__name="本局总结")
    client.force_login(user)
    page = client.get(reverse("library:template_list")).content.decode()
    assert "本局总结" in page
    assert reverse("admin:library_templateversion_change", args=[version.pk]) not in page
