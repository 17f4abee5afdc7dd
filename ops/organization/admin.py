"""People, unions and memberships on the administration site."""

from django.contrib import admin

from ops.organization.models import Membership, OneTimeLink, TradeUnion, User
from ops.records.admin import ReadOnlyAdmin, RecordedAdmin


@admin.register(User)
class UserAdmin(RecordedAdmin):
    """Correct a person, deactivate an account. People are added on the page of colleagues."""

    list_display = ("name", "username", "phone", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("search", "phone", "email")
    fields = ("name", "username", "phone", "email", "language", "is_active", "is_staff", "is_superuser", "reason")

    def has_add_permission(self, request: object) -> bool:
        """By the page of colleagues, which gives the one-time link."""
        return False


@admin.register(TradeUnion)
class TradeUnionAdmin(RecordedAdmin):
    """Correct a union's words. Unions are entered on their own page, which keeps the tree."""

    list_display = ("name", "level", "division_code", "depth")
    list_filter = ("level",)
    search_fields = ("name", "name_en")
    fields = ("name", "name_en", "short_name", "level", "division_code", "reason")
    ordering = ("path",)

    def has_add_permission(self, request: object) -> bool:
        """By the page of unions."""
        return False


@admin.register(Membership)
class MembershipAdmin(RecordedAdmin):
    """Give and end roles where the pages cannot reach."""

    list_display = ("user", "role", "union", "facility", "since", "until")
    list_filter = ("role",)
    list_select_related = ("user", "union", "facility")
    search_fields = ("user__search", "user__phone", "facility__search")
    autocomplete_fields = ("user", "union", "facility")
    fields = ("user", "role", "union", "facility", "since", "until", "reason")


@admin.register(OneTimeLink)
class OneTimeLinkAdmin(ReadOnlyAdmin):
    """Who was given a link, and whether it was used."""

    list_display = ("user", "expires_at", "used_at", "withdrawn_at")
    list_select_related = ("user",)
    fields = ("user", "expires_at", "used_at", "withdrawn_at")
