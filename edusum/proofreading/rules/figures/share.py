from collections.abc import Iterator

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.numbers import printed, told
from edusum.proofreading.reading import Reading
from edusum.proofreading.shares import wrong_shares

_TRUNCATED = 1


def share(reading: Reading) -> Iterator[Hit]:
    for found in wrong_shares(reading):
        claim, part, whole = found.claim, found.part, found.whole
        true = part.value * 100 / whole.value
        is_slight = abs(true - claim.value) < (claim.high - claim.low) * _TRUNCATED
        start = max(claim.start - len(claim.tail), 0)
        places = max(2, len(claim.quantity.value.partition(".")[2]))
        yield Hit(
            start,
            claim.end,
            "这个百分比末位没有四舍五入，请改正。" if is_slight else "这个百分比与前面的数字对不上，请核对。",
            evidence=f"{printed(reading, part)}÷{printed(reading, whole)}={told(true, places + is_slight)}%，"
            f"文中为{printed(reading, claim)}",
            severity="error" if found.is_sure and not is_slight else "suspect",
            related=((part.start, part.end), (whole.start, whole.end)),
        )


RULES = (
    Rule(
        code="share",
        family="figures",
        title="占比、比率算得不对",
        severity="error",
        kind="arithmetic",
        authority="公文写作惯例：文中数据应当前后一致、能够互相验算",
        about="用文中的部分数和总数验算“占…%”和“…率”，按文中写出的小数位数四舍五入。找不准部分和总数时不作判断。",
        find=share,
        cases=(
            Case("排查隐患346处，整改339处，整改率为95.0%。", ("整改率为95.0%",)),
            Case("排查隐患346处，整改339处，整改率为98.0%。"),
            Case("招聘教师168人，其中研究生41人，占22.4%。", ("占22.4%",)),
            Case("获奖作品52件，占参赛作品325件的18.0%。", ("的18.0%",)),
            Case("发放测评票1500张，收回1386张，收回率为94.2%。", ("收回率为94.2%",)),
            Case("参训人数604人，已注册560人，注册率92.71%。", ("注册率92.71%",)),
            Case("招聘教师168人，其中研究生41人，占24.4%。"),
            Case("获奖作品52件，占参赛作品325件的16.0%。"),
            Case("培训教师3420人次，安排交流轮岗92人，占符合条件教师的15%。"),
            Case("受理信访186件，比上年减少28件，按期办结率达100%。"),
            Case("发放问卷1500份，收回1386份，满意率为98.2%。"),
            Case("全市共有学校41所，其中一类学校20所，约占一半。"),
            Case("中央资金1.056亿元、省级资金0.586亿元，总额1.642亿元，分别占64.3%和35.7%。"),
            Case("在园幼儿占比稳步提高，普惠性幼儿园在园幼儿14078人，覆盖率达到92.4%。"),
        ),
    ),
)
