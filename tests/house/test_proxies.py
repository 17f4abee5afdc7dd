"""Behind a reverse proxy the caller's own address stands in the history, and nobody claims another's."""

import pytest

from ops.organization.models import User


def address_in_history(browser, officer: User, claimed: str) -> str | None:
    details = {"name": "Yu Haiyan", "phone": officer.phone or "", "language": "en"}
    answer = browser.post("/profile/", details, headers={"x-forwarded-for": claimed})
    assert answer.status_code == 302
    return str(officer.history.first().ip)


@pytest.mark.parametrize(
    ("proxies", "claimed", "told"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 2001:db8::9, 10.0.0.1", "2001:db8::9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "somebody", "127.0.0.1"),
    ],
)
def test_the_address_that_the_outermost_trusted_proxy_saw_is_recorded(
    settings, officer, as_user, proxies, claimed, told
):
    settings.PROXY_COUNT = proxies
    assert address_in_history(as_user(officer), officer, claimed) == told


def test_callers_behind_one_proxy_are_counted_apart(settings, client, city):
    settings.PROXY_COUNT = 1
    asked = {"login": "nobody", "password": "wrong"}
    for _turn in range(8):
        last = client.post("/sign-in/", asked, headers={"x-forwarded-for": "203.0.113.9"})
    assert last.status_code == 429
    assert client.post("/sign-in/", asked, headers={"x-forwarded-for": "203.0.113.10"}).status_code == 422
