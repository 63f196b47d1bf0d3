from __future__ import annotations

import numpy as np
import pytest

SENTENCES = {
    "English": "The bridge will be closed on Monday, and the mayor said that it is not safe.",
    "German": "Die Brücke wird am Montag geschlossen, und der Bürgermeister sagt, dass sie nicht "
    "mehr für alle ist.",
    "French": "Le pont est fermé depuis lundi et le maire dit que ce n'est pas la fin du projet.",
    "Spanish": "El puente está cerrado desde el lunes y el alcalde dice que no es por la lluvia.",
    "Portuguese": "A ponte está fechada e o prefeito diz que não é por causa da chuva, mas do rio.",
    "Italian": "Il ponte è chiuso da lunedì e il sindaco dice che non è per la pioggia.",
    "Dutch": "De brug is dicht en de burgemeester zegt dat het niet aan het weer ligt.",
    "Swedish": "Bron är stängd och det är inte på grund av vädret, säger borgmästaren till oss.",
    "Polish": "Most jest zamknięty od poniedziałku i nie wiadomo, jak to się stało, że tak jest.",
    "Russian": "Мост закрыт, и мэр говорит, что это не из-за дождя, а из-за того, как он построен.",
    "Greek": "Η γέφυρα είναι κλειστή και ο δήμαρχος λέει ότι δεν είναι από τη βροχή.",
    "Turkish": "Köprü pazartesi günü kapandı ve bu çok kötü bir haber, ama daha sonra açılacak.",
    "Arabic": "الجسر مغلق من يوم الاثنين و هذا هو ما قاله رئيس البلدية في المدينة",
    "Hindi": "पुल सोमवार से बंद है और यह महापौर ने कहा कि इस का काम हो रहा है",
}
MENU = "Home\nNews\nSport\nWeather\nPodcasts\nLive Radio\nShop\nContact Us\nSign in\nDonate"


@pytest.mark.parametrize("language", SENTENCES)
def test_running_text_has_stop_words_in_any_language(feature, language: str) -> None:
    share = feature("lexical.share_stop_words", SENTENCES[language])[0]
    assert share > 0.25


def test_menus_have_hardly_any_stop_words(feature) -> None:
    assert feature("lexical.share_stop_words", MENU).mean() < 0.1


@pytest.mark.parametrize(
    ("line", "times"),
    [
        ("0:00 / 3:41", 2),
        ("Listen • 4:02", 1),
        ("1:02:33", 2),
        ("at 12:30.", 1),
        ("٣:٤١", 1),
        ("3:4", 0),
        (": 30", 0),
        ("a:30", 0),
        ("Note: 30 of 41", 0),
        (":", 0),
        ("1", 0),
    ],
)
def test_clock_times_are_counted(feature, line: str, times: int) -> None:
    assert feature("lexical.clock_times", line)[0] == pytest.approx(np.log1p(times))
    assert feature("lexical.clock_times", f"1:2\n{line}\n3:41")[1] == pytest.approx(np.log1p(times))


def test_a_time_is_not_put_together_from_two_lines(feature) -> None:
    assert feature("lexical.clock_times", "1\n:30\n2:\n30").tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("line", "share"),
    [
        ("1999", 1),
        ("© 2024 River Radio", 1 / 3),
        ("3 May 2021", 1 / 3),
        ("1850 2150 19999 199 20 19ab 2o24", 0),
        ("May 20\u00a024", 0),
        ("2024", 1),
    ],
)
def test_years_are_told_from_other_numbers(feature, line: str, share: float) -> None:
    assert feature("lexical.years", line)[0] == pytest.approx(share)


@pytest.mark.parametrize(
    ("name", "line", "value"),
    [
        ("log_chars", "River", np.log1p(5)),
        ("log_words", "one two 3", np.log1p(3)),
        ("log_words", "市長は", np.log1p(3)),
        ("log_words", "— / —", 0),
        ("word_length", "to three", 3.5),
        ("word_length", "©", 0),
        ("share_long_words", "Weather forecast now", 2 / 3),
        ("share_capitalised", "Sign in Now", 2 / 3),
        ("share_capitals_only", "BBC News A", 1 / 3),
        ("stops_per_word", "Yes. No! Why?", 1),
        ("pauses_per_word", "red, green, blue", 2 / 3),
        ("share_upper", "ABcd", 0.5),
        ("share_lower", "ABcd", 0.5),
        ("share_digit", "a123", 0.75),
        ("share_unspaced", "漢字ab", 0.5),
        ("share_uncased", "한글ab", 0.5),
        ("share_currency", "€10", 1 / 3),
        ("share_sign", "©", 1),
        ("share_divider", "a|b|", 0.5),
        ("share_bracket", "(a)", 2 / 3),
        ("share_quote", "“a”", 2 / 3),
    ],
)
def test_measures_of_a_line(feature, name: str, line: str, value: float) -> None:
    assert feature(f"lexical.{name}", line)[0] == pytest.approx(value)
    assert feature(f"lexical.{name}", f"Z9,\n{line}\n(©. a")[1] == pytest.approx(value)


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("By Ada.", "begins_upper", "ends_stop"),
        ("by Ada:", "begins_lower", "ends_pause"),
        ("3 May 2021", "begins_digit", "ends_digit"),
        ("“Quoted”", "begins_quote", "ends_quote"),
        ("• Listen »", "begins_divider", "ends_quote"),
        ("© River Radio →", "begins_sign", "ends_divider"),
    ],
)
def test_how_a_line_begins_and_ends(feature, line: str, first: str, last: str) -> None:
    for name in ("upper", "lower", "digit", "quote", "divider", "sign"):
        found = feature(f"lexical.begins_{name}", line)[0]
        assert found == (f"begins_{name}" == first)
    for name in ("stop", "pause", "digit", "quote", "divider"):
        assert feature(f"lexical.ends_{name}", line)[0] == (f"ends_{name}" == last)


def test_the_end_of_a_long_line_is_its_own(feature) -> None:
    line = "word " * 500 + "end?"
    assert feature("lexical.ends_stop", line)[0] == 1
    assert feature("lexical.log_words", line)[0] == pytest.approx(np.log1p(501), abs=0.05)
    assert feature("lexical.log_chars", line)[0] == pytest.approx(np.log1p(len(line)))


@pytest.mark.parametrize("line", ["\U0001f600", "\ud800", "\u0301", "\uffff", "\U0010ffff", "."])
def test_lines_of_one_odd_character_have_finite_measures(feature, line: str) -> None:
    assert feature("lexical.log_chars", line)[0] == pytest.approx(np.log(2))
    assert np.isfinite(feature("lexical.word_length", line)).all()
