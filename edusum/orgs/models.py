from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from tree_queries.models import TreeNode

from edusum.common.models import TimeStamped
from edusum.orgs.enums import DEPARTMENT_ROLES, BureauKind, Role
from edusum.orgs.querysets import BureauQuerySet, DepartmentQuerySet, MembershipQuerySet

plain_name = RegexValidator(
    r"^[^{}<>\\/:*?\"|\x00-\x1f]+$", "名称里不能有括号 {}、尖括号、斜杠、冒号、星号、问号或引号等符号。"
)

_ABOVE = """
WITH RECURSIVE above (id, parent_id, steps) AS (
  SELECT id, parent_id, 1 FROM orgs_bureau WHERE id = %s
  UNION ALL
  SELECT orgs_bureau.id, orgs_bureau.parent_id, above.steps + 1
  FROM above JOIN orgs_bureau ON orgs_bureau.id = above.parent_id
)
SELECT orgs_bureau.* FROM above JOIN orgs_bureau ON orgs_bureau.id = above.id ORDER BY above.steps DESC
"""


class Bureau(TreeNode, TimeStamped):
    """An education bureau (or school) with the forms of its name that papers use."""

    kind = models.CharField("层级", max_length=10, choices=BureauKind, default=BureauKind.COUNTY)
    full_name = models.CharField(
        "单位全称",
        max_length=60,
        unique=True,
        validators=[plain_name],
        help_text="用于标题和落款，如“示例区教育局”。",
    )
    short_name = models.CharField(
        "单位简称", max_length=30, validators=[plain_name], help_text="用于列表和正文，如“区教育局”。"
    )
    local_form = models.CharField(
        "自称", max_length=10, validators=[plain_name], help_text="正文里怎样称本地，如“我市”“我县”“我区”。"
    )
    whole_form = models.CharField(
        "全域称", max_length=10, validators=[plain_name], help_text="正文里怎样称全域，如“全市”“全县”“全区”。"
    )

    objects = BureauQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    def above(self) -> "list[Bureau]":
        """The bureaus above it, the highest first; read once. One query however large the tree is."""
        if self.parent_id is None:
            return []
        known: tuple[int, list[Bureau]] | None = self.__dict__.get("_above")
        if known is None or known[0] != self.parent_id:
            known = self._above = (self.parent_id, list(Bureau.objects.raw(_ABOVE, [self.parent_id])))
        return known[1]


class Department(TimeStamped):
    """A 科室 of a bureau."""

    bureau = models.ForeignKey(
        Bureau, verbose_name="单位", on_delete=models.CASCADE, related_name="departments"
    )
    name = models.CharField("科室名称", max_length=40, validators=[plain_name])
    position = models.PositiveIntegerField("排序", default=0)
    is_active = models.BooleanField("在用", default=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "科室"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "name"],
                name="department_name_once_per_bureau",
                violation_error_message="本单位已有同名科室。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(TimeStamped):
    """A person holds a role in a bureau; contributors and section heads hold it in a department."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", on_delete=models.CASCADE, related_name="memberships"
    )
    bureau = models.ForeignKey(
        Bureau, verbose_name="单位", on_delete=models.CASCADE, related_name="memberships"
    )
    department = models.ForeignKey(
        Department,
        verbose_name="科室",
        on_delete=models.CASCADE,
        related_name="memberships",
        null=True,
        blank=True,
    )
    role = models.CharField("角色", max_length=20, choices=Role)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "bureau", "role", "department"],
                name="membership_once_in_department",
                violation_error_message="此人在该科室已有这个角色。",
            ),
            models.UniqueConstraint(
                fields=["user", "bureau", "role"],
                condition=models.Q(department__isnull=True),
                name="membership_once_in_bureau",
                violation_error_message="此人已有这个角色。",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=sorted(DEPARTMENT_ROLES), department__isnull=False)
                | models.Q(department__isnull=True) & ~models.Q(role__in=sorted(DEPARTMENT_ROLES)),
                name="membership_department_fits_role",
                violation_error_message="填报人和科室负责人须选择科室，其他角色不选科室。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}·{self.get_role_display()}"

    def clean(self) -> None:
        if self.department and self.department.bureau_id != self.bureau_id:
            raise ValidationError({"department": "所选科室不属于本单位。"})
