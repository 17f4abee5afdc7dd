"""The description of the API for programs: whole, valid, and without a name that stands for two things."""

import json

import pytest
from django.core.management import call_command
from django.urls import get_resolver
from drf_spectacular.generators import SchemaGenerator

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    """The description as a client's generator reads it; any warning fails (and is printed above)."""
    file = tmp_path_factory.mktemp("api") / "schema.json"
    call_command("spectacular", file=str(file), format="openapi-json", validate=True, fail_on_warn=True)
    return json.loads(file.read_text(encoding="utf-8"))


def test_the_description_of_the_api_is_valid_and_free_of_warnings(described):
    assert len(described["paths"]) > 100


def test_every_operation_says_what_it_does_and_takes_a_token_wherever_one_is_needed(described):
    silent = [where for where, operation in operations_of(described).items() if not operation.get("description")]
    assert silent == []
    tokenless = [
        where
        for where, operation in operations_of(described).items()
        if {} not in operation.get("security", [{}]) and {"knoxApiToken": []} not in operation["security"]
    ]
    assert tokenless == []


def operations_of(described):
    return {
        f"{method} {path}": operation
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    }


def test_every_operation_says_how_it_may_be_refused(described):
    silent = [
        where
        for where, operation in operations_of(described).items()
        if {} not in operation.get("security", [{}]) and not {"401", "403"} <= operation["responses"].keys()
    ]
    assert silent == []
    for name, answer in described["components"]["responses"].items():
        content = answer["content"]["application/json"]
        assert content["example"].keys() == described["components"]["schemas"]["Error"]["properties"].keys(), name


def test_every_amendment_says_that_it_wants_the_version_that_was_read(described):
    """One's own details alone are changed without: nobody else writes them."""
    without = [
        where
        for where, operation in operations_of(described).items()
        if where.startswith("patch") and not {"409", "428"} <= operation["responses"].keys()
    ]
    assert without == ["patch /api/v1/me/"]
    wanted = [one["name"] for one in described["paths"]["/api/v1/unions/{id}/"]["patch"]["parameters"]]
    assert "If-Match" in wanted


def test_a_refusal_has_the_shape_that_is_described(described, client, officer, api):
    properties = described["components"]["schemas"]["Error"]["properties"].keys()
    union = officer.memberships.get().union_id
    asked = {
        401: client.get("/api/v1/unions/"),
        404: api(officer).get("/api/v1/unions/019f0000-0000-7000-8000-000000000000/"),
        405: api(officer).put(f"/api/v1/unions/{union}/", {}),
        400: api(officer).post("/api/v1/unions/", {"name": ""}),
        428: api(officer).patch(f"/api/v1/unions/{union}/", {"name": "x"}),
        415: api(officer).post("/api/v1/unions/", "x", content_type="text/plain"),
    }
    for status, answer in asked.items():
        assert answer.status_code == status
        assert answer.json().keys() == properties, status


def test_an_address_that_nobody_has_and_a_fault_have_the_same_shape(described, client, rf, db):
    properties = described["components"]["schemas"]["Error"]["properties"].keys()
    nowhere = client.get("/api/v1/nowhere/")
    assert (nowhere.status_code, nowhere.json().keys()) == (404, properties)
    fault = get_resolver().resolve_error_handler(500)(rf.get("/api/v1/unions/"))
    assert (fault.status_code, json.loads(fault.content).keys()) == (500, properties)
    assert client.get("/nowhere/")["Content-Type"].startswith("text/html")


def test_the_description_is_served_in_both_formats_and_made_once(described, client, db, monkeypatch):
    first = client.get("/api/schema/")
    assert first.content.startswith(b"openapi: 3.")
    whole = client.get("/api/schema/", headers={"accept": "application/vnd.oai.openapi+json"})
    assert whole.json()["paths"].keys() == described["paths"].keys()
    monkeypatch.setattr(SchemaGenerator, "get_schema", None)
    assert client.get("/api/schema/").content == first.content
