"""More fixed ways of saying how numbers hang together: what there was, what came and went, what is short.

Written as in `relation_forms`.
"""

from edusum.proofreading.relation_forms import Form, form_of, must_be

_THEN = "(?:上年|去年|年初|上一?[届年]|此前)"
_BY = r"[^,，。;；、:：()（）\d\n番倍]{0,10}"
_WAS = f"…{_THEN}[^,，。;；\\d]{{0,14}}?(?:[为是有]|已有|共有){{x}}="
CAME_AND_WENT: tuple[Form, ...] = (
    form_of(
        "比上年 较上年 比去年 较去年 比年初 较年初 比上一 较上一 比此前",
        f"{{v}}@-[比较]{_THEN}{_BY}(?:多|增加|净增)_{{d}}=,{_WAS}",
        must_be("x", "{v}-{d}", lambda v: v["v"] - v["d"]),
        is_sure=True,
    ),
    form_of(
        "比上年 较上年 比去年 较去年 比年初 较年初 比上一 较上一 比此前",
        f"{{v}}@-[比较]{_THEN}{_BY}(?:少|减少)_{{d}}=,{_WAS}",
        must_be("x", "{v}+{d}", lambda v: v["v"] + v["d"]),
        is_sure=True,
    ),
    form_of(
        "累计",
        f"新[建增设创]_{{d}}@,(?:累计|总数)_{{v}}=,{_WAS}",
        must_be("x", "{v}-{d}", lambda v: v["v"] - v["d"]),
    ),
    form_of(
        "调整后",
        r"(?:现有|原有|已有)_{n}@,_(?:撤销|停办|停招|撤并|取消){a}=[,、](?:新增|增设|新设|增加|新建){b}=,[^。;；,，\d]{0,4}调整后_{c}=",
        must_be("c", "{n}-{a}+{b}", lambda v: v["n"] - v["a"] + v["b"]),
        is_sure=True,
    ),
    form_of(
        "调整后",
        r"(?:现有|原有|已有)_{n}@,_(?:新增|增设|新设|新建){b}=[,、](?:撤销|停办|停招|撤并|取消){a}=,[^。;；,，\d]{0,4}调整后_{c}=",
        must_be("c", "{n}+{b}-{a}", lambda v: v["n"] + v["b"] - v["a"]),
        is_sure=True,
    ),
    form_of(
        "撤并 撤销 停办 注销",
        "(?:多|增加|净增){n}@,(?:实为|其中|即)?新(?:开办|建|增|设)_{a}=[,、](?:撤并|撤销|停办|注销)_{b}=",
        must_be("n", "{a}-{b}", lambda v: v["a"] - v["b"]),
    ),
    form_of(
        "基础上",
        "(?:实现|达到|覆盖)_{t}@_,在(?:现有|原有)的?_{a}=的?基础上_(?:再|新)_{b}=(?=[,。;；])",
        must_be("b", "{t}-{a}", lambda v: v["t"] - v["a"]),
    ),
    form_of(
        "基础上",
        "在(?:现有|原有)的?_{a}@_基础上,?(?:今年|年内|又|再)*(?:新[增建设]立?|再[增建])_{b}=,_(?:总数|累计)_{t}=",
        must_be("t", "{a}+{b}", lambda v: v["a"] + v["b"]),
        is_sure=True,
    ),
    form_of(
        "届时",
        "(?:现有|已有|已建成|已建)_{a}@,(?:今年|年内|明年|计划|将|拟)*(?:再|新)[增建设]?_{b}=,届时_(?:达到?|有|建成){t}=",
        must_be("t", "{a}+{b}", lambda v: v["a"] + v["b"]),
        is_sure=True,
    ),
    form_of(
        "即至少 即新增 即增加",
        "[由从]_{a}@_(?:增加|扩大|提高|发展)到{b}=(?:以上)?,即(?:至少)?(?:需|要)?(?:新增|增加){c}=",
        must_be("c", "{b}-{a}", lambda v: v["b"] - v["a"]),
        is_sure=True,
    ),
    form_of(
        "之外 以外",
        "再_{c}@,_{a}=(?:之外|以外)_,_{t}=的(?:目标|任务)",
        must_be("c", "{t}-{a}", lambda v: v["t"] - v["a"]),
        is_sure=True,
    ),
    form_of(
        "结余",
        r"(?:年初|上年)结余{a}元,_(?:接受|收入|募集|拨入|到账)_{b}元,_(?:支出|使用|发放)_{c}元,_结余_{d}元",
        must_be("d", "{a}+{b}-{c}", lambda v: v["a"] + v["b"] - v["c"]),
        must_be("c", "{a}+{b}-{d}", lambda v: v["a"] + v["b"] - v["d"]),
        is_sure=True,
    ),
    form_of(
        "之外的 以外的 外的",
        "{t}@[^,，。;；、:：()（）\\d\n]{0,12}?除_{k}=(?:之外|以外|外)的{c}=",
        must_be("c", "{t}-{k}", lambda v: v["t"] - v["k"]),
        is_sure=True,
    ),
    form_of(
        "月送 每月",
        "每[生人校班]每月_{a}(?P<unit>[次节场]),按{b}[人名所个]、{n}个月(?:计算|算|计),_{c}=",
        must_be("c", "{a}×{b}×{n}", lambda v: v["a"] * v["b"] * v["n"]),
        is_sure=True,
    ),
    form_of(
        "在建",
        r"项目_{t}个(?=[,，。])[^\n]{0,60}?(?:竣工|完工|建成)_{a}个[,、]在建_{b}个[,、][^,，。;；、\d\n]{0,8}(?:前期|筹建|未开工|待建)[^,，。;；、\d\n]{0,6}{c}个(?=[,，。;；])",
        must_be("t", "{a}+{b}+{c}", lambda v: v["a"] + v["b"] + v["c"]),
    ),
    form_of(
        "缺口",
        r"(?:需求|将招生|招生|入学)约?为?_?{a}人_,[^,，。;；\d]{0,14}学位[为是有约]*{b}个,缺口约?{c}个",
        must_be("c", "约{a}-{b}", lambda v: v["a"] - v["b"]),
        may_be_rough=True,
    ),
)
