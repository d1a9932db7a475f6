"""Why the client refused an act, in the words of the page."""

from __future__ import annotations

from sandbox.notes import Why

NL = {
    Why.MESSAGE_GONE: "Dit bericht is er niet meer.",
    Why.FORM_GONE: "Dit formulier is er niet meer.",
    Why.ELEMENT_GONE: "Dit staat er niet meer.",
    Why.OPTION_GONE: "Deze keuze is er niet meer.",
    Why.COVERED: "Er ligt een ander formulier bovenop.",
    Why.NO_FORM: "Er staat geen formulier open.",
    Why.NO_SUBMIT: "Dit formulier kun je niet versturen.",
    Why.NO_BUTTON: "Dit is geen knop.",
    Why.NOT_JOINABLE: "Aan dit kanaal kun je niet deelnemen.",
    Why.NO_CHANNEL: "Dit kanaal kun je niet zien.",
    Why.NOT_MEMBER: "Je zit niet in dit kanaal.",
    Why.ARCHIVED: "Dit kanaal is gearchiveerd.",
    Why.READ_ONLY: "Hier kun je niet schrijven.",
    Why.NO_COMMAND: "Deze opdracht bestaat niet, of is er niet voor jou.",
    Why.COMMAND_IN_THREAD: "Opdrachten werken niet in een draadje.",
    Why.NO_SHORTCUT: "Deze snelkoppeling is er hier niet.",
    Why.NO_HOME: "De bot heeft geen startpagina.",
    Why.HOME_EMPTY: "De bot liet nog niets zien.",
    Why.DEACTIVATED: "Dit account is uitgezet.",
    Why.NOBODY: "Ik kan niemand met die naam vinden.",
    Why.TOO_MANY: "Zoveel kun je er niet kiezen.",
    Why.SEVERAL_BOXES: "Kies zelf welke vakjes je aanvinkt.",
    Why.NO_DATE: "Deze datum begrijp ik niet.",
    Why.NO_TIME: "Deze tijd begrijp ik niet.",
    Why.NOT_INTERACTIVE: "De bot luistert niet naar knoppen.",
}

EN = {
    Why.MESSAGE_GONE: "This message is gone.",
    Why.FORM_GONE: "This form is gone.",
    Why.ELEMENT_GONE: "This is no longer here.",
    Why.OPTION_GONE: "This choice is gone.",
    Why.COVERED: "Another form lies on top.",
    Why.NO_FORM: "No form is open.",
    Why.NO_SUBMIT: "This form can't be sent.",
    Why.NO_BUTTON: "This is no button.",
    Why.NOT_JOINABLE: "You can't join this channel.",
    Why.NO_CHANNEL: "You can't see this channel.",
    Why.NOT_MEMBER: "You are not in this channel.",
    Why.ARCHIVED: "This channel is archived.",
    Why.READ_ONLY: "You can't write here.",
    Why.NO_COMMAND: "This command doesn't exist, or isn't there for you.",
    Why.COMMAND_IN_THREAD: "Commands don't work in threads.",
    Why.NO_SHORTCUT: "This shortcut isn't here.",
    Why.NO_HOME: "The bot has no home page.",
    Why.HOME_EMPTY: "The bot has shown nothing yet.",
    Why.DEACTIVATED: "This account is switched off.",
    Why.NOBODY: "I can't find anybody of that name.",
    Why.TOO_MANY: "You can't choose that many.",
    Why.SEVERAL_BOXES: "Choose which boxes you tick.",
    Why.NO_DATE: "I don't understand this date.",
    Why.NO_TIME: "I don't understand this time.",
    Why.NOT_INTERACTIVE: "The bot doesn't listen to buttons.",
}

REASONS = {"nl": NL, "en": EN}
