"""Agreement: forms that do not fit, and sound sentences that look like them."""

import pytest

from tests.engines.checks.conftest import findings

FOUND = {
    ("grammar", "Report"): [
        "The number of complaints have risen since March.",
        "Each of the valves were tested.",
        "The results shows that the seal leaks.",
        "The pump has ran dry twice.",
        "It don't matter which pump is used.",
        "He done the check at 09:00.",
        "The sensor is more cheaper than the old one.",
        "We was told at noon.",
        "They discussed about the limit for an hour.",
        "The company which's pumps failed has answered.",
        "The man which opened the valve has left.",
        "The line stopped since three hours.",
        "If the alarm would have sounded, the operator would have stopped.",
        "The supplier have sended a letter.",
        "The list of spare parts are out of date.",
        "The valve need to be replaced.",
        "Between the tank to the pump there is a filter.",
        "The alarm could not be hear in the hall.",
        "The two clerks share there password.",
        "The firm paid it's invoices late.",
        "The filter effects the flow.",
        "The technician who's badge was used was on leave.",
        "Their is no second sensor.",
        "The pressure was higher then in May.",
        "The server must of been down.",
        "The log do not contain the event.",
        "An unique number is printed on each label.",
        "It took more then two hours.",
        "The team and its leader was present.",
        "The pump's are tested every week.",
        "The cable had broke.",
        "The files, which was lost, are back.",
        "The auditor asked why was the form missing.",
        "There is still three orders open.",
        "The alarm has been went off twice.",
        "He did not told the shift lead.",
        "The shift lead should have went to the panel.",
        "The amount of errors fell by half.",
        "The alarm did not rang.",
        "The new valve is more better than the old one.",
        "None of the three clerks were trained for this.",
        "The invoices which was unpaid are listed in annex 2.",
        "The supervisor have no list of keys.",
        "Two of the sensor were dead.",
        "The form must be fill in twice.",
        "The crane where out of order.",
        "The driver he stopped at the gate.",
        "The pressure raised by two bar.",
        "The bottle was layed on its side.",
        "Neither the guard nor the driver were hurt.",
        "The firm has much suppliers.",
        "The reason for the delay were a missing stamp.",
        "The engineer has wrote the report.",
        "The cups is kept in a cupboard.",
        "Its the second leak in a month.",
        "The server was to slow for the load.",
        "The list is consist of four parts.",
        "The nurse gave the dose to early.",
        "The staff is been informed.",
        "Everybody know the code.",
        "A criteria for release is missing.",
        "The data was send to the wrong address.",
        "I and the technician has checked the tank.",
        "The cable who broke was new.",
        "The truck drove passed the gate.",
        "The pump makes to much noise.",
        "The roof were wet.",
        "The operator don't have a key.",
        "The machine was stop at noon.",
        "The manager agree with the plan.",
        "She have signed the form.",
        "The employee's were sent home.",
        "The result is depending of the temperature.",
    ],
}  # fmt: skip

FINE = {
    "Findings": [
        "The maintenance record of the pump is in annex 2.",
        "One of the pumps was off.",
        "The list of the pumps is in annex 2.",
        "The people in the hall have keys.",
        "There are a few spare parts, listed in annex 2.",
        "There is one pump and there are two tanks.",
        "The pump stopped, which was noted in the log.",
        "Ada Lund asked whether it would have helped.",
        "The records show that the valves were closed.",
        "The will to change is there.",
        "The guard from there called the desk.",
        "The weather changed and the pump ran on.",
        "The two travel claims were paid.",
        "This can have two causes.",
        "She has had the key since 2021 and it has its own number.",
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
    assert not told & {"grammar"}
