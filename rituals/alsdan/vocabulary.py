"""The words by which a sentence is looked at, in Dutch and in English. Patterns over straight apostrophes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Language:
    """`small`: words that only this language has. `no_…` takes out first what only looks like the other.

    `joined` finds what joins two steps, with the `word` behind it: a second step if that is a `verb`; if it is
    `also_noun`, only with an `object` behind it. `then_more` is one for sure.
    """

    small: frozenset[str]
    vague_cue: re.Pattern[str]
    moment: re.Pattern[str]
    vague_action: re.Pattern[str]
    no_vague: re.Pattern[str]
    negative: re.Pattern[str]
    no_negative: re.Pattern[str]
    own: re.Pattern[str]
    others: re.Pattern[str]
    alone: re.Pattern[str]
    joined: re.Pattern[str]
    then_more: re.Pattern[str]
    verb: re.Pattern[str]
    also_noun: frozenset[str]
    object: re.Pattern[str]


def _any(*words: str) -> re.Pattern[str]:
    """One of these as whole words."""
    return re.compile(rf"(?<![\w'-])(?:{'|'.join(words)})(?![\w-])", re.IGNORECASE)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# --- Dutch ------------------------------------------------------------------------------------------------------------
STEMS: Final = (  # of what a team does in a minute: stem, and the plural where it isn't the stem with -en
    "bel bellen|stuur sturen|mail mailen|vraag vragen|schrijf schrijven|lees lezen|zet zetten|leg leggen|noteer noteren"
    "|geef geven|meld melden|plan plannen|maak maken|doe doen|zeg zeggen|bespreek bespreken|deel delen|kijk kijken"
    "|controleer controleren|check checken|noem noemen|laat laten|spreek spreken|luister luisteren|herhaal herhalen"
    "|bedank bedanken|open openen|sluit sluiten|pak pakken|zoek zoeken|loop lopen|kom komen|ga gaan|haal halen"
    "|breng brengen|beantwoord beantwoorden|antwoord antwoorden|vertel vertellen|wijs wijzen|verwijs verwijzen"
    "|verbind verbinden|registreer registreren|bewaar bewaren|print printen|teken tekenen|wacht wachten|neem nemen"
    "|los lossen|werk werken|test testen|pas passen|voer voeren|houd houden|reageer reageren|overleg overleggen"
    "|informeer informeren|help helpen|bied bieden|vat vatten|start starten|stop stoppen|stem stemmen|vul vullen"
    "|koppel koppelen|hang hangen|draai draaien|ruim ruimen|terugbel terugbellen"
)


def _dutch_verbs() -> str:
    forms = []
    for each in STEMS.split("|"):
        stem, plural = each.split()
        forms += [stem, stem if stem.endswith("t") else f"{stem}t", plural]
    return "|".join(sorted(set(forms)))


DUTCH: Final = Language(
    small=_set(
        "de het een we wij ik dan als en van is zijn er dat die niet geen met voor op aan bij ze zij hij te naar "
        "door om "
        "ons onze wat welke hem haar hun over uit nog ook eerst wordt heeft kan moet"
    ),
    vague_cue=_any(
        *(
            "vaker",
            "meer",
            "beter",
            "betere",
            "soms",
            "druk",
            "drukke",
            "drukte",
            "stress",
            "gestrest",
            "stressvolle?",
            "nodig",
        ),
        r"klantgericht(?:e|er)?",
    ),
    moment=_any(
        r"(?:maan|dins|woens|donder|vrij|zater|zon)dag\w*|'s (?:ochtends|morgens|middags|avonds)"
        r"|\w*ochtend|\w*middag|\w*avond",
        r"dagstart|(?:\w*)overleg|vergadering|lunch\w*|pauze|tijdens|zodra|telkens|voordat|nadat|na|begin|eind(?:e)?",
        r"\d\S*|(?:een|één|twee|drie|vier|vijf|tien|zoveel) (?:keer|minuten|minuut|uur|dagen|weken)|\w+de keer"
        r"|\w+ste keer",
        r"zegt|zeggen|vraagt|vragen om|hoor|hoort|horen|zie|ziet|zien|lees|leest|lezen|schrijft|belt op|klaagt over",
    ),
    vague_action=_any(
        r"probe(?:er|ert|ren)|geprobeerd|(?:ons|mijn|je|hun|haar|zijn|jullie) best|beter|vaker",
        r"aandacht|aandachtig\w*|bewuste?r?",
        r"zorg(?:t|en)?(?: \w+){0,2} dat|zorg(?:t|en)? (?:we |wij |ik )?ervoor",
    ),
    no_vague=re.compile(
        r"\b(?:niet|geen|nooit|niets|niks) meer\b|\bmeer dan\b|\bvaker dan (?=\w+ keer)"
        r"|\b(?:wat|hoe)\b[^,;]*?\bbetere?\b"
        r"|\bop \S+(?: \S+)? druk(?:t|ken)?\b|\bdruk(?:t|ken)? (?:\w+ )?op\b|\bkan\b(?: \w+){0,2} beter\b",
        re.IGNORECASE,
    ),
    negative=_any("niet", "geen", "nooit", "niets", "niks", r"stop(?:t|pen)? (?:(?:we|wij|ik) )?(?:met|ermee)"),
    no_negative=re.compile(
        # What is asked or told: “vragen we wat er niet klopt”, “zeggen we eerlijk dat we het niet weten”.
        r"\b(?:of|wat|welke|waarom|waar|wie|hoe|als|omdat|zodat|totdat|zolang|indien)\b[^;]*"
        r"|(?<!\bwe )(?<!\bwij )(?<!\bik )\bdie (?:\w+ ){0,4}(?:niet|geen|nooit|niets) \w+"
        r"|\b(?:zeg|zeggen|zegt|vertel\w*|meld\w*|schrijf|schrijven|noteer\w*|noteren|uit|laten|geef"
        r"|geven)\b(?:(?!\b(?:niet|geen|nooit|niets)\b).)*?\bdat \w+ .*"
        r"|\bniet (?:alleen|later dan|langer dan|meer dan)\b",
        re.IGNORECASE,
    ),
    own=_any(
        "we", "wij", "ik", "jij", "je", "wie", r"(?:een|één|de|onze|die|elke) collega(?:'s)?", r"(?:een|één) van ons"
    ),
    others=re.compile(
        r"(?<![\w'-])(?:(?i:zij|ze|hij|men|jullie|management)|ICT|IT|HR"
        r"|(?i:de|het|een|onze|zijn|haar|hun) (?:andere )?(?i:afdeling|klanten|klant|leverancier|manager|leiding"
        r"|directie"
        r"|management|organisatie|ander team|andere team|teamleider|beheerder|baas|planning|backoffice|helpdesk"
        r"|overheid"
        r"|gemeente|burger|patiënt|verkoop|inkoop|marketing|administratie)(?i:en|s)?|(?i:klanten|anderen)"
        r"|(?i:marketing|sales|inkoop|verkoop|finance))(?![\w-])"
    ),
    alone=_any("ik"),
    joined=re.compile(r"(?:\ben (?:ook )?|,\s*(?:dan |daarna |ook )?)(?P<word>[^\W\d_]+)", re.IGNORECASE),
    then_more=re.compile(
        r"\ben (?:dan|daarna|vervolgens|meteen|ook nog)\b|,\s*(?:daarna|vervolgens|en dan)\b|\bdaarna\b|\bvervolgens\b"
        r"|\ben \w+ (?:we|wij|ik)\b",
        re.IGNORECASE,
    ),
    verb=re.compile(_dutch_verbs()),
    also_noun=_set(
        "vragen plan plannen antwoord antwoorden mail mailen bel deel delen werk werken test testen start stop "
        "stem stemmen "
        "brief open pas voer kom loop los vraag overleg wacht check print help teken tekenen lezen hulp wijs "
        "doen zetten"
    ),
    object=re.compile(
        r"^ (?:we|wij|ik|de|het|een|één|die|dat|hem|haar|hun|ze|dit|onze|mijn|meteen|direct|terug)\b", re.IGNORECASE
    ),
)

# --- English ----------------------------------------------------------------------------------------------------------
DO: Final = (
    "call email mail ask write read put note give plan make do say discuss share look check name let speak "
    "listen repeat"
    " thank open close take find walk come go get bring answer tell point refer record save print draw wait offer help"
    " send phone ring solve fix test update log report book reply respond explain show move add hang tidy fill visit"
    " forward apologise apologize confirm"
)
ENGLISH: Final = Language(
    small=_set(
        "the a an we i then if and of are be it that who not no with for at by they he she to from our us what "
        "which him "
        "her their them about out does has can must when one our my you"
    ),
    vague_cue=_any(
        *("more often", "more", "better", "sometimes", "busy", "busier", "stress", "stressed", "stressful", "needed"),
        *("necessary", "needs?", "customer-focused", "customer-centric", "customer-friendly"),
    ),
    moment=_any(
        r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\w*|morning\w*|afternoon\w*|evening\w*|day start|meeting\w*"
        r"|lunch\w*",
        r"break|during|as soon as|every time|before|after|beginning|end|start of",
        r"\d\S*|once|twice|(?:one|two|three|four|five|ten) (?:times|minutes|hours|days|weeks)|\w+ time",
        r"says|say|asks|ask|hears?|sees?|reads?|writes?|tells|mentions|complains about",
    ),
    vague_action=_any(
        r"try|tries|trying|(?:our|my|your|their|its|his|her) best|better|more often",
        r"attention|attentive|conscious|consciously|aware",
        r"make sure|makes sure|ensure|ensures|see to it",
    ),
    no_vague=re.compile(
        r"\b(?:no|not any|any) more\b|\bmore than\b|\bmore often than\b|\b(?:what|how)\b[^,;]*?\bbetter\b"
        r"|\bmore (?:information|details)\b|\bneeds? (?:a|an|the|our|to)\b|\b(?:one|two|three|\d+) more\b",
        re.IGNORECASE,
    ),
    negative=_any(
        *("not", "no", "never", "nothing", r"\w+n't", "cannot", "without"),
        r"stop (?!by\b|at\b|for\b)\w+ing|avoid\w*",
    ),
    no_negative=re.compile(
        r"\b(?:whether|if|what|which|why|where|who|whose|how|because|so that|until|unless|when|as long as)\b[^;]*"
        r"|\b(?:say|tell|write|note|explain|report|mention|admit)\b(?:(?!\b(?:not|no|never)\b).)*?"
        r"\bthat \w+ .*"
        r"|\bthat (?:does not|doesn't|do not|don't|is not|isn't) \w+|\b(?:one|ones) not yet \w+"
        r"|\bno later than\b|\bnot only\b|\bnot later than\b|\bno more than\b|\bor not\b|\bsay no\b",
        re.IGNORECASE,
    ),
    own=_any(
        "we", "I", "you", "whoever", r"(?:a|one|the|our|another|every) colleague", "one of us", "someone", "somebody"
    ),
    others=re.compile(
        r"(?<![\w'-])(?:(?i:they|he|she|management|people)|ICT|IT|HR"
        r"|(?i:the|a|an|our|their) (?:other )?(?i:department|customer|client|supplier|manager|leadership|board"
        r"|management"
        r"|organisation|organization|company|other team|team lead|planner|back office|helpdesk|help desk|council"
        r"|government|patient|citizen|sales team|marketing team)(?i:s)?|(?i:customers|others|marketing|sales|finance)"
        r"|(?i:another department|someone else|somebody else))(?![\w-])"
    ),
    alone=re.compile(r"(?<![\w'.-])[Ii](?=$|[\s,;:]|'(?:m|ll|d|ve)\b)"),
    joined=re.compile(r"(?:\band (?:also )?|,\s*(?:then |and )?)(?:we |I )?(?P<word>[^\W\d_]+)", re.IGNORECASE),
    then_more=re.compile(
        r"\band (?:then|after that|afterwards|next)\b|,\s*(?:then|after that)\b|\bafter that\b|\bafterwards\b",
        re.IGNORECASE,
    ),
    verb=re.compile("|".join(sorted(f"{word}(?:e?s|ing)?" for word in DO.split()))),
    also_noun=_set(
        "call calls email emails mail note notes plan plans look check checks name names answer answers point record "
        "records print offer offers help phone ring fix test tests update updates log logs report reports book books "
        "reply replies show move visit visits thanks share shares say open close wait draw go do forward reading "
        "testing "
        "planning fill walk"
    ),
    object=re.compile(
        r"^ (?:the|a|an|it|them|him|her|us|our|my|their|this|that|these|those|back|what|who|how|whether|everyone"
        r"|one)\b",
        re.IGNORECASE,
    ),
)
LANGUAGES: Final[Mapping[str, Language]] = {"nl": DUTCH, "en": ENGLISH}
