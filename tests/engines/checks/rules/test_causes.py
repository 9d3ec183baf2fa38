"""Causes: when a cause stops at a person, and when it goes deeper."""

import pytest

from tests.engines.checks.conftest import findings

FOUND = {
    ("root-cause-person", "Root cause"): [
        "The pharmacist picked the wrong drawer.",
        "The clerk entered the amount with a zero too many.",
        "The root cause is a mistake by the engineer on call.",
        "The accident happened because the driver was not concentrating.",
        "The analyst was in a hurry and skipped the check.",
        "The cause was individual failure.",
        "An engineer ran the script against the wrong database.",
        "The nurse on the late shift did not read the label properly.",
        "The fault lies with the person who configured the router.",
        "The laboratory assistant misread the scale.",
        "The electrician connected the wires the wrong way round.",
        "Someone on the team deployed without testing.",
        "The mechanic was tired at the end of a long shift and put the part in upside down.",
        "The welder did sloppy work.",
        "The bookkeeper overlooked the second page of the invoice.",
        "The cause is that the apprentice mixed up the two bottles.",
        "A temporary worker had not read the instruction.",
        "The developer on duty pushed the change without asking.",
        "The night nurse was inattentive.",
        "The root cause was a lapse of concentration.",
        "The porter took the lift although he knew that it was locked.",
        "The spill goes back to the clumsiness of the assistant.",
        "The buyer typed 500 where 50 was meant.",
        "Jan Peters forgot to renew the certificate.",
        "Operator error.",
        "The system administrator should have been more careful.",
    ],
    ("root-cause-person", "Cause"): [
        "The new colleague lacked experience and pressed the button too early.",
        "The error was made by the accountant when he copied the figures.",
        "Sloppy work by the night shift is the root cause.",
    ],
    ("root-cause-person", "Conclusion"): [
        "The root cause is that the operator was inexperienced.",
        "The incident was caused by an inexperienced driver.",
    ],
}  # fmt: skip

FINE = {
    "Root cause": [
        "The operator did not close the valve because the work instruction has no step for it.",
        "The technician read the wrong line. The two lines of the display look "
        "alike, and nothing marks the active one.",
        "The script accepts a path without a check. An engineer gave it the root of the disk.",
        "The label has no place for the date. The nurse took the wrong vial.",
    ],
    "Findings": [
        "The operator closed the valve at 10:04 and told Ada Lund.",
    ],
    "Timeline": [
        "The technician opened the cabinet and took out the card.",
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
    assert not told & {"root-cause-person"}
