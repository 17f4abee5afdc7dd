"""A person's messages, answers to them, and what could not be delivered, for programs."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.organization.roles import Role
from ops.records.api import AmendmentSerializer, ReadViewSet
from ops.records.errors import Conflict, NotAllowed
from ops.reminders import actions, answers, queries
from ops.reminders.letters import text_of
from ops.reminders.models import Reminder, ReminderAnswer


class DeliverySerializer(serializers.ModelSerializer):
    """How a message went by one channel beside the app."""

    address = serializers.SerializerMethodField()

    class Meta:
        model = Reminder
        fields = ("id", "channel", "address", "state", "error", "attempts", "not_before", "sent_at", "carried_by")

    def get_address(self, row: Reminder) -> str:
        """What the address is called; empty for the account's own."""
        return row.point.label if row.point else ""


class AnswerSerializer(serializers.ModelSerializer):
    """What somebody who was told of the same thing at the same level answered."""

    by = serializers.CharField(source="answered_by")

    class Meta:
        model = ReminderAnswer
        fields = ("id", "kind", "by", "answered_at", "reason", "until", "withdrawn_at", "withdrawn_reason")


class ReminderOutput(serializers.ModelSerializer):
    """One message to the asker, as it reads in the asker's language, how it went, and what was answered."""

    title = serializers.SerializerMethodField()
    body = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()
    deliveries = serializers.SerializerMethodField()
    answers = serializers.SerializerMethodField()

    class Meta:
        model = Reminder
        fields = (
            *("id", "kind", "title", "body", "url", "duty", "facility", "level", "urgent", "state", "created_at"),
            *("sent_at", "read_at", "snoozed_until", "carried_by", "deliveries", "answers"),
        )

    def _line(self, row: Reminder) -> queries.Line:
        found: dict[Any, queries.Line] = self.context["lines"]
        return found[row.pk]

    def get_title(self, row: Reminder) -> str:
        """The headline."""
        return self._line(row).said.title

    def get_body(self, row: Reminder) -> str:
        """The text."""
        return self._line(row).said.body

    def get_url(self, row: Reminder) -> str:
        """The page that it leads to."""
        return self._line(row).said.url

    @extend_schema(responses=DeliverySerializer(many=True))
    def get_deliveries(self, row: Reminder) -> Any:
        """By each channel beside the app."""
        return DeliverySerializer(self._line(row).deliveries, many=True).data

    def get_answers(self, row: Reminder) -> Any:
        """By anybody who was told at the same level."""
        return AnswerSerializer(self._line(row).answers, many=True).data


class ReadInput(serializers.Serializer):
    """Which messages were read; none named: all."""

    ids = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=500)


class SnoozeInput(serializers.Serializer):
    """Until when, at most until the duty's closing (a day where there is no duty), and why."""

    until = serializers.DateTimeField()
    reason = serializers.CharField(max_length=300)


class UndeliveredOutput(serializers.ModelSerializer):
    """A message that was given up (`dead`) or is tried again (`failed`), with the host's words."""

    to = serializers.CharField(source="told")
    title = serializers.SerializerMethodField()

    class Meta:
        model = Reminder
        fields = ("id", "to", "channel", "title", "facility", "state", "error", "attempts", "not_before", "created_at")

    def get_title(self, row: Reminder) -> str:
        """The headline."""
        return text_of(row, get_language() or "").title


class Reminders(ReadViewSet):
    """The asker's own messages, newest first."""

    queryset = Reminder.objects.all()
    serializer_class = ReminderOutput
    roles = tuple(Role)
    filterset_fields = ("kind", "duty", "facility")

    def get_queryset(self) -> Any:
        """Only one's own; in the list what a summary says stands there."""
        if getattr(self, "swagger_fake_view", False):
            return Reminder.objects.none()
        access = self.request.access
        return queries.inbox(access) if self.action == "list" else queries.own_message(access)

    def get_serializer(self, *args: Any, **options: Any) -> Any:
        """With what the rows need, read at once."""
        rows = args[0] if args else []
        rows = rows if options.get("many") else [rows] if rows else []
        lines = {line.reminder.pk: line for line in queries.lines_of(rows, get_language() or "")}
        return super().get_serializer(
            *args, **{**options, "context": {**self.get_serializer_context(), "lines": lines}}
        )

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

    @extend_schema(request=None, responses=AnswerSerializer)
    @action(detail=True, methods=["post"], url_path="on-it")
    def on_it(self, request: Request, pk: str) -> Response:
        """Say "I'm on it": nothing more is sent to others of this level; 409 when somebody else is, or it is done."""
        return Response(AnswerSerializer(answers.take_on(reminder=self.get_object(), by=self.actor)).data)

    @extend_schema(request=AmendmentSerializer, responses=AnswerSerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        """Take back one's own "I'm on it", with a reason: the others of this level are told again; 409 without one."""
        reminder = self.get_object()
        sent = AmendmentSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        answer = answers.take_back(reminder=reminder, by=self.actor, **sent.validated_data)
        return Response(AnswerSerializer(answer).data)

    @extend_schema(request=SnoozeInput, responses=AnswerSerializer)
    @action(detail=True, methods=["post"])
    def snooze(self, request: Request, pk: str) -> Response:
        """Put it off for oneself, with a reason; the levels above are told all the same."""
        reminder = self.get_object()
        sent = SnoozeInput(data=request.data)
        sent.is_valid(raise_exception=True)
        answer = answers.snooze(reminder=reminder, by=self.actor, **sent.validated_data)
        return Response(AnswerSerializer(answer).data)

    @extend_schema(responses=UndeliveredOutput(many=True))
    @action(detail=False, filterset_fields=())
    def undelivered(self, request: Request) -> Response:
        """What was given up or is tried again, of facilities that the asker's union runs."""
        self._require_setting()
        page = self.paginate_queryset(queries.undelivered(request.access))
        return self.get_paginated_response(UndeliveredOutput(page, many=True).data)

    @extend_schema(request=None, responses=UndeliveredOutput)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        """Try one that was given up once more from the beginning; 409 for one that was not."""
        self._require_setting()
        reminder = get_object_or_404(queries.undelivered(request.access), pk=pk)
        if not actions.retry(reminder=reminder, by=self.actor):
            raise Conflict()
        reminder.refresh_from_db()
        return Response(UndeliveredOutput(reminder).data)

    def _require_setting(self) -> None:
        if not self.request.access.may(*queries.SETTING):
            raise NotAllowed()
