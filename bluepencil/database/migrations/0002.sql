-- Tasks: whose turn it is, how long they were worked on, and what they read.
alter table tasks add column fairness_key text not null default '';
alter table tasks add column worked real not null default 0;
alter table tasks add column claimed_at real;
alter table tasks add column reads_json text;
update tasks set fairness_key = coalesce(session_id, owner);
update tasks set lease_until = 0 where state = 'PENDING';
update tasks set foreign_producer = 0 where finished_at is not null;
drop index tasks_open;
create index tasks_open on tasks (queue, fairness_key, seq, lease_until, task_id)
  where finished_at is null;
create index tasks_states on tasks (state, queue, seq) where finished_at is null;
create index tasks_working on tasks (session_id, kind) where finished_at is null;
create index tasks_producers on tasks (finished_at) where foreign_producer = 1;

-- When each session, or owner, last had its turn in a queue.
create table turns (
  queue text not null,
  fairness_key text not null,
  served_at real not null,
  primary key (queue, fairness_key)
);

alter table letters rename to dead_letters;

-- Every version of a document with its file, which comes last: what is before it is read without.
create table documents (
  session_id text not null references sessions (session_id) on delete cascade,
  version integer not null,
  name text not null,
  created_at real not null,
  sections integer not null,
  document_json text not null,
  file blob not null,
  primary key (session_id, version)
);
-- sqlite: insert into documents select session_id, version, name, created_at, sections, document_json, file from versions
-- sqlite: insert into documents select session_id, version, json_extract(document_json, '$.name'), version_at, sections, document_json, file from sessions
drop table versions;
alter table sessions drop column document_json;
alter table sessions drop column file;
alter table sessions drop column version_at;

-- Findings: nothing beside their JSON but what lists count.
drop index items_place;
alter table items drop column fingerprint;
alter table items drop column start;
alter table items drop column section;
alter table items drop column scope;
alter table items drop column source;

-- What readers changed: of `done` the last can be undone, of `undone` the last can be redone.
create table edit_history (
  session_id text not null references sessions (session_id) on delete cascade,
  stack text not null,
  position integer not null,
  edit_json text not null,
  primary key (session_id, stack, position)
);
-- sqlite: insert into edit_history select session_id, case undone when 0 then 'done' else 'undone' end, row_number() over (partition by session_id, undone order by case undone when 0 then seq else -seq end) - 1, json_object('label', label, 'changes', (select json_group_array(json_array(item_id, json(before_json), json(after_json))) from changes where edit = edits.seq)) from edits
drop table changes;
drop table edits;
