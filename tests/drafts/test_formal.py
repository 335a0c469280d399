import pytest

from edusum.common.errors import EdusumError
from edusum.drafts import formal


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("示教〔2026〕3号", "示教〔2026〕3号"),
        ("示教[2026]3号", "示教〔2026〕3号"),
        ("示教(2026)12号", "示教〔2026〕12号"),
        ("示教（2026）12号", "示教〔2026〕12号"),
        ("示教【２０２６】３号", "示教〔2026〕3号"),
        (" 示教办 ［2026］ 105 号 ", "示教办〔2026〕105号"),
        ("", ""),
    ],
)
def test_a_document_number_gets_its_brackets(typed, printed):
    assert formal.document_number(typed) == printed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("示教〔2026〕第3号", "不写“第”字"),
        ("示教第3号", "不写“第”字"),
        ("示教〔2026〕03号", "前面不加 0"),
        ("示教2026年3号", "四位年份"),
        ("示教〔26〕3号", "四位年份"),
        ("示教〔2026〕3", "以“号”字结尾"),
        ("〔2026〕3号", "由机关代字、年份和顺序号组成"),
        ("示教〔2026〕号", "由机关代字、年份和顺序号组成"),
        ("示教〔2026〕3a号", "由机关代字、年份和顺序号组成"),
    ],
)
def test_a_document_number_that_is_wrong_is_told_how_to_write_it(typed, said):
    with pytest.raises(EdusumError) as error:
        formal.document_number(typed)
    assert said in error.value.message
    assert "示教〔2026〕3号" in error.value.message


@pytest.mark.parametrize(
    ("typed", "printed"), [("1", "000001"), ("０12", "000012"), ("999999", "999999"), ("", "")]
)
def test_a_serial_number_has_six_digits(typed, printed):
    assert formal.serial_number(typed) == printed


@pytest.mark.parametrize("typed", ["0", "1234567", "1a", "一"])
def test_what_is_no_serial_number_is_refused(typed):
    with pytest.raises(EdusumError):
        formal.serial_number(typed)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("秘密", "秘密"), ("机密*1年", "机密★1年"), (" 绝密 ☆ 10年", "绝密★10年"), ("", "")],
)
def test_secrecy_has_a_star_before_its_term(typed, printed):
    assert formal.secrecy(typed) == printed


@pytest.mark.parametrize("typed", ["内部", "秘密1年", "秘密★"])
def test_other_words_are_no_secrecy(typed):
    with pytest.raises(EdusumError):
        formal.secrecy(typed)


def test_labels_brackets_and_dashes_that_are_printed_anyway_are_not_kept():
    assert formal.names("张三、 李四　王五,赵六") == "张三、李四、王五、赵六"
    assert formal.without("抄送：区委办公室，区政府办公室。", "抄送") == "区委办公室，区政府办公室"
    assert formal.without_brackets("（此件公开发布）") == "此件公开发布"
    assert formal.without_brackets("此件(节选)公开") == "此件(节选)公开"
    assert formal.subtitle("——在全区教育工作会议上的讲话") == "在全区教育工作会议上的讲话"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("《2025年名单》。", "2025年名单"),
        ("附件：先进集体名单；", "先进集体名单"),
        ("关于印发《办法》的通知", "关于印发《办法》的通知"),
        ("《甲》和《乙》", "《甲》和《乙》"),
    ],
)
def test_the_name_of_an_attachment_has_no_marks_around_it(typed, kept):
    assert formal.attachment_name(typed) == kept
