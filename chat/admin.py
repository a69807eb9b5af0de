"""The operator's small back office: verify organizations, look after people, look at threads without changing them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from chat.models import Membership, Organization, Report, Thread, User


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Membership
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "country", "city", "is_buyer", "is_supplier", "is_verified", "is_demo")
    list_editable = ("is_verified",)
    list_filter = ("is_verified", "is_supplier", "is_buyer", "is_demo", "country")
    search_fields = ("name", "city", "makes")
    readonly_fields = ("created_at",)
    inlines = (MembershipInline,)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Passwords are set by the person, through the reset by e-mail, and shown to nobody."""

    list_display = ("email", "name", "reading_language", "last_seen_at", "is_active", "is_staff", "is_demo")
    list_filter = ("is_active", "is_staff", "is_demo", "reading_language")
    search_fields = ("email", "name")
    exclude = ("password", "user_permissions", "groups")
    readonly_fields = ("date_joined", "last_login", "last_seen_at", "is_demo")


@admin.register(Thread)
class ThreadAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """To look at only: what is said in a thread is between its two sides, and every change goes through the log."""

    list_display = ("subject", "buyer", "supplier", "status", "waits_on", "last_activity_at")
    list_filter = ("status", "waits_on")
    search_fields = ("subject", "buyer__name", "supplier__name")
    list_select_related = ("buyer", "supplier")
    exclude = ("last_message",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What people reported, the open ones first. Only whether it is settled can be changed."""

    list_display = ("created_at", "reason", "text", "sender", "reporter", "note", "is_settled")
    list_editable = ("is_settled",)
    list_filter = ("is_settled", "reason")
    list_select_related = ("message__sender", "reporter")
    ordering = ("is_settled", "-created_at")
    fields = ("reason", "note", "text", "sender", "reporter", "created_at", "is_settled")
    readonly_fields = ("reason", "note", "text", "sender", "reporter", "created_at")

    @admin.display(description="message")
    def text(self, report: Report) -> str:
        return report.message.text

    @admin.display(description="sender")
    def sender(self, report: Report) -> User:
        return report.message.sender

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
