"""Sections of an old paper find theirs in a report template."""

from edusum.intake.aligning import Part, aligned, matched_share


def outline(text: str) -> list[Part]:
    """One heading a line, a level for each blank before it; 导语 has none."""
    parts: list[Part] = []
    for line in text.strip("\n").splitlines():
        words = line.strip()
        level = 0 if words == "导语" else len(line) - len(line.lstrip()) + 1
        above = [place for place, part in enumerate(parts) if part.level and part.level < level]
        parts.append(Part(words if level else "", level, above[-1] if above else None))
    return parts


def pairs(old: str, new: str) -> dict[str, str]:
    mine, theirs = outline(old), outline(new)
    return {mine[place].words: theirs[other].words for place, other in aligned(mine, theirs).items()}


def test_headings_in_much_the_same_words_go_together():
    old = "加强党的建设\n推动学前教育普惠发展\n狠抓校园安全工作"
    new = "党的建设\n学前教育普惠普及发展\n义务教育均衡发展\n校园安全"
    assert pairs(old, new) == {
        "加强党的建设": "党的建设",
        "推动学前教育普惠发展": "学前教育普惠普及发展",
        "狠抓校园安全工作": "校园安全",
    }


def test_headings_that_have_nothing_in_common_stay_apart():
    assert pairs("文明城市创建", "教师队伍建设") == {}


def test_an_opening_is_the_opening():
    assert pairs("导语\n教师队伍", "导语\n教师队伍建设") == {"": "", "教师队伍": "教师队伍建设"}


def test_of_two_that_are_called_alike_the_one_under_the_same_parent_is_meant():
    old = "学前教育\n 经费投入\n义务教育\n 经费投入"
    new = "义务教育\n 经费投入\n学前教育\n 经费投入"
    mine, theirs = outline(old), outline(new)
    assert aligned(mine, theirs) == {0: 2, 1: 3, 2: 0, 3: 1}


def test_metrics_in_common_help_where_words_differ():
    old = [Part("师资水平提升", metrics=frozenset({7, 8}))]
    new = [Part("学校建设", metrics=frozenset({3})), Part("教师队伍水平", metrics=frozenset({7, 9}))]
    assert aligned(old, new) == {0: 1}


def test_words_of_the_guidance_help():
    new = [Part("其他工作"), Part("教育公平", about="写控辍保学和学生资助")]
    assert aligned([Part("控辍保学")], new) == {0: 1}


def test_the_share_is_whole_where_all_goes_together_and_none_where_nothing_does():
    old = outline("党的建设\n 组织建设")
    assert matched_share(old, aligned(old, old), old) == 1.0
    assert matched_share(old, {}, old) == 0.0


def test_parents_of_sections_that_go_together_go_together():
    old = "前期部署\n 组织领导\n 宣传发动\n后续安排"
    new = "准备阶段\n 组织领导有力\n 宣传发动到位\n下步打算"
    assert pairs(old, new) == {
        "前期部署": "准备阶段",
        "组织领导": "组织领导有力",
        "宣传发动": "宣传发动到位",
    }


def test_one_that_stands_between_two_pairs_is_taken_if_it_is_a_little_alike():
    old = "学前教育\n义务教育学校硬件条件改善\n职业教育"
    new = "学前教育\n办学硬件\n职业教育"
    assert pairs(old, new) == {
        "学前教育": "学前教育",
        "义务教育学校硬件条件改善": "办学硬件",
        "职业教育": "职业教育",
    }
    assert pairs("学前教育\n体育赛事\n职业教育", new) == {"学前教育": "学前教育", "职业教育": "职业教育"}


def test_what_was_done_never_goes_with_what_is_planned():
    old = [Part("教师队伍建设")]
    new = [Part("教师队伍建设", is_ahead=True), Part("师资队伍建设工作")]
    assert aligned(old, new) == {0: 1}
    assert aligned(old, new[:1]) == {}


def test_of_two_headings_as_alike_the_words_below_decide():
    old = [Part("加强安全管理", content="校园食品安全检查十二次，食品留样")]
    new = [Part("加强交通安全"), Part("加强食品安全")]
    assert aligned(old, new) == {0: 1}
