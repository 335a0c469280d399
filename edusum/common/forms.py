from crispy_forms.helper import FormHelper


class PageForm:
    """Mixin for forms: crispy renders the fields, the page writes the frame (form tag, buttons, token)."""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper
