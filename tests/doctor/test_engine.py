"""The engine: asked one question, and nothing is left of that."""

from bluepencil.doctor.engine import engine
from tests.fake_claude import refuse


def test_the_engine_is_asked_one_question_and_what_it_costs_is_told(make_settings, fake, tmp_path):
    claude = {"anthropic_api_key": "sk-test", "anthropic_base_url": fake.url}
    verdict = engine(make_settings(**claude))
    assert verdict.status == "ok" and "some 20 tokens" in verdict.detail
    assert len(fake.messages) == 1
    fake.then(refuse(401))
    assert engine(make_settings(**claude)).status == "problem"
    assert not list(tmp_path.iterdir()), "nothing is left of the store it was asked over"


def test_an_engine_without_a_key_is_a_problem(make_settings):
    verdict = engine(make_settings(engine="claude"))
    assert verdict.status == "problem" and "ANTHROPIC_API_KEY" in verdict.detail


def test_the_built_in_checks_need_nothing(make_settings, tmp_path):
    verdict = engine(make_settings(engine="built-in"))
    assert verdict.status == "ok" and "no AI" in verdict.detail
    assert not list(tmp_path.iterdir())
