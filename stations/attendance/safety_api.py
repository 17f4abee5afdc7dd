"""Children's safety at the union's desk, by the API."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.records.api import HasRole
from stations.attendance import safety
from stations.attendance.models import Handover, RatioBreach
from stations.attendance.safety_views import SEEING


class ReleaseSerializer(serializers.ModelSerializer):
    """A release to somebody else; the child's name is masked."""

    child_name = serializers.CharField(source="child.masked", read_only=True)
    released_by = serializers.CharField(source="override_by.name", read_only=True)

    class Meta:
        model = Handover
        fields = (
            *("id", "facility", "local_date", "occurred_at", "child_name", "relation"),
            *("override_reason", "released_by"),
        )


class BreachSerializer(serializers.ModelSerializer):
    """A breach of the ratio, from its beginning to its end."""

    class Meta:
        model = RatioBreach
        fields = ("id", "facility", "local_date", "occurred_at", "children", "on_duty", "limit", "resolved_at")


class ChildSafetySerializer(serializers.Serializer):
    """The last thirty days in the reader's scope, newest first, at most 200 of each."""

    releases = ReleaseSerializer(many=True)
    breaches = BreachSerializer(many=True)


class ChildSafety(APIView):
    """Releases to somebody else and breaches of the staff-to-child ratio."""

    permission_classes = (HasRole,)
    roles = SEEING

    @extend_schema(responses=ChildSafetySerializer)
    def get(self, request: Request) -> Response:
        """The last thirty days in the reader's scope."""
        access = request.access
        found = {"releases": safety.releases(access), "breaches": safety.breaches(access)}
        return Response(ChildSafetySerializer(found).data)
