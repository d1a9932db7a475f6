"""Settings: read once from the environment and .env, frozen, handed on."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SLACK = "https://slack.com/api/"


class Settings(BaseSettings):
    """Every field's description is its line in .env.example; `make check` holds the two equal."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

    slack_bot_token: str = Field("", description="Bot token of the Slack app (xoxb-…): Install App.")
    slack_app_token: str = Field("", description="App-level token (xapp-…) with connections:write; socket mode only.")
    slack_signing_secret: str = Field("", description="Signing secret: Basic Information; http mode only.")
    slack_mode: Literal["socket", "http"] = Field("socket", description="socket (no public address needed) or http.")
    slack_api_url: str = Field(SLACK, description="Base address of Slack's Web API.")
    database_url: str = Field(
        "sqlite:///klantritme.db", description="SQLite file, or postgresql://user:password@host/name."
    )
    klantritme_admins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Slack user ids, separated by commas, that are admin besides the workspace's own admins."
    )
    http_host: str = Field("127.0.0.1", description="Where /livez and /readyz (and Slack, in http mode) are served.")
    http_port: int = Field(8080, ge=0, le=65535, description="Its port; 0 takes a free one.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="DEBUG, INFO, WARNING, ERROR.")

    @field_validator("klantritme_admins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("slack_api_url")
    @classmethod
    def _slash(cls, value: str) -> str:
        """Without it the SDK drops the last part of the path."""
        if not value.startswith(("http://", "https://")):
            raise ValueError("begins with http:// or https://")
        return value.rstrip("/") + "/"

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(("sqlite://", "sqlite+aiosqlite://", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("begins with sqlite:/// or postgresql://")
        return value

    @model_validator(mode="after")
    def _tokens(self) -> Settings:
        if self.slack_mode == "socket" and self.slack_bot_token and not self.slack_app_token:
            raise ValueError("SLACK_APP_TOKEN is needed in socket mode: make one with the scope connections:write")
        if self.slack_mode == "http" and self.slack_bot_token and not self.slack_signing_secret:
            raise ValueError("SLACK_SIGNING_SECRET is needed in http mode: it stands under Basic Information")
        return self


class WrongSettings(Exception):
    """What is wrong and what to do, a line each; the command line ends with exit code 2."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def load(*, for_slack: bool) -> Settings:
    """Raises WrongSettings. `for_slack`: the tokens must be there too."""
    try:
        settings = Settings()
    except ValidationError as error:
        raise WrongSettings([_line(each["loc"], each["msg"]) for each in error.errors()]) from None
    if for_slack and (missing := lacking(settings)):
        raise WrongSettings(missing)
    return settings


def lacking(settings: Settings) -> list[str]:
    """The tokens that this mode needs and that are not there, a line each."""
    needed = ["slack_bot_token", "slack_app_token" if settings.slack_mode == "socket" else "slack_signing_secret"]
    return [
        f"{name.upper()} is missing. {Settings.model_fields[name].description} Put it in .env or the environment."
        for name in needed
        if not getattr(settings, name)
    ]


def _line(where: tuple[int | str, ...], message: str) -> str:
    name = str(where[0]).upper() if where else ""
    said = message.removeprefix("Value error, ")
    hint = Settings.model_fields[str(where[0])].description if where and str(where[0]) in Settings.model_fields else ""
    return f"{name}: {said}. {hint}".removeprefix(": ").strip()


def moment(text: str) -> datetime:
    """As it is typed behind `--at`. Raises WrongSettings."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise WrongSettings([f"--at {text}: write a moment with its offset, such as 2026-11-23T09:00+01:00."])
    return found
