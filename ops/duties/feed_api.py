"""The calendar feed, for programs."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.duties import feed as feeds
from ops.organization.roles import IN_FIELD
from ops.records.actor import Actor
from ops.records.api import HasRole


class FeedOutput(serializers.Serializer):
    """Whether the asker has a feed, and since when."""

    exists = serializers.BooleanField()
    made_at = serializers.DateTimeField(allow_null=True)


class FeedAddress(serializers.Serializer):
    """The address, told this once."""

    url = serializers.URLField()


class FeedView(APIView):
    """One's own calendar feed: iCalendar of one's duties, 14 days back and 30 ahead, under a secret address."""

    permission_classes = (HasRole,)
    roles = IN_FIELD

    @extend_schema(responses=FeedOutput)
    def get(self, request: Request) -> Response:
        """Whether there is one; its address is not kept."""
        found = feeds.feed_of(request.user)
        return Response(FeedOutput({"exists": found is not None, "made_at": found and found.made_at}).data)

    @extend_schema(request=None, responses={201: FeedAddress})
    def post(self, request: Request) -> Response:
        """Make it, or make it anew: the address before it ends."""
        secret = feeds.renew_feed(user=request.access.user, by=Actor.of(request))
        return Response(FeedAddress({"url": feeds.address_of(secret)}).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """End the address."""
        feeds.revoke_feed(user=request.access.user, by=Actor.of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)
