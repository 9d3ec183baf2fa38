-- Tasks that are made again and again, or at a time; times are UTC, as everywhere.
create table schedules (
  schedule_id text primary key,
  owner text not null,
  name text not null,
  task_type text not null,
  input_json text not null,
  every real,
  cron text,
  at real,
  paused integer not null,
  next_run real,
  last_run real,
  last_task_id text,
  last_error text,
  created_at real not null
);
create index schedules_owner on schedules (owner, created_at);
create index schedules_due on schedules (next_run) where paused = 0 and next_run is not null;
