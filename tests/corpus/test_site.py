from __future__ import annotations

import pytest

from boilerplate.corpus.site import site_of


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.example.org/a?b=c", "example.org"),
        ("http://user:pw@News.Example.ORG:8080/", "example.org"),
        ("https://news.bbc.co.uk/1/hi", "bbc.co.uk"),
        ("https://www.co.uk/", "co.uk"),
        ("https://shop.example.com.au", "example.com.au"),
        ("https://ann.github.io/notes", "ann.github.io"),
        ("https://www.github.io/", "github.io"),
        ("bo.substack.com", "bo.substack.com"),
        ("//cdn.example.de/x", "example.de"),
        ("http://192.168.0.1/x", "192.168.0.1"),
        ("http://[::1]:80/", "::1"),
        ("http://[broken/", ""),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_site_of(url: str, site: str) -> None:
    assert site_of(url) == site
