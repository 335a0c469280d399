from datetime import date

FIRST_YEAR, LAST_YEAR = 1949, 2100


def reporting_year(today: date) -> int:
    """The year a bureau is summing up: from July on the running one, before that the last one."""
    return today.year if today.month >= 7 else today.year - 1
