"""Files made to do harm, as large as an upload may be: nested, repeated, enormous, circular."""

from __future__ import annotations

from bench.hostile_files.pdf import PDF
from bench.hostile_files.texts import TEXTS
from bench.hostile_files.word import WORD

HOSTILE = TEXTS | WORD | PDF
