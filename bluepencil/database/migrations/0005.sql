-- Every index is written to at each submission: fewer of them do as well.
drop index tasks_working;
drop index tasks_session;
create index tasks_session on tasks (session_id, finished_at, kind);
drop index tasks_states;
drop index tasks_open;
create index tasks_open on tasks (queue, fairness_key, seq, lease_until, state, task_id)
  where finished_at is null;
