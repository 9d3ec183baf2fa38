"""What a cache still has: what was put into it last, or asked for since."""

from concurrent.futures import ThreadPoolExecutor

from bluepencil.store.lru_cache import LruCache


def test_what_was_put_in_is_there_until_it_is_replaced_or_removed():
    cache = LruCache(2)
    assert cache.get("a") is None
    cache.put("a", 1)
    assert cache.get("a") == 1
    cache.put("a", 2)
    assert cache.get("a") == 2
    cache.remove("a")
    cache.remove("a")
    assert cache.get("a") is None


def test_what_was_not_used_for_longest_goes_first():
    cache = LruCache(2)
    for key in "abc":
        cache.put(key, key)
    assert [cache.get(key) for key in "abc"] == [None, "b", "c"]
    cache.get("b")
    cache.put("d", "d")
    assert [cache.get(key) for key in "bcd"] == ["b", None, "d"], "it was asked for"
    cache.put("b", "again")
    cache.put("e", "e")
    assert [cache.get(key) for key in "bde"] == ["again", None, "e"], "it was put in again"


def test_many_threads_may_use_it_at_once():
    cache = LruCache(4)

    def use(number):
        for key in range(200):
            cache.put((number + key) % 8, key)
            cache.get(key % 8)
            cache.remove((key + 1) % 8)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(use, range(8)))
    assert sum(cache.get(key) is not None for key in range(8)) <= 4
