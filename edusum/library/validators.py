"""What codes, names and numbers of the library may be, beyond their types."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator

from edusum.common.years import FIRST_YEAR, LAST_YEAR

MAX_DUE_DAYS = 366

code = RegexValidator(r"^[a-z][a-z0-9-]*$", "代码用小写字母、数字和连字符，以字母开头。")
term = RegexValidator(
    r"^(?=.*\w)[\w \-—–·•.、，：“”‘’（）()《》]+\Z",
    "用语里只能有汉字、字母、数字和常用的标点，请去掉别的符号。",
)
year = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
due_days = [MinValueValidator(1), MaxValueValidator(MAX_DUE_DAYS)]
