"""The API's description for programs: its words, and what every operation may answer beside what it is asked for."""

from typing import Any, NamedTuple

_INTRODUCTION = """
The same actions as the pages, for programs. Everything is scoped: what the asker may not see is not found (404).

**Who asks.** `POST /api/v1/tokens/` gives a token; send it as `Authorization: Token …`.

**Create once.** A record's `id` may be made by the client (any UUID). Sending the same again answers 200 and changes
nothing; the same id with other content is a conflict (409).

**Amend what was read.** An operation that names If-Match wants the `version` that the client has read, as given in the
`ETag` of its last answer: 428 without it, 409 once somebody else has changed the record.

**Lists** come by cursor: follow `next`; `page_size` up to 500.

**Refusals** have one shape, `Error`, whose `request_id` (also in `X-Request-ID`) the operator finds in the log. Texts
are in the language of `Accept-Language`, `zh-hans` or `en`.
"""

SETTINGS: dict[str, Any] = {
    "TITLE": "Aixin Ops",
    "DESCRIPTION": _INTRODUCTION.strip(),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.openapi.describe_refusals",
    ],
    # Choice sets that stand under the same field name in several places: each gets a telling name in the documentation.
    "ENUM_NAME_OVERRIDES": {
        "AbsenceCauseEnum": "ops.absences.models.Absence.Cause",
        "ClosureCauseEnum": "ops.facilities.models.Closure.Cause",
        "FacilityStateEnum": "ops.facilities.models.Facility.State",
        "TermStateEnum": "stations.terms.models.Term.State",
        "PlaceStateEnum": "stations.enrolment.models.Enrolment.State",
        "ReminderStateEnum": "ops.reminders.models.Reminder.State",
        "AddressChannelEnum": "ops.reminders.models.ADDRESSED",
        "ChosenChannelEnum": "ops.reminders.models.BESIDE_APP",
        "CorrectionSeverityEnum": "ops.rectification.models.Severity",
        "IncidentSeverityEnum": "safety.incidents.models.Severity",
        "CallOutcomeEnum": "stations.attendance.models.CallRecord.Outcome",
        "HealthCheckOutcomeEnum": "safety.food.models.StaffHealthCheck.Outcome",
        "EquipmentKindEnum": "safety.equipment.models.Equipment.Kind",
        "IncidentKindEnum": "safety.incidents.models.Kind",
        "IncidentEntryKindEnum": "safety.incidents.models.IncidentEntry.Kind",
        "ApplianceKindEnum": "safety.food.models.FridgeReading.Appliance",
        "DeliveryKindEnum": "safety.food.models.FoodDelivery.Kind",
        "AllergyRequestKindEnum": "stations.guardians.models.AllergyRequest.Kind",
        "PersonRequestKindEnum": "stations.guardians.models.PersonRequest.Kind",
        "QuestionKindEnum": "ops.checklists.models.ItemKind",
        "HandoverKindEnum": "stations.attendance.models.Handover.Kind",
        "MealKindEnum": "stations.meals.models.MealKind",
        "ConsentKindEnum": "stations.enrolment.consent_models.Consent.Kind",
        "FeedbackKindEnum": "rooms.visits.models.Feedback.Kind",
    },
}

_TEXT = {"type": "string"}
_ERROR: dict[str, Any] = {
    "type": "object",
    "description": "Why a request was refused.",
    "required": ["type", "title", "detail", "errors", "request_id"],
    "properties": {
        "type": {**_TEXT, "description": "Stable machine name of the kind of refusal."},
        "title": _TEXT,
        "detail": {**_TEXT, "description": "What to do, in the reader's language."},
        "errors": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {}},
            "description": "Messages by field; `__all__` for the whole.",
        },
        "request_id": _TEXT,
    },
}


class Refusal(NamedTuple):
    """What several operations may answer alike: its name here, what it means, and `type` and `title` of an example."""

    name: str
    meaning: str
    type: str
    title: str


REFUSALS = {
    "400": Refusal("Invalid", "Not well-formed, or it breaks a rule.", "rule-broken", "Please correct what is marked"),
    "401": Refusal("NotSignedIn", "No token, or one that holds no longer.", "not-signed-in", "Not signed in"),
    "403": Refusal(
        "NotAllowed", "The asker's roles do not allow this.", "not-allowed", "Your role does not allow this"
    ),
    "404": Refusal("NotFound", "Not there, or not within the asker's reach.", "not-found", "Not found."),
    "409": Refusal(
        "Conflict",
        "It contradicts what stands: other content under this id, a newer version, a state that has moved on.",
        "stale",
        "Somebody changed this in the meantime",
    ),
    "415": Refusal("MediaType", "The body is of a kind that is not read here.", "media-type", "Unsupported media type"),
    "428": Refusal("VersionMissing", "If-Match is missing.", "version-missing", "The version that was read is missing"),
    "429": Refusal("TooMany", "Asked too often; see `Retry-After`.", "too-many", "Too many attempts"),
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "schema": _TEXT,
    "example": '"3"',
    "description": "The version that was read.",
}


def describe_refusals(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Add to each operation the refusals that it shares with others, and the header that amendments need."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Error"] = _ERROR
    components["responses"] = {refusal.name: _described(refusal) for refusal in REFUSALS.values()}
    for path, methods in result["paths"].items():
        for method, operation in methods.items():
            if _takes_version(operation):
                operation.setdefault("parameters", []).append(_IF_MATCH)
            for status in _statuses(path, method, operation):
                answer = {"$ref": f"#/components/responses/{REFUSALS[status].name}"}
                operation["responses"].setdefault(status, answer)
    return result


def _described(refusal: Refusal) -> dict[str, Any]:
    example = {
        "type": refusal.type,
        "title": refusal.title,
        "detail": refusal.title,
        "errors": {"occurred_at": [refusal.title]} if refusal.type == "rule-broken" else {},
        "request_id": "8f0c2a8e4d6b4f7c",
    }
    content = {"schema": {"$ref": "#/components/schemas/Error"}, "example": example}
    return {"description": refusal.meaning, "content": {"application/json": content}}


def _takes_version(operation: dict[str, Any]) -> bool:
    """An amendment says so in its description."""
    return "If-Match" in operation.get("description", "")


def _statuses(path: str, method: str, operation: dict[str, Any]) -> list[str]:
    writes, asked = method != "get", operation.get("parameters", [])
    public = {} in operation.get("security", [{}])
    names_something = "{" in path or "requestBody" in operation or any(_is_id(one) for one in asked)
    applies = {
        "400": writes or any(one["in"] == "query" for one in asked),
        "401": not public,
        "403": not public,
        "404": names_something,
        "409": writes,
        "415": "requestBody" in operation,
        "428": _takes_version(operation),
        "429": public and writes,
    }
    return [status for status, yes in applies.items() if yes]


def _is_id(parameter: dict[str, Any]) -> bool:
    return parameter["schema"].get("format") == "uuid"
