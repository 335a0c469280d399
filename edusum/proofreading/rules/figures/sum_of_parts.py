from collections.abc import Iterator

from edusum.proofreading.explained import adds_up_otherwise
from edusum.proofreading.findings import Case, Hit, Rule
from edusum.proofreading.numbers import Number, printed, told
from edusum.proofreading.part_sums import chapters_of, judge
from edusum.proofreading.reading import Reading
from edusum.proofreading.sums import lists_of_parts, scale_of, written
from edusum.proofreading.totals import (
    judge_rest,
    judge_told,
    nearest,
    rests,
    subsets,
    totals_behind,
    unmarked,
    wholes_behind,
)


def sum_of_parts(reading: Reading) -> Iterator[Hit]:
    seen: set[int] = set()
    for found in lists_of_parts(reading):
        chapters = chapters_of(reading.plain, found)
        if chapters:
            told, count = chapters
            yield Hit(
                told.start(),
                told.end("sort"),
                "后面逐一列出的个数与这里说的不符，请核对。",
                evidence=f"后面列出{count}个，文中为“{reading.text[told.start() : told.end('sort')]}”",
                severity="suspect",
            )
        verdict, is_certain = judge(found)
        if verdict != "fails" or found.total.place in seen:
            continue
        seen.add(found.total.place)
        if adds_up_otherwise(
            reading.numbers,
            found.total,
            found.parts,
            is_listed=found.is_listed,
            is_whole=found.wholeness == "sure",
        ):
            continue
        yield Hit(
            found.total.start,
            found.parts[-1].end,
            "各部分相加与总数不符，请核对总数和各部分的数字。",
            evidence=written(reading, found.parts, found.total),
            severity="error" if is_certain else "suspect",
        )
    for total, parts in unmarked(reading):
        if total.place not in seen and not adds_up_otherwise(reading.numbers, total, parts):
            seen.add(total.place)
            yield Hit(
                total.start,
                parts[-1].end,
                "这几项相加与前面的总数只差一点，请核对数字。",
                evidence=written(reading, parts, total),
                severity="suspect",
            )


def total_behind(reading: Reading) -> Iterator[Hit]:
    totals = list(totals_behind(reading))
    for found in totals:
        verdict, is_certain = judge_told(found)
        if verdict == "fails":
            run = nearest(found) or found.runs[0]
            if adds_up_otherwise(reading.numbers, found.total, run, is_listed=found.is_listed):
                continue
            yield Hit(
                run[0].start,
                found.total.end,
                "前面各项相加与合计数不符，请核对合计数和各项的数字。",
                evidence=written(reading, run, found.total),
                severity="error" if is_certain else "suspect",
            )

    for number, meant in subsets(reading, totals):
        yield Hit(
            number.start,
            number.end,
            "这几项在前面已逐一列出，相加与这里的数不符，请核对。",
            evidence=written(reading, meant, number),
            severity="suspect",
            related=tuple((part.start, part.end) for part in meant),
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

    for part, left, whole in wholes_behind(reading):
        yield Hit(
            part.start,
            whole.end,
            "已说明的部分加上“其余”的数字，与后面的总数不符，请核对。",
            evidence=written(reading, (part, left), whole),
            severity="suspect",
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
            Case("食堂共428个，按学段分：幼儿园189个，小学112个，初中76个，普通高中33个，中职18个。"),
            Case("全区中小学50所：小学32所，初中14所（含九年一贯制学校5所），普通高中4所。"),
            Case("实际交流276人。从流向看，县城到乡村118人，乡村到县城51人，乡镇之间107人。"),
            Case("发放问卷3000份：家长1500份，满意1395份；学生900份，满意864份；教师600份，满意560份。"),
            Case("职业学校毕业生742人，升入高等院校408人，直接就业312人。"),
            Case("58名专职心理教师中，有专业学历的39名，有资格证书的46名，两项兼备的31名，均不具备的4名。"),
            Case(
                "全县现有学校46所，其中公办31所、民办11所，共42所在校。",
                ("46所，其中公办31所、民办11所",),
            ),
            Case("聘任督学52名，其中专职8名、兼职34名、特约10名，比上一届增加7名。"),
            Case("考核结果分为三个等次，其中优秀4个、良好8个、合格2个。"),
            Case("新增学位2700个，其中城区1850个，集镇420个。"),
            Case("开工项目15个，15个里面主体完工的4个、正在主体施工的6个、还在做基础的5个；没有开工的3个。"),
            Case("支出586.7万元，检测384.2万元，消杀用品97.4万元，口罩44.1万元，隔离点补助等其他61万元。"),
            Case("安排到中学46名、小学50名、幼儿园12名，其中农村学校68名，城区学校40名。"),
            Case("招聘150人，其中研究生96人，占64%；师范生57人，占38%；男教师33人，占22%。"),
            Case("全科6名同志（科长、副科长各1名，科员4名）。"),
            Case("投入46.5万元，其中前年20.4万元，去年26.1万元，年均23.3万元。"),
            Case("交流教师132名，其中城区到农村49名、农村到城区31名、校际52名，城区净支援18名。"),
            Case("去年1574人上线，今年多了113人；其中第一中学上线798人、第二中学476人，两校加起来1274人。"),
            Case(
                "经费累计6012亿元，是前五年3757亿元的1.6倍，五年分别为1018亿元、1106亿元、1196亿元、1294亿元、1398亿元。"
            ),
            Case("年初有幼儿园142所，上半年撤并5所、新开办2所，6月底为139所。"),
            Case(
                "退还预付费22.6万元（其中城南片区12.6万元，城北片区9.8万元）。",
                ("22.6万元（其中城南片区12.6万元，城北片区9.8万元",),
            ),
            Case(
                "全年支出设备款168万元，购置白板240套、计算机170台，单价分别为4500元和3529元，两项依次支出108万元、60万元。"
            ),
            Case("在编教师4520人参加轮训，其中线上3610人、线下1840人（两种方式都参加的930人）。"),
            Case("发放读本五类共41.6万册，其中宪法类13.2万册、民法典类9.8万册、未成年人保护类8.1万册。"),
            Case("学业水平考试报名6021人，去年为6204人；实际参考5978人，缺考43人。"),
            Case("1846名考生参加高考，一本上线612人、二本以上上线1263人。"),
            Case(
                "招聘教师176人，其中研究生31人、本科145人；按学段分，小学72人、初中48人、高中28人，幼儿园28人。"
            ),
            Case("全县现有学校46所（小学31所、初中11所、高中5所）。", ("46所（小学31所、初中11所、高中5所",)),
            Case(
                "交流干部教师210名，其中局机关17名、乡镇64名、城区145名。",
                ("210名，其中局机关17名、乡镇64名、城区145名",),
            ),
            Case("表彰优秀教师、优秀班主任、优秀教育工作者等210名，其中优秀教师120名、优秀班主任50名。"),
            Case("全县在校学生3648人，其中小学1523人、初中1214人、高中700人。"),
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
            Case(
                "基层党组织312个，其中党委3个、党总支7个、党支部102个。",
                ("312个，其中党委3个、党总支7个、党支部102个",),
            ),
            Case(
                "三类项目共54个，其中校舍改造29个、运动场2个、设备购置3个。",
                ("54个，其中校舍改造29个、运动场2个、设备购置3个",),
            ),
            Case(
                "按职称分，督学54人，其中专职9人、兼职54人。",
                ("54人，其中专职9人、兼职54人",),
            ),
            Case(
                "查出问题23个，下发通知书46份，立行立改71个，限期整改22个。",
                ("23个，下发通知书46份，立行立改71个，限期整改22个",),
            ),
            Case(
                "发放资金1442.38万元。其中，学前2148人次、128.88万元，义务教育14260人次、893.5万元，高中4000人次、400万元。",
                (
                    "1442.38万元。其中，学前2148人次、128.88万元，义务教育14260人次、893.5万元，高中4000人次、400万元",
                ),
            ),
            Case("在校生48683人（小学31000人、初中17683人），其中随迁子女3900人、留守儿童18200人。"),
            Case("争取资金2.5亿元，比上年增长12%。其中甲项资金9000万元、乙项3000万元、丙项1500万元。"),
            Case("毕业生3840人，升学3100人，升学率80.7%；就业650人，另有参军等90人。"),
            Case("教职工5400人，其中专任教师4900人，占90.7%；专任教师中，小学2900人，初中1500人。"),
            Case("表彰先进个人210名，其中优秀教师120名、优秀班主任50名。"),
            Case("办法一共五章、32条，其中总则8条、管理9条、考核15条。", ("五章",)),
            Case("办法一共三章、32条，其中总则8条、管理9条、考核15条。"),
            Case("教师获奖96项，其中省级奖12项、市级奖37项。"),
            Case("全县有50所学校开展试点，其中乡镇20所、山区25所。"),
            Case("教师获奖86人次，其中国家级3人次、省级21人次、市级56人次。"),
            Case("获奖作品37项，其中一等奖8项、二等奖13项。"),
            Case("涉及问题219个（其中食品安全类61个、教学常规类58个、消防安全类37个）。"),
            Case("安排资金1200万元，其中中央资金600万元、省级资金400万元，其余由县级配套。"),
            Case("实验校60所，其中小学28所、初中19所，普通高中、中职学校共13所。"),
            Case("规划学位6600个，其中2020年1800个、2021年2400个、2022年1950个，尚差450个。"),
            Case("举办活动48场，其中春季24场、秋季26场，有2场跨两季举行。"),
            Case("幼儿园612所，其中公办园345所，普惠性民办园216所。"),
            Case("征集建议84条，合并为32条，采纳27条，未采纳5条。"),
            Case("建设项目32个，其中续建12个、新建18个，储备2个。"),
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
            Case("三年累计新建幼儿园26所，其中今年完成10所，前两年共完成16所。"),
            Case("组成4个督导组，每组5人（组长1人、督学3人、联络员1人），共20人。"),
            Case(
                "义务教育阶段压减到38家（其中转型35家、拟注销3家），压减410家；高中阶段由80家减至50家，压减30家，合计压减440家。"
            ),
            Case(
                "全市现有特级教师52名、正高级教师81名，其中26人既是特级教师又是正高级教师，两类人才合计107名。"
            ),
            Case("办理建议31件、提案27件，合计56件。", ("31件、提案27件，合计56件",)),
            Case("第一批43名、第二批45名，共18名。", ("43名、第二批45名，共18名",)),
            Case(
                "登记机构76家；又发现未登记机构29家，二者相加，全县实有机构205家。",
                ("76家；又发现未登记机构29家，二者相加，全县实有机构205家",),
            ),
            Case(
                "建成周转房1860套，加上此前建成的5340套，总量达到6200套。",
                ("1860套，加上此前建成的5340套，总量达到6200套",),
            ),
            Case(
                "各地新增学位：东区420个，西区310个，云台县190个，平桥县130个，合计1050个。2个区新增703个。",
                ("703个",),
            ),
            Case(
                "各地新增学位：东区420个，西区310个，云台县190个，平桥县130个，合计1050个。2个区新增730个。"
            ),
            Case("全县9个乡镇、2个街道共划分督导责任区14个。"),
            Case("其中甲校2.1亿元、乙校1.5亿元，其余4所合计1.6亿元。"),
            Case("特级教师58名、正高级90名，其中30人两者兼有，两类合计118名。"),
            Case("招聘特岗教师86人、公费师范生30人，教师总数达到4200人。"),
            Case("2021年培训420人、2022年培训510人，五年累计培训2300人。"),
            Case("学前教育资助1200人次、义务教育资助5600人次，全年共资助学生7600人次。"),
            Case("省外研修18人，县级培训240人次，培训合计258人次。"),
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
            Case("全县现有学校186所，其中幼儿园92所、小学61所、初中22所（含九年一贯制学校5所），其余11所。"),
            Case("排查隐患346处，整改339处，其余9处限期整改。", ("346处，整改339处，其余9处",)),
            Case(
                "与23名失联党员取得联系，其余4名已作处置，29名失联党员的问题全部解决。",
                ("23名失联党员取得联系，其余4名已作处置，29名",),
            ),
            Case("与23名失联党员取得联系，其余4名已作处置，27名失联党员的问题全部解决。"),
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
