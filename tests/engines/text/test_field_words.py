"""Field words: what is called so in one language is found in another."""

from bluepencil.engines.text.field_words import ALSO_SAID


def test_a_word_leads_to_all_others_of_its_row_and_not_to_itself():
    assert {"kunde", "cliente", "khách hàng"} <= set(ALSO_SAID["customer"])
    for word, others in ALSO_SAID.items():
        assert (
            word not in others
            and word == word.casefold().replace("strasse", "straße")
            or "ß" in word
        )
