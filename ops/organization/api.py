"""Unions, people, memberships, oneself and tokens, for programs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from drf_spectacular.drainage import set_override
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.organization import actions, queries
from ops.organization.backends import TokenWithGrants, sign_in_with
from ops.organization.models import ApiToken, Membership, TradeUnion, User
from ops.organization.roles import AT_DESK, MANAGING, Role
from ops.records.actor import Actor
from ops.records.api import AmendmentSerializer, ReadViewSet
from ops.web.text import masked_phone

SEES_PEOPLE = (Role.FACILITY_MANAGER, *AT_DESK)


class TokenScheme(KnoxTokenScheme):
    """How the interactive documentation sends a token."""

    target_class = "ops.organization.backends.ApiTokenAuthentication"
    match_subclasses = True


# Read in one statement, but the same tokens: one entry in the documentation.
set_override(TokenWithGrants, "suppress_collision_warning", True)


# --- Unions ---


class UnionOutput(serializers.ModelSerializer):
    """A union and its place in the tree."""

    above = serializers.SerializerMethodField()

    class Meta:
        model = TradeUnion
        fields = ("id", "version", "name", "name_en", "short_name", "level", "division_code", "path", "depth", "above")

    def get_above(self, union: TradeUnion) -> str:
        """Path of the union above it; empty for the federation."""
        return union.path[: -TradeUnion.steplen]


class UnionInput(serializers.ModelSerializer):
    """A union's own words."""

    class Meta:
        model = TradeUnion
        fields = ("name", "name_en", "short_name", "level", "division_code")


class NewUnion(UnionInput):
    """A union below another."""

    below = serializers.UUIDField(help_text="The union above it.")

    class Meta(UnionInput.Meta):
        fields: Any = (*UnionInput.Meta.fields, "below")


class UnionViewSet(ReadViewSet):
    """The asker's subtree, in tree order; officers enter and rename unions below their own."""

    queryset = TradeUnion.objects.all()
    serializer_class = UnionOutput
    roles = AT_DESK
    write_roles = actions.RUNS_UNIONS
    filterset_fields = ("level", "depth")
    ordering = "path"

    @extend_schema(request=NewUnion, responses={201: UnionOutput})
    def create(self, request: Request) -> Response:
        """Enter a union."""
        data = _valid(NewUnion, request)
        below = get_object_or_404(self.get_queryset(), pk=data.pop("below"))
        union = actions.add_union(below=below, by=self.actor, **data)
        return Response(UnionOutput(union).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=UnionInput, responses=UnionOutput)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Rename a union (If-Match)."""
        union = self.get_object()
        data = _valid(UnionInput, request, partial=True)
        return Response(
            UnionOutput(actions.change_union(union=union, version=self.expected_version(), by=self.actor, **data)).data
        )


# --- People and memberships ---


class PersonOutput(serializers.ModelSerializer):
    """A person; the phone number is masked for whoever does not run people."""

    phone = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ("id", "name", "username", "phone", "is_active", "last_login")

    def get_phone(self, person: User) -> str:
        """In clear for those who have to be able to call."""
        access = self.context["request"].access
        clear = queries.sees_phones(access) or person.pk == access.user.pk
        return (person.phone or "") if clear else masked_phone(person.phone)


class MembershipOutput(serializers.ModelSerializer):
    """A role that a person holds somewhere, from when until when."""

    person = PersonOutput(source="user")
    union_name: Any = serializers.StringRelatedField(source="union")
    facility_name: Any = serializers.StringRelatedField(source="facility")

    class Meta:
        model = Membership
        fields = (
            *("id", "version", "person", "role", "union", "union_name", "facility", "facility_name"),
            *("since", "until", "is_current"),
        )


class NewMembership(serializers.Serializer):
    """A colleague by phone number. Exactly one of `union` and `facility`."""

    phone = serializers.CharField(max_length=30)
    name = serializers.CharField(max_length=60)
    role = serializers.ChoiceField(choices=Role.choices)
    union = serializers.UUIDField(required=False)
    facility = serializers.UUIDField(required=False)
    until = serializers.DateTimeField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(required=False, default="", max_length=300)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """One place."""
        if ("union" in data) == ("facility" in data):
            raise serializers.ValidationError("Give either union or facility.")
        return data


class NewMembershipOutput(MembershipOutput):
    """The membership, and for somebody new the one-time link, shown this once."""

    link = serializers.CharField(read_only=True, allow_null=True)

    class Meta(MembershipOutput.Meta):
        fields: Any = (*MembershipOutput.Meta.fields, "link")


class MembershipChange(serializers.Serializer):
    """Until when it runs."""

    until = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(required=False, default="", max_length=300)


class MembershipFilter(filters.FilterSet):
    """By place, role and time."""

    facility = filters.UUIDFilter(field_name="facility_id")
    union = filters.UUIDFilter(field_name="union_id")
    user = filters.UUIDFilter(field_name="user_id")
    current = filters.BooleanFilter(method="filter_current")
    q = filters.CharFilter(method="filter_text")

    class Meta:
        model = Membership
        fields = ("role",)

    def filter_current(self, rows: Any, name: str, value: bool) -> Any:
        """Those in force, or those that are not."""
        return rows.current() if value else rows.exclude(pk__in=rows.current().values("pk"))

    def filter_text(self, rows: Any, name: str, value: str) -> Any:
        """Name, pinyin, initials or phone number."""
        return rows.matching(value)


class PersonViewSet(ReadViewSet):
    """People who hold or held a role in the asker's reach."""

    queryset = User.objects.all()
    serializer_class = PersonOutput
    roles = SEES_PEOPLE
    filterset_fields = ("is_active",)


class MembershipViewSet(ReadViewSet):
    """Who holds which role where; a POST adds a colleague, `end` ends at once."""

    queryset = Membership.objects.exclude(role=Role.GUARDIAN).select_related("user", "union", "facility")
    serializer_class = MembershipOutput
    filterset_class = MembershipFilter
    roles = SEES_PEOPLE
    write_roles = MANAGING

    @extend_schema(request=NewMembership, responses={201: NewMembershipOutput})
    def create(self, request: Request) -> Response:
        """Give a role to the person with this phone number."""
        data = _valid(NewMembership, request)
        rows = TradeUnion.objects if "union" in data else queries.facilities()
        wanted = data.pop("union", None) or data.pop("facility")
        place = get_object_or_404(rows.visible_to(request.access), pk=wanted)
        added = actions.add_colleague(place=place, by=self.actor, **data)
        body = MembershipOutput(added.membership, context=self.get_serializer_context()).data
        link = request.build_absolute_uri(reverse("welcome", args=[added.secret])) if added.secret else None
        return Response({**body, "link": link}, status=status.HTTP_201_CREATED)

    @extend_schema(request=MembershipChange, responses=MembershipOutput)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Let it run until another time (If-Match)."""
        membership = self.get_object()
        data = _valid(MembershipChange, request)
        changed = actions.limit_membership(
            membership=membership, version=self.expected_version(), by=self.actor, **data
        )
        return Response(self.get_serializer(changed).data)

    @extend_schema(request=AmendmentSerializer, responses=MembershipOutput)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """End it now, with a reason; again changes nothing."""
        data = _valid(AmendmentSerializer, request)
        ended = actions.end_membership(membership=self.get_object(), reason=data["reason"], by=self.actor)
        return Response(self.get_serializer(ended).data)


# --- Oneself ---


class GrantOutput(serializers.Serializer):
    """A role held now."""

    role = serializers.CharField()
    union = serializers.UUIDField(allow_null=True, source="union_id")
    facility = serializers.UUIDField(allow_null=True, source="facility_id")
    until = serializers.DateTimeField(allow_null=True)


class MeOutput(serializers.ModelSerializer):
    """The asker and what they may do."""

    roles = GrantOutput(many=True, source="current_roles")

    class Meta:
        model = User
        fields = ("id", "name", "username", "phone", "email", "language", "roles")


class MeInput(serializers.Serializer):
    """One's own details."""

    name = serializers.CharField(max_length=60, required=False)
    phone = serializers.CharField(max_length=30, required=False)
    email = serializers.EmailField(required=False, allow_blank=True)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)


class MeView(APIView):
    """The asker."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=MeOutput)
    def get(self, request: Request) -> Response:
        """Who asks, and their roles now."""
        return Response(MeOutput(_with_roles(request.user)).data)

    @extend_schema(request=MeInput, responses=MeOutput)
    def patch(self, request: Request) -> Response:
        """Correct one's own details."""
        user = actions.change_profile(user=request.access.user, by=Actor.of(request), **_valid(MeInput, request))
        return Response(MeOutput(_with_roles(user)).data)


class TokenInput(serializers.Serializer):
    """Sign-in by name and password for a token; somebody signed in leaves both out."""

    username = serializers.CharField(required=False, help_text="Phone number or user name.")
    password = serializers.CharField(required=False, trim_whitespace=False)
    name = serializers.CharField(max_length=60, help_text="What the token is for.")
    days = serializers.IntegerField(min_value=1, max_value=365, default=90)


class TokenOutput(serializers.ModelSerializer):
    """A token without its secret."""

    id = serializers.CharField(source="token_key", help_text="The first characters of the token.")

    class Meta:
        model = ApiToken
        fields = ("id", "name", "created", "expiry")


class NewTokenOutput(TokenOutput):
    """A token as it is shown once."""

    token = serializers.CharField()

    class Meta(TokenOutput.Meta):
        fields: Any = (*TokenOutput.Meta.fields, "token")


class TokenViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """One's own tokens. A POST with phone number or user name and password signs in."""

    queryset = ApiToken.objects.all()
    serializer_class = TokenOutput
    lookup_field = "token_key"
    pagination_class = None
    filter_backends: tuple[Any, ...] = ()

    def get_permissions(self) -> list[Any]:
        """Whoever signs in is not signed in yet."""
        return [AllowAny()] if self.action == "create" else [IsAuthenticated()]

    def get_queryset(self) -> QuerySet[ApiToken]:
        """One's own alone."""
        return (
            ApiToken.objects.filter(user=self.request.user)
            if self.request.user.is_authenticated
            else ApiToken.objects.none()
        )

    @extend_schema(request=TokenInput, responses={201: NewTokenOutput})
    def create(self, request: Request) -> Response:
        """A new token; 400 for wrong credentials, 429 after too many of them."""
        data = _valid(TokenInput, request)
        user = request.user
        if "username" in data or not user.is_authenticated:
            user = sign_in_with(request._request, data.get("username", ""), data.get("password", ""))
        by = Actor.of(request)
        actor = Actor(user, by.source, by.request_id, by.ip)
        token, text = actions.make_token(user=user, name=data["name"], days=data["days"], by=actor)
        return Response({**TokenOutput(token).data, "token": text}, status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, token_key: str) -> Response:
        """Revoke a token."""
        actions.revoke_token(token=self.get_object(), by=Actor.of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _valid(serializer: Any, request: Request, **options: Any) -> dict[str, Any]:
    data = serializer(data=request.data, **options)
    data.is_valid(raise_exception=True)
    return dict(data.validated_data)


def _with_roles(user: Any) -> User:
    person: User = user
    person.current_roles = list(person.memberships.current(timezone.now()))  # type: ignore[attr-defined]
    return person
