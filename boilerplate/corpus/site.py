"""From an address to the site it belongs to."""

from __future__ import annotations

import ipaddress
from typing import Final
from urllib.parse import urlsplit

# Second levels that country registries sell names under. Short on purpose: where one is
# missing, sites count as one, and their pages merely stay on the same side of a split.
_SECOND_LEVELS: Final = frozenset(
    {"ac", "co", "com", "edu", "go", "gob", "gov", "gouv", "govt", "lg", "ltd", "me", "mil", "ne"}
    | {"net", "nhs", "nom", "or", "org", "plc", "sch"}
)

# Hosts whose customers each get a subdomain that is a site of its own.
_HOSTS: Final = frozenset({
    "azurewebsites.net", "bandcamp.com", "bearblog.dev", "blogspot.com", "canalblog.com",
    "eu.com", "firebaseapp.com", "fly.dev", "gb.net", "ghost.io", "gitbook.io", "github.io",
    "gitlab.io", "hashnode.dev", "hatenablog.com", "herokuapp.com", "itch.io",
    "livejournal.com", "medium.com", "myshopify.com", "neocities.org", "netlify.app",
    "notion.site", "onrender.com", "pages.dev", "readthedocs.io", "readthedocs.org",
    "substack.com", "tumblr.com", "typepad.com", "uk.com", "us.com", "vercel.app", "web.app",
    "webflow.io", "weebly.com", "wixsite.com", "wordpress.com", "workers.dev", "za.com",
})  # fmt: skip


def site_of(url: str) -> str:
    """Return the registered domain of an address: what one owner answers for.

    Without the public-suffix list this is a rule of thumb: the last two labels, or three
    under second levels such as ``co.uk`` and on hosts whose customers get a subdomain.

    Parameters
    ----------
    url
        A web address or a bare host name.

    Returns
    -------
    str
        Lower-case domain, or ``""`` where the address names no host.

    Examples
    --------
    >>> site_of("https://www.news.example.co.uk/story?id=1")
    'example.co.uk'
    >>> site_of("someone.github.io")
    'someone.github.io'
    """
    address = url.strip()
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    host = host.strip(".").removeprefix("www.")
    if _is_ip(host):
        return host
    labels = host.split(".")
    suffix = 1
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS:
        suffix = 2
    if ".".join(labels[-2:]) in _HOSTS:
        suffix = 2
    return ".".join(labels[-suffix - 1 :])


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
