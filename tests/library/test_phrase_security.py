"""Phrases that try to reach or to exhaust the process: each refused, quickly, at its place."""

from time import process_time

import pytest

from edusum.library.phrasing import PhraseError, check, render
from edusum.library.wording import PhraseText, freeze, paragraphs, speak, tidy_tokens, token_problems
from edusum.metrics.figures import Figure, Reading

LONGEST = 0.2
UNKNOWN = {"{{ cycler }}"}
HOSTILE = [
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ 甲.__init__ }}",
    "{{ 甲.__init__.__globals__ }}",
    "{{ 甲._figures }}",
    "{{ 甲['__class__'] }}",
    "{{ [].__class__ }}",
    "{{ ().__class__.__bases__[0] }}",
    "{{ {}.__class__ }}",
    "{{ cycler }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum() }}",
    "{{ lipsum.__globals__ }}",
    "{{ joiner() }}",
    "{{ namespace() }}",
    "{{ dict(a=1) }}",
    "{{ range(10) }}",
    "{% for 项 in range(10**9) %}{{ 项 }}{% endfor %}",
    "{% for 项 in '文字' %}{{ 项 }}{% endfor %}",
    "{% for 项 in 单位全称 %}{{ 项 }}{% endfor %}",
    "{% for 项 in 甲 %}{{ 项 }}{% endfor %}",
    "{% for 一, 二 in [甲] %}{% endfor %}",
    "{% for 项 in [甲] %}{% for 件 in [甲] %}{% endfor %}{% endfor %}",
    "{% for 项 in [甲] recursive %}{{ loop([甲]) }}{% endfor %}",
    "{% for 项 in [甲] if 项 %}{% endfor %}",
    "{% for 项 in [甲] %}{{ loop.index }}{% endfor %}",
    "{% for self in [甲] %}{% endfor %}",
    "{% for 项 in [" + "甲, " * 60 + "] %}{% endfor %}",
    "{{ 'a' * 10**9 }}",
    "{{ 10 ** 10 ** 10 }}",
    "{{ 9 // 0 }}",
    "{{ 'a' ~ 'b' }}",
    "{{ '%s' % 甲 }}",
    "{{ '{0.__class__}'.format(甲) }}",
    "{{ '{0.__class__}' }}",
    "{{ 甲|attr('__class__') }}",
    "{{ 甲|map('upper') }}",
    "{{ 甲|format }}",
    "{{ 'a'|upper }}",
    "{{ ''|同比 }}",
    "{{ 甲|同比(*[1]) }}",
    "{{ 甲|占比(**{}) }}",
    "{{ 甲|占比(乙=1) }}",
    "{{ 甲|占比(乙.x) }}",
    "{{ 甲|占比('乙') }}",
    "{{ 甲|占比(年度) }}",
    "{{ 甲 is defined }}",
    "{% if 甲 is callable %}{% endif %}",
    "{% if 甲 in [1] %}{% endif %}",
    "{% if 甲() %}{% endif %}",
    "{{ 甲 if 甲 else 乙 }}",
    "{{ true }}",
    "{{ none }}",
    "{{ 1.5 }}",
    "{{ self }}",
    "{{ self.__dict__ }}",
    "{{ loop }}",
    "{{ caller() }}",
    "{{ varargs }}",
    "{{ super() }}",
    "{% set x = 1 %}",
    "{% set x %}甲{% endset %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import path %}",
    "{% extends 'x' %}",
    "{% block b %}{% endblock %}",
    "{% macro m() %}{% endmacro %}",
    "{% call 甲() %}{% endcall %}",
    "{% filter upper %}甲{% endfilter %}",
    "{% with a = 1 %}{% endwith %}",
    "{% autoescape true %}{% endautoescape %}",
    "{% do 甲 %}",
    "{% raw %}{{ 甲 }}{% endraw %}",
    "{% raw %}{{ 甲 }}",
    "{# {% raw #}{{ ''.__class__ }}{# {% endraw %} #}",
    "{# 没有收尾 {{ 甲 }}",
    "{% if 甲 %}{ {%- endif -%} { 甲 }}",
    "{{ '{' }}{{ '{ 甲 }}' }}",
    "{{ '\\x7b\\x7b 甲 \\x7d\\x7d' }}",
    "{{ '\\ud800' }}",
    "{{ '\\x00' }}",
    "{{ '" + "字" * 101 + "' }}",
    "{{ " + "9" * 3900 + " }}",
    "{% if 甲 > 1e999 %}{% endif %}",
    "{% if 甲 > 0x" + "f" * 3900 + " %}{% endif %}",
    "{% if 甲 > 1.２ %}{% endif %}",
    "{{ " + "(" * 1900 + "甲" + ")" * 1900 + " }}",
    "{{ " + "[" * 3900 + " }}",
    "{{ " + "{" * 3900 + " }}",
    "{% if " + "not " * 990 + "甲 %}{% endif %}",
    "{% if " + "甲 and " * 570 + "甲 %}{% endif %}",
    "{% if " + "甲 < " * 790 + "甲 %}{% endif %}",
    "{% if " + "-" * 3900 + "甲 %}{% endif %}",
    "{{ 甲" + "|同比" * 1200 + " }}",
    "{{ 甲" + ".a" * 1900 + " }}",
    "{% if 甲 %}" * 150 + "{% endif %}" * 150,
    "{% if 甲 %}" * 360,
    "{{ 甲 }}" * 571,
    "{{ " + "a" * 3900 + " }}",
    "甲" * 100_000,
    "{{" * 2000,
    "{%" * 2000,
    "{#" * 2000,
    "甲\x00乙",
    "甲\u2028乙",
]


@pytest.mark.parametrize("source", HOSTILE, ids=lambda source: source[:20])
def test_a_hostile_phrase_is_refused_quickly(source):
    began = process_time()
    problems = check(source, metric_names={"甲", "乙"})
    assert problems
    assert process_time() - began < LONGEST


@pytest.mark.parametrize(
    "source", [source for source in HOSTILE if source not in UNKNOWN], ids=lambda source: source[:20]
)
def test_a_hostile_phrase_is_not_rendered_either(source):
    with pytest.raises(PhraseError):
        render(source, {}, {})


def test_a_name_of_jinja_is_only_a_missing_figure():
    assert render("{{ cycler }}", {}, {}) == "{{ cycler }}"


def test_text_names_with_braces_stay_tokens_until_they_are_resolved():
    assert render("{{ 本地 }}", {}, {"本地": "{{ 甲 }}"}) == "{{ 本地 }}"


def test_many_unknown_names_in_typed_text_are_looked_up_in_time():
    names = [f"第{number}项学前三年毛入园率指标" for number in range(200)]
    figures = {name: Figure("c", name, name, "人", "count", 0) for name in names}
    text = "".join(f"{{{{ 毛入园率|占比({name}) }}}}" for name in names) + "{{" * 5000
    began = process_time()
    assert len(token_problems(text, figures)) == 2
    assert process_time() - began < LONGEST


def test_many_unknown_names_are_looked_up_in_time():
    names = {f"第{number}项学前三年毛入园率指标" for number in range(200)}
    source = "".join(f"{{{{ 毛入园率{number} }}}}" for number in range(120))
    began = process_time()
    check(source, metric_names=names)
    assert process_time() - began < LONGEST


@pytest.mark.parametrize(
    "body",
    [
        "，" * 3800,
        "。" * 3800,
        "（" * 3800,
        "（" * 1900 + "”" * 1900,
        "（" * 1900 + "）" * 1900,
        "“。”" * 1260,
        "（" * 900 + "{{ 停|上年 }}，字" + "）" * 900,
        "“" + "（{{ 停|上年 }}，字）" * 100 + "”",
        "\n" * 3800,
        "，字" * 1900,
        "{{ 甲 }}，" * 40,
    ],
)
def test_the_longest_loop_is_worded_in_time(body):
    source = "{% for 项 in [" + "甲, " * 49 + "甲] %}" + body + "{% endfor %}{{ 停 }}字"
    figures = {"停": Figure("c", "停", "停", "人", "count", 0, current=Reading("not_applicable"))}
    began = process_time()
    assert check(source, metric_names={"甲", "停"}) == []
    spoken = speak([PhraseText(1, source, True)], figures, {})
    paragraphs(spoken.text, figures, {})
    assert process_time() - began < 5 * LONGEST


@pytest.mark.parametrize(
    "text", ["{{" * 50_000, "{{ 甲|" * 20_000, "{{ 甲|占比(" + "乙, " * 40_000, "{{ " + "甲" * 100_000]
)
def test_long_text_that_people_typed_is_read_in_time(text):
    began = process_time()
    paragraphs(text, {}, {})
    token_problems(tidy_tokens(text), {})
    freeze(text, {})
    assert process_time() - began < 5 * LONGEST
