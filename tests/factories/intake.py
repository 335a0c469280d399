from factory import Faker, LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from edusum.common.stored import new_name
from edusum.document.readers.source import from_text
from edusum.intake.enums import ChangeKind, QuantityRole, TakenAs
from edusum.intake.models import (
    FoundHeading,
    FoundQuantity,
    IntakeBatch,
    ReturnedChange,
    ReturnedPaper,
    SourceDocument,
    Taking,
)
from edusum.intake.storing import store_reading
from tests.factories.drafts import SectionTextFactory, SnapshotFactory
from tests.factories.people import BureauFactory, UserFactory

OLD_PAPER = """示例区教育局2024年工作总结
一、学前教育普惠发展
全区共有幼儿园48所，其中公办幼儿园30所，在园幼儿12600人，学前三年毛入园率达96.5%。
二、义务教育优质均衡
（一）办学条件不断改善
新建学校3所，增加学位4200个。
（二）教师队伍不断壮大
全区专任教师5120人，比上年增加230人。
示例区教育局
2025年1月8日"""


class IntakeBatchFactory(DjangoModelFactory):
    class Meta:
        model = IntakeBatch

    bureau = SubFactory(BureauFactory)
    name = "历年总结.zip"
    started_by = SubFactory(UserFactory)


class SourceDocumentFactory(DjangoModelFactory):
    """An old paper, read and understood: `text="…"` is what it says, None leaves it waiting."""

    class Meta:
        model = SourceDocument
        skip_postgeneration_save = True

    bureau = SubFactory(BureauFactory)
    name = "2024年工作总结.txt"
    stored_name = LazyFunction(new_name)
    size = 100
    sha256 = Faker("sha256")
    uploaded_by = LazyAttribute(lambda row: UserFactory())

    @classmethod
    def _create(cls, model_class, *args, text=OLD_PAPER, **values):
        document = super()._create(model_class, *args, **values)
        if text is not None:
            store_reading(document=document, source=from_text(text))
            document.refresh_from_db()
        return document


class ReturnedPaperFactory(DjangoModelFactory):
    class Meta:
        model = ReturnedPaper

    snapshot = SubFactory(SnapshotFactory)
    draft = LazyAttribute(lambda row: row.snapshot.draft)
    name = "2025年工作总结（改）.docx"
    stored_name = LazyFunction(new_name)
    size = 100
    sha256 = Faker("sha256")
    uploaded_by = LazyAttribute(lambda row: UserFactory())


class ReturnedChangeFactory(DjangoModelFactory):
    """A heading that was rewritten outside."""

    class Meta:
        model = ReturnedChange

    paper = SubFactory(ReturnedPaperFactory)
    section_text = SubFactory(SectionTextFactory)
    position = Sequence(lambda number: number + 1)
    kind = ChangeKind.HEADING
    before = "全年工作"
    after = replacement = "全年工作情况"


class FoundHeadingFactory(DjangoModelFactory):
    class Meta:
        model = FoundHeading

    document = SubFactory(SourceDocumentFactory, text="")
    start = 0
    end = 4
    level = 1
    marker = "一、"
    words = "办学"


class FoundQuantityFactory(DjangoModelFactory):
    class Meta:
        model = FoundQuantity

    document = SubFactory(SourceDocumentFactory, text="")
    start = 3
    end = 6
    quote_start = 0
    quote = "幼儿园48所"
    label = "幼儿园数"
    value = "48"
    unit = "所"
    role = QuantityRole.ACTUAL


class TakingFactory(DjangoModelFactory):
    class Meta:
        model = Taking

    document = SubFactory(SourceDocumentFactory)
    taken_as = TakenAs.WORD
    taken_by = SubFactory(UserFactory)
