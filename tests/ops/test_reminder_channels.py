"""Robots, webhooks and push against a real web server: what arrives, what fails, and that no secret is told."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import logging
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import connection
from django.utils import timezone

from ops.organization.roles import Role
from ops.records.errors import RuleBroken
from ops.reminders import actions, choices, keys
from ops.reminders.models import ContactPoint, Preference, Reminder
from ops.reminders.registry import Message, MessageKind, messages
from tests import factories
from tests.factories import TESTER
from tests.ops.sink import Sink, make_certificate

KIND = "tested_message"
SECRET = "SECabc123secret"
PATHS = {
    "wecom": "/cgi-bin/webhook/send?key=wecom-secret-key",
    "dingtalk": "/robot/send?access_token=dingtalksecrettoken",
    "feishu": "/open-apis/bot/v2/hook/feishu-secret-token",
    "webhook": "/in/webhook-secret-path?at=7",
}


@pytest.fixture(autouse=True)
def _kind(settings):
    settings.PRIVATE_WEBHOOKS = True
    messages.register(
        MessageKind(KIND, "Tested", lambda reminder, language: Message("冰箱超温", reminder.subject, "/duties/1/"))
    )


@pytest.fixture
def sink():
    with Sink() as found:
        yield found


@pytest.fixture
def room(db):
    return factories.make_facility(factories.make_union(below=factories.make_union()), "room")


@pytest.fixture
def cleaner(room):
    return factories.make_user(Role.ROOM_MANAGER, room, email="", phone=None)


def add(sink, owner, channel="wecom", **fields):
    fields.setdefault("url", sink.url(PATHS[channel]))
    name = "user" if hasattr(owner, "username") else "union"
    point = choices.add_point(channel=channel, label="值班群", by=TESTER, **{name: owner}, **fields)
    assert choices.try_point(point=point, by=TESTER).took
    sink.got.clear()
    return point


def tell(person, subject="8.6 ℃", **options):
    actions.remind(kind=KIND, subject=subject, facility=None, recipients=[person], by=TESTER, **options)


def sent():
    return Reminder.objects.exclude(channel="in_app")


def test_a_wecom_robot_gets_title_text_and_address(cleaner, sink):
    add(sink, cleaner)
    tell(cleaner)
    assert actions.deliver().sent == 1
    (path, _headers, _body) = sink.got[0]
    assert path == PATHS["wecom"]
    text = sink.said["text"]["content"]
    assert (sink.said["msgtype"], "冰箱超温" in text, "8.6 ℃" in text, "/duties/1/" in text) == (
        "text",
        True,
        True,
        True,
    )
    assert sent().get().state == "sent"


def test_a_dingtalk_robot_is_signed(cleaner, sink):
    add(sink, cleaner, "dingtalk", secret=SECRET)
    tell(cleaner)
    actions.deliver()
    query = parse_qs(urlsplit(sink.got[0][0]).query)
    (stamp,), (sign,) = query["timestamp"], query["sign"]
    expected = base64.b64encode(hmac.digest(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256)).decode()
    assert sign in (expected, expected.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"))
    assert query["access_token"] == ["dingtalksecrettoken"]
    assert "冰箱超温" in sink.said["text"]["content"]


def test_a_feishu_robot_is_signed_where_it_has_a_secret(cleaner, sink):
    add(sink, cleaner, "feishu", secret=SECRET)
    tell(cleaner)
    assert actions.deliver().sent == 1
    stamp, sign = sink.said["timestamp"], sink.said["sign"]
    assert sign == base64.b64encode(hmac.digest(f"{stamp}\n{SECRET}".encode(), b"", hashlib.sha256)).decode()
    assert abs(int(stamp) - timezone.now().timestamp()) < 60
    assert (sink.said["msg_type"], "冰箱超温" in sink.said["content"]["text"]) == ("text", True)
    sink.answer = {"code": 19021, "msg": f"sign match fail {SECRET}"}
    tell(cleaner, "again")
    assert actions.deliver().failed == 1
    assert sent().get(subject="again").error == "19021 sign match fail …"


def test_a_feishu_robot_and_a_webhook_get_theirs(cleaner, sink):
    add(sink, cleaner, "feishu")
    add(sink, cleaner, "webhook", secret="token-of-mine")
    tell(cleaner)
    assert actions.deliver().sent == 2
    got = {urlsplit(path).path: (headers, json.loads(body)) for path, headers, body in sink.got}
    assert "冰箱超温" in got["/open-apis/bot/v2/hook/feishu-secret-token"][1]["content"]["text"]
    headers, body = got["/in/webhook-secret-path"]
    assert headers["Authorization"] == "Bearer token-of-mine"
    assert (body["title"], body["message"], body["url"].endswith("/duties/1/")) == ("冰箱超温", "8.6 ℃", True)


def test_what_is_not_urgent_goes_to_a_robot_together_and_what_does_not_fit_is_counted(cleaner, sink):
    add(sink, cleaner)
    for number in range(40):
        tell(cleaner, f"{number} " + "很长的说明" * 14)
    assert actions.deliver().sent == 1
    (text,) = [json.loads(body)["text"]["content"] for _path, _headers, body in sink.got]
    assert len(text.encode()) < 2048
    assert "40" in text.splitlines()[0]
    assert set(sent().values_list("state", flat=True)) == {"sent"}


def test_a_robot_that_says_no_with_status_200_has_not_taken_it(cleaner, sink):
    add(sink, cleaner)
    sink.answer = {"errcode": 93000, "errmsg": "invalid webhook url wecom-secret-key"}
    tell(cleaner)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        waits = []
        for _attempt in range(8):
            actions.deliver()
            row = sent().get()
            waits.append(round((row.not_before - timezone.now()).total_seconds() / 60))
            clock.shift(row.not_before - timezone.now() + dt.timedelta(seconds=1))
        assert waits[:7] == [1, 2, 4, 8, 16, 32, 64]
        assert (row.state, row.attempts) == ("dead", 8)
        assert row.error == "93000 invalid webhook url …"
        sink.answer = {"errcode": 0}
        assert actions.retry(reminder=row, by=TESTER)
        assert actions.deliver().sent == 1


@pytest.mark.parametrize(
    ("status", "location", "words"),
    [(500, "", "500"), (302, "http://127.0.0.1:1/x", "302"), (429, "", "429")],
)
def test_other_answers_than_yes_are_failures_with_the_hosts_words(cleaner, sink, status, location, words):
    add(sink, cleaner, "webhook")
    sink.status, sink.location, sink.answer = status, location, {"msg": "busy"}
    tell(cleaner)
    assert actions.deliver().failed == 1
    assert sent().get().error.startswith(words)
    assert len(sink.got) == 1


def test_a_robot_that_does_not_answer_holds_up_nobody_else(cleaner, room, sink, settings):
    gone = Sink()
    with gone:
        add(gone, cleaner, "webhook")
    other = factories.make_user(Role.ROOM_MANAGER, room, email="", phone=None)
    add(sink, other)
    for number in range(3):
        tell(cleaner, f"a{number}", urgent=True)
    tell(other, "b")
    done = actions.deliver()
    assert (done.sent, done.failed) == (1, 1)
    assert sent().filter(state="failed").get().error


def test_secrets_stand_nowhere_but_encrypted_in_their_row(cleaner, sink, api, caplog, capsys):
    with caplog.at_level(logging.DEBUG):
        point = add(sink, cleaner, "dingtalk", secret=SECRET)
        tell(cleaner)
        actions.deliver()
        sink.answer = {"errcode": 310000, "errmsg": f"sign not match {SECRET} dingtalksecrettoken"}
        tell(cleaner, "again")
        actions.deliver()
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM ops_contactpoint")
        (stored,) = cursor.fetchone()
        cursor.execute("SELECT * FROM ops_historicalcontactpoint")
        history = str(cursor.fetchall())
    told = api(cleaner).get("/api/v1/contact-points/").content.decode()
    told += api(cleaner).get(f"/api/v1/contact-points/{point.pk}/").content.decode()
    assert "值班群" in told
    seen = [stored, history, told, sent().get(subject="again").error, "".join(capsys.readouterr())]
    seen += [f"{record.getMessage()} {record.args}" for record in caplog.records if record.name != "django.db.backends"]
    for secret in (SECRET, "dingtalksecrettoken"):
        assert not [text for text in seen if secret in text]
    choices.take_away(point=point, by=TESTER)
    assert ContactPoint.objects.get().address == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/x",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://10.0.0.8/x",
        "https://169.254.169.254/latest",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://user:pass@example.org/",
        "ftp://example.org/",
        "https://",
        "https://[bad",
    ],
)
def test_no_address_in_a_private_network_is_taken(cleaner, settings, url):
    settings.PRIVATE_WEBHOOKS = False
    with pytest.raises(RuleBroken) as refused:
        choices.add_point(channel="webhook", label="", url=url, user=cleaner, by=TESTER)
    assert refused.value.field == "url"


def test_a_name_that_leads_into_a_private_network_is_not_spoken_to(cleaner, sink, settings):
    """Any name that resolves to a private number is refused when it is spoken to: `localhost.` gets past the form."""
    settings.PRIVATE_WEBHOOKS = False
    url = f"https://localhost.:{sink.server.server_port}/x"
    point = choices.add_point(channel="webhook", label="", url=url, user=cleaner, by=TESTER)
    tested = choices.try_point(point=point, by=TESTER)
    assert not tested.took
    assert sink.got == []
    assert ContactPoint.objects.get().verified_at is None
    assert tested.error == ContactPoint.objects.get().test_error


def test_an_address_is_used_only_after_a_test_arrived(cleaner, sink):
    sink.status = 500
    point = choices.add_point(channel="wecom", label="", url=sink.url(PATHS["wecom"]), user=cleaner, by=TESTER)
    assert not choices.try_point(point=point, by=TESTER).took
    tell(cleaner)
    assert not sent().exists()
    sink.status = 200
    assert choices.try_point(point=point, by=TESTER).took
    tell(cleaner, "later")
    assert sent().get().point == point
    assert Preference.objects.get().urgent == ["email", "wecom"]


def test_what_waits_for_an_address_that_is_taken_away_is_settled(cleaner, sink):
    point = add(sink, cleaner)
    tell(cleaner)
    choices.take_away(point=point, by=TESTER)
    assert actions.deliver().sent == 0
    assert (sent().get().state, sink.got) == ("settled", [])


# --- text messages ---


def test_a_text_message_goes_by_the_gateway_to_the_accounts_phone(room, sink, settings):
    settings.SMS_URL = f"json://127.0.0.1:{sink.server.server_port}/sms?:to={{phone}}"
    person = factories.make_user(Role.ROOM_MANAGER, room, email="")
    choices.choose(user=person, ordinary=["sms"], urgent=["sms"], by=TESTER)
    tell(person)
    assert actions.deliver().sent == 1
    assert (sink.said["to"], "冰箱超温" in sink.said["message"]) == (person.phone, True)
    sink.status = 500
    tell(person, "b")
    actions.deliver()
    assert sent().get(subject="b").state == "failed"


# --- web push ---


class Browser:
    """The receiving end of RFC 8291."""

    def __init__(self, key, auth):
        self.key, self.auth = key, auth

    @property
    def point(self):
        return self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )

    def subscription(self, endpoint):
        return {"endpoint": endpoint, "keys": {"p256dh": encoded(self.point), "auth": encoded(self.auth)}}

    def read(self, body):
        salt, size = body[:16], body[20]
        sender, sealed = body[21 : 21 + size], body[21 + size :]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        secret = self._drawn(32, self.auth, b"WebPush: info\x00" + self.point + sender, shared)
        key = self._drawn(16, salt, b"Content-Encoding: aes128gcm\x00", secret)
        nonce = self._drawn(12, salt, b"Content-Encoding: nonce\x00", secret)
        return AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x00")[:-1]

    @staticmethod
    def _drawn(length, salt, info, secret):
        return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def encoded(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_tests_browser_reads_the_example_of_rfc_8291():
    number = int.from_bytes(decoded("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"))
    browser = Browser(ec.derive_private_key(number, ec.SECP256R1()), decoded("BTBZMqHH6r4Tts7J_aSIgg"))
    body = decoded(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert browser.read(body) == b"When I grow up, I want to be a watermelon"


def test_a_browser_gets_an_encrypted_push_that_is_signed_by_this_installation(cleaner, tmp_path, monkeypatch):
    certificate = make_certificate(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    browser = Browser(ec.generate_private_key(ec.SECP256R1()), b"sixteen bytes ok")
    with Sink(certificate) as sink:
        sink.status = 201
        point = choices.add_point(
            channel="push",
            label="手机",
            subscription=browser.subscription(sink.url("/push/secret-endpoint")),
            user=cleaner,
            by=TESTER,
        )
        assert choices.try_point(point=point, by=TESTER).error == ""
        tell(cleaner)
        assert actions.deliver().sent == 1
        path, headers, body = sink.got[-1]
        assert json.loads(browser.read(body))["title"] == "冰箱超温"
        assert (path, headers["Content-Encoding"], headers["Ttl" if "Ttl" in headers else "TTL"]) == (
            "/push/secret-endpoint",
            "aes128gcm",
            "86400",
        )
        token, key = headers["Authorization"].removeprefix("vapid t=").split(", k=")
        assert key == keys.public_key()
        head, claims, sign = token.split(".")
        raw = decoded(sign)
        numbers = int.from_bytes(raw[:32]), int.from_bytes(raw[32:])
        keys.private_key().public_key().verify(
            encode_dss_signature(*numbers), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256())
        )
        assert json.loads(decoded(claims))["aud"] == sink.url("")
        sink.status = 410
        tell(cleaner, "gone")
        assert actions.deliver().dead == 1
    point.refresh_from_db()
    assert point.ended_at is not None
