-- Keys of programs: of each a digest, from which nobody can make the key.
create table api_keys (
  id text primary key,
  owner text not null,
  name text not null,
  scopes text not null,
  digest text not null unique,
  created_at real not null,
  last_used_at real
);
create index api_keys_owner on api_keys (owner, created_at);
