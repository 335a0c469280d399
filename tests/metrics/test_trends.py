from decimal import Decimal

from edusum.metrics.figures import Figure, Reading
from edusum.metrics.trends import Trend, trend

RATE = Figure("rate", "率", "率", "%", "percent", 1)


def years(**numbers):
    return {int(year[1:]): Reading("filled", Decimal(number)) for year, number in numbers.items()}


def test_five_years_are_one_line_from_low_to_high():
    drawn = trend(RATE, years(y2021="80", y2022="82", y2023="84", y2024="86", y2025="88"), 2025)
    assert drawn.lines == ("3,19.0 23.5,15.0 44,11.0 64.5,7.0 85,3.0",)
    assert drawn.last == ("85", "3.0")
    assert drawn.words == "2021年 80，2022年 82，2023年 84，2024年 86，2025年 88"


def test_a_gap_breaks_the_line_and_a_lone_year_is_a_dot():
    drawn = trend(RATE, years(y2021="80", y2024="86", y2025="88"), 2025)
    assert (drawn.dots, drawn.lines) == ((("3", "19.0"),), ("64.5,7.0 85,3.0",))


def test_level_years_lie_in_the_middle():
    assert trend(RATE, years(y2024="80", y2025="80"), 2025).lines == ("64.5,11.0 85,11.0",)


def test_one_value_is_no_line():
    assert trend(RATE, years(y2025="80"), 2025) == Trend()
    assert not trend(RATE, {}, 2025)
