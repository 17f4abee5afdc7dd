"""Redis away: the cache forgets, the page answers."""

from config.cache import PatientRedisCache


def test_a_cache_that_cannot_be_reached_answers_that_it_knows_nothing():
    cache = PatientRedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 0.2}})

    cache.set("key", "value")
    assert cache.get("key") is None
    assert cache.get("key", "other") == "other"
    assert cache.get_or_set("key", lambda: "made") == "made"
    assert cache.get_many(["key"]) == {}
    assert cache.add("key", 1) is True
    assert cache.incr("key") == 1
    cache.delete("key")
    cache.clear()
