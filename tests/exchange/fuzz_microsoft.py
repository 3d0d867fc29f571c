"""Give the readers of Microsoft's files damaged, spliced and hostile copies of the examples.

``python -m tests.exchange.fuzz_microsoft --runs 20000 [--seed S]``

Whatever the bytes are, a reader hands out clean rows or refuses the file with a sentence. What
breaks that is written into the working folder.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from csp_tui.domain.errors import InvalidInput
from csp_tui.domain.evidence import EvidenceRow, FoundPartner, TenantHint
from csp_tui.domain.text import clean
from csp_tui.exchange.microsoft.opening import EvidenceFile
from csp_tui.i18n import render
from tests.nasty import EVERYTHING, SNIPPETS

EXAMPLES = Path(__file__).parent / "microsoft_files"
TODAY = date(2026, 11, 29)
_PIECES = (
    *(text.encode("utf-8", "replace") for text in (*SNIPPETS, EVERYTHING)),
    *(b'"', b"\n", b"\r", b",", b";", b"\t", b"\0", b"{", b"}", b"[", b"]", b":", b"\\u0000"),
    *(b"\xff\xfe", b"\xc3", b"********", b"=1+1", b"31/12/2025", b"02/03/2025", b"9" * 5000),
)


def play(data: bytes) -> int:
    """Read bytes as the program does; how many rows they have.

    Raises:
        AssertionError: A row is not clean, or a refusal says nothing.
    """
    try:
        with EvidenceFile(io.BytesIO(data)) as file:
            recognized = file.recognize()
            with file.read(recognized, today=TODAY) as rows:
                count = 0
                for row in rows:
                    _require_clean(row)
                    count += 1
                assert rows.rows >= rows.skipped
                for reject in rows.rejects:
                    assert reject.line >= 1
                    assert render(reject.reason)
                return count
    except InvalidInput as error:
        refusal = error
    assert refusal.next_step is not None
    assert render(refusal.message)
    assert render(refusal.next_step)
    return 0


def _require_clean(row: EvidenceRow | FoundPartner | TenantHint) -> None:
    assert row.line >= 1
    texts = [row.tenant_id, row.domain]
    if isinstance(row, EvidenceRow):
        texts += [row.offer, row.partner]
        assert row.offer
        assert row.key
        assert row.day is None or row.day <= TODAY
    elif isinstance(row, FoundPartner):
        texts += [row.name, row.city, row.mpn_id, *row.competencies, *row.skills]
        assert row.name or row.tenant_id
        assert len(row.country) in (0, 2)
    else:
        texts.append(row.name)
    for text in texts:
        assert clean(text) == text, ascii(text)
    assert len(row.tenant_id) in (0, 36)


def mutated(dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    """A copy of an example with a few things wrong in it."""
    data = bytearray(dice.choice(seeds))
    for _change in range(dice.randint(1, 4)):
        place = dice.randrange(len(data) + 1)
        match dice.randrange(5):
            case 0:
                data[place : place + dice.randint(0, 40)] = dice.choice(_PIECES)
            case 1 if data:
                data[place % len(data)] = dice.randrange(256)
            case 2:
                other = dice.choice(seeds)
                start = dice.randrange(len(other))
                data[place:place] = other[start : start + dice.randint(1, 400)]
            case 3:
                del data[place : place + dice.randint(1, 200)]
            case _:
                data[place:place] = data[place : place + dice.randint(1, 300)]
    if dice.random() < 0.05:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("export.csv", bytes(data))
        data = bytearray(packed.getvalue())
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(data)


def seeds() -> list[bytes]:
    """The examples."""
    return [path.read_bytes() for path in sorted(EXAMPLES.iterdir())]


def run(runs: int, seed: int) -> int:
    """Play so many mutated examples; how many rows they had.

    Raises:
        AssertionError: Something does not hold; the input is in a file of the working folder.
    """
    dice = random.Random(seed)
    known = seeds()
    rows = 0
    for number in range(runs):
        data = mutated(dice, known)
        try:
            rows += play(data)
        except Exception as error:
            path = Path(f"fuzz-microsoft-{seed}-{number}.bin")
            path.write_bytes(data)
            raise AssertionError(f"failed: {path}") from error
    return rows


def main(words: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(words)
    sys.stdout.write(f"{run(chosen.runs, chosen.seed)} rows read\n")


if __name__ == "__main__":
    main()
