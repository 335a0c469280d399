from collections.abc import Iterator

from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.numbers import Number, printed, told
from edusum.proofreading.reading import Reading
from edusum.proofreading.sums import judge, lists_of_parts, scale_of, written
from edusum.proofreading.totals import judge_rest, judge_told, nearest, rests, totals_behind, unmarked


def sum_of_parts(reading: Reading) -> Iterator[Hit]:
    seen: set[int] = set()
    for found in lists_of_parts(reading):
        verdict, is_certain = judge(found)
        if verdict != "fails" or found.total.place in seen:
            continue
        seen.add(found.total.place)
        yield Hit(
            found.total.start,
            found.parts[-1].end,
            "各部分相加与总数不符，请核对总数和各部分的数字。",
            evidence=written(reading, found.parts, found.total),
            severity="error" if is_certain else "suspect",
        )
    for total, parts in unmarked(reading):
        if total.place not in seen:
            seen.add(total.place)
            yield Hit(
                total.start,
                parts[-1].end,
                "这几项相加与前面的总数只差一点，请核对数字。",
                evidence=written(reading, parts, total),
                severity="suspect",
            )


def total_behind(reading: Reading) -> Iterator[Hit]:
    for found in totals_behind(reading):
        verdict, is_certain = judge_told(found)
        if verdict == "fails":
            run = nearest(found) or found.runs[0]
            yield Hit(
                run[0].start,
                found.total.end,
                "前面各项相加与合计数不符，请核对合计数和各项的数字。",
                evidence=written(reading, run, found.total),
                severity="error" if is_certain else "suspect",
            )


def rest(reading: Reading) -> Iterator[Hit]:
    for number, before in rests(reading):
        verdict, used = judge_rest(number, before)
        if verdict == "fails":
            yield Hit(
                used[0].start,
                number.end,
                "总数减去已列出的部分，与“其余”的数字不符，请核对。",
                evidence=_left(reading, number, used),
                severity="error" if len(used) == 2 else "suspect",
            )


def _left(reading: Reading, number: Number, used: tuple[Number, ...]) -> str:
    scale = scale_of(printed(reading, number))
    left = used[0].value - sum(part.value for part in used[1:])
    terms = "-".join(told(one.value / scale, 4) for one in used)
    return f"{terms}={told(left / scale, 4)}，文中为{printed(reading, number)}"


RULES = (
    Rule(
        code="sum-of-parts",
        family="figures",
        title="分项与总数不符",
        severity="error",
        kind="arithmetic",
        authority="公文写作惯例：文中数据应当前后一致、分项之和等于总数",
        about="把“其中”后面、括号里逐项列出的数字相加，与总数对照。各项互相交叉或没有列全时不作判断。",
        find=sum_of_parts,
        cases=(
            Case("全县现有学校46所（小学31所、初中11所、高中5所）。", ("46所（小学31所、初中11所、高中5所",)),
            Case("全县现有学校46所（小学31所、初中11所、高中4所）。"),
            Case(
                "评选精品课例40节，其中小学16节、初中14节、高中12节。",
                ("40节，其中小学16节、初中14节、高中12节",),
            ),
            Case(
                "新增学位2160个，其中幼儿园420个、小学980个、初中670个。",
                ("2160个，其中幼儿园420个、小学980个、初中670个",),
            ),
            Case(
                "在4120名专任教师中，小学2310名、初中1260名、高中650名。",
                ("4120名专任教师中，小学2310名、初中1260名、高中650名",),
            ),
            Case(
                "投入资金1.642亿元，其中中央资金1.056亿元、省级资金0.418亿元、县级资金0.186亿元。",
                ("1.642亿元，其中中央资金1.056亿元、省级资金0.418亿元、县级资金0.186亿元",),
            ),
            Case("教师获奖96项，其中省级奖12项、市级奖37项。"),
            Case("现有党员2436名，其中女党员1318名，35岁以下党员702名。"),
            Case("投入资金12.6万元，其中资料费5.2万元、培训费4.1万元、宣传费3.4万元，按四舍五入填报。"),
            Case(
                "全市有学校98所，其中公办61所、民办37所；按学段分，幼儿园46所、小学33所、初中13所、高中6所。"
            ),
            Case("12所学校承担课改项目，其中国家级3所、省级10所，1所学校同时承担两级项目。"),
            Case("全年培训教师300余名，其中小学120名、初中90名、高中100名。"),
            Case("足球特色学校达到15所，比上年新增6所，其中小学9所、中学6所。"),
            Case("资助学生5400人次，发放资金620万元。其中，小学3100人次、310万元，初中2300人次、310万元。"),
        ),
    ),
    Rule(
        code="total-behind",
        family="figures",
        title="合计数不符",
        severity="error",
        kind="arithmetic",
        authority="公文写作惯例：文中数据应当前后一致、分项之和等于总数",
        about="把“合计”“共计”“共”前面逐项列出的数字相加，与合计数对照。单位不同、列举不全时不作判断。",
        find=total_behind,
        cases=(
            Case("办理建议31件、提案27件，合计56件。", ("31件、提案27件，合计56件",)),
            Case("办理建议31件、提案27件，合计58件。"),
            Case("评选师德标兵60名、优秀班主任120名，共计108名。", ("60名、优秀班主任120名，共计108名",)),
            Case("小学新生4180人、初中新生4320人，合计8600人。", ("4180人、初中新生4320人，合计8600人",)),
            Case(
                "一等奖20件、二等奖40件、三等奖80件，获奖作品合计150件。",
                ("20件、二等奖40件、三等奖80件，获奖作品合计150件",),
            ),
            Case("办理建议42件、提案67件，两项共计119件。", ("42件、提案67件，两项共计119件",)),
            Case("全年新建学校4所、改扩建学校7所，共11所。"),
            Case("培训小学教师120人、初中教师80人，共开展活动12次。"),
            Case("检查学校35所，发现隐患120处、问题46个，合计整改150余处。"),
            Case("全市共有12680名学生参赛，评出一等奖20名、二等奖40名，获奖学生共60名。"),
            Case("加固校舍62栋、5.8万平方米，重建校舍74栋、8.6万平方米，两项合计136栋、14.4万平方米。"),
            Case("新建幼儿园3所、小学2所（全县共有小学96所）。"),
        ),
    ),
    Rule(
        code="rest-of-total",
        family="figures",
        title="其余数不符",
        severity="error",
        kind="arithmetic",
        authority="公文写作惯例：文中数据应当前后一致、分项之和等于总数",
        about="用前面的总数减去已说明的部分，与“其余”“剩余”后面的数字对照。总数和部分说不清时不作判断。",
        find=rest,
        cases=(
            Case("排查隐患346处，整改339处，其余9处限期整改。", ("346处，整改339处，其余9处",)),
            Case("排查隐患346处，整改339处，其余7处限期整改。"),
            Case(
                "全区72个食堂中已有65个完成改造，其余8个列入下年计划。",
                ("72个食堂中已有65个完成改造，其余8个",),
            ),
            Case("受理线索18件，已办结16件，剩余3件正在核查。", ("18件，已办结16件，剩余3件",)),
            Case("列出清单276条，已销号261条，其余25条继续整改。", ("276条，已销号261条，其余25条",)),
            Case("全区72个食堂中已有65个完成改造，其余7个列入下年计划。"),
            Case("毕业生846名，升学612名，就业198名，其余36名参军入伍。"),
            Case("全区9个考点、261个考场，除1个考场20人外，其余260个考场均为30人。"),
            Case("共清理出87人，其中病休26人、借调61人；返岗58人、解聘11人，其余18人正在处理。"),
            Case("检查学校20所，其余学校由乡镇检查。"),
            Case("排查隐患约300处，整改260处，其余50处限期整改。"),
        ),
    ),
)
