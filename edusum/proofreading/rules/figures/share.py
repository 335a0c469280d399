from collections.abc import Iterator

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.numbers import Number, printed, told
from edusum.proofreading.reading import Reading
from edusum.proofreading.shares import wrong_shares

_TRUNCATED = 1


def share(reading: Reading) -> Iterator[Hit]:
    for found in wrong_shares(reading):
        claim, part, whole = found.claim, found.part, found.whole
        true = found.value
        is_slight = abs(true - claim.value) < (claim.high - claim.low) * _TRUNCATED
        start = max(claim.start - len(claim.tail), 0)
        places = max(2, len(claim.quantity.value.partition(".")[2]))
        yield Hit(
            start,
            claim.end,
            "这个百分比末位没有四舍五入，请改正。" if is_slight else "这个百分比与前面的数字对不上，请核对。",
            evidence=f"{found.terms or _terms(reading, part, whole)}={told(true, places + is_slight)}%，"
            f"文中为{printed(reading, claim)}",
            severity="error" if found.is_sure and not is_slight else "suspect",
            related=((part.start, part.end), (whole.start, whole.end)),
        )


def _terms(reading: Reading, part: Number, whole: Number) -> str:
    return f"{printed(reading, part)}÷{printed(reading, whole)}"


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
            Case("1286间普通教室中已有1197间完成更新换代，覆盖面达73.1%。", ("覆盖面达73.1%",)),
            Case("招聘计划240名，实际录用228名，缺额12名，录用数占计划数的85%。", ("录用数占计划数的85%",)),
            Case(
                "收回有效问卷3276份；在收回的有效问卷中，2948名学生表示负担减轻，占92%。",
                ("占92%",),
            ),
            Case("原有52家机构中，注销31家、转型13家、保留8家，压减率为84.9%。", ("压减率为84.9%",)),
            Case("评估为优秀9所、良好15所、合格6所，优良率为10.0%。", ("优良率为10.0%",)),
            Case(
                "480名学生进入复赛，48名学生进入决赛，进入决赛的人数正好是复赛人数的八分之一。",
                ("进入决赛的人数正好是复赛人数的八分之一",),
            ),
            Case(
                "新增学位9360个，其中幼儿园1080个、小学4860个、初中3420个。小学新增学位占全部新增学位的一半以上，"
                "达到59.1%。",
                ("达到59.1%",),
            ),
            Case(
                "参加课后服务的学生由18900人增加到35910人。按在校生37800人计算，参加率为98%。",
                ("参加率为98%",),
            ),
            Case(
                "随迁子女在公办学校就读的占91%，即在2300名随迁子女中，有2309人进入公办学校。",
                ("随迁子女在公办学校就读的占91%",),
            ),
            Case("纳入治理的41所幼儿园，已完成治理40所，完成率为197.6%。", ("完成率为197.6%",)),
            Case("1286间普通教室中已有1197间完成更新换代，覆盖面达93.1%。"),
            Case("原有52家机构中，注销31家、转型13家、保留8家，压减率为84.6%。"),
            Case("原有52家机构中，注销31家、转型13家、保留8家，从业人员压减率为78.5%。"),
            Case("评估为优秀9所、良好15所、合格6所，优秀率为30.0%，优良率为80.0%。"),
            Case("申报高级126份、中级347份、初级211份；退回38份，退回率为5.6%。"),
            Case("在校生2456人，其中小学1830人、初中626人，女生1180人，占总数的48.0%。"),
            Case("在校生2456人，其中小学1830人、初中626人。女生1180人，占全县女生总数的5.8%。"),
            Case("中职招生1.9万人，普高招生2.3万人，中职占高中阶段招生总数的45.2%。"),
            Case("全年培训教师2.5万人次，超额完成任务2万人次的25%。"),
            Case("全年接收994人，城区学校扩容以后，占在校学生48683人的12%。"),
            Case("注销96家、转型13家，压减率85.2%（原有128家）。"),
            Case("评审职称612人，通过498人，通过率81.4%，其中高级86人，通过率62.3%。"),
            Case("聘请法制副校长143名、法制辅导员206名，法制副校长聘任率达100%。"),
            Case("安排资金1200万元，完成支付860万元，群众满意度为91.7%。"),
            Case("答复代表建议21件、委员提案19件，满意率达97.5%。"),
            Case("教育支出比上年增加0.66亿元，达到5.46亿元，占公共支出的比例由18.2%提高到19.1%。"),
            Case("在园幼儿由6850人增加到11234人，学前三年毛入园率达到72.6%。"),
            Case("在收回的有效问卷3276份中，2948名学生表示负担减轻，占90%。"),
            Case("在园幼儿占比稳步提高，普惠性幼儿园在园幼儿14078人，覆盖率达到92.4%。"),
        ),
    ),
)
