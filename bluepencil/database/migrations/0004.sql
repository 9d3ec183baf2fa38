-- Keys that callers gave submissions, so that a repeated one is answered with the first one's task.
create table idempotency_keys (
  owner text not null,
  key text not null,
  fingerprint text not null,
  task_id text not null,
  created_at real not null,
  primary key (owner, key)
) without rowid;
create index idempotency_keys_age on idempotency_keys (created_at);

-- Tasks of a batch; its own task is the parent of them all.
alter table tasks add column batch_id text;
create index tasks_batch on tasks (batch_id, state) where batch_id is not null;

-- What people said in a session and a program is to answer, by id.
create table messages (
  message_id text primary key,
  session_id text not null references sessions (session_id) on delete cascade,
  message text not null,
  created_at real not null
);
create index messages_session on messages (session_id);
