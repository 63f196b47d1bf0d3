from __future__ import annotations

from boilerplate.page import split

PAGE = """<!doctype html><html class="no-js"><head>
<meta property="og:type" content="Product.Group"><meta name=generator content="PageMill 3.2">
<meta property="og:url" content="https://shop.example/elsewhere">
<link rel=canonical href="https://shop.example/garden/pots/blue-clay-pot-12345.html?size=2">
<script type="application/ld+json">{"@type": ["Product", "Thing"], "offers": {"@type":"Offer"}}
</script></head><body class="templateProduct dark" id=top itemtype="https://schema.org/ItemPage">
<p>A pot</p></body></html>"""


def signs(source: str) -> tuple[str, ...]:
    return split(source, "html").signs


def test_a_page_tells_its_type_its_maker_and_its_address() -> None:
    found = signs(PAGE)
    for sign in (
        "html no-js",
        "body templateproduct",
        "body. product",
        "og:type product.group",
        "generator. pagemill",
        "has generator",
        "link canonical",
        "address garden",
        "address depth 3",
        "address ends html",
        "address has digits",
        "address asks size",
        "data offer",
        "data thing",
        "item itempage",
    ):
        assert sign in found, sign
    assert "address elsewhere" not in found


def test_signs_do_not_depend_on_the_order_of_attributes_or_on_quotes() -> None:
    other = PAGE.replace(
        'property="og:type" content="Product.Group"', "content='Product.Group' property='og:type'"
    )
    assert signs(other) == signs(PAGE)


def test_the_shown_text_is_no_sign() -> None:
    assert signs(PAGE.replace("A pot", "A pan")) == signs(PAGE)


def test_pages_without_a_head_and_plain_text_have_no_signs() -> None:
    assert signs("<p>one</p>") == ()
    assert split("one\ntwo", "text").signs == ()


def test_a_broken_address_is_passed_over() -> None:
    assert signs("<link rel=canonical href='http://[broken'><p>a") == ("link canonical",)


def test_a_page_cannot_have_any_number_of_signs() -> None:
    many = "".join(f"<meta name=a{i} content=b>" for i in range(5000))
    assert 100 < len(signs(f"{many}<p>a")) < 1000
