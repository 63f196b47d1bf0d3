from __future__ import annotations

import pytest

from benchmarks.peers import (
    PEERS,
    Outcome,
    all_lines,
    installed,
    long_lines,
    run,
    sentence_lines,
)

PROSE = (
    "The miller opened the sluice at dawn, and by noon the wheel had turned more often than in"
    " the whole of the week before, which the village took for a sign that the drought was over,"
    " and the baker for a reason to light both of his ovens."
)
PAGE = f"""<!doctype html><html lang="en"><head><title>The mill</title></head><body>
<nav><ul><li><a href="/a">Weather</a></li><li><a href="/b">Harvest</a></li></ul></nav>
<article><h1>The wheel turns</h1>{f"<p>{PROSE}</p>" * 4}</article></body></html>"""


@pytest.mark.parametrize("name", PEERS)
def test_every_peer_finds_the_story(name: str) -> None:
    if PEERS[name].version is None:
        pytest.skip(f"{PEERS[name].package} is not installed")
    outcome = run(PEERS[name].extract, PAGE)
    assert not outcome.failed
    assert "the wheel had turned more often" in outcome.text


def test_readability_gives_text_without_markup() -> None:
    pytest.importorskip("readability")
    assert "<" not in run(PEERS["readability-lxml"].extract, PAGE).text


def test_the_stop_words_are_those_of_the_page() -> None:
    pytest.importorskip("justext")
    german = (
        "Der Müller öffnete das Wehr, und bis zum Mittag hatte sich das Rad öfter gedreht als in"
        " der ganzen Woche davor, was das Dorf für ein Zeichen nahm, dass die Dürre vorbei war,"
        " und der Bäcker für einen Grund, beide Öfen anzuheizen."
    )
    page = PAGE.replace(PROSE, german)
    assert "Wehr" not in run(PEERS["jusText"].extract, page).text
    assert "Wehr" in run(PEERS["jusText"].extract, page.replace('lang="en"', 'lang="de"')).text


def test_a_peer_that_raises_has_failed_without_text() -> None:
    def broken(html: str) -> str:
        raise RecursionError(html)

    assert run(broken, PAGE) == Outcome("", failed=True)


def test_a_peer_that_finds_nothing_has_not_failed() -> None:
    assert run(lambda html: None, PAGE) == Outcome("", failed=False)


def test_a_core_dependency_is_always_among_the_installed() -> None:
    assert "resiliparse" in [peer.name for peer in installed()]


def test_all_lines_but_blank_ones() -> None:
    assert all_lines("Menu\n\n  \nThe end.") == "Menu\nThe end."


@pytest.mark.parametrize(
    "line", ["It rained.", "Did it?", "He said “no.”", "(It did!)", "下雨了。", "She left …"]
)
def test_lines_that_end_a_sentence(line: str) -> None:
    assert sentence_lines(f"Menu\n{line}\nRead more:") == line


@pytest.mark.parametrize("line", ["Menu", "By Ada Brook", "Read more:", "3.5 km", "a, b,"])
def test_lines_that_end_no_sentence(line: str) -> None:
    assert sentence_lines(line) == ""


def test_lines_of_ten_words() -> None:
    nine = "one two three four five six seven eight nine"
    assert long_lines(f"{nine}\n{nine} ten") == f"{nine} ten"


def test_characters_of_unspaced_scripts_are_words() -> None:
    assert long_lines("今日は\n今日は朝から雨が降っていた") == "今日は朝から雨が降っていた"
