"""Children with guardians and pick-up persons, by the API."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ops.checklists.api import facility_of
from ops.organization.roles import AT_STATION
from ops.records.api import AmendmentSerializer, ReadViewSet, created
from ops.records.ids import uuid7
from stations.enrolment import actions, persons, privacy
from stations.enrolment.allergens import known
from stations.enrolment.consent_models import Consent, SensitiveView
from stations.enrolment.consent_texts import BUILT_IN
from stations.enrolment.models import (
    Child,
    ChildAllergen,
    EmergencyContact,
    Enrolment,
    Guardianship,
    PickupPerson,
    Relation,
)
from stations.enrolment.queries import children_with_places
from stations.terms.models import Group, Term

_CHILD = ("name", "name_en", "sex", "birth_date", "grade", "school", "flag")


class GuardianshipSerializer(serializers.ModelSerializer):
    """A guardian of a child; the phone number is masked (see `open`)."""

    id = serializers.UUIDField(source="guardian_id")
    name = serializers.CharField(source="guardian.name")
    phone = serializers.CharField(source="guardian.phone_masked")
    employer = serializers.CharField(source="guardian.employer")
    employer_union = serializers.CharField(source="guardian.employer_union")

    class Meta:
        model = Guardianship
        fields = ("id", "name", "relation", "phone", "employer", "employer_union", "position")


class PickupPersonSerializer(serializers.ModelSerializer):
    """Who may collect a child, or must not; the phone number is masked."""

    phone = serializers.CharField(source="phone_masked")

    class Meta:
        model = PickupPerson
        fields = (
            *("id", "name", "relation", "phone", "photo", "valid_on", "until"),
            *("barred", "barred_note", "withdrawn_at", "version"),
        )


class EmergencyContactSerializer(serializers.ModelSerializer):
    """Whom to call when no guardian answers; the phone number is masked."""

    phone = serializers.CharField(source="phone_masked")

    class Meta:
        model = EmergencyContact
        fields = ("id", "name", "relation", "phone", "position", "version")


class PlaceSerializer(serializers.ModelSerializer):
    """A place in a term."""

    class Meta:
        model = Enrolment
        fields = (
            *("id", "facility", "child", "term", "group", "state", "state_since"),
            *("from_day", "until_day", "applied_at", "version"),
        )


class ChildSerializer(serializers.ModelSerializer):
    """A child; encrypted columns are left out (see `open`)."""

    guardians = GuardianshipSerializer(many=True, source="links")
    pickup_persons = PickupPersonSerializer(many=True, source="collectors")
    emergency_contacts = EmergencyContactSerializer(many=True, source="contacts")
    enrolments = PlaceSerializer(many=True, source="places")
    allergens = serializers.SerializerMethodField(help_text="What the child must not eat, by the registered list.")

    class Meta:
        model = Child
        fields = (
            *("id", "facility", *_CHILD, "allergens", "photo", "identity_known", "may_leave_alone"),
            *("guardians", "pickup_persons", "emergency_contacts", "enrolments", "version"),
        )

    def get_allergens(self, child: Child) -> list[str]:
        """Keys, in the order of the list."""
        return known(row.allergen for row in child.avoids)  # type: ignore[attr-defined]


class GuardianInput(serializers.Serializer):
    """A guardian on the form."""

    name = serializers.CharField(max_length=40)
    phone = serializers.CharField(max_length=20)
    relation = serializers.ChoiceField(Relation.choices)
    employer = serializers.CharField(max_length=100, required=False, allow_blank=True)
    employer_union = serializers.CharField(max_length=100, required=False, allow_blank=True)
    may_collect = serializers.BooleanField(required=False, default=True)


class PersonInput(serializers.Serializer):
    """A further pick-up person, or one who must not collect."""

    name = serializers.CharField(max_length=40)
    relation = serializers.ChoiceField(Relation.choices)
    phone = serializers.CharField(max_length=20, required=False, allow_blank=True)
    valid_on = serializers.DateField(required=False, allow_null=True)
    until = serializers.DateField(required=False, allow_null=True)
    barred = serializers.BooleanField(required=False)
    barred_note = serializers.CharField(max_length=200, required=False, allow_blank=True)


class PersonCreate(PersonInput):
    """With an id of the client's."""

    id = serializers.UUIDField()


class ContactInput(serializers.Serializer):
    """Whom to call when no guardian answers."""

    name = serializers.CharField(max_length=40)
    relation = serializers.ChoiceField(Relation.choices)
    phone = serializers.CharField(max_length=20)


class ContactCreate(ContactInput):
    """With an id of the client's."""

    id = serializers.UUIDField()


class ConsentInput(serializers.Serializer):
    """What a guardian agreed to or refused."""

    kind = serializers.ChoiceField(Consent.Kind.choices)
    given = serializers.BooleanField()
    given_by = serializers.CharField(max_length=40)
    text_version = serializers.CharField(max_length=20, default=BUILT_IN)


class ChildInput(serializers.ModelSerializer):
    """A filled registration form under an id of the client's."""

    id = serializers.UUIDField()
    facility = serializers.UUIDField()
    identity_number = serializers.CharField(max_length=18, required=False, allow_blank=True)
    guardians = GuardianInput(many=True)
    pickup_persons = PersonInput(many=True, required=False)
    emergency_contacts = ContactInput(many=True, required=False)
    consents = ConsentInput(many=True)
    allergens = serializers.ListField(child=serializers.CharField(max_length=20), required=False, max_length=40)
    term = serializers.UUIDField(required=False)
    group = serializers.UUIDField(required=False)

    class Meta:
        model = Child
        fields = (
            *("id", "facility", *_CHILD, "identity_number", "allergies", "health_note", "medication"),
            *("allergens", "guardians", "pickup_persons", "emergency_contacts", "consents", "term", "group"),
        )


class ChildAmendment(AmendmentSerializer, serializers.ModelSerializer):
    """What changes, and why."""

    identity_number = serializers.CharField(max_length=18, required=False, allow_blank=True)
    allergens = serializers.ListField(
        child=serializers.CharField(max_length=20),
        required=False,
        max_length=40,
        help_text="All that the child must not eat; what is left out is withdrawn.",
    )

    class Meta:
        model = Child
        fields = ("reason", *_CHILD, "identity_number", "allergens", "allergies", "health_note", "medication")


class OpenInput(AmendmentSerializer):
    """Which masked field to open, and why."""

    id = serializers.UUIDField()
    what = serializers.ChoiceField(SensitiveView.What.choices)
    person = serializers.UUIDField(required=False, help_text="Of a phone number: the guardian or pick-up person.")


class OpenedOutput(serializers.Serializer):
    """The opened values, of what was asked for alone."""

    identity_number = serializers.CharField(required=False)
    allergies = serializers.CharField(required=False)
    health_note = serializers.CharField(required=False)
    medication = serializers.CharField(required=False)
    phone = serializers.CharField(required=False)


class Children(ReadViewSet):
    """Children of stations: register under a client id, read masked, correct with If-Match.

    Only those who work at the station find them: union roles read counts elsewhere.
    """

    queryset = Child.objects.select_related("facility")
    serializer_class = ChildSerializer
    filterset_fields = ("facility", "grade")
    roles = AT_STATION
    write_roles = AT_STATION

    def get_queryset(self) -> Any:
        """Children of the stations where the asker works, with what stands around them."""
        if getattr(self, "swagger_fake_view", False):
            return Child.objects.none()
        children = Child.objects.visible_to(self.request.access, AT_STATION).select_related("facility")
        children = children.matching(self.request.query_params.get("search", ""))
        collectors = PickupPerson.objects.filter(withdrawn_at=None).defer("phone")
        contacts = EmergencyContact.objects.filter(withdrawn_at=None).defer("phone")
        return children_with_places(children).prefetch_related(
            Prefetch("pickup_persons", collectors, to_attr="collectors"),
            Prefetch("avoided", ChildAllergen.objects.filter(withdrawn_at=None), to_attr="avoids"),
            Prefetch("emergency_contacts", contacts, to_attr="contacts"),
        )

    @extend_schema(parameters=[OpenApiParameter("search", str, description="Name, pinyin or initials.")])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Children, newest first."""
        return super().list(request, *args, **kwargs)

    @extend_schema(request=ChildInput, responses={200: ChildSerializer, 201: ChildSerializer})
    def create(self, request: Request) -> Response:
        """Register a child; the same id again answers 200 with the child that stands."""
        given = ChildInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        facility = facility_of(request, data.pop("facility"), *AT_STATION)
        id, term, group = data.pop("id"), data.pop("term", None), data.pop("group", None)
        registration = actions.Registration(
            guardians=[persons.NewGuardian(**entered) for entered in data.pop("guardians")],
            persons=[persons.NewPerson(**entered) for entered in data.pop("pickup_persons", [])],
            contacts=[persons.NewContact(**entered) for entered in data.pop("emergency_contacts", [])],
            consents=[persons.NewConsent(**entered) for entered in data.pop("consents")],
            allergens=data.pop("allergens", []),
            child=data,
        )
        is_new = not Child.objects.filter(pk=id).exists()
        child = actions.register_child(
            id=id,
            facility=facility,
            registration=registration,
            term=get_object_or_404(Term, pk=term, facility=facility) if term else None,
            group=get_object_or_404(Group, pk=group, facility=facility) if group else None,
            by=self.actor,
        )
        return created(self._shown(child), new=is_new)

    @extend_schema(request=ChildAmendment, responses=ChildSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Correct a child's particulars; needs If-Match."""
        child = self.get_object()
        given = ChildAmendment(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        changes = {"reason": "", **given.validated_data}
        child = actions.amend_child(child=child, version=self.expected_version(), by=self.actor, **changes)
        return Response(self._shown(child))

    @extend_schema(request=PersonCreate, responses={201: PickupPersonSerializer})
    @action(detail=True, methods=["post"], url_path="pickup-persons")
    def pickup_persons(self, request: Request, pk: str) -> Response:
        """Authorise a person to collect the child, or bar one."""
        given = PersonCreate(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        person = persons.authorise_person(
            id=data.pop("id"), child=self.get_object(), entered=persons.NewPerson(**data), by=self.actor
        )
        return Response(PickupPersonSerializer(person).data, status=201)

    @extend_schema(request=ContactCreate, responses={201: EmergencyContactSerializer})
    @action(detail=True, methods=["post"], url_path="emergency-contacts")
    def emergency_contacts(self, request: Request, pk: str) -> Response:
        """Say whom to call when no guardian answers."""
        child = self.get_object()
        given = ContactCreate(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        contact = persons.add_contact(id=data.pop("id"), child=child, entered=persons.NewContact(**data), by=self.actor)
        return Response(EmergencyContactSerializer(contact).data, status=201)

    @extend_schema(request=AmendmentSerializer, responses={204: None})
    @action(detail=True, methods=["post"], url_path=r"emergency-contacts/(?P<contact>[0-9a-f-]{36})/withdraw")
    def withdraw_contact(self, request: Request, pk: str, contact: str) -> Response:
        """Somebody is no longer called in an emergency, with the reason; needs If-Match."""
        found = get_object_or_404(EmergencyContact, child=self.get_object(), pk=contact)
        given = AmendmentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        persons.withdraw_contact(contact=found, version=self.expected_version(), by=self.actor, **given.validated_data)
        return Response(status=204)

    @extend_schema(request=ConsentInput, responses={201: ConsentInput})
    @action(detail=True, methods=["post"])
    def consents(self, request: Request, pk: str) -> Response:
        """Keep what a guardian agreed to or refused."""
        given = ConsentInput(data=request.data)
        given.is_valid(raise_exception=True)
        consent = persons.record_consent(
            id=uuid7(), child=self.get_object(), entered=persons.NewConsent(**given.validated_data), by=self.actor
        )
        return Response(ConsentInput(consent).data, status=201)

    @extend_schema(request=OpenInput, responses=OpenedOutput)
    @action(detail=True, methods=["post"])
    def open(self, request: Request, pk: str) -> Response:
        """Read a masked field; the opening and its reason are recorded."""
        given = OpenInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        child = self.get_object()
        person = privacy.person_of(child, data.pop("person", None))
        return Response(privacy.open_sensitive(child=child, person=person, by=self.actor, **data))

    def _shown(self, child: Child) -> Any:
        return ChildSerializer(self.get_queryset().get(pk=child.pk)).data
