from django.db import models


class BureauKind(models.TextChoices):
    PROVINCE = "province", "省级"
    CITY = "city", "市（州）级"
    COUNTY = "county", "县（市、区）级"
    SCHOOL = "school", "学校"


class Role(models.TextChoices):
    CONTRIBUTOR = "contributor", "填报人"
    SECTION_HEAD = "section_head", "科室负责人"
    EDITOR = "editor", "统稿人"
    DEPUTY = "deputy", "分管领导"
    DIRECTOR = "director", "局长"
    LIBRARY_MANAGER = "library_manager", "模板管理员"


DEPARTMENT_ROLES = frozenset({Role.CONTRIBUTOR, Role.SECTION_HEAD})
"""Roles that are held in one department; the others are held in the whole bureau."""
