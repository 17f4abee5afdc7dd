"""A person's messages, for programs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.organization.roles import Role
from ops.records.api import ReadViewSet
from ops.reminders import actions, queries
from ops.reminders.delivery import text_of
from ops.reminders.models import Reminder


class ReminderOutput(serializers.ModelSerializer):
    """One message to the asker, as it reads in the asker's language."""

    title = serializers.SerializerMethodField()
    body = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = Reminder
        fields = (
            *("id", "kind", "title", "body", "url", "duty", "facility", "level", "urgent", "state", "created_at"),
            *("sent_at", "read_at"),
        )

    def get_title(self, row: Reminder) -> str:
        """The headline."""
        return text_of(row, get_language() or "").title

    def get_body(self, row: Reminder) -> str:
        """The text."""
        return text_of(row, get_language() or "").body

    def get_url(self, row: Reminder) -> str:
        """The page that it leads to."""
        return text_of(row, get_language() or "").url


class ReadInput(serializers.Serializer):
    """Which messages were read; none named: all."""

    ids = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=500)


class Reminders(ReadViewSet):
    """The asker's own messages, newest first."""

    queryset = Reminder.objects.all()
    serializer_class = ReminderOutput
    roles = tuple(Role)
    filterset_fields = ("kind", "duty", "facility")

    def get_queryset(self) -> Any:
        """Only one's own."""
        if getattr(self, "swagger_fake_view", False):
            return Reminder.objects.none()
        return queries.inbox(self.request.access)

    @extend_schema(
        request=ReadInput,
        responses=inline_serializer(
            "ReadOutput", {"read": serializers.IntegerField(), "unread": serializers.IntegerField()}
        ),
    )
    @action(detail=False, methods=["post"])
    def read(self, request: Request) -> Response:
        """Mark messages as read."""
        sent = ReadInput(data=request.data)
        sent.is_valid(raise_exception=True)
        access = request.access
        ids = sent.validated_data.get("ids")
        read = actions.mark_all_read(access=access) if ids is None else actions.mark_read(access=access, ids=ids)
        return Response({"read": read, "unread": queries.unread_count(access)})
