"""Privacy: what is stored, who sees it, how long, and how a person gets or deletes what is theirs."""

from rituals.contract import Action, Command, FormSpec, PageSpec, Part, Ritual, Sub, Timer, Who, Wins
from rituals.facts import CalendarChanged, Deactivated, Round
from rituals.home import Panel, Shelf
from rituals.privacy import gate, house_data, logbook, messages, own, retention, told

RITUAL = Ritual(
    "privacy",
    commands=(
        Command(
            "klant",
            "customer",
            (
                Sub("mijn", "me", "privacy.mine", messages.HELP_MINE),
                Sub("privacy", "privacy", "privacy.sheet", messages.HELP_PRIVACY),
                Sub("logboek", "log", "privacy.log", messages.HELP_LOG),
            ),
        ),
    ),
    actions={"privacy.export": Action(own.export, Who.KNOWN, Wins.EACH)},
    forms={
        "privacy.delete": FormSpec(own.delete_form, own.delete, Who.KNOWN, Wins.EACH),
        "privacy.gate": FormSpec(gate.form, gate.save, Who.ADMIN, Wins.EACH),
        "privacy.retention": FormSpec(retention.form, retention.save, Who.ADMIN, Wins.EACH),
    },
    pages={
        "privacy.mine": PageSpec(own.mine, Who.KNOWN),
        "privacy.kind": PageSpec(own.kind, Who.KNOWN),
        "privacy.sheet": PageSpec(told.page, Who.KNOWN),
        "privacy.log": PageSpec(logbook.page, Who.ANYONE),
    },
    timers={"privacy.nightly": Timer(retention.nightly, missed=retention.nightly)},
    hears={
        Round: retention.went_round,
        CalendarChanged: retention.went_round,
        Deactivated: own.deactivated,
    },
    keeps=house_data.KEEPS,
    holds_nobody=house_data.HOLDS_NOBODY,
    settings=(
        Part(messages.GATE, "privacy.gate", Who.ADMIN, gate.holds),
        Part(messages.RETENTION, "privacy.retention", Who.ADMIN, retention.holds),
    ),
    home=(Panel(Shelf.STORED, told.panel),),
)
