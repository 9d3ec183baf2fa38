-- Verdicts on the items of a review's guideline: the engine's, and the reader's instead.
create table verdicts (
  session_id text not null references sessions (session_id) on delete cascade,
  said_by text not null,
  item text not null,
  judgement_json text not null,
  primary key (session_id, said_by, item)
) without rowid;
