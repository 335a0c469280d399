"""What becomes of phrases as people type them: full-width braces, words that would be read twice."""

import pytest

from edusum.library import services
from edusum.library.contents import advice_on
from edusum.library.enums import VersionState
from edusum.library.errors import PhraseErrors
from edusum.library.files import handed_in
from edusum.library.services import PhraseInput
from edusum.orgs.actors import SYSTEM
from tests.factories import MetricDefinitionFactory, SectionFactory, TemplateVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return TemplateVersionFactory()


def test_phrases_typed_in_full_width_are_stored_in_half_width_or_refused_by_line(version):
    section = SectionFactory(version=version)
    MetricDefinitionFactory(phrase_name="专任教师数")
    typed = [PhraseInput("全区｛｛专任教师数｜同比｝｝。")]
    services.save_phrases(section=section, phrases=typed, actor=SYSTEM)
    assert section.phrases.get().text == "全区{{专任教师数|同比}}。"
    with pytest.raises(PhraseErrors, match="第1句第2行：这里的花括号是全角的"):
        services.save_phrases(section=section, phrases=[PhraseInput("一\n｛｛专任教师数｝")], actor=SYSTEM)


def test_what_a_phrase_would_say_twice_is_advice_and_does_not_stop_publishing(version):
    section = SectionFactory(version=version, heading="教师")
    MetricDefinitionFactory(phrase_name="专任教师数", unit="人", sample="1286")
    typed = [PhraseInput("好。"), PhraseInput("教师{{ 专任教师数 }}人。")]
    services.save_phrases(section=section, phrases=typed, actor=SYSTEM)
    assert [str(advice) for advice in advice_on(version, [section.department_name])] == [
        "“教师”第2句：“{{ 专任教师数 }}人”会读成“1286人人”，单位已随数值写出，请删去后面的“人”。"
    ]
    assert services.publish_version(version=version, actor=SYSTEM).state == VersionState.PUBLISHED


def test_a_handed_in_file_is_read_likewise():
    text = "schema: 1\ncode: a\nname: 甲\ngenre: speech\ntitle: 甲\nsections:\n"
    text += "  - {key: a, level: 0, heading_form: none, phrases: [{text: 共｛｛专任教师数｝｝。}]}\n"
    (section,) = handed_in(text.encode(), "甲.yaml").template.sections
    assert section.phrases[0].text == "共{{专任教师数}}。"
