-- Facial images under Prüm (Regulation (EU) 2024/982 Arts. 19 to 24): what the simulated states hold of them. No image is
-- stored anywhere: a face is the vector that a recognition algorithm has made of one.

create sequence prum.face_revision;

create table prum.face (
  -- Says whether the image is of an identified person.
  reference text collate "C" primary key check (reference ~ '^FAC-[A-Z]{2}-[IU]-[0-9A-HJKMNP-TV-Z]{26}$'),
  member_state text not null,
  -- A vector of length 1: 32-bit numbers, least significant byte first. 64 to 1024 of them.
  vector bytea not null check (octet_length(vector) between 256 and 4096 and octet_length(vector) % 4 = 0),
  -- An image that the state holds no more stays as a note, so that a gateway that has it in memory learns of it.
  removed boolean not null default false,
  revision bigint not null,
  check (substr(reference, 5, 2) = member_state)
);
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

grant select on prum.face to ostiary_gateway;
