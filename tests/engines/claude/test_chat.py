"""Chat: answers as they are written, quoting only what is in the document."""

import pytest

from bluepencil.documents import Block, Document, Section
from bluepencil.engines import Question, Turn
from bluepencil.errors import EngineBroken, EngineDeclined
from bluepencil.review.findings import Finding, Item
from tests.conftest import document
from tests.engines.claude.conftest import CAUSE, SUMMARY, Recorder, answering
from tests.fake_claude import Act, refuse

NEXT = "\n<next>\n1. Who found this out?\n- When was it?\nWhat is missing?\n</next>"


@pytest.fixture
def ask(make_claude, report, guideline):
    """Ask about the report with an engine that uses document blocks, or else numbers."""

    def go(message="What broke?", documents=True, of=None, engine=None, **more):
        engine = engine or make_claude(documents=documents)
        question = Question(message, of or report, guideline, **more)
        return Recorder().run(answering(engine, question))

    return go


@pytest.mark.parametrize("documents", [True, False])
def test_citations_stand_in_the_document(ask, report, documents):
    outcome = ask("Which vials broke after the transfer?", documents)
    answer = outcome.result
    assert answer.citations
    for citation in answer.citations:
        text = report.section(citation.section_name).text
        assert text[citation.start : citation.end] == citation.quote
    assert answer.response == outcome.text.strip()
    assert "[1]" not in answer.response
    assert len(answer.suggestions) == 3
    assert answer.model == "claude-haiku-5-5"


def test_anthropics_own_api_gets_a_document_whose_paragraphs_it_cites(fake, ask):
    ask(documents=True)
    block = fake.messages[0].body["messages"][0]["content"][0]
    assert (block["type"], block["citations"]) == ("document", {"enabled": True})
    assert SUMMARY in [part["text"] for part in block["source"]["content"]]
    assert block["cache_control"] == {"type": "ephemeral"}


def test_other_endpoints_get_numbered_paragraphs(fake, ask):
    ask(documents=False)
    block = fake.messages[0].body["messages"][0]["content"][0]
    assert block["type"] == "text"
    assert f"[1] {SUMMARY}" in block["text"]


@pytest.mark.parametrize("documents", [True, False])
def test_an_invented_quote_is_not_cited(fake, ask, documents):
    fake.then(Act(text="It says “a hundred vials exploded in the night” and [99] and [-1]."))
    assert ask(documents=documents).result.citations == ()


def test_a_quote_copied_carelessly_is_cited_as_it_is(fake, ask):
    fake.then(Act(text='It says "Several vials broke  soon after the transfer".'))
    (citation,) = ask(documents=False).result.citations
    assert citation.quote == "several vials broke soon after the transfer"


def test_paragraph_numbers_are_not_displayed(fake, ask):
    fake.then(Act(text="They broke [1], it seems [3, 1]. See [this].", chunk=1))
    outcome = ask(documents=False)
    assert outcome.text == outcome.result.response == "They broke, it seems. See [this]."
    assert {citation.quote for citation in outcome.result.citations} == {SUMMARY, CAUSE}


def test_a_heading_is_never_cited(fake, ask):
    fake.then(Act(text="See the summary [0]."))
    assert ask(documents=False).result.citations == ()


@pytest.mark.parametrize("chunk", [1, 3, 24, 1000])
def test_next_questions_are_kept_apart_from_the_answer(fake, ask, chunk):
    fake.then(Act(text=f"The vials broke.{NEXT}", chunk=chunk))
    outcome = ask()
    assert outcome.text == outcome.result.response == "The vials broke."
    assert outcome.result.suggestions == (
        "Who found this out?",
        "When was it?",
        "What is missing?",
    )


@pytest.mark.parametrize("text", ["The vials broke.", "The vials broke.\n<next>\nWhy so?"])
def test_there_are_always_three_next_questions(fake, ask, text):
    fake.then(Act(text=text))
    outcome = ask()
    assert len(set(outcome.result.suggestions)) == 3
    assert outcome.text == "The vials broke."


def test_what_merely_looks_like_a_tag_is_displayed(fake, ask):
    fake.then(Act(text="Use <nextElement> if 3 < n, and [", chunk=1))
    assert ask(documents=False).text == "Use <nextElement> if 3 < n, and ["


def test_a_broken_answer_is_taken_back_and_begun_anew(fake, ask):
    fake.then(Act(text="The first try that will be " * 4, breaks="drop", after=3, pace=0.02))
    outcome = ask()
    assert outcome.restarts == 1
    assert "first try" not in outcome.text
    assert outcome.text.strip() == outcome.result.response


def test_nothing_is_taken_back_where_no_text_had_come(fake, ask):
    fake.then(Act(breaks="error", after=0))
    outcome = ask()
    assert outcome.restarts == 0
    assert outcome.result.response


def test_a_refusal_is_reported(fake, ask):
    fake.then(Act(text="I can't help with that.", stop="refusal"))
    assert isinstance(ask().error, EngineDeclined)


@pytest.mark.parametrize("text", ["", "  \n", NEXT])
def test_an_empty_answer_is_none(fake, ask, text):
    fake.then(Act(text=text))
    assert isinstance(ask().error, EngineBroken)


@pytest.mark.parametrize("stop", ["max_tokens", "model_context_window_exceeded", "pause_turn"])
def test_a_cut_off_answer_says_so(fake, ask, stop):
    fake.then(Act(text="The vials", stop=stop))
    answer = ask().result
    assert (answer.response, answer.notes) == ("The vials", ("The answer was cut off.",))


def test_earlier_exchanges_findings_and_the_place_go_along(fake, ask):
    finding = Finding(
        section_name="Cause",
        category="root-cause",
        severity="high",
        description="The cause stops at a person.",
        source="claude",
        rule="root-cause",
    )
    ask(
        "And then?",
        history=(Turn("What broke first?", "The vials."), Turn("Who saw it?", "")),
        findings=(finding,),
        current_section="Cause",
    )
    messages = fake.messages[0].body["messages"]
    assert [message["role"] for message in messages] == [
        "user",
        "assistant",
        "user",
        "assistant",
        "user",
    ]
    assert messages[1]["content"] == "The vials."
    assert messages[3]["content"].strip()  # an empty turn would be refused
    last = messages[-1]["content"][0]["text"]
    assert last.endswith("And then?")
    assert "The cause stops at a person." in last
    assert "'Cause'" in last


def test_the_document_is_written_to_the_cache_once(fake, make_claude, ask):
    engine = make_claude(documents=True)
    first, second = (ask(message, engine=engine) for message in ("What broke?", "And why?"))
    assert first.usage[0].cache_creation_input_tokens > 0
    assert second.usage[0].cache_read_input_tokens > 0


def test_rows_and_items_are_paragraphs_of_their_own(fake, ask):
    text = "Day\tVials\nMonday\t14 vials broke here"
    table = Section(
        name="Table",
        text=text,
        blocks=(
            Block(kind="row", start=0, end=9, table=0),
            Block(kind="row", start=10, end=len(text), table=0),
        ),
    )
    fake.then(Act(text="On Monday [2]."))
    about = Document(name="t.md", media_type="md", sections=(table,))
    (citation,) = ask(documents=False, of=about).result.citations
    assert citation.quote == "Monday\t14 vials broke here"


@pytest.mark.parametrize("documents", [True, False])
def test_a_document_without_text_can_be_asked_about(ask, documents):
    outcome = ask(documents=documents, of=document(("Empty", "")))
    assert outcome.error is None
    assert outcome.result.citations == ()


FINDING = Finding(
    section_name="Summary",
    quote="vials",
    start=SUMMARY.index("vials"),
    end=SUMMARY.index("vials") + 5,
    category="evidence",
    severity="high",
    description="How many is not said.",
    suggestion="Give the number.",
    source="claude",
    rule="evidence",
)


def test_asked_about_one_finding_the_model_is_told_which(fake, ask):
    outcome = ask("Why?", about=FINDING)
    sent = fake.messages[0].body["messages"][0]["content"][-1]["text"]
    assert "asks about this finding" in sent and "Give the number." in sent
    assert outcome.result.wording is None


def test_a_wording_the_model_proposes_can_be_taken_over(fake, ask):
    fake.act = Act(text=f"Say how many: <wording>41 vials</wording>.{NEXT}")
    outcome = ask("How would you put it?", about=FINDING)
    assert outcome.result.response == "Say how many: 41 vials."
    assert outcome.text == "Say how many: 41 vials."
    assert outcome.result.wording == "41 vials"
    assert ask("How would you put it?").result.wording is None  # in place of what?


def test_the_model_knows_what_was_decided(fake, ask):
    items = [
        Item(**FINDING.model_dump(), id=decision, decision=decision, created_at="")
        for decision in ("open", "accepted", "rejected")
    ]
    ask(findings=tuple(items))
    sent = fake.messages[0].body["messages"][0]["content"][-1]["text"]
    for grade in ("[high]", "[high, accepted]", "[high, rejected]"):
        assert sent.count(grade) == 1


@pytest.mark.parametrize("documents", [True, False])
def test_of_a_long_document_what_the_question_is_about_is_sent(fake, make_claude, ask, documents):
    whole = document(
        *((f"S{n}", f"Section {n} tells of pumps at length. " * 60) for n in range(9)),
        ("Far away", "The zirconium valve was replaced on 3 March."),
    )
    fake.then(refuse(400, "prompt is too long: 9000 tokens > 4000 maximum"))
    fake.act = Act(text="Nothing.")
    outcome = ask("Who replaced the zirconium valve?", documents, of=whole, current_section="S3")
    sent = str(fake.messages[-1].body)
    assert "zirconium valve was replaced" in sent
    assert "Section 3 tells" in sent and "Section 8 tells" not in sent
    (note,) = outcome.result.notes
    assert "of its 10 paragraphs" in note and "rests on" in note
