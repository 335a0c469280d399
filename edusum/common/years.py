from datetime import date

FIRST_YEAR, LAST_YEAR = 1949, 2100


YEARS_BACK, YEARS_AHEAD = 10, 2


def start_years(today: date) -> tuple[int, int]:
    """The first and the last year of which a paper may be begun."""
    return today.year - YEARS_BACK, today.year + YEARS_AHEAD


def reporting_year(today: date) -> int:
    """The year a bureau is summing up: from July on the running one, before that the last one."""
    return today.year if today.month >= 7 else today.year - 1
