"""What in a document shows that an item of the shipped checklists is met, item by item.

A check that found nothing wrong proves little; only such passages let a verdict say “met”.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bluepencil.documents import Document
from bluepencil.engines.checks.place import Place

ENOUGH = 3  # passages that are named as evidence


@dataclass(frozen=True)
class Evidence:
    """What there is to an item in a document.

    `shows` are passages that show it is met, `least` how many it takes. `fails` are passages that
    show it is not, beyond what the checks found. `subjects` are all that the item is about, where
    they can be counted: each is among `shows` or is not; `nouns` say of one, and of several, what
    they do when it is met. Where one exception is enough it is `whole`: it is then met or not.
    `nothing` says in a sentence why the item applies to nothing in the document; "" where it
    applies.
    """

    shows: tuple[Place, ...] = ()
    least: int = 1
    fails: tuple[Place, ...] = ()
    subjects: tuple[Place, ...] | None = None
    nouns: tuple[str, str] = ("", "")
    whole: bool = False
    nothing: str = ""
    note: str = ""


Look = Callable[[Document], Evidence]
