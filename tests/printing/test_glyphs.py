"""What no font of ours has is named, and nothing else is changed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careplan.printing.glyphs import covered, printable


@pytest.mark.parametrize(
    "text",
    [
        "Is it “safe” at 37.5 °C — or ½ of it?",
        "Tôi có thể làm gì để giảm đau lưng vào ban đêm?",
        "هل هذا التعب من العلاج؟",
        "می‌خواهم",  # the joiner between two letters shapes the word
        "Καλημέρα, Привет, नमस्ते",
        "line one\nline two",
    ],
)
def test_what_our_fonts_have_is_left_as_it_is(text):
    assert printable(text) == text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("I feel 😀 today", "I feel [grinning face] today"),
        ("❤️", "[heavy black heart]"),
        ("👨‍👩‍👧", "[man, woman, girl]"),
        ("👋🏽", "[waving hand sign, medium skin]"),
        ("👩🏽‍⚕️!", "[woman, medium skin, staff of aesculapius]!"),
        ("🇺🇸🇲🇽", "[flag US][flag MX]"),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "[waving black flag]"),
        ("1️⃣ 2️⃣", "1 2"),
        ("☐ ask", "[ballot box] ask"),
        ("한", "[hangul syllable han]"),
    ],
)
def test_a_sign_that_no_font_has_is_named(typed, printed):
    assert printable(typed) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("e\u0301 a\u0302\u0301", "é ấ"),  # one letter each
        ("𝓗𝓮𝓵𝓵𝓸 Ｗｏｒｌｄ 5 ㎎", "Hello World 5 mg"),
        ("10⁵ 2⁻³", "10⁵ 2⁻³"),
        ("①", "[circled digit one]"),  # not 1: “3①” would read as 31
        ("\u2155", "⅕"),
    ],
)
def test_letters_that_mean_the_same(typed, printed):
    assert printable(typed) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
        ("a\tb\u3000c", "a b c"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("safe\u202egnp.exe", "safegnp.exe"),  # reads as it is typed, not from right to left
        ("a\u2066b\u2069\u200b\ufeff\u00adc", "abc"),
        ("\u200d😀\u200d", "[grinning face]"),
        ("a\ufe0fb", "ab"),
        ("A\x1f\u0300 e\ufe0f\u0301", "À é"),  # a letter meets its accent
        ("\ue000", "[unknown character U+E000]"),
        ("\ud800", "[unknown character U+D800]"),
        ("\uffff\U000e0001", "[unknown character U+FFFF]"),
    ],
)
def test_what_has_no_look_of_its_own(typed, printed):
    assert printable(typed) == printed


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_whatever_is_typed_can_be_printed(text):
    printed = printable(text)
    kept = {"\u200c", "\u200d", "\u200e", "\u200f"}  # joiners and marks of direction
    assert set(printed) <= covered() | kept
    assert printable(printed) == printed


def test_the_fonts_cover_what_we_promise():
    for first, last in (
        (" ", "~"),
        ("\u00a1", "\u00ac"),
        ("\u1ea0", "\u1ef9"),
        ("\u0620", "\u064a"),
    ):
        wanted = {chr(code) for code in range(ord(first), ord(last) + 1)}
        named = {c for c in wanted - covered() if unicodedata.category(c) not in {"Cf", "Cn"}}
        assert named == set()
