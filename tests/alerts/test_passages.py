"""The windows of text that show why an article matched."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alerts.passages import chosen, marked, passages, shorten
from monitor.core.model import Evidence


def found(text: str, *words: str, field: str = "text") -> list[Evidence]:
    """Every occurrence of the words, as evidence."""
    return [
        Evidence(field=field, start=at, end=at + len(word), text=word, term=word)
        for word in words
        for at in range(len(text))
        if text.startswith(word, at)
    ]


def test_a_passage_shows_the_sentence_around_the_hit_and_marks_it() -> None:
    text = (
        "Nothing here of note. " * 20 + "The bridge over the Tumen opens in May. " + "More of nothing. " * 20
    )
    (passage,) = passages(text, found(text, "bridge"), limit=3)
    assert passage.text.startswith("The bridge over the Tumen opens in May.")
    assert [passage.text[start:end] for start, end in passage.marks] == ["bridge"]
    assert passage.before
    assert passage.after


def test_hits_near_each_other_share_a_passage_and_far_ones_do_not() -> None:
    text = "Soldiers and shells went north. " + "x " * 600 + "Shells again."
    near, far = passages(text, found(text, "Soldiers", "shells", "Shells"), limit=3)
    assert [near.text[start:end] for start, end in near.marks] == ["Soldiers", "shells"]
    assert [far.text[start:end] for start, end in far.marks] == ["Shells"]
    assert not far.after


def test_text_without_blanks_is_cut_too() -> None:
    text = "新" * 5000 + "俄朝" + "闻" * 5000
    (passage,) = passages(text, found(text, "俄朝"), limit=3)
    assert len(passage.text) < 400
    assert [passage.text[start:end] for start, end in passage.marks] == ["俄朝"]


def test_newlines_are_blanks() -> None:
    (passage,) = passages("one\ntwo\r\nthree", found("one\ntwo\r\nthree", "two"), limit=1)
    assert passage.text == "one two  three"


def test_overlapping_hits_are_one_mark() -> None:
    text = "North Korean troops"
    assert marked("title", text, found(text, "North Korean", "Korean troops", field="title")).marks == (
        (0, 19),
    )


def test_the_most_telling_evidence_is_each_terms_first_hit() -> None:
    text = "arms arms arms arms visit"
    assert [piece.text for piece in chosen(found(text, "arms", "visit"), 2)] == ["arms", "visit"]


def test_a_shortened_text_ends_between_words_and_says_so() -> None:
    assert shorten("a short one", 20) == "a short one"
    assert shorten("delegations arrive in Vladivostok", 24) == "delegations arrive in…"
    assert shorten("대" * 50, 10) == "대" * 9 + "…"


@given(text=st.text(min_size=1, max_size=900), data=st.data())
def test_marks_cover_the_very_words_that_matched(text: str, data: st.DataObject) -> None:
    starts = data.draw(st.lists(st.integers(0, len(text) - 1), max_size=8))
    evidence = [
        Evidence(field="text", start=at, end=min(at + 3, len(text)), text=text[at : at + 3], term="t")
        for at in starts
    ]
    shown = passages(text, evidence, limit=99)
    assert sum(len(passage.marks) for passage in shown) <= len(evidence)
    for passage in shown:
        assert len(passage.text) <= 400
        assert passage.marks
        for start, end in passage.marks:
            assert 0 <= start < end <= len(passage.text)
    if evidence:
        first = min(piece.start for piece in evidence)
        opening, (start, _) = shown[0], shown[0].marks[0]
        assert opening.text[start : start + 1] == marked("text", text, ()).text[first : first + 1]
