"""Applications by the API for guardians: by a station's code, and a code to their phone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ops.facilities.models import Facility
from ops.organization import codes
from ops.organization.throttle import HOUR, require_moderation
from ops.records.actor import Actor
from ops.records.api import created
from stations.applications import actions, queries
from stations.applications.models import Application
from stations.applications.packing import Wanted
from stations.applications.telling import link_of
from stations.applications.views import PURPOSE
from stations.enrolment.actions import Registration
from stations.enrolment.api import ContactInput, GuardianInput
from stations.enrolment.consent_models import Consent
from stations.enrolment.consent_texts import texts_in_force
from stations.enrolment.models import Child, Relation
from stations.enrolment.persons import NewConsent, NewContact, NewGuardian, NewPerson
from stations.medicine.actions import NewOrder
from stations.medicine.api import MedicationFieldsInput
from stations.terms.models import Term


class OpenTermSerializer(serializers.ModelSerializer):
    """A term for which guardians may apply: places left, or which number in the order the next applicant is."""

    left = serializers.IntegerField()
    next_number = serializers.IntegerField()
    rule_in_words = serializers.CharField(source="get_waiting_rule_display")

    class Meta:
        model = Term
        fields = (
            *("id", "name", "name_en", "first_day", "last_day", "opens", "closes", "weekdays", "capacity"),
            *("grade_from", "grade_to", "age_from", "age_to", "fee_note", "applications_until"),
            *("left", "next_number", "rule_in_words"),
        )


class AgreementTextSerializer(serializers.Serializer):
    """What is asked to be agreed to, word for word; without a `required` one nothing can be applied for."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the shape's own words
    version = serializers.CharField()
    text = serializers.CharField(source="zh")
    text_en = serializers.CharField(source="en")
    required = serializers.BooleanField()  # type: ignore[assignment]


class ApplyStationSerializer(serializers.Serializer):
    """A station that takes applications: nothing of who is enrolled."""

    name = serializers.CharField()
    address = serializers.CharField()
    terms = OpenTermSerializer(many=True)
    texts = AgreementTextSerializer(many=True)


class PhoneInput(serializers.Serializer):
    """The phone to which a code is sent."""

    phone = serializers.CharField(max_length=20)


class CollectorInput(serializers.Serializer):
    """Who else may collect the children."""

    name = serializers.CharField(max_length=40)
    relation = serializers.ChoiceField(Relation.choices)
    phone = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")


class ApplicantInput(serializers.ModelSerializer):
    """A child for whom a place is wanted."""

    identity_number = serializers.CharField(max_length=18, required=False, allow_blank=True, default="")
    allergens = serializers.ListField(child=serializers.CharField(max_length=20), required=False, default=list)
    medicine = MedicationFieldsInput(many=True, required=False)

    class Meta:
        model = Child
        fields = (
            *("name", "sex", "birth_date", "grade", "school", "identity_number"),
            *("allergens", "allergies", "health_note", "medicine"),
        )


class AnswerInput(serializers.Serializer):
    """Agreed to a text, or refused."""

    kind = serializers.ChoiceField(Consent.Kind.choices)
    given = serializers.BooleanField()


class ApplicationInput(serializers.Serializer):
    """An application under an id of the client's, with the code that came to the phone."""

    id = serializers.UUIDField()
    term = serializers.UUIDField()
    phone = serializers.CharField(max_length=20)
    code = serializers.CharField(max_length=12)
    signed_by = serializers.CharField(max_length=40)
    children = ApplicantInput(many=True, allow_empty=False)
    guardians = GuardianInput(many=True, help_text="The first is whoever applies; its phone is the proved one.")
    emergency_contacts = ContactInput(many=True, required=False)
    pickup_persons = CollectorInput(many=True, required=False)
    consents = AnswerInput(many=True)


class ApplicationLineSerializer(serializers.Serializer):
    """How it stands with a child."""

    child = serializers.CharField(source="applied.name_masked", help_text="The surname only.")
    state = serializers.CharField()
    number = serializers.IntegerField(help_text="In the order of the waiting list; 0 where it has none.")
    reason = serializers.CharField()


class ApplicationStateSerializer(serializers.Serializer):
    """How an application stands; `link` is its secret page."""

    link = serializers.CharField()
    station = serializers.CharField()
    term = serializers.CharField()
    children = ApplicationLineSerializer(many=True)


class OpenTerms(APIView):
    """What guardians can apply for at a station, by its printed code."""

    permission_classes = (AllowAny,)
    authentication_classes = ()

    @extend_schema(responses=ApplyStationSerializer, auth=[])
    def get(self, request: Request, code: str) -> Response:
        """Terms with places left, and the texts to agree to."""
        station = _station(code)
        shown = {"name": str(station), "address": station.address, "terms": queries.open_terms(station)}
        return Response(ApplyStationSerializer({**shown, "texts": texts_in_force(station)}).data)


class Codes(APIView):
    """A code to a phone."""

    permission_classes = (AllowAny,)
    authentication_classes = ()

    @extend_schema(request=PhoneInput, responses={204: None}, auth=[])
    def post(self, request: Request, code: str) -> Response:
        """Send a code of six digits to the phone; 429 when asked too often."""
        _station(code)
        given = PhoneInput(data=request.data)
        given.is_valid(raise_exception=True)
        codes.request_code(request, phone=given.validated_data["phone"], purpose=PURPOSE)
        return Response(status=204)


class Apply(APIView):
    """Applications of guardians."""

    permission_classes = (AllowAny,)
    authentication_classes = ()

    @extend_schema(
        request=ApplicationInput, responses={200: ApplicationStateSerializer, 201: ApplicationStateSerializer}, auth=[]
    )
    def post(self, request: Request, code: str) -> Response:
        """Apply; the same id again answers 200 with the application that stands. The code is used up."""
        require_moderation(request, "apply", most=30, seconds=HOUR)
        station = _station(code)
        given = ApplicationInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        term = queries.open_term(station, data["term"])
        if term is None:
            raise Http404
        phone = codes.require_mobile(data["phone"])
        codes.require_right(phone=phone, purpose=PURPOSE, code=data["code"])
        is_new = not Application.objects.filter(pk=data["id"]).exists()
        actor = Actor.of(request)
        application = actions.apply(
            id=data["id"],
            term=term,
            phone=phone,
            children=_wanted(data, station),
            signed_by=data["signed_by"],
            language=get_language() or "",
            by=actions.a_guardian(phone, source=actor.source, ip=actor.ip),
        )
        return created(_stand(application), new=is_new)


class ByLink(APIView):
    """An application by its secret link."""

    permission_classes = (AllowAny,)
    authentication_classes = ()

    @extend_schema(responses=ApplicationStateSerializer, auth=[])
    def get(self, request: Request, secret: str) -> Response:
        """How it stands with each child."""
        return Response(_stand(_by_link(secret)))


class TakeBack(APIView):
    """The guardian withdraws an application."""

    permission_classes = (AllowAny,)
    authentication_classes = ()

    @extend_schema(request=None, responses=ApplicationStateSerializer, auth=[])
    def post(self, request: Request, secret: str) -> Response:
        """Withdraw what is applied for or waited for; twice changes nothing."""
        require_moderation(request, "withdraw-application", most=20, seconds=HOUR)
        application = _by_link(secret)
        by = replace(Actor.of(request), user=None, name=application.phone_masked)
        actions.take_back(application=application, by=by)
        return Response(_stand(application))


def _station(code: str) -> Facility:
    station = queries.station_by_code(code)
    if station is None:
        raise Http404
    return station


def _by_link(secret: str) -> Application:
    application = queries.application_by_secret(secret)
    if application is None:
        raise Http404
    return application


def _stand(application: Application) -> dict[str, Any]:
    shown = {"link": link_of(application), "station": application.facility, "term": application.term}
    return ApplicationStateSerializer({**shown, "children": queries.lines_of(application)}).data


def _wanted(data: dict[str, Any], station: Facility) -> list[Wanted]:
    """What is applied for, a child each; texts that were not answered count as refused."""
    given = {answer["kind"]: answer["given"] for answer in data["consents"]}
    by = data["signed_by"]
    consents = [NewConsent.to(text, given=given.get(text.kind, False), by=by) for text in texts_in_force(station)]
    around: dict[str, Any] = {
        "guardians": [NewGuardian(**row) for row in data["guardians"]],
        "persons": [NewPerson(**row) for row in data.get("pickup_persons", [])],
        "contacts": [NewContact(**row) for row in data.get("emergency_contacts", [])],
        "consents": consents,
    }
    wanted = []
    for row in data["children"]:
        child = {"school": "", "allergies": "", "health_note": "", **row}
        orders = [NewOrder(**order, signed_by=by) for order in child.pop("medicine", [])]
        allergens = child.pop("allergens")
        wanted.append(Wanted(Registration(child=child, allergens=allergens, **around), orders))
    return wanted
