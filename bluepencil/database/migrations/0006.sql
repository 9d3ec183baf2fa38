-- Where an owner wants to hear of which events; `disabled` says why it is told no more.
create table webhooks (
  webhook_id text primary key,
  owner text not null,
  url text not null,
  events_json text not null,
  created_at real not null,
  disabled text
);
create index webhooks_owner on webhooks (owner, created_at);

-- What messages are signed with: of a webhook, or of an owner's tasks; the earlier one for a while.
create table signing_secrets (
  holder text primary key,
  secret text not null,
  earlier text,
  earlier_until real not null
);

-- The outbox: a message for each event and address, kept in the transaction that it tells of.
-- `next_at` is null once nothing more is to be done for it.
create table deliveries (
  seq integer primary key autoincrement,
  delivery_id text not null unique,
  owner text not null,
  webhook_id text,
  target text not null,
  url text not null,
  type text not null,
  body text not null,
  session_id text,
  created_at real not null,
  state text not null,
  tries integer not null,
  next_at real,
  lease_until real not null
);
create index deliveries_due on deliveries (next_at) where next_at is not null;
create index deliveries_webhook on deliveries (webhook_id, seq);
create index deliveries_session on deliveries (session_id) where session_id is not null;
create table delivery_attempts (
  delivery_id text not null references deliveries (delivery_id) on delete cascade,
  number integer not null,
  at real not null,
  status integer,
  latency real not null,
  error text,
  primary key (delivery_id, number)
);

-- Where the end of a task is told, if anywhere.
alter table tasks add column webhook_url text;
