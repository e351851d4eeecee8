-- Dactyloscopic data under Prüm: what the simulated states hold.

create sequence prum.print_revision;

create table prum.print (
  reference text collate "C" primary key,
  member_state text not null check (member_state ~ '^[A-Z]{2}$'),
  -- Each is searched apart (Decision 2008/616/JHA, Annex, chapter 2).
  collection text not null check (collection in ('ten_print', 'palm', 'trace', 'palm_trace')),
  -- Finger minutiae record of ISO/IEC 19794-2:2005, and the position of each of its views: those of palms are not in it.
  minutiae bytea not null check (octet_length(minutiae) <= 65536),
  positions smallint[] not null,
  -- Data that the state holds no more stay as a note, so that a gateway that has them in memory learns of it.
  removed boolean not null default false,
  revision bigint not null
);
create index print_since on prum.print (revision);

-- Whoever has seen a revision has seen every lower one: transactions that change prints commit one after the other.
create function prum.print_changes() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('ostiary prum print revisions', 0));
  new.revision := nextval('prum.print_revision');
  return new;
end
$$;
create trigger print_changes before insert or update on prum.print
  for each row execute function prum.print_changes();

revoke all on function prum.print_changes from public;

grant select on prum.print to ostiary_gateway;
