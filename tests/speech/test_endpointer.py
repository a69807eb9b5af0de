"""Where utterances begin and end."""

from __future__ import annotations

from speech.endpointer import FRAME_S, HANDS_FREE, HELD, Edge, Endpointer, Pauses


def edges(endpointer: Endpointer, *stretches: tuple[float, float]) -> list[tuple[float, Edge]]:
    """The edges and their times in seconds; each stretch is a duration in seconds and a probability."""
    found: list[tuple[float, Edge]] = []
    now = 0.0
    for seconds, probability in stretches:
        for _ in range(round(seconds / FRAME_S)):
            now += FRAME_S
            edge = endpointer.take(probability)
            if edge is not Edge.NONE:
                found.append((round(now, 1), edge))
    return found


def test_silence_is_no_utterance() -> None:
    assert edges(Endpointer(HANDS_FREE), (60, 0.05)) == []


def test_a_click_is_no_utterance() -> None:
    assert edges(Endpointer(HANDS_FREE), (1, 0.0), (FRAME_S * 2, 0.9), (1, 0.0)) == []


def test_hands_free_a_pause_ends_it_and_the_next_begins() -> None:
    found = edges(Endpointer(HANDS_FREE), (2, 0.9), (1, 0.0), (2, 0.9), (1, 0.0))
    assert [edge for _at, edge in found] == [Edge.BEGIN, Edge.END, Edge.BEGIN, Edge.END]
    assert 2.6 <= found[1][0] <= 2.8


def test_a_speaker_who_says_when_it_is_over_may_think() -> None:
    assert [edge for _at, edge in edges(Endpointer(HELD), (2, 0.9), (1.5, 0.0), (2, 0.9))] == [Edge.BEGIN]


def test_a_breath_within_a_word_is_no_pause() -> None:
    assert [edge for _at, edge in edges(Endpointer(HANDS_FREE), (1, 0.9), (0.4, 0.4), (1, 0.9))] == [Edge.BEGIN]


def test_whoever_talks_on_is_cut_at_a_short_pause_and_in_the_end_without_one() -> None:
    pauses = Pauses(end_s=0.7, max_s=10, soft_max_s=5)
    assert edges(Endpointer(pauses), (6, 0.9), (0.3, 0.0))[-1][1] is Edge.END
    _begin, end = edges(Endpointer(pauses), (10.2, 0.9))[:2]
    assert 9.9 <= end[0] <= 10.2


def test_only_speech_counts_as_speech() -> None:
    endpointer = Endpointer(HELD)
    edges(endpointer, (1, 0.9), (1, 0.0), (1, 0.9))
    assert 1.9 <= endpointer.speech_s <= 2.1
