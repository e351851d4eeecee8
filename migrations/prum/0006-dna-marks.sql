-- Marks on unidentified DNA profiles that matched a search of another state (Regulation (EU) 2024/982 Art. 9(4)).

-- Reference number that the profile searched for has at the authority that searched; null where it gave none. Written with
-- the match, never changed, and gone with it.
alter table prum.match add column own_reference text collate "C" check (length(own_reference) between 1 and 40);
grant insert (own_reference) on prum.match to ostiary_gateway;

-- What simulated states note of their own profiles: by which profile of another state each was found. A mark outlives the
-- match, as it would in a national database.
create table prum.dna_mark (
  reference text collate "C" not null,
  asking_state text not null check (asking_state ~ '^[A-Z]{2}$'),
  own_reference text collate "C" not null,
  marked_by text not null,
  marked_at timestamptz not null default now(),
  primary key (reference, asking_state, own_reference)
);
grant select, insert on prum.dna_mark to ostiary_gateway;
