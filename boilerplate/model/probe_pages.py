"""The probe pages: short, and between them of every kind, role and script.

A model stores those it was made with; to change them here changes no model that exists.
"""

from __future__ import annotations

from typing import Final, Literal

_ARTICLE: Final = """<!doctype html><html lang="en"><head><title>Old ferry rings again</title>
<meta property="og:description" content="The bell of the Alder ferry is back."></head><body>
<header><nav class="menu"><a href="/">Home</a><a href="/tides">Tides</a></nav></header>
<main><h1>Old ferry rings again</h1><p class="byline">By Ada Brook, 3 May 2021</p>
<figure><img src="b.jpg" alt="The bell"><figcaption>The bell in the barn at Ness.</figcaption>
<small class="credit">Photo: Jon Weir / Quay Post</small></figure>
<p>The bell of the Alder ferry, which nobody had seen for thirty years, was found in a barn at
Ness last week and rings from <b>Sunday</b> on, the ferrymen say.</p>
<p>&ldquo;It sounds lower than I remember&rdquo;, said a passenger of the first crossing.</p></main>
<aside class="related"><h2>Read more</h2><a href="/x">Bridge closed for a month</a></aside>
<form><input name="q"><button>Search</button></form>
<footer><p>&copy; 2021 Quay Post. All rights reserved.</p></footer></body></html>"""

_STATION: Final = """Play Live Radio
0:00 / 3:41

River Radio | Sendung
Die Fähre fährt wieder

Von Ada Brook
Veröffentlicht am 3. Mai 2021 um 7:30 Uhr

Am Anleger stehen die ersten Fahrgäste im Regen.
Jon Weir / River Radio

Nach elf Jahren fährt die Fähre über die Alder wieder, zunächst nur am Wochenende und nur bei
ruhigem Wasser, wie die Gemeinde am Montag mitteilte.

Newsletter abonnieren
Impressum | Datenschutz"""

_SCRIPTS: Final = """<body><nav><a href=/>ホーム</a> <a href=/n>ニュース</a></nav>
<article><h1>渡し船が戻ってきた</h1><p>長い修理を終えた渡し船が、日曜日からまた川を渡る。</p>
<p dir=rtl>عادت العبارة إلى النهر بعد أحد عشر عاما من الغياب.</p>
<p>Паром снова ходит через реку, сообщили в понедельник.</p></article>
<table><tr><th>Viaje<td>2,50 €<tr><th>Bicicleta<td>1,00 €</table>
<p hidden>Los comentarios están cerrados<p class=legal>Aviso legal"""

PAGES: Final[tuple[tuple[Literal["text", "html"], str], ...]] = (
    ("html", _ARTICLE),
    ("text", _STATION),
    ("html", _SCRIPTS),
)
