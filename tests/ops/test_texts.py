"""Text messages go to the gateway that the setting names, and say so when they cannot."""

import pytest

from ops.organization import texts
from ops.organization.texts import TextNotSent, send_text
from tests.gateway import Gateway


def test_a_text_reaches_the_gateway_with_number_and_words(gateway: Gateway):
    send_text("+86 138 0000 0001", "Your place is kept. 您的名额已保留。")
    assert gateway.sent == [("13800000001", "Your place is kept. 您的名额已保留。")]


def test_without_a_place_for_it_the_number_is_the_target_at_the_end(settings):
    settings.SMS_URL = "sinch://plan:token@15551230000?region=us"
    assert texts._address_for("13800000001").startswith("sinch://plan:token@15551230000/13800000001?region=us&cto=")


def test_with_no_gateway_it_is_printed(capsys):
    send_text("13800000001", "Hello")
    assert "13800000001\nHello" in capsys.readouterr().out


def test_a_gateway_that_refuses_is_an_error(gateway: Gateway):
    gateway.status = 500
    with pytest.raises(TextNotSent):
        send_text("13800000001", "Hello")


def test_a_gateway_out_of_reach_is_an_error(settings):
    settings.SMS_URL = "json://127.0.0.1:9/send?:to={phone}"
    with pytest.raises(TextNotSent):
        send_text("13800000001", "Hello")


def test_a_gateway_that_never_answers_is_given_up(gateway: Gateway, monkeypatch):
    monkeypatch.setattr(texts, "READ_SECONDS", 0.2)
    gateway.hangs.set()
    with pytest.raises(TextNotSent):
        send_text("13800000001", "Hello")
    assert len(gateway.sent) == 1


def test_an_address_that_means_nothing_is_an_error(settings):
    settings.SMS_URL = "nothing"
    with pytest.raises(TextNotSent):
        send_text("13800000001", "Hello")


@pytest.mark.parametrize("phone", ["", "abc", "138&to=15900000000", "1" * 16])
def test_what_is_no_number_is_never_sent(gateway: Gateway, phone: str):
    with pytest.raises(TextNotSent):
        send_text(phone, "Hello")
    assert gateway.sent == []
