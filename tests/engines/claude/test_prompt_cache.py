"""What is taken for cached is what the provider still has."""

from bluepencil.engines.claude.prompt_cache import LIFETIME, MAX_PREFIXES, PromptCache


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_prefix_is_held_for_a_while_after_its_last_use():
    clock = Clock()
    cache = PromptCache(clock)
    assert not cache.holds("m", 1)
    cache.used("m", 1)
    clock.now += LIFETIME - 1
    assert cache.holds("m", 1)
    cache.used("m", 1)
    clock.now += LIFETIME - 1
    assert cache.holds("m", 1)
    clock.now += 2
    assert not cache.holds("m", 1)


def test_each_model_has_a_cache_of_its_own():
    cache = PromptCache(Clock())
    cache.used("m", 1)
    assert not cache.holds("n", 1) and not cache.holds("m", 2)


def test_of_too_many_the_one_used_longest_ago_is_forgotten():
    cache = PromptCache(Clock())
    for prefix in range(MAX_PREFIXES):
        cache.used("m", prefix)
    cache.used("m", 0)
    cache.used("m", -1)
    assert cache.holds("m", 0) and cache.holds("m", -1)
    assert not cache.holds("m", 1)
