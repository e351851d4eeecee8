-- Facial images under Prüm: what the simulated states hold changes as prints and DNA profiles do, so that a gateway that has
-- faces in memory learns of those that were added, changed or removed since.

create sequence prum.face_revision;

alter table prum.face
  -- An image that the state holds no more stays as a note.
  add column removed boolean not null default false,
  add column revision bigint not null default nextval('prum.face_revision');
alter table prum.face alter column revision drop default;
create index face_since on prum.face (revision);

-- Whoever has seen a revision has seen every lower one: transactions that change faces commit one after the other.
create function prum.face_changes() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('ostiary prum face revisions', 0));
  new.revision := nextval('prum.face_revision');
  return new;
end
$$;
create trigger face_changes before insert or update on prum.face
  for each row execute function prum.face_changes();

revoke all on function prum.face_changes from public;
