from tests.library.own_words import main, shared_runs

SOURCE = "一年来，全区教育系统围绕中心、服务大局，推动各项工作再上新的台阶。"


def test_a_run_of_twenty_hanzi_is_found_whatever_marks_stand_between():
    words = "全区教育系统围绕中心服务大局推动，各项工作再上新的台阶"
    assert shared_runs(words, [SOURCE]) == ["全区教育系统围绕中心服务大局推动各项工作"]


def test_nineteen_hanzi_are_no_run():
    assert shared_runs("全区教育系统围绕中心、服务大局，推动各项工", [SOURCE]) == []


def test_a_figure_parts_the_words():
    assert shared_runs("全区教育系统围绕中心、服务大局，{{ 甲 }}推动各项工作再上新的台阶", [SOURCE]) == []


def test_names_that_anybody_writes_do_not_count():
    name = "深入学习贯彻习近平新时代中国特色社会主义思想"
    assert shared_runs(name, [name]) == []


def test_templates_that_copy_are_counted_and_named(tmp_path, monkeypatch, capsys):
    templates, sources = tmp_path / "templates", tmp_path / "sources"
    templates.mkdir()
    sources.mkdir()
    (templates / "copied.yaml").write_text(f"sections:\n  - phrases:\n      - text: {SOURCE}\n")
    (sources / "a.txt").write_text(SOURCE)
    monkeypatch.setattr("tests.library.own_words.TEMPLATES", templates)
    assert main(sources) == 1
    assert capsys.readouterr().out == (
        "copied.yaml: 一年来全区教育系统围绕中心服务大局推动各\n1 shared runs of 20 hanzi in 1 templates\n"
    )
