"""Other packages that find a page's main content, and rules for plain text.

Each peer is called as its own documentation shows, with default settings. It gets the page as
decoded text, so that none is ahead or behind by its guess of an encoding.
"""

from __future__ import annotations

import inspect
import logging
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from typing import Any, Final

from resiliparse.extract.html2text import extract_plain_text

from boilerplate.corpus.head import language_of
from boilerplate.corpus.words import words

Extract = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Peer:
    """Another way to the main content.

    Attributes
    ----------
    name
        As it stands in tables.
    package
        Its name in the package index.
    extract
        From HTML to main content; may raise or return None.
    """

    name: str
    package: str
    extract: Extract

    @property
    def version(self) -> str | None:
        """Version of the installed package, None where it is not installed."""
        try:
            return version_of(self.package)
        except PackageNotFoundError:
            return None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a peer made of a page: no text where it failed."""

    text: str
    failed: bool = False


def run(extract: Extract, html: str) -> Outcome:
    """Extract a page's main content; whatever goes wrong is a failure without text."""
    try:
        return Outcome(extract(html) or "")
    except Exception:
        return Outcome("", failed=True)


def installed() -> list[Peer]:
    """The peers whose packages are installed."""
    return [peer for peer in PEERS.values() if peer.version is not None]


def quiet() -> None:
    """Silence what peers say about pages they don't like."""
    warnings.simplefilter("ignore")
    for name in ("trafilatura", "readability", "newspaper", "boilerpy3", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


# Peers are optional and few of them are typed: they are imported when used, and untyped.


def trafilatura(html: str) -> str | None:
    found: str | None = import_module("trafilatura").extract(html)
    return found


def trafilatura_fast(html: str) -> str | None:
    found: str | None = import_module("trafilatura").extract(html, **_fast_option())
    return found


@cache
def _fast_option() -> dict[str, bool]:
    """How the installed version is told to do without its fallbacks."""
    known = inspect.signature(import_module("trafilatura").extract).parameters
    return {"fast": True} if "fast" in known else {"no_fallback": True}


def resiliparse(html: str) -> str:
    return str(extract_plain_text(html, main_content=True))


def readability(html: str) -> str:
    # It returns HTML. Bullets and alternative texts would be words that readers don't see.
    summary = import_module("readability").Document(html).summary(html_partial=True)
    return str(extract_plain_text(summary, list_bullets=False, alt_texts=False))


def justext(html: str) -> str:
    stop_words = _stop_words(language_of(html[:_HEAD].encode("utf-8", "replace")) or "en")
    paragraphs = import_module("justext").justext(html, stop_words)
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


@cache
def _stop_words(language: str) -> frozenset[str]:
    return frozenset(import_module("justext").get_stoplist(_LANGUAGES.get(language, "English")))


def newspaper4k(html: str) -> str:
    newspaper = import_module("newspaper")
    # A configuration of its own each time: parsing writes the page's language into it.
    config = newspaper.Config()
    config.fetch_images = False
    article = newspaper.Article("https://page.example/", config=config)
    article.download(input_html=html)
    article.parse()
    return str(article.text)


def boilerpy3(html: str) -> str:
    return str(_boilerpy3_extractor().get_content(html))


@cache
def _boilerpy3_extractor() -> Any:
    return import_module("boilerpy3.extractors").ArticleExtractor()


PEERS: Final = {
    peer.name: peer
    for peer in (
        Peer("trafilatura", "trafilatura", trafilatura),
        Peer("trafilatura fast", "trafilatura", trafilatura_fast),
        Peer("resiliparse", "resiliparse", resiliparse),
        Peer("readability-lxml", "readability-lxml", readability),
        Peer("jusText", "jusText", justext),
        Peer("newspaper4k", "newspaper4k", newspaper4k),
        Peer("boilerpy3", "boilerpy3", boilerpy3),
    )
}

_HEAD: Final = 1 << 16
"""Characters in which a page's ``lang`` is looked for."""

_LANGUAGES: Final = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "is": "Icelandic", "it": "Italian",
    "ko": "Korean", "lb": "Luxembourgish", "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay",
    "nb": "Norwegian_Bokmal", "nl": "Dutch", "nn": "Norwegian_Nynorsk", "no": "Norwegian_Bokmal",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil",
    "te": "Telugu", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
}  # fmt: skip
"""jusText's stop lists by the language that a page claims; the rest get the English one."""


def all_lines(text: str) -> str:
    """Keep every line that isn't blank."""
    return _kept(text, lambda line: True)


def sentence_lines(text: str) -> str:
    """Keep lines that end as a sentence does."""
    return _kept(text, lambda line: _SENTENCE_END.search(line) is not None)


def long_lines(text: str) -> str:
    """Keep lines of ten words or more."""
    return _kept(text, lambda line: len(words(line)) >= _LONG)


RULES: Final[dict[str, Callable[[str], str]]] = {
    "all lines": all_lines,
    "lines that end a sentence": sentence_lines,
    "lines of ten words or more": long_lines,
}

_LONG: Final = 10

_SENTENCE_END: Final = re.compile(r"""[.!?…。．！？؟۔।][)\]"'”’»›」』）]*\s*$""")
"""A sentence's last mark, with the quotes and brackets that may close after it."""


def _kept(text: str, wanted: Callable[[str], bool]) -> str:
    return "\n".join(line for line in text.splitlines() if line.strip() and wanted(line))
