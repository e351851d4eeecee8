-- DNA under Prüm: what the simulated states hold.

create sequence prum.dna_revision;

create table prum.dna_profile (
  reference text collate "C" primary key,
  member_state text not null check (member_state ~ '^[A-Z]{2}$'),
  -- Values by locus: {"VWA": ["16", "17"]}.
  loci jsonb not null,
  -- A profile that the state holds no more stays as a note, so that a gateway that has it in memory learns of it.
  removed boolean not null default false,
  revision bigint not null
);
create index dna_profile_since on prum.dna_profile (revision);

-- Whoever has seen a revision has seen every lower one: transactions that change profiles commit one after the other.
create function prum.dna_profile_changes() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('ostiary prum dna revisions', 0));
  new.revision := nextval('prum.dna_revision');
  return new;
end
$$;
create trigger dna_profile_changes before insert or update on prum.dna_profile
  for each row execute function prum.dna_profile_changes();

grant select on prum.dna_profile to ostiary_gateway;

-- What simulated states note of their own profiles: by which profile of another state each was found. A mark outlives the
-- match, as it would in a national database.
create table prum.dna_mark (
  reference text collate "C" not null,
  asking_state text not null check (asking_state ~ '^[A-Z]{2}$'),
  own_reference text collate "C" not null,
  marked_by text not null,
  marked_at timestamptz not null,
  primary key (reference, asking_state, own_reference)
);
grant select, insert on prum.dna_mark to ostiary_gateway;
