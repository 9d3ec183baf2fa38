"""Webhooks, what they are signed with, and the messages to them, claimed one process at a time."""

from __future__ import annotations

import base64
import os
import time
from collections import Counter
from dataclasses import fields
from typing import NamedTuple

from bluepencil.database import Part, Row, Transaction
from bluepencil.errors import Conflict, NotFound
from bluepencil.store import outbox
from bluepencil.store.outbox import webhook_of
from bluepencil.store.rows import dumps
from bluepencil.webhooks import events
from bluepencil.webhooks.record import SIGN_EARLIER, Attempt, Delivery, State, Webhook

MOST = 20  # webhooks of one owner
AT_ONCE = 4  # messages that are sent to one target at the same time
KEPT = 7 * 24 * 3600.0  # seconds that a message is kept once nothing more is done for it
KEPT_EACH = 1000  # and how many of one target are kept
_OWN = "select * from webhooks where owner = :owner order by created_at, webhook_id"
_ONE = "select * from webhooks where webhook_id = :id and owner = :owner"
_DUE = "select 1 as due from deliveries where next_at <= :now and lease_until < :now limit 1"
_HELD = """
select target, count(*) as number from deliveries
where next_at is not null and lease_until >= :now group by target
"""
_NEXT = f"""
select seq, target from (
  select seq, target, row_number() over (partition by target order by next_at, seq) as place
  from deliveries where next_at <= :now and lease_until < :now
) due where place <= {AT_ONCE} order by place, seq
"""
_CLAIM = """
update deliveries set lease_until = :until, tries = tries + 1
where seq = :seq and next_at is not null returning *
"""
_SETTLE = """
update deliveries set state = :state, next_at = :next_at, tries = :tries, lease_until = 0.0
where delivery_id = :delivery_id and lease_until = :lease_until
"""
_SECRETS = "select secret, earlier, earlier_until from signing_secrets where holder = :holder"
_TRIED = """
select d.seq, d.delivery_id, d.type, d.state, d.created_at, d.next_at, a.number, a.at, a.status,
  a.latency, a.error
from deliveries d left join delivery_attempts a on a.delivery_id = d.delivery_id
where d.webhook_id = :id and d.seq < :before and d.seq >= coalesce((
  select seq from deliveries where webhook_id = :id and seq < :before
  order by seq desc limit 1 offset :last), 0)
order by d.seq desc, a.number desc
"""
_ORPHANS = """
delete from deliveries where webhook_id is not null
and webhook_id not in (select webhook_id from webhooks)
"""
_TOO_MANY = f"""
delete from deliveries where next_at is null and seq in (
  select seq from (
    select seq, row_number() over (partition by target order by seq desc) as place
    from deliveries where next_at is null
  ) ended where place > {KEPT_EACH}
)
"""
_NAMES = [field.name for field in fields(Delivery)]


class Tried(NamedTuple):
    """An attempt to deliver a message; of one that was not tried yet, the last fields are None."""

    seq: int
    delivery_id: str
    type: str
    state: State
    created_at: float
    next_at: float | None
    number: int | None
    at: float | None
    status: int | None
    latency: float | None
    error: str | None


class WebhookStore(Part):
    """The webhooks in a database. Unknown ones, and other owners', raise NotFound."""

    def add(self, hook: Webhook) -> str:
        """Keep a new webhook; returns its secret. Raises Conflict where there are too many."""
        with self._writing() as db:
            db.serialize(f"webhooks {hook.owner}")
            if len(db.all(_OWN, owner=hook.owner)) >= MOST:
                detail = f"There are {MOST} webhooks, the most there can be; delete one first."
                raise Conflict(detail, code="too_many_webhooks")
            row = hook._asdict()
            row["events_json"] = dumps(row.pop("events"))
            db.insert("webhooks", row)
            return _new_secret(db, hook.webhook_id)

    def all(self, owner: str) -> list[Webhook]:
        """The owner's webhooks, oldest first."""
        return [webhook_of(row) for row in self._all(_OWN, owner=owner)]

    def get(self, webhook_id: str, owner: str) -> Webhook:
        """One webhook."""
        return webhook_of(_found(self._one(_ONE, id=webhook_id, owner=owner)))

    def delete(self, webhook_id: str, owner: str) -> None:
        """Forget it, its secret and its messages."""
        with self._writing() as db:
            _found(db.one(_ONE + db.lock, id=webhook_id, owner=owner))
            db.run("delete from webhooks where webhook_id = :id", id=webhook_id)
            db.run("delete from signing_secrets where holder = :id", id=webhook_id)
            outbox.forget(db, webhook_id=webhook_id)
            db.then(self._database.scrub)

    def rotate(self, holder: str) -> str:
        """A new secret; the one before it signs as well for a day."""
        with self._writing() as db:
            db.serialize(f"secret {holder}")
            return _new_secret(db, holder)

    def secrets(self, holder: str) -> list[str]:
        """What signs its messages now, the newest first; of nobody's holder nothing."""
        row = self._one(_SECRETS, holder=holder)
        if row is None:
            return []
        earlier = row["earlier"] if row["earlier_until"] > time.time() else None
        return [row["secret"], *([earlier] if earlier else [])]

    def test(self, hook: Webhook) -> str:
        """Keep a test message for it; returns its id. Raises Conflict where it is disabled."""
        _refuse_disabled(hook.disabled)
        row = outbox.to_webhook(events.test(hook.webhook_id, time.time()), hook)
        with self._writing() as db:
            db.insert("deliveries", row)
        return str(row["delivery_id"])

    def deliveries(
        self, webhook_id: str, owner: str, limit: int, before: int = 2**62
    ) -> list[Tried]:
        """The attempts at its newest messages, newest first, and those that wait for one."""
        self.get(webhook_id, owner)
        rows = self._all(_TRIED, id=webhook_id, before=before, last=limit - 1)
        return [Tried(**row) for row in rows]

    def redeliver(self, delivery_id: str, owner: str) -> None:
        """Send a message again, whatever came of it. Raises Conflict while it is being sent, and
        where its webhook is disabled."""
        now = time.time()
        with self._writing() as db:
            sql = f"select * from deliveries where delivery_id = :id and owner = :owner{db.lock}"
            row = db.one(sql, id=delivery_id, owner=owner)
            if row is None:
                raise NotFound("There is no delivery with this id.", code="delivery_not_found")
            if row["lease_until"] >= now:
                raise Conflict("It is being sent right now.", code="being_sent")
            hook = db.one(
                "select disabled from webhooks where webhook_id = :id", id=row["webhook_id"]
            )
            _refuse_disabled(hook["disabled"] if hook else None)
            changes = {"state": "waiting", "tries": 0, "next_at": now}
            db.update("deliveries", changes, delivery_id=delivery_id)

    def claim(self, free: int, now: float, until: float) -> list[Delivery]:
        """Take up to `free` messages that are due, a few of each target; nobody else gets them
        until then, and it counts as a try."""
        if free <= 0 or self._one(_DUE, now=now) is None:
            return []
        with self._writing() as db:
            db.serialize("deliveries")
            held = Counter({row["target"]: row["number"] for row in db.all(_HELD, now=now)})
            chosen: list[int] = []
            for row in db.all(_NEXT, now=now):
                if len(chosen) < free and held[row["target"]] < AT_ONCE:
                    held[row["target"]] += 1
                    chosen.append(row["seq"])
            taken = [db.one(_CLAIM, seq=seq, until=until) for seq in sorted(chosen)]
            return [_delivery(row) for row in taken if row is not None]

    def settle(self, claimed: Delivery, after: Delivery, attempt: Attempt | None) -> None:
        """Write what came of a claimed message, unless it is gone or somebody else's by now."""
        about = {name: getattr(after, name) for name in ("state", "next_at", "tries")}
        key = {"delivery_id": claimed.delivery_id, "lease_until": claimed.lease_until}
        with self._writing() as db:
            if db.run(_SETTLE, **about, **key) and attempt is not None:
                last = "select coalesce(max(number), 0) as last from delivery_attempts "
                row = db.one(f"{last}where delivery_id = :id", id=claimed.delivery_id)
                number = (row["last"] if row else 0) + 1
                db.insert("delivery_attempts", attempt._replace(number=number)._asdict())

    def disable(self, webhook_id: str, why: str) -> None:
        """Send it nothing more; what waits for it is given up."""
        with self._writing() as db:
            db.update("webhooks", {"disabled": why}, webhook_id=webhook_id)
            sql = "select seq from deliveries where webhook_id = :id and next_at is not null "
            sql += f"and lease_until < :now order by seq{db.lock}"
            for row in db.all(sql, id=webhook_id, now=time.time()):
                db.update("deliveries", {"state": "dead", "next_at": None}, seq=row["seq"])

    def expire(self, now: float) -> None:
        """Forget messages that ended long ago, and the oldest of very many."""
        with self._writing() as db:
            ended = "delete from deliveries where next_at is null and created_at < :before"
            gone = db.run(ended, before=now - KEPT)
            gone += db.run(_TOO_MANY) + db.run(_ORPHANS)
            if gone:
                db.then(self._database.scrub)


def _delivery(row: Row) -> Delivery:
    return Delivery(**{name: row[name] for name in _NAMES})


def _new_secret(db: Transaction, holder: str) -> str:
    secret = "whsec_" + base64.b64encode(os.urandom(24)).decode()
    before = db.one(_SECRETS + db.lock, holder=holder)
    row = {"holder": holder, "secret": secret, "earlier": before and before["secret"]}
    db.insert(
        "signing_secrets", {**row, "earlier_until": time.time() + SIGN_EARLIER}, replacing="holder"
    )
    return secret


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFound("There is no webhook with this id.", code="webhook_not_found")
    return row


def _refuse_disabled(why: str | None) -> None:
    if why is not None:
        raise Conflict(f"The webhook is disabled: {why} Add it anew.", code="webhook_disabled")
