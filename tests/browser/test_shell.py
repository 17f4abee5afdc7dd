"""The shell in a real browser: what the scripts promise, on the style guide's pages."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import assert_accessible, assert_fits, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SEND = """async (id) => {
  const { outbox } = await import("/static/ops/web/outbox.js");
  return outbox.send({ url: "/api/v1/example/", body: { id, note: "x" }, label: "孙沐阳 签到" });
}"""
ID = "6f1c1c2e-0000-4000-8000-000000000001"


@pytest.fixture(autouse=True)
def _debug(settings):
    settings.DEBUG = True


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_every_component_is_accessible_and_fits(open_browser, live_server, size, theme):
    page = open_browser(size)
    page.context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    for kind in ("", "?page=field", "?page=items", "?page=plain&bad"):
        page.goto(f"/look/{kind}")
        assert_fits(page)
        assert_accessible(page)


def test_the_narrowest_phone_has_no_sideways_scroll(open_browser):
    page = open_browser("phone")
    page.set_viewport_size({"width": 320, "height": 640})
    for kind in ("", "?page=field", "?page=items", "?page=plain&bad"):
        page.goto(f"/look/{kind}")
        assert_fits(page)


def test_a_reading_out_of_limits_is_said_at_once(open_browser):
    page = open_browser("phone", "en")
    page.goto("/look/?page=items")
    reading, hint = page.locator("[name=item-fridge]"), page.locator("#item-fridge-hint")
    assert "1.4 °C above" in hint.inner_text()
    assert page.locator("#item-fridge [data-when-out]").is_visible()
    reading.fill("4。5")
    assert hint.inner_text() == "Should be 0–8 °C"
    assert not page.locator("#item-fridge [data-when-out]").is_visible()
    page.click("#item-fridge [data-negate]")
    assert "4.5 °C below" in hint.inner_text()
    reading.fill("cold")
    assert hint.inner_text() == "Enter a number."


def test_a_fault_asks_what_is_wrong(open_browser):
    page = open_browser("phone")
    page.goto("/look/?page=items")
    note = page.locator("#item-floor [data-when-fails]")
    assert not note.is_visible()
    page.check("#item-floor .no input", force=True)
    assert note.is_visible()
    page.check("#item-floor .yes input", force=True)
    assert not note.is_visible()


def test_a_count_is_made_with_the_thumb_and_stops_at_zero(open_browser):
    page = open_browser("phone")
    page.goto("/look/?page=items")
    for _ in range(3):
        page.click("#item-wipes [data-step='-1']")
    assert page.input_value("[name=item-wipes]") == "0"
    page.click("#item-wipes [data-step='1']")
    assert page.input_value("[name=item-wipes]") == "1"


def test_a_signature_is_drawn_and_cleared(open_browser):
    page = open_browser("desk")
    page.goto("/look/?page=items")
    box = page.locator("#item-sign canvas")
    box.scroll_into_view_if_needed()
    frame = box.bounding_box()
    page.mouse.move(frame["x"] + 20, frame["y"] + 20)
    page.mouse.down()
    page.mouse.move(frame["x"] + 120, frame["y"] + 60)
    page.mouse.up()
    assert page.input_value("[name=item-sign]").startswith("data:image/png;base64,")
    page.click("#item-sign [data-clear]")
    assert page.input_value("[name=item-sign]") == ""


def test_a_photo_is_made_small_before_it_travels(open_browser):
    page = open_browser("phone")
    page.goto("/look/?page=items")
    big = io.BytesIO()
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(big, "JPEG", quality=95)
    page.set_input_files("[name=item-photo]", {"name": "door.jpg", "mimeType": "image/jpeg", "buffer": big.getvalue()})
    page.wait_for_selector("#item-photo figure img")
    size, width = page.evaluate(
        """async () => { const file = document.querySelector("[name=item-photo]").files[0];
        const image = await createImageBitmap(file); return [file.size, image.width]; }"""
    )
    assert width == 1600
    assert size < len(big.getvalue()) / 2
    page.click("#item-photo .remove")
    assert page.evaluate("document.querySelector('[name=item-photo]').files.length") == 0


def test_what_is_no_photo_is_refused_at_once(open_browser):
    page = open_browser("phone", "en")
    page.goto("/look/?page=items")
    page.set_input_files("[name=item-photo]", {"name": "list.jpg", "mimeType": "image/jpeg", "buffer": b"not a photo"})
    page.wait_for_selector(".toast.bad")
    assert "list.jpg" in page.inner_text(".toast.bad")
    assert page.locator("#item-photo figure").count() == 0


def test_what_was_typed_survives_a_reload_and_can_be_let_go(open_browser):
    page = open_browser("phone", "en")
    page.goto("/look/?page=plain")
    record = page.input_value("[name=id]")
    page.fill("[name=name]", "Chen")
    until(lambda: page.evaluate("JSON.stringify(sessionStorage)").count("Chen"))
    page.reload()
    assert page.input_value("[name=name]") == "Chen"
    assert page.input_value("[name=id]") == record
    page.click(".toast .undo")
    assert page.input_value("[name=name]") == ""
    page.reload()
    assert page.input_value("[name=name]") == ""


def test_a_password_is_never_kept(open_browser):
    page = open_browser("phone", "en")
    page.goto("/look/?page=plain")
    page.evaluate("document.querySelector('[name=name]').type = 'password'")
    page.fill("[name=name]", "secret")
    page.wait_for_timeout(400)
    kept = page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")
    assert "secret" not in kept


def test_a_double_tap_sends_once(open_browser):
    page = open_browser("phone")
    page.goto("/look/?page=plain")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.evaluate(
        """() => { const form = document.querySelector("form.card"); form.noValidate = true;
        const button = form.querySelector("button"); button.click(); button.click(); }"""
    )
    page.wait_for_timeout(800)
    assert len(sent) == 1


def test_the_theme_changes_at_once_and_stays(open_browser):
    page = open_browser("desk")
    page.goto("/look/")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.click("[data-theme-switch] [value=dark]")
    assert page.evaluate(paper) != light
    page.reload()
    assert page.get_attribute("html", "data-theme") == "dark"
    page.click("[data-theme-switch] [value='']")
    page.reload()
    assert page.evaluate(paper) == light


def test_a_sheet_opens_and_a_tap_beside_it_closes_it(open_browser):
    page = open_browser("phone")
    page.goto("/look/?page=field")
    page.click(".child.here >> nth=0")
    assert page.locator("#pick-up").is_visible()
    page.mouse.click(195, 40)
    assert not page.locator("#pick-up").is_visible()


def test_the_drawer_opens_and_closes(open_browser):
    page = open_browser("phone")
    page.goto("/look/")
    side = page.locator(".side")
    expect(side).to_be_hidden()
    page.click("[data-drawer]")
    expect(side).to_be_visible()
    page.keyboard.press("Escape")
    expect(side).to_be_hidden()


def test_a_record_without_a_line_waits_and_goes_out_once(open_browser):
    page = open_browser("phone", "en", service_workers="block")
    page.goto("/look/?page=field")
    seen = []

    def server(route):
        seen.append(route.request)
        route.fulfill(status=201, json={"id": ID})

    page.context.set_offline(True)
    assert page.evaluate(SEND, ID)["state"] == "waiting"
    expect(page.locator("[data-outbox]")).to_have_text("Offline, 1 waiting")
    page.route("**/api/v1/example/", server)
    page.context.set_offline(False)
    expect(page.locator("[data-outbox]")).to_have_text("Synced")
    assert len(seen) == 1
    assert seen[0].headers["x-source"] == "offline"
    assert seen[0].post_data_json["id"] == ID


def test_a_record_waits_through_a_closed_page_and_an_old_browser(open_browser):
    page = open_browser("phone", "en", service_workers="block")
    page.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    page.goto("/look/?page=field")
    page.context.set_offline(True)
    assert page.evaluate(SEND, ID)["state"] == "waiting"
    seen = []
    page.route("**/api/v1/example/", lambda route: (seen.append(1), route.fulfill(status=201, json={}))[1])
    page.context.set_offline(False)
    page.goto("/look/")
    until(lambda: page.evaluate("localStorage.getItem('aixin-outbox')") == "[]")
    assert seen == [1]


def test_a_refused_record_says_why_and_stays_until_it_is_let_go(open_browser):
    page = open_browser("phone", "en", service_workers="block")
    page.goto("/look/?page=field")
    problem = {"type": "conflict", "title": "Conflict", "detail": "She is already here.", "errors": {}}
    page.route("**/api/v1/example/", lambda route: route.fulfill(status=409, json=problem))
    result = page.evaluate(SEND, ID)
    assert result["state"] == "refused"
    assert result["problem"]["detail"] == "She is already here."
    page.click("[data-outbox]")
    expect(page.locator("#outbox-sheet")).to_contain_text("She is already here.")
    page.click("#outbox-sheet li button")
    expect(page.locator("[data-outbox]")).to_have_text("Synced")


def test_an_ended_sign_in_keeps_the_record(open_browser):
    page = open_browser("phone", "en", service_workers="block")
    page.goto("/look/?page=field")
    page.route("**/api/v1/example/", lambda route: route.fulfill(status=401, json={"title": "Sign in"}))
    assert page.evaluate(SEND, ID)["state"] == "waiting"
    expect(page.locator("[data-outbox]")).to_have_text("Sign in to send 1")


def test_without_a_line_the_device_shows_its_own_page(open_browser):
    page = open_browser("phone")
    page.goto("/look/?page=field")
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    page.context.set_offline(True)
    page.goto("/somewhere/else/")
    assert "没有网络" in page.inner_text("h1")
    assert page.evaluate("getComputedStyle(document.querySelector('.button.primary')).minHeight") == "48px"
