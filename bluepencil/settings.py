"""Every setting: name, type, default and meaning; the only reader of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from bluepencil.addresses import POSTGRES, SQLITE, check_redis, check_store

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_RATE = r"^(none|[1-9][0-9]*/[smh])$"


class BadSettings(Exception):
    """A setting has a value that cannot be used; the text names each one."""


class Settings(BaseSettings):
    """The settings, as read from the environment and `.env`. Any may come from `<NAME>_FILE`."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, case_sensitive=False
    )

    host: str = Field("127.0.0.1", description="Where the web process listens.")
    port: int = Field(8080, ge=1, le=65535, description="The port it listens on.")
    data_dir: Path = Field(Path("data"), description="Everything kept on disk lies under it.")
    store_url: SecretStr = Field(
        SecretStr(""),
        description="Where everything is kept: `sqlite:///<path>`, or `postgresql://…` for several "
        "machines; empty: SQLite in DATA_DIR.",
    )
    use_celery: bool = Field(
        False, description="Hand work to workers over Redis whenever Redis and a worker are there."
    )
    redis_url: SecretStr = Field(
        SecretStr(""),
        description="The Redis of the queue and of the shared rate limit: `redis://`, `rediss://`, "
        "`unix://` or `sentinel://`; empty: `redis://localhost:6379/0`.",
    )
    worker_concurrency: int = Field(
        32, ge=1, le=1024, description="How many tasks a worker runs at once."
    )
    engine: Literal["auto", "claude", "built-in"] = Field(
        "auto", description="`claude`, `built-in`, or `auto`: Claude when there are credentials."
    )
    anthropic_api_key: SecretStr | None = Field(None, description="The key for Claude.")
    anthropic_auth_token: SecretStr | None = Field(
        None, description="A bearer token instead of a key."
    )
    anthropic_base_url: str = Field(
        "", description="A server that speaks the Messages API; empty: Anthropic's own."
    )
    bedrock_region: str = Field(
        "", description="Use Claude on Amazon Bedrock in this region; needs the SDK's extra."
    )
    claude_model: str = Field("claude-sonnet-5-5", description="The model that reviews.")
    claude_chat_model: str = Field("claude-haiku-5-5", description="The model that answers.")
    claude_fallback_model: str = Field(
        "", description="The model asked after repeated overload; empty: none."
    )
    claude_timeout: float = Field(
        90, gt=0, le=900, description="Seconds of silence after which a call is given up."
    )
    claude_attempts: int = Field(
        4, ge=1, le=10, description="How often a call is tried before its task fails."
    )
    claude_prices: dict[str, tuple[float, float, float, float]] = Field(
        default_factory=dict,
        description="JSON: model to US$ per million tokens [input, output, cache write, cache "
        "read]; adds to the built-in table.",
    )
    analysis_rate_limit: str = Field(
        "5/m",
        pattern=_RATE,
        description="Calls that review, per minute, until the account's own limits are known; "
        "`none` lifts it. A local endpoint has none unless this is set.",
    )
    chat_rate_limit: str = Field("10/m", pattern=_RATE, description="The same for chat.")
    test_rate_limit: str = Field("3/m", pattern=_RATE, description="The same for connection tests.")
    rate_limits: Literal["auto", "pinned"] = Field(
        "auto", description="`pinned` holds to the three above whatever the account's headers say."
    )
    sections_at_once: int = Field(
        4, ge=1, le=64, description="How many sections of one document are read at once."
    )
    web_threads: int = Field(32, ge=8, le=512, description="Request threads of the web process.")
    task_threads: int = Field(
        128, ge=1, le=1024, description="Tasks of one queue that the web process runs at once."
    )
    http_rate_limit: str = Field(
        "",
        pattern=rf"{_RATE}|^$",
        description="Requests that one client (a key, a signed-in browser or an address) may send, "
        "as `600/m`; `none`: any number. Empty: `none` on loopback, `600/m` elsewhere.",
    )
    sync_budget: float = Field(
        100, ge=0, le=3600, description="Seconds a request waits for its task before it gets a 202."
    )
    result_ttl: float = Field(
        3600, gt=0, description="Seconds a task and its result are kept after its end."
    )
    retention_days: float = Field(
        0,
        ge=0,
        description="Days after which a document nobody has touched is deleted, with all that was "
        "said about it; 0: never.",
    )
    stop_grace: float = Field(
        25, ge=0, le=600, description="Seconds that running work gets to finish at a stop."
    )
    webhook_allow_private: bool = Field(
        False, description="Deliver webhooks inside one's own network as well."
    )
    max_upload_mb: int = Field(25, ge=1, le=1024, description="The largest upload, in MB.")
    max_unpacked_mb: int = Field(
        200, ge=1, le=4096, description="The most a packed document may unpack to, in MB."
    )
    max_pages: int = Field(500, ge=1, description="The most pages a PDF may have.")
    max_words: int = Field(300_000, ge=1, description="The most words a document may have.")
    max_sections: int = Field(10_000, ge=1, description="The most sections a document may have.")
    app_password: SecretStr | None = Field(
        None, description="Needed to listen anywhere but on loopback; asked for at sign-in."
    )
    secret_key: SecretStr | None = Field(
        None,
        min_length=32,
        description="Signs the cookies, the same for all web processes; empty: one of DATA_DIR.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[Any, ...]:
        """Environment first, then `<NAME>_FILE`, then `.env`."""
        del settings_cls, file_secret_settings
        return (init_settings, env_settings, _files, dotenv_settings)

    @model_validator(mode="after")
    def _reachable_only_with_password(self) -> Self:
        if self.host not in LOOPBACK and self.app_password is None:
            raise ValueError(
                f"HOST is {self.host!r}, which others can reach: set APP_PASSWORD as well"
            )
        return self

    @field_validator("redis_url")
    @classmethod
    def _a_redis(cls, url: SecretStr) -> SecretStr:
        check_redis(url.get_secret_value())
        return url

    @field_validator("store_url")
    @classmethod
    def _a_store(cls, url: SecretStr) -> SecretStr:
        check_store(url.get_secret_value())
        return url

    @property
    def postgres(self) -> str:
        """The address of the PostgreSQL store, password and all; empty: the store is SQLite."""
        url = self.store_url.get_secret_value()
        return url if url.startswith(POSTGRES) else ""

    @property
    def database(self) -> Path:
        """The file of the SQLite store."""
        path = self.store_url.get_secret_value().removeprefix(SQLITE)
        return Path(path) if path and not self.postgres else self.data_dir / "bluepencil.db"

    @property
    def redis(self) -> str:
        """The address of the queue's Redis, password and all."""
        return self.redis_url.get_secret_value() or "redis://localhost:6379/0"


def _files() -> dict[str, str]:
    """The values of all settings whose `<NAME>_FILE` names a readable file."""
    values = {}
    for name in Settings.model_fields:
        path = os.environ.get(f"{name.upper()}_FILE")
        if path:
            try:
                values[name] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise BadSettings(f"{name.upper()}_FILE: cannot read {path}: {error}") from error
    return values


def load(**values: Any) -> Settings:
    """The settings of this process; `values` win over the environment (tests use that).

    Raises BadSettings with one line for each bad value, naming it.
    """
    try:
        return Settings(**values)
    except SettingsError as error:
        raise BadSettings(f"{error}: {error.__cause__}") from error
    except ValidationError as error:
        lines = []
        for problem in error.errors():
            name = ".".join(str(part) for part in problem["loc"]).upper()
            lines.append(f"{name}: {problem['msg']}" if name else problem["msg"])
        raise BadSettings("\n".join(lines)) from error


class Row(NamedTuple):
    """One line of the settings table, for `--help`, `docs/settings.md` and `.env.example`."""

    name: str
    default: str
    meaning: str


def table() -> list[Row]:
    """All settings in order, with their defaults as one would write them."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True, validated_data={})
        shown = (
            ""
            if default in (None, "", {})
            else f"{default:g}"
            if isinstance(default, float)
            else str(default)
        )
        rows.append(Row(name.upper(), shown, field.description or ""))
    return rows


def secrets_of(settings: Settings) -> Mapping[str, str]:
    """The secret values in use, by name: what a log must never show."""
    found = {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr) and value.get_secret_value():
            found[name.upper()] = value.get_secret_value()
    return found
