"""Settings: of a person, a team and the organisation."""

from rituals.contract import Action, Command, FormSpec, PageSpec, Part, Ritual, Sub, Who, Wins
from rituals.home import Panel, Shelf
from rituals.settings import holidays, messages, organisation, overview, own, panel, team

RITUAL = Ritual(
    "settings",
    commands=(
        Command(
            "klant",
            "customer",
            (
                Sub("instellen", "settings", "settings.open", messages.HELP),
                Sub("feestdagen", "holidays", "settings.holidays", messages.HELP_HOLIDAYS),
            ),
        ),
    ),
    actions={"settings.open": Action(overview.opened, Who.ANYONE, Wins.EACH, reads=True)},
    pages={
        "settings.page": PageSpec(overview.page, Who.ANYONE),
        "settings.holidays": PageSpec(holidays.page, Who.ANYONE),
    },
    forms={
        "settings.own": FormSpec(own.form, own.save, Who.ANYONE, Wins.EACH),
        "settings.team": FormSpec(team.form, team.save, Who.LEAD, Wins.EACH),
        "settings.free_days": FormSpec(team.free_form, team.free_save, Who.LEAD, Wins.EACH),
        "settings.organisation": FormSpec(
            organisation.form, organisation.save, Who.ADMIN, Wins.EACH, looks_at="channel"
        ),
        "settings.holidays_form": FormSpec(holidays.form, holidays.save, Who.ADMIN, Wins.EACH),
    },
    settings=(
        Part(messages.OWN, "settings.own", Who.ANYONE, own.holds),
        Part(messages.TEAM, "settings.team", Who.LEAD, team.holds),
        Part(messages.FREE_DAYS, "settings.free_days", Who.LEAD, team.free_holds),
        Part(messages.ORGANISATION, "settings.organisation", Who.ADMIN, organisation.holds),
        Part(messages.HOLIDAYS, "settings.holidays_form", Who.ADMIN, holidays.holds),
    ),
    home=(Panel(Shelf.OWN, panel.panel),),
)
