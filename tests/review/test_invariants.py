"""Whatever is done with a review, in whatever order, what it promises holds."""

import copy
import itertools
from collections import Counter

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bluepencil.documents.guideline import Guideline
from bluepencil.review.changes import change_session, next_version
from bluepencil.review.decisions import edit, redo, undo
from bluepencil.review.findings import Finding
from bluepencil.review.readings import keep, settle
from tests.conftest import document
from tests.review.making import GENERAL, NOW, finding, own, review

WORDS = "Several vials broke. Human error. It was decided to train. Several vials were old."
VERSIONS = [
    document(("Summary", WORDS), ("Cause", "Human error.")),
    document(("Summary", WORDS.replace("Human error. ", "")), ("Reason", "Human error.")),
    document(("Before", "-"), ("Summary", f"At noon. {WORDS}"), ("Cause", "A worn seal.")),
    document(("Menu", "Soup of the day."), name="wrong.md"),
]
QUOTES = ["Several vials", "Several", "vials", "Human error", "Human error.", None]
RULES = ["evidence", "clarity", "actions"]
remarks = st.tuples(
    st.sampled_from(QUOTES),
    st.integers(0, 1),  # which of the places where the quote is
    st.sampled_from(RULES),
    st.sampled_from(["Summary", "Cause", "Reason"]),
    st.sampled_from(["high", "low"]),
)
readings = st.lists(remarks, max_size=5)
numbers = st.lists(st.integers(0, 5), min_size=1, max_size=3)


class AnyReview(RuleBasedStateMachine):
    """A review to which things are done; `past` and `future` are the findings as they were before
    each edit and after each undone one, as far back as no reading has changed them."""

    def __init__(self):
        super().__init__()
        self.review, self.number = review(VERSIONS[0]), itertools.count()
        self.past, self.future = [], []

    def do(self, step, *how, **named):
        """Apply a rule; the review it is given does not change."""
        given = self.review
        before = copy.deepcopy(given)
        outcome = step(given, *how, **named)
        assert given == before
        assert list(given.items) == list(before.items)
        self.review = outcome.review
        return outcome.answer

    def found(self, told) -> list[Finding]:
        """The remarks that can be made on the document as it is."""
        made = []
        for quote, place, name, section, severity in told:
            found = self.review.session.document.section(section)
            if found is None or (quote or "") not in found.text:
                continue
            values = {"rule": name, "category": name, "severity": severity, "source": "claude"}
            if quote is None:
                values["description"] = f"Remark {place}"
            else:
                first = found.text.index(quote)
                later = found.text.find(quote, first + 1)
                start = later if place and later >= 0 else first
                values |= {"start": start, "end": start + len(quote)}
            made.append(finding(quote, section, self.review.session.document, **values))
        return made

    def chosen(self, which):
        standing = self.review.standing
        return [standing[number].id for number in which if number < len(standing)]

    @initialize()
    def first_reading(self):
        self.reading([(quote, 0, "evidence", "Summary", "low") for quote in QUOTES], 3, True, True)

    @rule(told=readings, cut=st.integers(0, 5), whole=st.booleans(), complete=st.booleans())
    def reading(self, told, cut, whole, complete):
        before, found = self.review, self.found(told)
        scope, section = ("document", None) if whole else ("section", "Summary")
        if not whole:
            found = [one for one in found if one.section_name == section]
        answers, seen = [], set()
        for some in (found[:cut], found[cut:]):
            answers += self.do(keep, some, scope, seen, NOW)
            seen |= {item.id for item in answers}
        self.do(settle, section, scope, seen, complete=complete)
        if self.review is not before:
            self.past, self.future = [], []
        self.check_rejected(before, found, answers)
        for item in before.items.values():
            if item.source == "you":
                assert self.review.items[item.id] == item
            if item.decision != "open":
                now = self.review.items[item.id]
                assert (now.decision, now.description) == (item.decision, item.description)
            assert complete or item.id in self.review.items
        assert all(item.id in self.review.items for item in answers)

    @staticmethod
    def check_rejected(before, found, answers):
        """What is said once of words of which all was rejected stays rejected."""
        said = Counter(one.fingerprint for one in found)
        for one, answer in zip(found, answers, strict=True):
            earlier = [
                item
                for item in before.items.values()
                if item.fingerprint == one.fingerprint
                and (item.resolved_in is not None or item.start == one.start)
            ]
            if earlier and said[one.fingerprint] == 1:
                decisions = {item.decision for item in earlier}
                assert decisions != {"rejected"} or answer.decision == "rejected"

    def edited(self, wanted):
        before = self.review
        self.do(edit, wanted)
        if self.review is not before:
            self.past.append(before.items)
            self.future = []

    @rule(which=numbers, decision=st.sampled_from(["accepted", "rejected", "open"]))
    def decide(self, which, decision):
        self.edited(dict.fromkeys(self.chosen(which), {"decision": decision}))

    @rule(which=numbers)
    def reject(self, which):
        self.edited(dict.fromkeys(self.chosen(which), {"decision": "rejected", "reason": "No"}))

    @rule(
        which=numbers,
        field=st.sampled_from(["description", "suggestion"]),
        words=st.sampled_from(["One.", "Two."]),
    )
    def reword(self, which, field, words):
        self.edited(dict.fromkeys(self.chosen(which), {field: words}))

    @rule(count=st.integers(1, 2))
    def say(self, count):
        place = {"section_name": self.review.session.document.sections[0].name}
        place |= {"quote": None, "start": None, "end": None}
        made = [own(f"own-{next(self.number)}", **place) for _ in range(count)]
        self.edited({item.id: item for item in made})

    @rule(which=numbers)
    def remove(self, which):
        mine = [item.id for item in self.review.standing if item.source == "you"]
        self.edited(dict.fromkeys(mine[number] for number in which if number < len(mine)))

    @precondition(lambda self: self.review.done)
    @rule()
    def undo(self):
        before = self.review.items
        self.do(undo)
        self.future.append(before)
        if self.past:
            assert self.review.items == self.past.pop()

    @precondition(lambda self: self.review.undone)
    @rule()
    def redo(self):
        before = self.review.items
        self.do(redo)
        self.past.append(before)
        if self.future:
            assert self.review.items == self.future.pop()

    @rule(which=st.integers(0, len(VERSIONS) - 1))
    def version(self, which):
        before = self.review
        self.do(next_version, VERSIONS[which], NOW)
        assert list(self.review.items) == list(before.items)
        assert [item.decision for item in self.review.items.values()] == [
            item.decision for item in before.items.values()
        ]
        self.past, self.future = [], []

    @rule(name=st.sampled_from([None, "March"]), other=st.booleans())
    def change(self, name, other):
        before = self.review
        self.do(change_session, name, Guideline(name="o", title="O", text="") if other else GENERAL)
        assert self.review.items is before.items

    @invariant()
    def a_quote_is_verbatim_where_it_says(self):
        for item in self.review.standing:
            section = self.review.session.document.section(item.section_name)
            assert section is not None
            if item.quote is not None:
                assert section.text[item.start : item.end] == item.quote

    @invariant()
    def nothing_is_there_twice(self):
        keys = [(item.fingerprint, item.rule, item.start) for item in self.review.standing]
        assert len(set(keys)) == len(keys)


TestAnyReview = AnyReview.TestCase
TestAnyReview.settings = settings(max_examples=80, stateful_step_count=25, deadline=None)
