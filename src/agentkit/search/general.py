"""General English words, which say little of what a task is about: they count less, and alone they find nobody."""

from __future__ import annotations

import re

# Verbs, adjectives, numbers, times and persons of any matter, in their plain form, with the past of irregular verbs. Own list.
# Words that name the matter of some agent are left out, however common: test, page, build, release.
GENERAL = frozenset(
    """
    able above accept accord accurate across act actual add advice afternoon ago agree ahead allow almost alone along apart
    appear apply approach april area around arrive ask attach august available avoid away back bad badly base basic became
    become bed began begin begun behind believe below beside best better beyond big bit book bought boy break bring broke
    broken brother brought busy buy call came care carry case catch caught certain chance change cheap check child children
    choose chose chosen clean clear close cold come common compare complete consider contain continue correct count couple
    cover current cut daughter day deal december decide deep describe detail differ difference different difficult directly
    done double doubt draw drawn drew drop early easily easy eight eighty eleven else end enough entire especially even
    evening eventually everywhere exact exactly example except exist expect expensive explain extra face fact fail fair fall
    fallen family far fast fat father february feel fell felt fifteen fifty fill final find fine finish first fit five fix
    follow forget forty forward found four free fresh friday friend front full fun funny gave general get girl give given go
    gone good got gotten grand great grew ground group grow grown guess guide guy half hand handle happen happy hard hardly
    head hear heard heavy held help hid hidden hide high hold home hope hot hour house huge hundred hurt idea ignore imagine
    important improve include increase inside instead interested interesting january join july june keep kept kid kind knew
    know known lack large last late later lead learn leave led left length lie life light like likely line list listen
    little live long look lose lost lot loud love low made main make man manage march mark matter maximum maybe mean meant
    meet men mention met middle mind minimum minute miss mistake moment monday money month morning mother move name near
    necessary need new next nice night nine nobody normal normally note notice november number obvious occur october offer
    often okay old open opinion option order ordinary outside own paid part pass past pay people percent perfect perhaps
    person pick piece place plan play plenty point poor position possible prefer prepare present pretty previous probably
    problem proper properly protect prove provide public purpose put question quick quickly quiet quite raise ran ready real
    realise reason receive recent recently recommend red remain remember remove repeat replace reply rest result return rich
    right rise room round rule run safe safely said sat saturday save saw say school season second see seem seen sell send
    sense sent september serious set settle seven shape share short show shown side simple simply since single sister sit
    six size sleep slept slow slowly small smart soft sold solve sometime son soon sound speak special spend spent spoke
    spoken stand start stay step stick stood stop straight strange strong stuck stuff stupid subject succeed suddenly
    suggest suit sunday sure surprise take taken talk tall task taught teach team tell ten thank think third thirty thought
    thousand three thursday tidy tie time tip tired today together told tomorrow tonight took top total touch toward town
    tried trouble true trust truth try tuesday turn twelve twenty twice two understand understood unless unlike useful
    useless usual usually various view visit voice wait wake walk warm watch water way wear wednesday week weekend weird
    went wide will win wish woman women won wonder word wore work world worry worse worst worth write written wrong wrote
    yard year yesterday yet young zero
    """.split()
)

_ENDINGS = (("", ""), ("s", ""), ("es", ""), ("ies", "y"), ("d", ""), ("ed", ""), ("ied", "y"), ("ing", ""), ("ing", "e"))
_MORE = (("ly", ""), ("er", ""), ("er", "e"), ("ier", "y"), ("est", ""), ("est", "e"), ("iest", "y"))
_DOUBLED = r"(.{2,})(.)\2(?:ed|ing|er|est)"


def is_general(word: str) -> bool:
    """Whether a folded word, or the form it comes from, is a general one: `slower`, `dropped` and `tries` too; or a small number."""
    if len(word) < 3 and word.isdigit():
        return True
    if any(word.endswith(end) and word[: len(word) - len(end)] + instead in GENERAL for end, instead in (*_ENDINGS, *_MORE)):
        return True
    doubled = re.fullmatch(_DOUBLED, word)
    return doubled is not None and doubled[1] + doubled[2] in GENERAL
