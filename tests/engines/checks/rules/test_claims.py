"""Claims: what is told to be claimed without evidence, and what is left alone."""

import pytest

from tests.engines.checks.conftest import findings

FOUND = {
    ("unsupported-claim", "Impact"): [
        "The data entered that night can be relied on.",
        "Customers were not inconvenienced.",
        "The product in the market poses no hazard to patients.",
        "The other lines do not have this problem.",
    ],
    ("unsupported-claim", "Findings"): [
        "The seal used by the supplier is known for its long life.",
        "The weekend crew is just as capable as the weekday crew.",
        "The filter does its job.",
        "All staff follow the cleaning plan to the letter.",
        "The inventory figures can be trusted.",
        "Access rights are handled very strictly.",
        "The contractor works to the highest standards.",
        "There has never been a problem with this tank.",
        "Backups are taken seriously in this team.",
        "Other sites are not concerned.",
    ],
    ("unsupported-claim", "Design"): [
        "The new cache will cut response times drastically.",
        "With the queue in place no message can get lost.",
        "The library is mature and has a large community.",
        "Most users will not notice the change.",
        "The migration is straightforward.",
        "The approach has been shown to work in companies like ours.",
        "The new format is more compact and quicker to read.",
        "This design is the simplest that could work.",
        "Memory will not be an issue.",
        "The framework is widely used and well supported.",
        "The index makes searches lightning fast.",
        "Developers will be twice as productive.",
        "Attackers have no chance.",
    ],
    ("unsupported-claim", "Conclusion"): [
        "The problem is solved for good.",
        "The measures have had the desired effect.",
        "The process is under control again.",
        "The risk to the public was negligible.",
        "The corrective action works.",
        "A repetition can be ruled out.",
        "The lesson has been learned.",
        "The site is well prepared for the next audit.",
        "With the new valve the problem belongs to the past.",
        "The quality of the batch is beyond question.",
    ],
    ("unsupported-claim", "Audit"): [
        "The controls over payments are strong.",
        "The clerks are aware of the rules.",
        "The supplier enjoys an excellent reputation in the industry.",
        "The warehouse is kept in good order.",
        "The documentation is complete.",
    ],
    ("unsupported-claim", "Background"): [
        "Such pumps hardly ever fail.",
        "The vendor's support is the best on the market.",
        "This kind of fault is extremely unlikely.",
        "The method has stood the test of time.",
    ],
    ("unsupported-claim", "Status"): [
        "The team has made excellent progress.",
        "Morale on the team is higher than it has ever been.",
        "Costs have come down considerably.",
        "The change was a complete success.",
        "Service desk agents now answer calls far more quickly.",
        "The project is in good shape.",
        "Our customers are more loyal than those of other suppliers.",
        "The training was a hit with the participants.",
        "Demand for the service is growing all the time.",
        "The tool has made our work much lighter.",
    ],
    ("unsupported-claim", "Impact assessment"): [
        "The delay did no harm to the relationship with the client.",
        "Nobody was ever in real danger.",
        "The reputation of the hospital is intact.",
        "The financial loss is bearable.",
    ],
    ("unsupported-claim", "Rollout"): [
        "Downtime during the switch is practically zero.",
    ],
}  # fmt: skip

FINE = {
    "Findings": [
        "The filter is safe to 6 bar, as certificate C-114 shows.",
        "The change cut the response time considerably, from 900 ms to 210 ms.",
        "Table 4 shows that no customer was affected.",
        "The goal is that no message can get lost.",
        "Should the pump never fail?",
        "The survey of May 2026 shows that most users prefer the tablet.",
        "If the seal is reliable, the valve stays.",
        "The tank holds 40 litres and the lid is round.",
        "The audit report of 2025 calls the controls strong.",
        "A fault of the supply is ruled out by letter PC-7731.",
        "Ada Lund likes tea.",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "heading", "text"), [(*key, text) for key, texts in FOUND.items() for text in texts]
)
def test_it_is_found(rule, heading, text):
    assert rule in {one.rule for one in findings(text, heading)}


@pytest.mark.parametrize(
    ("heading", "text"), [(key, text) for key, texts in FINE.items() for text in texts]
)
def test_it_is_left_alone(heading, text):
    told = {one.rule for one in findings(text, heading)}
    assert not told & {"unsupported-claim"}
