from django.db import models

from edusum.proofreading.findings import SEVERITIES


class Grade(models.TextChoices):
    ERROR = "error", SEVERITIES["error"]
    SUSPECT = "suspect", SEVERITIES["suspect"]
    HINT = "hint", SEVERITIES["hint"]


class NameOf(models.TextChoices):
    PLACE = "place", "地名"
    SCHOOL = "school", "学校"
    OFFICE = "office", "单位和科室"
    PERSON = "person", "人名"
