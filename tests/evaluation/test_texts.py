"""The texts for measuring are sound, and the rules beat the simplest ways to do the same."""

from statistics import fmean

import pytest

from bluepencil.engines.text.sentences import count_words
from evaluation import texts
from tests.serving import ROOT

SAMPLES = texts.samples()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.name)
def test_a_sample_fits_together(sample):
    assert len(sample.sentences) >= 8 and 2 <= len(sample.summary) <= 4
    assert list(sample.summary) == sorted(set(sample.summary))
    assert sample.summary[-1] < len(sample.sentences)
    assert texts.recall_of_summary(sample, sample.text) == 1
    assert texts.recall_of_keywords(sample, sample.keywords) == 1
    assert texts.recall_of_keywords(sample, [sample.text]) == 1, "each keyword is in the text"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.name)
def test_both_ways_have_the_same_room(sample):
    for summary in (texts.built_in_summary(sample), texts.first_sentences(sample)):
        assert count_words(summary) <= sample.budget
    assert len(texts.built_in_keywords(sample)) <= texts.MOST
    assert len(texts.most_frequent_words(sample)) <= texts.MOST


@pytest.mark.parametrize("part", [SAMPLES[: texts.AT_HAND], SAMPLES[texts.AT_HAND :]])
def test_the_rules_beat_the_simplest_ways(part):
    for recall, ours, simplest in (
        (texts.recall_of_summary, texts.built_in_summary, texts.first_sentences),
        (texts.recall_of_keywords, texts.built_in_keywords, texts.most_frequent_words),
    ):
        assert fmean(recall(one, ours(one)) for one in part) > fmean(
            recall(one, simplest(one)) for one in part
        )


def test_the_figures_in_the_documentation_are_fresh():
    assert texts.table() in (ROOT / "docs/quality.md").read_text("utf-8"), "run the evaluation anew"
