"""Plain text for a box in an office-automation system."""

from edusum.document.house import House
from edusum.document.model import (
    Attachment,
    Chart,
    Column,
    Document,
    Imprint,
    Letterhead,
    Paragraph,
    Run,
    Section,
    Series,
    SignOff,
    Table,
)
from edusum.export.text import to_text

TABLE = Table(
    "主要指标",
    (Column("指标"), Column("2024年", "right"), Column("2025年", "right")),
    (("学前三年毛入园率", "90.2%", "92.3%"), ("学校数\t（所）", "97", "【待补】")),
    "2024年数据为年报数。",
)
TREND = Chart(
    "trend", "学前三年毛入园率", ("2024年", "2025年"), (Series("", ("90.2", None)),), "%", "注：年报数。"
)
SHARE = Chart("share", "在园幼儿", ("公办", "民办"), (Series("占比", ("60", "40")),), "%")
SIDES = Chart(
    "comparison", "招生", ("小学", "初中"), (Series("城区", ("3", "4")), Series("乡村", ("1", "2")))
)


def words(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def test_a_whole_paper_as_an_official_would_paste_it():
    paper = Document(
        title="示例区教育局关于报送2025年工作总结的报告",
        addressee="区人民政府：",
        sections=(
            Section(0, "", "", blocks=(words("现将情况报告如下。"),)),
            Section(
                1,
                "一、",
                "主要工作",
                sections=(
                    Section(2, "（一）", "学前教育", blocks=(words("毛入园率达92.3%。"), TABLE)),
                    Section(
                        3, "1.", "扩大资源", is_run_in=True, blocks=(words("新建3所。"), words("另改建1所。"))
                    ),
                ),
            ),
        ),
        attachments=(
            Attachment("指标表", (Section(1, "一、", "总表", blocks=(SHARE,)),)),
            Attachment("名单"),
        ),
        sign_off=SignOff("示例区教育局", "2026年1月8日", "联系人：张三"),
        letterhead=Letterhead("示例区教育局文件", "示教〔2026〕3号", ("李四", "王五"), serial="000001"),
        imprint=Imprint("区委办公室", "示例区教育局办公室", "2026年1月9日"),
    )
    assert to_text(paper).splitlines() == [
        "000001",
        "示例区教育局文件",
        "示教〔2026〕3号",
        "签发人：李四、王五",
        "",
        "示例区教育局关于报送2025年工作总结的报告",
        "",
        "区人民政府：",
        "　　现将情况报告如下。",
        "　　一、主要工作",
        "　　（一）学前教育",
        "　　毛入园率达92.3%。",
        "　　主要指标",
        "指标\t2024年\t2025年",
        "学前三年毛入园率\t90.2%\t92.3%",
        "学校数 （所）\t97\t【待补】",
        "　　注：2024年数据为年报数。",
        "　　1.扩大资源。新建3所。",
        "　　另改建1所。",
        "",
        "　　附件：1.指标表",
        "　　　　　2.名单",
        "",
        "　　　　　　　　　　　　　　　　　　　　示例区教育局",
        "　　　　　　　　　　　　　　　　　　　　　　2026年1月8日",
        "　　（联系人：张三）",
        "",
        "附件1",
        "指标表",
        "　　一、总表",
        "　　在园幼儿（%）：公办60，民办40。",
        "",
        "抄送：区委办公室。",
        "示例区教育局办公室　2026年1月9日印发",
    ]


def test_a_speech_has_its_speaker_and_date_under_the_title():
    speech = Document(
        title="在全区教育工作会议上的讲话",
        subtitle="推进优质均衡",
        speaker="张三",
        spoken_on="2026年2月20日",
        salutation="同志们：",
    )
    assert to_text(speech) == (
        "在全区教育工作会议上的讲话\n——推进优质均衡\n（2026年2月20日）\n张三\n\n同志们：\n"
    )


def test_a_chart_is_its_numbers_in_one_line():
    paper = Document(title="", sections=(Section(0, "", "", blocks=(TREND, SIDES)),))
    assert to_text(paper).splitlines() == [
        "　　学前三年毛入园率（%）：2024年90.2，2025年—。",
        "　　注：年报数。",
        "　　招生：城区 小学3，初中4；乡村 小学1，初中2。",
    ]


def test_the_house_says_which_dot_stands_after_a_number():
    paper = Document(title="", sections=(Section(3, "1.", "师资"),))
    assert to_text(paper, House(dot="．")) == "　　1．师资\n"


def test_a_single_attachment_has_no_number():
    paper = Document(title="报告", attachments=(Attachment("指标表"),))
    assert to_text(paper) == "报告\n\n　　附件：指标表\n"


def test_an_empty_paper_is_an_empty_text():
    assert to_text(Document(title=" ")) == ""


def test_what_no_text_box_takes_is_left_out_and_a_paragraph_stays_on_one_line():
    paper = Document(
        title="工\x00作\ud800总结", sections=(Section(0, "", "", blocks=(words("上\n下\x0b𠮷㐂"),)),)
    )
    assert to_text(paper) == "工作总结\n\n　　上 下 𠮷㐂\n"
