-- How a document stands to the items of its guideline: said by the engine, and by the reader instead.
create table verdicts (
  session_id text not null references sessions (session_id) on delete cascade,
  said_by text not null,
  item text not null,
  judgement_json text not null,
  primary key (session_id, said_by, item)
) without rowid;
