"""The description of the API for programs: whole, valid, and without a name that stands for two things."""

import pytest
import yaml
from django.core.management import call_command

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    """The description as a client's generator reads it; any warning fails (and is printed above)."""
    file = tmp_path_factory.mktemp("api") / "schema.yaml"
    call_command("spectacular", file=str(file), validate=True, fail_on_warn=True)
    return yaml.safe_load(file.read_text())


def test_the_description_of_the_api_is_valid_and_free_of_warnings(described):
    assert len(described["paths"]) > 100


def test_every_operation_says_what_it_does_and_takes_a_token_wherever_one_is_needed(described):
    operations = {
        f"{method} {path}": operation
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    }
    silent = [where for where, operation in operations.items() if not operation.get("description")]
    assert silent == []
    tokenless = [
        where
        for where, operation in operations.items()
        if {} not in operation.get("security", [{}]) and {"knoxApiToken": []} not in operation["security"]
    ]
    assert tokenless == []
