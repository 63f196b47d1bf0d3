"""Frequent function words of many languages: running text is full of them, menus are not."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from boilerplate.features.characters import Characters

STOP_WORDS: Final = """
the of and to in is that it was for on are with as his they be at this have from or had by but not
what were when your can said there an each which their will other about out up then them so would
der die und das ist nicht ein eine zu den von mit sich auf für im dem des auch als wie aus bei nach
le la les de des et est un une que qui dans pour pas sur au avec il elle ce se par plus sont mais
el los las del y en que es un una por con para no se su al lo como más pero sus ha era fue este
o os as e do da dos das em um uma que não com para se na no por mais como mas foi ao ele sua ou
il lo gli di che è e un una per non con si del della da sono dei nel alla le ma come anche più ha
de het een en van is dat op te zijn met voor niet aan er om ook als dan maar bij uit door naar wordt
och att det som en på är av för den till med inte om ett men var jag har de från så kan vid
og det at en på er til af for med ikke den som har et der var jeg de vi kan om men fra ble
ja on ei se että oli mutta hän kun niin ovat myös tai kuin sen joka
i w na z do się nie że to jest o a jak za od po przez dla są tym był co ale już tylko przy
a v se na je že to s z do i o k si ale jak pro by za byl jsou podle po aby který
az és a nem hogy is egy ez volt meg de csak már mint vagy ki el kell
și de la în a cu nu pe că o un din pentru este mai sunt care se ca au fost dar după
ve bir bu da de için ile olarak daha çok gibi olan ne ama en kadar sonra var her
и в не на что я он с как это по но из у к же за от так для о бы все его было только мы или был
і в не на що з до за як та це від у й але про він для бути було
και το να του της η ο σε με που για είναι δεν από την των στο θα τα τον οι
dan yang di dengan untuk ini itu dari pada dalam tidak akan juga ke oleh adalah sudah atau karena
ir kad į su iš kaip yra tai ne bet jau po apie buvo už
un ir ka ar no uz par tas nav bija kas pēc lai arī tiek
в на и да се не за от по е са че с като това но към или
и у на је да се за од са не су што као ће али
na u je da se za od su što kao i ne sa će ali bi koji
và của là có trong cho được với không các một những này đã người khi từ ở
at ng sa ang na mga ay ni ito para hindi si kung
ya na wa kwa ni katika za la cha kuwa hii huo
و في من على أن إلى عن لا ما هذا التي الذي مع هو كان هذه بين بعد كما قد لم
و در به از که این را با است برای آن یک خود تا بر هم
של את על לא הוא עם זה כי גם היא אל כל או יותר אם היה
है के में की से को का और पर ने यह कि भी एक नहीं था हो लिए
이 그 및 수 등 것 있다 대한 위해 있는
"""


@cache
def stop_word_hashes() -> NDArray[np.uint64]:
    """Sorted hashes of all stop words, as :class:`Words` hashes them."""
    return np.unique(Characters.of(STOP_WORDS.split()).words.hash)
