"""A code to a phone proves who holds it: six digits, ten minutes, five tries, and nothing for strangers to learn."""

import datetime as dt
import re
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone, translation

from ops.organization import codes
from ops.organization.models import PhoneCode
from ops.organization.throttle import TooOften
from ops.records.errors import RuleBroken
from tests.gateway import Gateway

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("eager_tasks")]
PHONE = "13800000001"


def ask(phone: str = PHONE, *, known: bool = True, ip: str = "10.0.0.1") -> None:
    request = RequestFactory().post("/", REMOTE_ADDR=ip)
    with translation.override("en"):
        codes.request_code(request, phone=phone, purpose="apply", known=known)


def is_right(code: str, phone: str = PHONE, purpose: str = "apply") -> bool:
    return codes.is_right(phone=phone, purpose=purpose, code=code)


def test_the_code_that_was_sent_is_right_once(gateway: Gateway):
    ask("+86 138-0000-0001")
    code = gateway.last_code(PHONE)
    assert re.fullmatch(r"\d{6}", code)
    assert "ten minutes" in gateway.sent[0][1]
    assert is_right(code)
    assert not is_right(code)


def test_full_width_digits_and_blanks_are_understood(gateway: Gateway):
    ask()
    wide = gateway.last_code(PHONE).translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    assert is_right(f" {wide[:3]} {wide[3:]} ")


def test_it_is_right_for_its_phone_and_purpose_only(gateway: Gateway):
    ask()
    code = gateway.last_code(PHONE)
    assert not is_right(code, phone="13800000002")
    assert not is_right(code, purpose="sign-in")
    assert is_right(code)


def test_after_five_tries_it_is_of_no_use(gateway: Gateway):
    ask()
    code = gateway.last_code(PHONE)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert [is_right(wrong) for _ in range(5)] == [False] * 5
    assert not is_right(code)


def test_after_ten_minutes_it_is_of_no_use(gateway: Gateway):
    ask()
    PhoneCode.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert not is_right(gateway.last_code(PHONE))


def test_a_new_code_ends_the_earlier_one(gateway: Gateway, monkeypatch):
    monkeypatch.setattr(codes, "SECONDS_BETWEEN", 0)
    ask()
    first = gateway.last_code(PHONE)
    ask()
    assert not is_right(first) or first == gateway.last_code(PHONE)
    assert is_right(gateway.last_code(PHONE))


def test_only_a_keyed_hash_is_kept_for_a_day(gateway: Gateway):
    ask()
    kept = PhoneCode.objects.get()
    code = gateway.last_code(PHONE)
    assert code not in f"{kept.code_hash}{kept.phone_hash}"
    assert PHONE not in f"{kept.code_hash}{kept.phone_hash}"
    PhoneCode.objects.update(expires_at=timezone.now() - dt.timedelta(days=2))
    ask("13800000002")
    assert not PhoneCode.objects.filter(pk=kept.pk).exists()


def test_an_unknown_phone_gets_the_same_answer_and_no_text(gateway: Gateway):
    ask(known=False)
    assert gateway.sent == []
    assert PhoneCode.objects.count() == 1


def test_what_is_no_mobile_number_is_refused_at_its_field(gateway: Gateway):
    with pytest.raises(RuleBroken) as refused:
        ask("0532-8888")
    assert refused.value.field == "phone"


def test_a_second_code_at_once_is_too_often(gateway: Gateway):
    ask()
    with pytest.raises(TooOften):
        ask()
    assert len(gateway.sent) == 1


def test_a_phone_gets_five_an_hour(gateway: Gateway, monkeypatch):
    monkeypatch.setattr(codes, "SECONDS_BETWEEN", 0)
    for turn in range(5):
        ask(ip=f"10.0.1.{turn}")
    with pytest.raises(TooOften):
        ask(ip="10.0.1.9")


def test_an_address_asks_for_thirty_an_hour(gateway: Gateway, monkeypatch):
    monkeypatch.setattr(codes, "AN_ADDRESS_AN_HOUR", 2)
    ask("13800000002")
    ask("13800000003")
    with pytest.raises(TooOften):
        ask("13800000004")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_right_code_counts_once_however_many_send_it(gateway: Gateway):
    ask()
    code, answers = gateway.last_code(PHONE), []

    def send() -> None:
        try:
            answers.append(is_right(code))
        finally:
            connection.close()

    threads: list[Any] = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False] * 5 + [True]
