from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from edusum.common.forms import PageForm

WEAK = {
    "password_too_short": "新密码太短，至少要有 8 位。",
    "password_too_similar": "新密码与姓名或用户名太像，请另取一个。",
    "password_too_common": "新密码太常见，容易被猜到，请另取一个。",
    "password_entirely_numeric": "新密码不能全是数字，请加上字母、汉字或符号。",
}
"""What is wrong with a password, by the codes of Django's validators."""


class SignInForm(PageForm, AuthenticationForm):
    error_messages = {
        "invalid_login": "用户名或密码不对，或账户已停用。忘记了密码，请找本单位的模板管理员重置。",
        "inactive": "这个账户已停用，请联系本单位的模板管理员。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "用户名"
        self.fields["password"].label = "密码"


class OwnPasswordForm(PageForm, PasswordChangeForm):
    """The old password once, the new one twice."""

    error_messages = PasswordChangeForm.error_messages | {
        "password_incorrect": "现在的密码不对，请重新输入。",
        "password_mismatch": "两次输入的新密码不一样，请重新输入。",
        "password_unchanged": "新密码不能与现在的密码相同，请另取一个。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "现在的密码"
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password1"].help_text = "至少 8 位，不能全是数字，也不要用姓名、用户名或常见的密码。"
        self.fields["new_password2"].label = "再输一次新密码"
        self.fields["new_password2"].help_text = ""

    def clean_new_password1(self) -> str:
        password = self.cleaned_data["new_password1"]
        if password == self.cleaned_data.get("old_password"):
            raise forms.ValidationError(self.error_messages["password_unchanged"], code="password_unchanged")
        return password

    def validate_password_for_user(self, user: Any, *args: Any, **kwargs: Any) -> None:
        """As Django does, but in our words and at the first of the two fields."""
        try:
            password_validation.validate_password(self.cleaned_data.get("new_password1", ""), user)
        except forms.ValidationError as error:
            if "new_password1" in self.cleaned_data:
                self.add_error("new_password1", [WEAK.get(item.code, item) for item in error.error_list])
