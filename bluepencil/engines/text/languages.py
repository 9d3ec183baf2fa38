"""The languages that the built-in engine knows: their small words, abbreviations and months."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bluepencil.documents.language import language_of as most_likely

_LETTERS = re.compile(r"[^\W\d_]+")
_READ = 40_000  # characters that decide which language a text is in


@dataclass(frozen=True)
class Language:
    """A language: words that say nothing by themselves, and what a full stop may belong to.

    `stemmed`: words that begin alike mean alike. `ordinals`: a number with a full stop is “first”.
    """

    code: str
    stop_words: frozenset[str]
    abbreviations: frozenset[str]
    stemmed: bool = True
    ordinals: bool = False


def words_of(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


_EN = Language(
    "en",
    words_of(
        """a about above after again against all also although always am among an and another any
        are aren't around as at back be because been before being below between both but by can
        can't cannot could couldn't did didn't do does doesn't doing don't done down due during
        each either else even ever every few first for from further get gets give given go goes
        had has hasn't have having he her here hers him his how however i if in into is isn't it
        it's its itself just last least less let like made make makes many may me might more most
        much must my near neither never no none nor not nothing now of off often on once one only
        onto or other others our ours out over own per perhaps put quite rather really said same
        say says see seem seems several she should since so some still such take than that that's
        the their theirs them then there these they thing things this those though three through
        thus to too toward towards two under until up upon us use used uses using very via was way
        we well were what when where whether which while who whom whose why will with within
        without would yet you your yours"""
    ),
    words_of(
        """mr mrs ms dr prof sr jr st vs e.g i.e cf no nos fig figs eq vol al inc ltd co corp
        dept est approx jan feb mar apr jun jul aug sep sept oct nov dec u.s rev gen
        """
    ),
)
_DE = Language(
    "de",
    words_of(
        """aber alle allem allen aller alles als also am an ander andere anderen anderer anderes
        anders auch auf aus bei beim bereits bin bis bist da dabei dadurch dafür dagegen daher
        damit danach dann daran darauf daraus darin darüber darum das dass dasselbe davon dazu dein
        dem den denen denn der deren des deshalb dessen die dies diese diesem diesen dieser dieses
        doch dort du durch ein eine einem einen einer eines einige einigen einmal er es etwa etwas
        euch euer für gab gegen geht gewesen gibt hab habe haben hat hatte hatten hier hin hinter
        ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede jedem jeden jeder
        jedes jedoch jetzt kann kein keine keinem keinen keiner können könnte konnte machen man
        mehr mein mich mir mit muss müssen musste nach nachdem nicht nichts noch nun nur ob oder
        ohne per sehr sei sein seine seinem seinen seiner seit seitdem selbst sich sie sind so
        sodass sogar solche soll sollen sollte sondern sonst sowie über um und uns unser unter vom
        von vor wann war waren warum was wegen weil weiter welche welchem welchen welcher wenn wer
        werde werden wie wieder will wir wird wo wollen worden wurde wurden würde zu zum zur zwar
        zwei zwischen drei"""
    ),
    words_of(
        """bzw ca d.h dr mio mrd tsd prof evtl ggf nr s str vgl std z.b u.a z.t inkl exkl bspw
        sog abs art hr
        fr jan feb apr jun jul aug sep okt nov dez tel max min i.d.r o.ä u.u"""
    ),
    ordinals=True,
)
_FR = Language(
    "fr",
    words_of(
        """à afin ai ainsi alors après as au aucun aucune aura aussi autre autres aux avaient avait
        avant avec avoir ayant beaucoup bien car ce ceci cela celle celles celui cependant ces cet
        cette ceux chaque chez ci comme comment contre d d'un d'une dans de déjà depuis derrière
        des dès deux donc dont du durant elle elles en encore entre es est et étaient était étant
        été être eu eux fait faire fois font grâce hors ici il ils j jamais je jusqu jusque l la là
        le les leur leurs lors lorsque lui m ma mais malgré me même mêmes mes moi moins mon n ne ni
        non nos notre nous on ont or ou où par parce parmi pas pendant peu peut peuvent plus
        plusieurs pour pourquoi puis qu quand que quel quelle quelles quels quelque quelques qui
        quoi s sa sans se selon sera seront ses seulement si sinon soit son sont sous souvent sur t
        ta tandis tant te tel telle tels tes toi ton toujours tous tout toute toutes très trois trop
        tu un une vers voici voilà vos votre vous y"""
    ),
    words_of(
        """m mm mme mlle dr pr cf p.ex ex av apr no fig vol éd janv févr avr juil sept oct
        nov déc st ste tél"""
    ),
)
_ES = Language(
    "es",
    words_of(
        """a además al algo algún alguna algunas alguno algunos allí ambos ante antes aquel aquella
        aquellos aquí así aún aunque bajo bien cada casi como cómo con contra cual cuál cuales
        cualquier cuando cuándo cuanto de debe deben del desde después donde dónde dos durante e el
        él ella ellas ellos en entonces entre era eran eres es esa esas ese eso esos esta está están
        estaba estaban estado estar estas este esto estos fue fueron ha había habían haber han hasta
        hay hace hacer hacia hizo incluso la las le les lo los luego más me mediante menos mi
        mientras mis mismo misma mucho muchos muy nada ni ningún ninguna no nos nosotros nuestra
        nuestro o os otra otras otro otros para pero poco por porque pues puede pueden que qué quien
        quién quienes se sea según ser será si sí sido siempre sin sino sobre son su sus tal también
        tampoco tan tanto te tener tiene tienen toda todas todo todos tras tres tu tus un una unas
        uno unos usted ustedes y ya yo"""
    ),
    words_of(
        """sr sra srta dr dra prof ej p.ej pág págs núm fig vol ud uds aprox av avda ene feb mar
        abr may jun jul ago sept oct nov dic tel"""
    ),
)
_VI = Language(
    "vi",
    words_of(
        """ai anh bà bao bên bị bởi các cái cần càng chỉ chính cho chứ chưa chúng có còn của cũng
        cùng cứ đã đang đâu đây đấy để đến đều đi đó do đối được em gì giữa hai hay hãy hết hơn
        hoặc ít
        khi không kể là lại làm lên lúc mà mấy mình một mỗi mọi muốn nào này nay nên nếu ngay nhiều
        như nhưng những nó nữa ông ở phải qua quá ra rằng rất rồi sau sẽ sự ta tại tất tới theo thêm
        thì thế trên trong trước từ từng tuy và vẫn vào vậy về vì việc với vừa xuống bằng dưới ba cả
        họ hiện đó ấy kia sao cách chị bạn tôi"""
    ),
    words_of("tp ts ths gs pgs bs tr st"),
    stemmed=False,
)
LANGUAGES = {one.code: one for one in (_EN, _DE, _FR, _ES, _VI)}
UNKNOWN = Language("", frozenset(), frozenset())


def language_of(text: str, code: str = "") -> Language:
    """The language of that code, also with a region; without a code the one that the text is in."""
    if code:
        return LANGUAGES.get(code.casefold().partition("-")[0], UNKNOWN)
    words = _LETTERS.findall(text[:_READ].casefold())
    return LANGUAGES.get(most_likely(words, ""), UNKNOWN)


def unknown_note(language: Language, code: str) -> tuple[str, ...]:
    """What a person should know of a text in a language that is not known."""
    if language is not UNKNOWN:
        return ()
    which = f"“{code}”" if code else "this text's language"
    known = ", ".join(LANGUAGES)
    return (f"The built-in engine knows no words of {which}, so it went by frequency ({known}).",)
