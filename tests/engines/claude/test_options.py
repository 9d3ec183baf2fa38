"""Where requests go, and whether there is anything to sign in with."""

import pytest

from bluepencil.engines.claude import ClaudeOptions

ANTHROPIC = "https://api.anthropic.com"


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("", ANTHROPIC),
        (" ", ANTHROPIC),
        ("http://host:8080", "http://host:8080"),
        ("http://host/v1", "http://host"),
        ("http://host/v1/ ", "http://host"),
        ("http://host/claude/v1", "http://host/claude"),
    ],
)
def test_the_address_has_no_version(written, url):
    assert ClaudeOptions(base_url=written).url == url


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("", True),
        ("https://eu.anthropic.com/v1", True),
        ("https://anthropic.com.evil.example", False),
        ("https://notanthropic.com", False),
        ("http://localhost:4000", False),
    ],
)
def test_anthropics_own_api_is_known_by_its_host(url, own):
    options = ClaudeOptions(base_url=url)
    assert options.own is own
    assert options.has_key is not own  # only another server may need none


def test_bedrock_signs_in_by_itself():
    options = ClaudeOptions(bedrock_region="eu-west-1")
    assert options.own and options.has_key


def test_a_key_or_a_token_is_enough():
    assert ClaudeOptions(api_key="x").has_key and ClaudeOptions(auth_token="x").has_key
