"""How long a request is, and what of it the provider may have in its cache."""

from bluepencil.engines.claude.params import Features, cached_prefix, characters, prepare

DOCUMENT = {"type": "text", "text": "a document", "cache_control": {"type": "ephemeral"}}


def params(*blocks, system="Be brief."):
    return {
        "system": [{"type": "text", "text": system}],
        "messages": [{"role": "user", "content": [*blocks]}],
    }


def question(words):
    return {"type": "text", "text": words}


def test_all_text_is_counted():
    document = {"type": "document", "source": {"content": [question("one"), question("two")]}}
    later = {"role": "assistant", "content": "plain"}
    request = params(document, question("why?"))
    request["messages"].append(later)
    assert characters(request) == len("Be brief." + "one" + "two" + "why?" + "plain")


def test_requests_share_a_prefix_up_to_the_mark():
    one, other = (cached_prefix(params(DOCUMENT, question(q))) for q in ("why?", "who?"))
    assert one == other
    assert one[1] == len("Be brief." + "a document")


def test_whatever_comes_before_the_mark_makes_another_prefix():
    keys = {
        cached_prefix(params(DOCUMENT))[0],
        cached_prefix(params(DOCUMENT, system="Be long."))[0],
        cached_prefix(params({**DOCUMENT, "text": "another"}))[0],
    }
    assert len(keys) == 3


def test_without_a_mark_nothing_is_cached():
    assert cached_prefix(params(question("why?"))) == (0, 0)


def test_a_feature_is_given_up_alone():
    assert Features().without("effort") == Features(effort=False)


def test_a_request_is_built_once_and_measured():
    built = []
    features = Features(effort=False)
    prepared = prepare(lambda given: built.append(given) or params(DOCUMENT), features)
    assert built == [features] == [prepared.features]
    assert prepared.characters == prepared.cached == len("Be brief." + "a document")
    assert (prepared.prefix, prepared.cached) == cached_prefix(prepared.params)
