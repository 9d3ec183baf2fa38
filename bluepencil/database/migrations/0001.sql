-- What release 0.1.0 made. Times are seconds since 1970; columns named *_json hold JSON.
create table store (
  identity text not null
);

create table tasks (
  seq integer primary key autoincrement,
  task_id text not null unique,
  kind text not null,
  queue text not null,
  owner text not null,
  session_id text,
  input_json text not null,
  state text not null,
  status text not null,
  progress integer not null,
  version integer not null,
  attempts integer not null,
  waiting_for text,
  resume_at real,
  result_json text,
  error_json text,
  usage_json text not null,
  foreign_producer integer not null,
  created_at real not null,
  started_at real,
  finished_at real,
  fence integer not null,
  holder text,
  lease_until real not null default 0,
  expired integer not null default 0
);
create index tasks_open on tasks (state, queue, seq, session_id, owner, task_id)
  where finished_at is null;
create index tasks_ended on tasks (finished_at, state, started_at, queue)
  where finished_at is not null;
create index tasks_listed on tasks (state, seq) where expired = 0;
create index tasks_session on tasks (session_id);
create index tasks_owner on tasks (owner, seq);

-- Messages that were no tasks: what came, to which queue, and what was wrong with it.
create table letters (
  seq integer primary key autoincrement,
  queue text not null,
  reason text not null,
  message blob not null,
  created_at real not null
);

-- What calls cost, as it was spent.
create table spending (
  at real not null,
  cost_usd real not null
);
create index spending_at on spending (at, cost_usd);

create table events (
  task_id text not null references tasks (task_id) on delete cascade,
  version integer not null,
  type text not null,
  data_json text not null,
  primary key (task_id, version)
) without rowid;

create table sessions (
  seq integer primary key autoincrement,
  session_id text not null unique,
  owner text not null,
  name text not null,
  sections integer not null,
  guideline_name text not null,
  guideline_json text not null,
  document_json text not null,
  file blob not null,
  usage_json text not null,
  revision integer not null default 0,
  version integer not null default 1,
  version_at real not null,
  created_at real not null,
  touched_at real not null
);
create index sessions_owner on sessions (owner, seq);
create index sessions_touched on sessions (touched_at);

-- The words of a session's text, as search looks for them. Not an FTS5 table: before SQLite 3.42
-- that keeps the words of deleted rows until it happens to merge them away.
create table words (
  word text not null,
  session_id text not null references sessions (session_id) on delete cascade,
  primary key (word, session_id)
) without rowid;
create index words_session on words (session_id);

-- Earlier versions of documents; the newest stands with its session.
create table versions (
  session_id text not null references sessions (session_id) on delete cascade,
  version integer not null,
  name text not null,
  created_at real not null,
  sections integer not null,
  document_json text not null,
  file blob not null,
  primary key (session_id, version)
);

create table reviewed (
  session_id text not null references sessions (session_id) on delete cascade,
  section text not null,
  primary key (session_id, section)
) without rowid;

create table items (
  seq integer primary key autoincrement,
  id text not null unique,
  session_id text not null references sessions (session_id) on delete cascade,
  fingerprint text not null,
  start integer not null,
  section text not null,
  scope text not null,
  source text not null,
  decision text not null,
  resolved_in integer, -- null: it stands
  item_json text not null
);
-- Of what the reader wrote, the id is the fingerprint.
create unique index items_place on items (session_id, fingerprint, start)
  where resolved_in is null;
create index items_session on items (session_id, seq);

create table chat (
  seq integer primary key autoincrement,
  session_id text not null references sessions (session_id) on delete cascade,
  message_json text not null
);
create index chat_session on chat (session_id, seq);

-- What the reader changed, in order; those undone are the newest, until the next edit.
create table edits (
  seq integer primary key autoincrement,
  session_id text not null references sessions (session_id) on delete cascade,
  label text not null,
  undone integer not null default 0
);
create index edits_session on edits (session_id, undone, seq);

create table changes (
  edit integer not null references edits (seq) on delete cascade,
  item_id text not null,
  before_json text,
  after_json text,
  primary key (edit, item_id)
) without rowid;
create index changes_item on changes (item_id);

create table activity (
  seq integer primary key autoincrement,
  session_id text not null references sessions (session_id) on delete cascade,
  at real not null,
  what text not null,
  detail text not null,
  numbers_json text not null
);
create index activity_session on activity (session_id, seq);

-- What readings came to, by a digest of what they rested on.
create table readings (
  session_id text not null references sessions (session_id) on delete cascade,
  key text not null,
  reading_json text not null,
  primary key (session_id, key)
) without rowid;

-- Guidelines people keep, as Markdown.
create table guidelines (
  owner text not null,
  name text not null,
  text text not null,
  updated_at real not null,
  primary key (owner, name)
) without rowid;
