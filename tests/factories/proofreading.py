from factory import Faker, LazyAttribute, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from edusum.document.readers.source import from_text
from edusum.proofreading.checking import check
from edusum.proofreading.models import (
    CheckedPaper,
    FindingAssignment,
    NameEntry,
    PaperFix,
    RuleSetting,
    Waiver,
)
from tests.factories.people import BureauFactory, UserFactory

FAULTY_PAPER = """示例区教育局2025年工作总结
一、学前教育
全区幼儿园开学平稳有序，，幼儿全部到园。
二、义务教育
各校课后服务按时开展。，家长普遍满意。"""
"""Two doubled marks, in two sections."""


class CheckedPaperFactory(DjangoModelFactory):
    """A paper that was pasted: `text="…"` is what it says."""

    class Meta:
        model = CheckedPaper

    class Params:
        text = FAULTY_PAPER

    bureau = SubFactory(BureauFactory)
    name = "2025年工作总结.txt"
    kind = "pasted"
    size = 100
    sha256 = Faker("sha256")
    source = LazyAttribute(lambda row: from_text(row.text).to_json())
    uploaded_by = SubFactory(UserFactory)


class PaperFixFactory(DjangoModelFactory):
    class Meta:
        model = PaperFix

    paper = SubFactory(CheckedPaperFactory)
    number = LazyAttribute(lambda row: row.paper.fixes.count() + 1)
    line = 2
    start = 11
    end = 13
    before = "，，"
    after = "，"
    rule = "doubled-marks"
    made_by = SubFactory(UserFactory)


class WaiverFactory(DjangoModelFactory):
    class Meta:
        model = Waiver

    paper = SubFactory(CheckedPaperFactory)
    rule = "doubled-marks"
    fingerprint = Faker("sha256")
    quote = "，，"
    reason = "原文如此。"
    waived_by = SubFactory(UserFactory)


class FindingAssignmentFactory(DjangoModelFactory):
    """Given to a person."""

    class Meta:
        model = FindingAssignment

    paper = SubFactory(CheckedPaperFactory)
    rule = "doubled-marks"
    fingerprint = Faker("sha256")
    quote = "，，"
    message = "这里连用了两个标点，请只留一个。"
    person = SubFactory(UserFactory)
    assigned_by = SelfAttribute("paper.uploaded_by")


class RuleSettingFactory(DjangoModelFactory):
    class Meta:
        model = RuleSetting

    bureau = SubFactory(BureauFactory)
    rule = "doubled-marks"
    severity = "hint"


class NameEntryFactory(DjangoModelFactory):
    class Meta:
        model = NameEntry

    bureau = SubFactory(BureauFactory)
    kind = "school"
    name = Sequence("示例区第{}中学".format)


def fingerprints(target: object) -> list[str]:
    """Of the doubled marks of a draft or a checked paper that nobody waived, in the order of the text."""
    return [item.finding.fingerprint for item in check(target).open if item.finding.rule == "doubled-marks"]
