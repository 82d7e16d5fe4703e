"""Encodings: every lie that sources tell, and the exact text all the same."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.reading.encoding import decode

RUSSIAN = "Паром вышел во Владивосток, ёлки; цена — 120 рублей. Министр объяснил, почему рейс отложили."
KOREAN = "여객선이 블라디보스토크로 출항했다. 관계자는 120명이 탔다고 밝혔다."
JAPANESE = "フェリーがウラジオストクに向けて出港した。乗客は１２０人。"
CHINESE = "渡轮驶往符拉迪沃斯托克，船上有一百二十名乘客。记者从港口获悉。"
FRENCH = "Le traversier a quitté Sokcho à l'aube ; où ira-t-il après l'été ? « Là-bas », répond-il."


def document(text: str, declared: str = "") -> str:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    return f"{declaration}<rss><channel><item><title>{text}</title></item></channel></rss>"


SPOKEN = [
    ("utf-8", "utf-8", RUSSIAN),
    ("windows-1251", "cp1251", RUSSIAN),
    ("KOI8-R", "koi8-r", RUSSIAN.replace("—", "-")),
    ("euc-kr", "cp949", KOREAN),
    ("ks_c_5601-1987", "cp949", KOREAN),
    ("Shift_JIS", "cp932", JAPANESE),
    ("EUC-JP", "euc_jp", JAPANESE),
    ("ISO-2022-JP", "iso2022_jp", JAPANESE.replace("１２０", "120")),
    ("gb2312", "gb18030", CHINESE),
    ("big5", "big5hkscs", "渡輪駛往海參崴，船上有一百二十名乘客。"),
    ("iso-8859-1", "cp1252", FRENCH),
]


@pytest.mark.parametrize(("label", "codec", "text"), SPOKEN, ids=[label for label, *_ in SPOKEN])
def test_what_is_declared_truly_is_read_so(label: str, codec: str, text: str) -> None:
    in_document = document(text, label).encode(codec)
    assert decode(in_document).text == document(text, label)
    in_header = document(text).encode(codec)
    assert decode(in_header, content_type=f"text/xml; charset={label}").text == document(text)


@pytest.mark.parametrize("label", ["euc-kr", "windows-1251", "iso-8859-1", "us-ascii", "utf-16", "bogus", ""])
@pytest.mark.parametrize("text", [RUSSIAN, KOREAN, FRENCH])
def test_utf8_is_known_under_any_label(label: str, text: str) -> None:
    body = document(text, label).encode()
    assert decode(body, content_type=f"text/xml; charset={label}").text == document(text, label)


def test_letters_that_only_cp949_has_do_not_spoil_a_feed_declared_euc_kr() -> None:
    text = document("펲시콜라 똠방각하 " + KOREAN, "euc-kr")
    with pytest.raises(UnicodeDecodeError):
        text.encode("cp949").decode("euc_kr")
    assert decode(text.encode("cp949")).text == text


@pytest.mark.parametrize("label", ["iso-8859-1", "us-ascii", "windows-1252", "utf-8"])
@pytest.mark.parametrize(("codec", "text"), [("cp949", KOREAN), ("cp1251", RUSSIAN), ("cp932", JAPANESE)])
def test_western_labels_are_what_servers_say_by_default(label: str, codec: str, text: str) -> None:
    body = document(text * 3).encode(codec)
    assert decode(body, content_type=f"text/xml; charset={label}").text == document(text * 3)


def test_the_documents_label_counts_more_than_a_servers_default() -> None:
    text = document("Паром", "windows-1251")
    assert decode(text.encode("cp1251"), content_type="text/xml; charset=ISO-8859-1").text == text


UNDECLARED = [
    ("cp949", KOREAN),
    ("koi8-r", RUSSIAN),
    ("cp1251", RUSSIAN),
    ("gb18030", CHINESE),
    ("euc_jp", JAPANESE),
]


@pytest.mark.parametrize(("codec", "text"), UNDECLARED, ids=[codec for codec, _ in UNDECLARED])
def test_what_nobody_declares_is_found_by_its_letters(codec: str, text: str) -> None:
    text = document(text.replace("—", "-") * 4)
    assert decode(text.encode(codec)).text == text


def test_long_documents_are_judged_by_where_their_letters_are() -> None:
    text = document("x" * 300_000 + KOREAN * 4)
    assert decode(text.encode("cp949")).text == text


def test_the_publishers_language_decides_when_nothing_else_does() -> None:
    text = "<t>역</t>"
    assert decode(text.encode("cp949"), language="ko").text == text


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_and_marked_encodings(codec: str) -> None:
    text = document(KOREAN, "utf-16")
    assert decode(text.encode(codec)).text == text


def test_a_mark_without_its_like_in_the_label() -> None:
    text = document(RUSSIAN, "windows-1251")
    assert decode(codecs.BOM_UTF8 + text.encode(), content_type="text/xml; charset=koi8-r").text == text


def test_one_broken_byte_leaves_the_rest_alone() -> None:
    body = document(KOREAN).encode().replace("출".encode(), b"\xec\xb6", 1)
    read = decode(body)
    assert read.damaged == 1
    assert read.text == document(KOREAN.replace("출", "\ufffd", 1))


def test_a_part_in_another_encoding_leaves_the_rest_alone() -> None:
    own, foreign = "Паром вышел из порта Владивосток", "Порт закрыт"
    read = decode(document(own).encode() + foreign.encode("cp1251"))
    assert read.text == document(own) + "\ufffd" * 4 + " " + "\ufffd" * 6


def test_halves_of_a_character_leave_the_rest_alone() -> None:
    read = decode(document(f"\ud83d\ude80 {KOREAN}").encode("utf-8", "surrogatepass"))
    assert read.text == document("\ufffd" * 6 + f" {KOREAN}")


@pytest.mark.parametrize("text", [RUSSIAN, KOREAN])
def test_utf8_that_was_encoded_twice_is_undone(text: str) -> None:
    twice = document(text).encode().decode("cp1252" if text is KOREAN else "cp1251", "surrogateescape")
    twice = twice.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if "\ufffd" not in twice:
        assert decode(twice.encode()).text == document(text)


def test_mojibake_of_russian_is_undone() -> None:
    twice = document("Министр: рейс отложили").encode().decode("cp1251")
    assert twice.startswith("<?xml")
    assert "РњРё" in twice
    assert decode(twice.encode()).text == document("Министр: рейс отложили")


@pytest.mark.parametrize("text", ["РОССИЯ И США", "РСФСР", "Ñandú Ðóra", "ÉTÉ À SÉOUL", "한국"])
def test_true_letters_are_not_taken_for_mojibake(text: str) -> None:
    assert decode(document(text).encode()).text == document(text)


def test_empty_and_plain() -> None:
    assert decode(b"").text == ""
    assert decode(b"plain").encoding == "ascii"


@given(
    st.binary(max_size=400),
    st.sampled_from(["", "text/xml; charset=euc-kr", "charset=hex", "charset=utf-7", "charset=idna"]),
)
def test_nothing_fails(body: bytes, content_type: str) -> None:
    decode(body, content_type=content_type)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00\ufeff"), max_size=200))
def test_utf8_is_always_itself_or_undone(text: str) -> None:
    read = decode(b"<t>" + text.encode() + b"</t>")
    assert read.text == f"<t>{text}</t>" or read.encoding.startswith("utf-8 over")
