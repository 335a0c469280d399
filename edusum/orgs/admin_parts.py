"""The parts below a form in Django's admin, with words of their own on their buttons."""

import json

from django.contrib.admin.helpers import InlineAdminFormSet


class OwnWordsPart(InlineAdminFormSet):
    """A part as the page shows it; its inline says `add_text` and `delete_text`."""

    @classmethod
    def of(cls, part: InlineAdminFormSet) -> "OwnWordsPart":
        return cls(
            part.opts,
            part.formset,
            part.fieldsets,
            part.prepopulated_fields,
            part.readonly_fields,
            part.model_admin,
            part.has_add_permission,
            part.has_change_permission,
            part.has_delete_permission,
            part.has_view_permission,
        )

    def inline_formset_data(self) -> str:
        data = json.loads(super().inline_formset_data())
        data["options"] |= {"addText": self.opts.add_text, "deleteText": self.opts.delete_text}
        return json.dumps(data)
