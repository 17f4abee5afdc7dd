"""A text that was promised goes out once, whatever the gateway and the workers do."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from ops.organization import outbox
from ops.organization.models import PhoneText
from tests.gateway import Gateway

pytestmark = pytest.mark.django_db
PHONE = "13800000001"


def test_it_goes_out_once_and_leaves_neither_number_nor_words(gateway: Gateway):
    outbox.queue_text(PHONE, "Hello")
    assert (outbox.deliver_texts(), outbox.deliver_texts()) == (1, 0)
    assert gateway.sent == [(PHONE, "Hello")]
    kept = PhoneText.objects.get()
    assert (kept.state, kept.phone, kept.text) == ("sent", "", "")


def test_waiting_it_lies_encrypted(gateway: Gateway):
    outbox.queue_text(PHONE, "Hello")
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, text FROM ops_phonetext")
        row = str(cursor.fetchall())
    assert PHONE not in row
    assert "Hello" not in row


def test_what_is_rolled_back_is_not_sent(gateway: Gateway):
    with transaction.atomic():
        outbox.queue_text(PHONE, "Hello")
        transaction.set_rollback(True)
    assert outbox.deliver_texts() == 0


def test_a_refusal_is_tried_again_later_and_given_up_in_the_end(gateway: Gateway):
    gateway.status = 500
    outbox.queue_text(PHONE, "Hello")
    for _turn in range(outbox.ATTEMPTS):
        assert outbox.deliver_texts() == 0
        assert len(gateway.sent) == PhoneText.objects.get().attempts
        PhoneText.objects.update(not_before=timezone.now())
    kept = PhoneText.objects.get()
    assert (kept.state, kept.phone) == ("dead", "")
    PhoneText.objects.update(created_at=timezone.now() - dt.timedelta(days=31))
    outbox.deliver_texts()
    assert not PhoneText.objects.exists()


def test_a_worker_that_died_leaves_it_to_the_next(gateway: Gateway):
    outbox.queue_text(PHONE, "Hello")
    assert outbox._claim() is not None
    assert outbox.deliver_texts() == 0
    PhoneText.objects.update(not_before=timezone.now())
    assert outbox.deliver_texts() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_once(gateway: Gateway):
    for number in range(8):
        outbox.queue_text(f"1380000000{number}", "Hello")

    def work() -> None:
        try:
            outbox.deliver_texts()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(phone for phone, _text in gateway.sent) == [f"1380000000{number}" for number in range(8)]
