"""The shell: menu and tabs by role, counts once, theme, home, the device's files, the error pages, the style guide."""

import json

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from ops.organization.models import TradeUnion
from ops.web.context import Shell
from ops.web.registry import AlreadyRegistered, MenuEntry, Registry, Tab
from tests import factories
from tests.ops.web.test_pages import Access, Person


@pytest.fixture
def registry(monkeypatch):
    fresh = Registry()
    for module in ("context", "views"):
        monkeypatch.setattr(f"ops.web.{module}.registry", fresh)
    return fresh


def shell_of(*roles, path="/me/", **cookies):
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    request.user = Person()
    request.access = Access(*roles)
    return Shell(request)


def entry(key, *roles, **more):
    return MenuEntry(key=key, label=key, url_name="me", roles=frozenset(roles), **more)


def test_the_menu_shows_what_the_roles_may_open(registry):
    registry.add_menu(entry("desk", "officer", order=2), entry("all", order=1), entry("audit", "auditor"))
    assert [line.key for _, lines in shell_of("officer").menu for line in lines] == ["all", "desk"]


def test_entries_stand_in_their_groups(registry):
    registry.add_menu(entry("b", group="check"), entry("a", group="work"), entry("mine", group="me"))
    shell = shell_of()
    assert [[line.key for line in lines] for _, lines in shell.menu] == [["a"], ["b"]]
    assert [line.key for line in shell.mine] == ["mine"]


def test_the_open_page_is_marked_once(registry):
    registry.add_menu(entry("a"), MenuEntry(key="home", label="home", url_name="home"))
    lines = [line for _, lines in shell_of(path="/me/").menu for line in lines]
    assert [line.key for line in lines if line.current] == ["a"]


def test_the_numbers_of_all_lines_are_counted_at_once(registry, db, query_budget):
    factories.make_union("市总工会")

    def one(access):
        return (TradeUnion.objects.all(),)

    def two_or_none(access):
        return TradeUnion.objects.all(), TradeUnion.objects.exclude(name="市"), TradeUnion.objects.none()

    registry.add_menu(entry("a", rows=one), entry("b", rows=one), entry("c", rows=two_or_none))
    shell = shell_of()
    with query_budget(1):
        assert [line.count for _, lines in shell.menu for line in lines] == [1, 1, 2]


def test_nothing_is_counted_before_it_is_drawn(registry):
    registry.add_menu(entry("a", rows=lambda access: 1 / 0))
    assert shell_of().theme == ""


def test_five_tabs_at_most_and_the_last_stays(registry):
    for number in range(7):
        registry.add_tabs(Tab(key=f"t{number}", label="", url_name="me", order=number))
    assert [tab.key for tab in registry.tabs_for(())] == ["t0", "t1", "t2", "t3", "t6"]


def test_one_key_is_registered_once(registry):
    registry.add_menu(entry("a"))
    registry.add_menu(entry("a"))
    with pytest.raises(AlreadyRegistered):
        registry.add_menu(entry("a", "officer"))


def test_the_home_of_several_roles_is_the_first_by_order(registry):
    registry.add_home("staff", "roll-call", order=1)
    registry.add_home("officer", "desk", order=2)
    assert registry.home_for({"officer", "staff"}) == "roll-call"
    assert registry.home_for({"guardian"}) == "me"


def test_a_theme_nobody_drew_is_ignored():
    assert shell_of(theme="dark").theme == "dark"
    assert shell_of(theme="pink").theme == ""


@pytest.mark.django_db
def test_the_theme_is_kept_and_the_page_stays(client: Client):
    answer = client.post(reverse("theme"), {"theme": "dark", "next": "/look/"})
    assert answer["Location"] == "/look/"
    assert answer.cookies["theme"].value == "dark"
    assert client.post(reverse("theme"), {"theme": "", "next": "https://evil.example/"})["Location"] == "/"


@pytest.mark.django_db
def test_a_stranger_at_home_signs_in(client: Client, registry, settings):
    settings.LOGIN_URL = "/sign-in/"
    assert client.get("/").status_code == 302


@pytest.mark.django_db
def test_a_door_leads_elsewhere_first(client: Client, registry):
    registry.add_door(lambda request: "/set-up/")
    assert client.get("/")["Location"] == "/set-up/"


@pytest.mark.django_db
def test_the_language_switch_keeps_the_page(client: Client):
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/offline/"})
    assert answer["Location"] == "/offline/"
    assert "Skip to the content" in client.get("/offline/").content.decode()


@pytest.mark.django_db
def test_the_service_worker_names_files_that_exist(client: Client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    source = answer.content.decode()
    files = json.loads(source.split("const FILES = ")[1].split(";")[0].replace("\\u002D", "-"))
    assert len(files) > 10
    for name in files:
        answer = client.get(name)
        assert answer.status_code == 200, name
        answer.close()
    assert "@version@" not in source


@pytest.mark.django_db
def test_the_offline_page_speaks_both_languages(client: Client):
    page = client.get("/offline/").content.decode()
    assert "没有网络" in page
    assert "Offline" in page


@pytest.mark.django_db
def test_a_lost_reader_gets_a_designed_page(client: Client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert 'class="plain' in answer.content.decode()


@pytest.mark.django_db
def test_a_forged_form_gets_a_designed_page():
    answer = Client(enforce_csrf_checks=True).post(reverse("theme"), {"theme": "dark"})
    assert answer.status_code == 403
    assert "data-refused" in answer.content.decode()


@pytest.mark.django_db
def test_a_fault_gets_a_page_that_needs_nothing(client: Client, registry):
    client.raise_request_exception = False
    registry.add_door(lambda request: 1 / 0)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "系统出错了" in answer.content.decode()


@pytest.mark.django_db
def test_the_style_guide_is_not_for_strangers(client: Client):
    assert client.get("/look/").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", ["", "?bad", "?page=field", "?page=items", "?page=plain&bad", "?page=paper"])
def test_every_component_draws(client: Client, settings, language, kind):
    settings.DEBUG = True
    client.cookies["django_language"] = language
    page = client.get(f"/look/{kind}").content.decode()
    assert page.count("<body") == 1
    assert "{%" not in page
    assert "{#" not in page
    assert ' style="' not in page
    assert " onclick" not in page
