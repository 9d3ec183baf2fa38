"""Everything that can go wrong, as one tree; each class has a stable code and an HTTP status.

BluepencilError
├── BadRequest            400  malformed
├── NotSignedIn           401
├── Forbidden             403  a page of another site asked
├── NotFound              404  unknown, or not yours
├── Conflict              409  not in this state
├── Expired               410  was there, is gone
├── TooLarge              413
├── UnsupportedType       415
├── Invalid               422  well-formed, but not acceptable
│   └── BadDocument       422  a document that cannot be read; says why
├── TooManyRequests       429
├── Unavailable           503  nothing can run the work now
│   └── RedisUnavailable  503  Redis is away or refuses; work goes on without it
├── EngineError                the model did not do it
│   ├── EngineRefused     502  the key or the request was refused
│   ├── EngineBroken      502  the answer broke off or made no sense
│   ├── EngineBusy        503  over its limits or overloaded to the end
│   ├── EngineSilent      504  never answered, or not reachable
│   └── EngineDeclined    422  the model declined to answer
├── TaskCancelled         409  somebody pressed Stop
├── ClaimLost             409  another holder runs this task now
├── TaskTimeout           504  took longer than its kind may
└── Unexpected            500  a fault of ours; the details are in the log
"""

from __future__ import annotations


class BluepencilError(Exception):
    """The root. `detail` is one sentence a person can act on."""

    code = "error"
    status = 500
    title = "Something went wrong"
    retryable = False

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        retry_after: float | None = None,
        errors: list[dict[str, str]] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.code
        self.retry_after = retry_after
        self.errors = errors


class BadRequest(BluepencilError):
    """The request itself is malformed."""

    code, status, title = "bad_request", 400, "Malformed request"


class NotSignedIn(BluepencilError):
    """The caller has not signed in."""

    code, status, title = "not_signed_in", 401, "Not signed in"


class Forbidden(BluepencilError):
    """The request comes from a page of another site."""

    code, status, title = "forbidden", 403, "Not allowed"


class NotFound(BluepencilError):
    """Unknown, or somebody else's; the two cannot be told apart."""

    code, status, title = "not_found", 404, "Not found"


class Conflict(BluepencilError):
    """The thing is not in a state that allows this."""

    code, status, title = "conflict", 409, "Not possible now"


class Expired(BluepencilError):
    """It was there; its time is over."""

    code, status, title = "expired", 410, "Gone"


class TooLarge(BluepencilError):
    """Larger than a setting allows."""

    code, status, title = "too_large", 413, "Too large"


class UnsupportedType(BluepencilError):
    """Not a type that can be read."""

    code, status, title = "unsupported_type", 415, "Unsupported type"


class Invalid(BluepencilError):
    """Well-formed, but its content is not acceptable."""

    code, status, title = "invalid", 422, "Invalid input"


class BadDocument(Invalid):
    """A document that cannot be read; `code` says which way."""

    code, title = "damaged_document", "The document cannot be read"


class TooManyRequests(BluepencilError):
    """More than one caller may send in a while; `retry_after` says when there may be another."""

    code, status, title, retryable = "too_many_requests", 429, "Too many requests", True


class Unavailable(BluepencilError):
    """Nothing can run the work at this moment."""

    code, status, title, retryable = "unavailable", 503, "Not available now", True


class RedisUnavailable(Unavailable):
    """Redis did not answer, or refused; the work goes on without it."""

    code = "redis_unavailable"


class EngineError(BluepencilError):
    """The model did not do the work."""

    code, status, title = "engine_error", 502, "The model could not do it"


class EngineRefused(EngineError):
    """The key or the request was refused; trying again will not help."""

    code = "engine_refused"


class EngineBroken(EngineError):
    """The answer broke off or made no sense."""

    code, retryable = "engine_broken", True


class EngineBusy(EngineError):
    """Over its limits or overloaded, after every attempt."""

    code, status, retryable = "engine_busy", 503, True


class EngineSilent(EngineError):
    """Never answered, or not reachable."""

    code, status, retryable = "engine_silent", 504, True


class EngineDeclined(EngineError):
    """The model read the request and declined."""

    code, status = "engine_declined", 422


class TaskCancelled(BluepencilError):
    """Somebody asked for the task to stop."""

    code, status, title = "cancelled", 409, "Cancelled"


class ClaimLost(BluepencilError):
    """Another holder runs this task now, or it has ended; this one must write no more."""

    code, status, title = "claim_lost", 409, "Taken over"


class TaskTimeout(BluepencilError):
    """The task took longer than its kind may."""

    code, status, title, retryable = "task_timeout", 504, "Took too long", True


class Unexpected(BluepencilError):
    """A fault of ours."""

    code, status, title, retryable = "unexpected", 500, "A fault in Bluepencil", True
