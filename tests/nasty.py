"""Text that would harm a terminal, a page, a file or a spreadsheet, for all tests."""

from __future__ import annotations

import unicodedata

MARK = "PWNED"
"""Stands in each of them, so that a test can see that it was shown at all."""
ESCAPES = (
    f"\x1b]0;{MARK}\x07",
    f"\x1b]2;{MARK}\x1b\\",
    f"\x1b[31m{MARK}",
    f"\x1b[2J\x1b[H{MARK}",
    f"\x1b[?1049l{MARK}",
    f"\x1b[6n{MARK}",
    f"\x1bP$q{MARK}\x1b\\",
    f"\x1b]52;c;{MARK}\x07",
    f"\x1b]8;;file:///etc/passwd\x1b\\{MARK}\x1b]8;;\x1b\\",
    f"\x1b]1337;File=inline=1:{MARK}\x07",
    f"\x1b_G{MARK}\x1b\\",
    f"\x1bc{MARK}",
    f"\x9b31m{MARK}",
    f"\x9d0;{MARK}\x9c",
    f"\x90q{MARK}\x9c",
    f"\x0e{MARK}\x0f",
)
MARKUP = (
    f"[red]{MARK}[/red]",
    f"[@click=app.exit]{MARK}[/]",
    f"[@click=app.open_url('https://{MARK}.example')]{MARK}[/@click]",
    f"[link=javascript:{MARK}]x[/link]",
    f"[/]{MARK}[/x][",
    f"$foo [$primary]{MARK}",
    f":boom: {MARK} {{name}} %s %(x)s {{0}}",
    f"<script>{MARK}</script>",
    f"![x](http://{MARK}.example/x.png) [x](javascript:{MARK})",
)
DIRECTIONS = (
    f"\u202e{MARK}\u202c",
    f"\u2066{MARK}\u2069",
    f"{MARK}\u200f\u061c\u200e",
    f"{MARK}\u202agnp.exe",
)
HIDDEN = (
    f"PW\u200bNED {MARK}",
    f"\ufeff{MARK}",
    f"{MARK}\u2060\u200c\u200d",
    f"{MARK}\u00ad\u180e\u3164",
    f"{MARK}\U000e0041\U000e007f",
    f"{MARK}\u2028{MARK}\u2029",
    f"{MARK}\ufff9a\ufffab\ufffb",
)
CONTROLS = (
    f"{MARK}\x00{MARK}",
    f"{MARK}\r{MARK}\n{MARK}\t{MARK}\x0b\x0c\x08\x08",
    f"{MARK}\x85\x7f\x1f\x1e\x1d\x1c",
)
SHAPES = (
    f"{MARK}" + "\u0301" * 60,
    f"{MARK} 👩\u200d👩\u200d👧 🏴\U000e0067\U000e0062\U000e007f ❤\ufe0f 🇫🇷",
    f"{MARK} 東京クラウド ＰＷＮＥＤ ﷽",
    f"\u0301\u0302{MARK}",
    f"{MARK} שלום العربية",
)
FORMULAS = (
    f"=cmd|' /C {MARK}'!A0",
    f"+{MARK}",
    f"-2+3+{MARK}",
    f"@SUM({MARK})",
    f"\t={MARK}",
    f"\r={MARK}",
    f' "={MARK}',
    f"a;={MARK}",
    f"＝{MARK}",
    f'=HYPERLINK("http://{MARK}.example","x")',
    f"=DDE({MARK})",
)
ADDRESSES = (
    f"javascript:alert('{MARK}')",
    f"file:///etc/{MARK}",
    f"data:text/html,{MARK}",
    f"vbscript:{MARK}",
    f"ms-msdt:/id {MARK}",
    f"https://example.com\x1b]0;{MARK}\x07/",
    f"https://example.com\u202e/{MARK}",
    f"//{MARK}.example",
    f"https:///{MARK}",
    f"https://user@example.com@{MARK}.example",
)
LONG = (f"{MARK} " * 170)[:1000]
SNIPPETS = (
    *ESCAPES,
    *MARKUP,
    *DIRECTIONS,
    *HIDDEN,
    *CONTROLS,
    *SHAPES,
    *FORMULAS,
    *ADDRESSES,
    LONG,
)
"""Each kind of harm, a text each."""
EVERYTHING = " ".join(
    (MARK, *ESCAPES, *MARKUP, *DIRECTIONS, *HIDDEN, *CONTROLS, *SHAPES, *FORMULAS)
)
"""All of it in one text."""

# Signs that scripts put before numbers; they are seen.
_SEEN = frozenset(map(chr, (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2)))


def raw_signs(text: str) -> set[str]:
    """The signs of a text that steer a terminal, turn its direction or are not seen."""
    return {
        char
        for char in set(text)
        if (unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in _SEEN)
        or char in "\u034f\u115f\u1160\u3164\uffa0"
    }
