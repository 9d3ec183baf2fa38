"""Reviewing a whole document: every section, then across; one failure loses nothing else."""

import io
from functools import partial

import pytest

from bluepencil.documents.guideline import Guideline
from bluepencil.engines import Reading
from bluepencil.errors import EngineBusy
from bluepencil.kinds import review_document
from bluepencil.review.changes import change_session, next_version
from bluepencil.review.findings import Finding
from bluepencil.task import lifecycle
from bluepencil.task.partial import partial_of
from tests.conftest import document
from tests.fake_claude import Act, refuse
from tests.tasks import add, claim, fail, report
from tests.work.making import Scripted

HOMES = ("laptop", "queue", "postgres")

SECTIONS = ("One", "Two", "Three", "Four")
TEXT = "".join(
    f"# {name}\n\nIn section {name} several vials broke soon after the transfer.\n\n"
    for name in SECTIONS
)


@pytest.fixture
def session_id(claude_client):
    data = {"document": (io.BytesIO(TEXT.encode()), "r.md")}
    return claude_client.post("/upload", data=data).get_json()["session_id"]


def review(client, session_id, **options):
    return client.post("/review_document", json={"session_id": session_id}, **options)


def test_every_section_is_read_once_and_then_across(claude_client, fake, session_id):
    body = review(claude_client, session_id).get_json()
    assert len(fake.messages) == len(SECTIONS) + 1
    assert {item["section_name"] for item in body["feedback_items"]} >= set(SECTIONS)
    assert body["failed_sections"] == []


def test_the_first_section_is_read_alone_so_that_the_others_read_from_the_cache(
    claude_client, fake, session_id
):
    fake.act = Act(delay=0.1)
    usage = review(claude_client, session_id).get_json()["usage"]
    first, *others = fake.messages
    assert all(other.began >= first.first_byte for other in others)
    assert usage["cache_read_input_tokens"] > 0


def test_one_failed_section_does_not_lose_the_others(claude_client, fake, session_id):
    fake.then(Act(), refuse(400, "something odd about this one"))
    body = review(claude_client, session_id).get_json()
    (failed,) = body["failed_sections"]
    assert failed["code"] == "engine_refused"
    assert failed["detail"]
    others = set(SECTIONS) - {failed["section_name"]}
    assert {item["section_name"] for item in body["feedback_items"]} >= others
    session = claude_client.get(f"/sessions/{session_id}").get_json()
    unread = {s["name"] for s in session["sections"] if not s["reviewed"]}
    assert unread == {failed["section_name"]}


def test_a_refused_key_ends_the_review_at_the_first_section(claude_client, fake, session_id):
    fake.act = refuse(401)
    response = review(claude_client, session_id)
    assert response.status_code == 502
    assert len(fake.messages) == 1


def test_a_heading_without_text_is_not_read(claude_client, fake):
    text = b"# One\n\n## Inner\n\nSeveral vials broke.\n\n# Empty\n\n# Last\n\nIt was decided.\n"
    data = {"document": (io.BytesIO(text), "r.md")}
    session_id = claude_client.post("/upload", data=data).get_json()["session_id"]
    review(claude_client, session_id)
    assert len(fake.messages) == 3


def test_progress_tells_of_each_section(claude_client, session_id):
    task_id = review(claude_client, session_id).get_json()["task_id"]
    store = claude_client.application.extensions["bluepencil"].store
    told: dict[str, list[str]] = {}
    for event in store.tasks.events(task_id, 0):
        for name, state in event.data.get("new", {}).get("sections", {}).items():
            told.setdefault(name, []).append(state["state"])
    for name in SECTIONS:
        assert told[name] == ["waiting", "reading", "done"]


def task_of(session_id):
    """What a review of it is kept as."""
    return {
        "kind": "review_document",
        "queue": "analysis",
        "session_id": session_id,
        "input": {"session_id": session_id},
    }


def test_a_run_after_a_crash_reads_only_what_was_not_read(claude_client, fake, session_id):
    """As left behind by a process that died after two sections: its claim and its events."""
    site = claude_client.application.extensions["bluepencil"]
    shown = []
    for name in ("One", "Two"):
        body = claude_client.post(
            "/analyze_section", json={"session_id": session_id, "section_name": name}
        ).get_json()
        shown += body["feedback_items"]
    reads = site.store.tasks.get(body["task_id"]).reads
    fake.requests.clear()
    task = add(site.store, **task_of(session_id))
    dead = claim(site.store, task, "dead", lease=-1)
    done = {name: {"state": "done", "count": 1} for name in ("One", "Two")}
    report(site.store, dead, {"feedback_items": shown, "sections": done}, reads=reads)
    site.tasks.runner._steady_since = float("-inf")
    site.tasks.start()
    ended = site.tasks.finished(task.task_id, 30)
    assert ended.state == "SUCCESS"
    assert ended.attempts == 2
    assert len(fake.messages) == 3  # two sections and the look across
    produced = partial_of(site.store.tasks.produced(task.task_id))
    ids = [item["id"] for item in produced["feedback_items"]]
    assert len(ids) == len(set(ids))
    assert {item["id"] for item in shown} <= {
        item["id"] for item in ended.result["result"]["feedback_items"]
    }


def test_what_has_not_changed_is_not_read_again_and_that_is_said(claude_client, fake, session_id):
    first = review(claude_client, session_id).get_json()
    asked = len(fake.messages)
    again = review(claude_client, session_id).get_json()
    assert len(fake.messages) == asked
    assert again["usage"]["input_tokens"] == again["usage"]["output_tokens"] == 0
    assert again["feedback_items"] == first["feedback_items"] != []
    assert again["notes"] == [
        "4 of 4 sections had not changed since they were last read; what was found then stands."
    ]
    status = claude_client.get(f"/task_status/{again['task_id']}").get_json()
    assert all(one["unchanged"] for one in status["partial"]["sections"].values())


def test_all_is_read_again_when_that_is_asked_for(claude_client, fake, session_id):
    review(claude_client, session_id)
    body = {"session_id": session_id, "fresh": True}
    again = claude_client.post("/review_document", json=body).get_json()
    assert len(fake.messages) == 2 * (len(SECTIONS) + 1)
    assert again["notes"] == []


def test_what_failed_is_read_and_what_was_read_is_not(claude_client, fake, session_id):
    fake.then(Act(), refuse(400, "something odd about this one"))
    (failed,) = review(claude_client, session_id).get_json()["failed_sections"]
    asked = len(fake.messages)
    assert review(claude_client, session_id).get_json()["failed_sections"] == []
    (read,) = fake.messages[asked:]
    assert failed["section_name"] in read.text


def test_one_section_asked_for_by_name_is_always_read(claude_client, fake, session_id):
    body = {"session_id": session_id, "section_name": "Two"}
    for _ in range(2):
        claude_client.post("/analyze_section", json=body)
    assert len(fake.messages) == 2


@pytest.mark.parametrize("engine", ["built-in", "claude"])
def test_a_reading_rests_on_its_section_guideline_engine_and_model(
    make_app, fake, tmp_path, engine
):
    def engine_of(name, **settings):
        settings |= {"anthropic_api_key": "x", "anthropic_base_url": fake.url}
        app = make_app(engine=engine, data_dir=tmp_path / name, **settings)
        return app.extensions["bluepencil"].engine

    one = engine_of("one")
    report = document(("A", "Several vials broke."), ("B", "It was decided."))
    changed = document(("A", "Several vials broke."), ("B", "It was decided at once."))
    rules = Guideline(name="general", title="General", text="Be clear.")
    stricter = Guideline(name="general", title="General", text="Be very clear.")
    basis = one.basis(report, report.sections[0], rules)
    assert one.basis(changed, changed.sections[0], rules) == basis
    assert one.basis(changed, changed.sections[1], rules) != one.basis(
        report, report.sections[1], rules
    )
    assert one.basis(report, report.sections[0], stricter) != basis
    if engine == "claude":
        other = engine_of("two", claude_model="claude-opus-5-5")
        assert other.basis(report, report.sections[0], rules) != basis


def test_a_refused_key_is_told_also_where_some_sections_need_not_be_read(
    claude_client, fake, session_id
):
    body = {"session_id": session_id, "section_name": "One"}
    assert claude_client.post("/analyze_section", json=body).status_code == 200
    fake.act = refuse(401)
    response = review(claude_client, session_id)
    assert response.status_code == 502
    assert "ANTHROPIC_API_KEY" in response.get_json()["detail"]
    assert claude_client.get(f"/sessions/{session_id}").get_json()["feedback"]


def test_findings_of_equal_weight_come_as_they_stand(claude_client, session_id):
    items = review(claude_client, session_id).get_json()["feedback_items"]
    order = ["One", "Two", "Three", "Four"]
    weight = {"high": 0, "medium": 1, "low": 2}
    places = [
        (weight[i["severity"]], -(i["confidence"] or 0), order.index(i["section_name"]), i["start"])
        for i in items
    ]
    assert places == sorted(places) and len(places) > 3


class Died(BaseException):
    """The process is gone: nothing after this is done."""


def about(section, quote):
    """A finding about words of a section."""
    at = section.text.index(quote)
    return Finding(
        section_name=section.name, quote=quote, start=at, end=at + len(quote), category="evidence",
        severity="medium", description=f"About {quote}", source="checks", rule="vague",
    )  # fmt: skip


FIRST = document(("One", "Several vials."), ("Two", "Several pumps."), ("Three", "Several seals."))
NEXT = document(("One", "Several vials."), ("Two", "Some pumps."), ("Three", "Several seals."))


@pytest.fixture
def session(store, session):
    """A session with three sections; each begins with the words that are found."""
    change = partial(next_version, document=FIRST, now=1.0)
    store.sessions.apply(session.session_id, change)
    return store.sessions.get(session.session_id)


@pytest.fixture
def engine():
    made = Scripted()
    made.finds = lambda section: [about(section, section.text.split()[0])]
    return made


@pytest.fixture
def read(store, session, start, engine):
    """Reads the document, in a new task or as another run of one; returns the task once it has
    ended, None where its process died."""

    def run(task=None):
        made = task or add(store, **task_of(session.session_id))
        tasks = start(review_document.run, engine=engine, sections_at_once=1)
        try:
            tasks.execute_next("analysis")
        except Died:
            store.tasks.renew([store.tasks.get(made.task_id).claim], 1.0)
            return None
        return store.tasks.get(made.task_id)

    return run


def again(store, task):
    """A failed task, to be run again."""
    return store.tasks.apply(task.task_id, lifecycle.retry)


def failing_after(store, engine, name, error=None):
    """Its task fails right after that section was read; the first time."""
    engine_end = engine.end

    def end(section):
        if section == name and engine.asked[name] == 1:
            raise error or Died
        return engine_end(section)

    engine.end = end


def cut_off_after(monkeypatch, name):
    """The process dies when that section is read and kept, before that is told of."""
    report_as_usual = review_document.Context.report

    def dying(self, progress=None, status=None, **new):
        if new.get("sections", {}).get(name, {}).get("state") == "done":
            monkeypatch.undo()
            raise Died
        report_as_usual(self, progress, status, **new)

    monkeypatch.setattr(review_document.Context, "report", dying)


def test_a_crash_right_after_a_reading_does_not_pay_for_it_again(
    store, session, engine, read, monkeypatch
):
    task = add(store, **task_of(session.session_id))
    cut_off_after(monkeypatch, "Two")
    assert read(task) is None
    ended = read(task)
    assert (ended.state, ended.attempts) == ("SUCCESS", 2)
    assert engine.asked == {"One": 1, "Two": 1, "Three": 1, "across": 1}
    assert ended.result["usage"]["input_tokens"] == 40 == ended.usage.input_tokens
    assert ended.result["feedback_count"] == 3
    produced = partial_of(store.tasks.produced(task.task_id))
    ids = [item["id"] for item in produced["feedback_items"]]
    assert len(ids) == len(set(ids)) == 3


def retried(store, session, engine, read, monkeypatch, change):
    """A review that failed in its midst, a change of what it reads, and the review tried again."""
    task = add(store, **task_of(session.session_id))
    cut_off_after(monkeypatch, "Three")
    assert read(task) is None
    fail(store, claim(store, store.tasks.get(task.task_id), "dead", lease=-1))
    store.sessions.apply(session.session_id, change)
    again(store, task)
    engine.asked.clear()
    return read(task)


def test_a_review_retried_after_a_new_version_reads_what_changed_and_nothing_else(
    store, session, engine, read, monkeypatch
):
    change = partial(next_version, document=NEXT, now=2.0)
    ended = retried(store, session, engine, read, monkeypatch, change)
    assert ended.state == "SUCCESS"
    assert engine.asked == {"Two": 1, "across": 1}
    items = ended.result["result"]["feedback_items"]
    assert {item["quote"] for item in items} == {"Several", "Some"}
    assert len(items) == 3
    for item in items:  # no quote is stale
        text = NEXT.section(item["section_name"]).text
        assert text[item["start"] : item["end"]] == item["quote"]
    produced = partial_of(store.tasks.produced(ended.task_id))
    assert {item["id"] for item in produced["feedback_items"]} == {item["id"] for item in items}
    assert {state["state"] for state in produced["sections"].values()} == {"done"}
    review = store.sessions.load(session.session_id)
    assert review.read == {"One", "Two", "Three"}
    assert {item.id for item in review.standing} == {item["id"] for item in items}
    assert ended.reads["version"] == 3
    assert ended.result["result"]["notes"] == [
        "2 of 3 sections had not changed since they were last read; what was found then stands."
    ]


@pytest.mark.parametrize("name", ["ours", "general"])
def test_a_review_retried_under_another_guideline_reads_all_anew(
    store, session, engine, read, monkeypatch, name
):
    """Also where it has the same name and another text."""
    other = Guideline(name=name, title="Other", text="Be brief.")
    change = partial(change_session, guideline=other)
    ended = retried(store, session, engine, read, monkeypatch, change)
    assert ended.state == "SUCCESS"
    assert engine.asked == {"One": 1, "Two": 1, "Three": 1, "across": 1}
    assert ended.reads["guideline"] == name
    assert ended.result["usage"]["input_tokens"] == 70, "of both attempts"


def test_a_review_retried_with_nothing_changed_goes_on_where_it_was(
    store, session, engine, read, monkeypatch
):
    change = partial(change_session, name="Another name")
    ended = retried(store, session, engine, read, monkeypatch, change)
    assert engine.asked == {"across": 1}
    assert ended.result["feedback_count"] == 3
    produced = partial_of(store.tasks.produced(ended.task_id))
    assert len(produced["feedback_items"]) == 3, "what was shown is not shown again"


def test_notes_of_all_attempts_are_in_the_result(store, session, engine, read, monkeypatch):
    engine.end = lambda name: Reading("scripted", (f"A note on {name}.",))
    task = add(store, **task_of(session.session_id))
    cut_off_after(monkeypatch, "Three")
    assert read(task) is None
    notes = read(task).result["result"]["notes"]
    for name in ("One", "Two", "Three"):
        assert notes.count(f"{name}: A note on {name}.") == 1


def cut_off_in(section):
    return lambda name: Reading("scripted", ("Cut off.",) * (name == section), name != section)


def test_a_section_whose_answer_was_cut_off_is_read_again_next_time(store, session, engine, read):
    engine.end = cut_off_in("Two")
    assert read().result["result"]["notes"] == ["Two: Cut off."]
    assert store.sessions.load(session.session_id).read == {"One", "Three"}
    engine.asked.clear()
    engine.end = cut_off_in("nothing")
    read()
    assert engine.asked == {"Two": 1}, "looking across was whole, and so were the others"
    assert store.sessions.load(session.session_id).read == {"One", "Two", "Three"}


def test_what_was_found_before_is_still_there_after_an_answer_that_was_cut_off(
    store, session, engine, read
):
    read()
    before = store.sessions.load(session.session_id)
    engine.finds = lambda section: []
    engine.end = lambda name: Reading("scripted", complete=False)
    task = add(store, **{**task_of(session.session_id), "input": {
        "session_id": session.session_id, "fresh": True,
    }})  # fmt: skip
    read(task)
    assert engine.asked["One"] == 2
    assert store.sessions.load(session.session_id).items == before.items


def test_an_error_nobody_expected_in_one_section_costs_that_section_only(
    store, session, engine, read
):
    failing_after(store, engine, "Two", ZeroDivisionError("nobody expected this"))
    ended = read()
    assert ended.state == "SUCCESS"
    (failed,) = ended.result["result"]["failed_sections"]
    assert (failed["section_name"], failed["code"]) == ("Two", "unexpected")
    assert "nobody expected" not in str(ended.result)
    assert {item["section_name"] for item in ended.result["result"]["feedback_items"]} >= {
        "One", "Three",
    }  # fmt: skip
    assert store.sessions.load(session.session_id).read == {"One", "Three"}


def test_an_error_nobody_expected_in_looking_across_costs_no_section(store, session, engine, read):
    failing_after(store, engine, "across", ZeroDivisionError())
    ended = read()
    assert ended.result["feedback_count"] == 3
    assert [one["section_name"] for one in ended.result["result"]["failed_sections"]] == [
        "Across the sections"
    ]


def test_when_nothing_could_be_read_the_cause_is_kept_with_all_that_it_says(
    store, session, engine, read
):
    def busy(name):
        raise EngineBusy("Overloaded.", code="overloaded", retry_after=0 if name == "One" else 9)

    engine.end = busy
    error = read().error
    assert (error["code"], error["status"], error["retryable"], error["retry_after"]) == (
        "overloaded", 503, True, 0,
    )  # fmt: skip


def test_all_sections_overloaded_is_told_as_such(make_app, fake):
    """As one would have seen it over HTTP: to be tried again, and when."""
    app = make_app(
        engine="claude", anthropic_api_key="x", anthropic_base_url=fake.url, claude_attempts=1
    )
    client = app.test_client()
    sent = {"document": (io.BytesIO(TEXT.encode()), "r.md")}
    session_id = client.post("/upload", data=sent).get_json()["session_id"]
    fake.act = refuse(529, retry_after="7")
    response = review(client, session_id)
    body = response.get_json()
    assert (response.status_code, body["code"]) == (503, "engine_busy")
    assert 0 < int(response.headers["Retry-After"]) <= 7
    assert len(fake.messages) == len(SECTIONS) + 1
    status = client.get(f"/task_status/{body['task_id']}").get_json()
    assert (status["state"], status["error"]["retryable"]) == ("FAILURE", True)
    fake.act = Act()
    assert client.post(f"/api/v1/tasks/{body['task_id']}/retry").status_code == 202
    assert client.ended(body["task_id"])["state"] == "SUCCESS"
