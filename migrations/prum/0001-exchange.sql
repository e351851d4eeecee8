-- Prüm (Regulation (EU) 2024/982, Decision 2008/615/JHA): what all categories of data share. Who takes part, how simulated
-- states behave, and what becomes of a match.

create schema prum;

-- Roles belong to the whole server: another component, or another database of the same server, may have made it, or
-- may be making it at this very moment.
do $$
begin
  create role ostiary_gateway nologin;
exception
  when duplicate_object or unique_violation then null;
end
$$;
do $$
begin
  create role ostiary_owner nologin;
exception
  when duplicate_object or unique_violation then null;
end
$$;
do $$
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant ostiary_owner to %I', current_user);
  end if;
exception
  when unique_violation then null;
end
$$;

create domain prum.category as text check (value in ('dna', 'fingerprint', 'face', 'vehicle'));

-- States that the exchange knows of; only those that take part in a category ask, and are asked.
create table prum.participant (
  category prum.category,
  member_state text check (member_state ~ '^[A-Z]{2}$'),
  takes_part boolean not null,
  primary key (category, member_state)
);

-- How a simulated state behaves. Changed at any time; the next question finds it so.
create table prum.simulated_state (
  category prum.category,
  member_state text,
  latency_ms integer not null check (latency_ms between 0 and 60000),
  fault text check (fault in ('timeout', 'unavailable', 'refuses')),
  -- After so many milliseconds its holder decides on a request for core data that nobody of the state has taken up; null:
  -- never.
  decides_after_ms integer check (decides_after_ms between 0 and 86400000),
  primary key (category, member_state),
  foreign key (category, member_state) references prum.participant
);

-- What simulated holders know of the person or the trace behind reference data, and, if it is fixed, how they decide.
create table prum.holder_data (
  reference text collate "C" primary key,
  category prum.category not null,
  member_state text not null,
  -- As src/adapters/prum/matches/domain/core-content.ts describes it.
  core jsonb not null,
  decides text check (decides in ('release', 'refuse', 'await'))
);
create index holder_data_of on prum.holder_data (category);

-- What the simulator has loaded of each category.
create table prum.simulation (
  category prum.category primary key,
  generator text not null,
  seed text not null,
  amount integer not null,
  loaded_at timestamptz not null default clock_timestamp()
);

-- Every match, from the search that found it to its end: only what is here can be followed up. No sample, no profile; of
-- the person nothing but what the holder released.
create table prum.match (
  id text collate "C" primary key,
  category prum.category not null,
  state text not null check (state in
    ('matched', 'not_confirmed', 'confirmed', 'core_requested', 'authorisation_pending', 'released', 'refused', 'closed',
     'expired')),
  search text collate "C" not null,
  reference text collate "C" not null,
  holding_state text not null check (holding_state ~ '^[A-Z]{2}$'),
  asking_state text not null check (asking_state ~ '^[A-Z]{2}$'),
  authority text not null,
  -- In the terms of the category.
  quality integer not null check (quality between 0 and 1000000),
  found_at timestamptz not null default now(),
  confirmed_at timestamptz,
  -- Until when it is kept in its present state.
  until timestamptz not null,
  -- Art. 47(1); null before, and while the holder waits for a judicial authorisation.
  release_by timestamptz,
  -- Who of the holding state has taken it up: an authority, or 'SIMULATED'.
  handler text,
  -- The confirmation, the request, why it was decided so, and the core data themselves. Null when they were erased.
  review jsonb,
  content jsonb,
  decision text,
  core jsonb,
  overdue_logged_at timestamptz,
  -- Who brought it into its present state; null when it was time alone.
  changed_by text,
  unique (search, reference),
  check (state not in ('closed', 'expired') or
         (review is null and content is null and decision is null and core is null)),
  check (core is null or state = 'released')
);
create index match_outbox on prum.match (category, authority, id);
create index match_inbox on prum.match (category, holding_state, id);
create index match_over on prum.match (until);
create index match_open on prum.match (category, id) where state in ('core_requested', 'authorisation_pending');

-- Every state that a match was in. Appended by the trigger below and by nobody else.
create table prum.match_history (
  id bigint generated always as identity primary key,
  match text collate "C" not null references prum.match on delete cascade,
  state text not null,
  at timestamptz not null,
  changed_by text
);
create index match_history_of on prum.match_history (match, id);

-- What the state machine of src/adapters/prum/matches/domain/follow-up-states.ts allows, whatever a statement says.
create function prum.match_moves() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'matched' then
      raise exception 'a match begins as matched';
    end if;
    return new;
  end if;
  if (old.id, old.category, old.search, old.reference, old.holding_state, old.asking_state, old.authority, old.quality,
      old.found_at)
     is distinct from
     (new.id, new.category, new.search, new.reference, new.holding_state, new.asking_state, new.authority, new.quality,
      new.found_at)
     or (old.review is not null and new.review is not null and old.review is distinct from new.review)
     or (old.content is not null and new.content is not null and old.content is distinct from new.content)
  then
    raise exception 'what was found, confirmed and asked is not changed';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (
    ('matched', 'confirmed'), ('matched', 'not_confirmed'),
    ('confirmed', 'core_requested'),
    ('core_requested', 'authorisation_pending'),
    ('core_requested', 'released'), ('core_requested', 'refused'),
    ('authorisation_pending', 'released'), ('authorisation_pending', 'refused'),
    ('matched', 'closed'), ('not_confirmed', 'closed'), ('confirmed', 'closed'), ('core_requested', 'closed'),
    ('authorisation_pending', 'closed'), ('released', 'closed'), ('refused', 'closed'),
    ('confirmed', 'expired'), ('core_requested', 'expired'), ('authorisation_pending', 'expired')
  ) then
    raise exception 'a match that is % does not become %', old.state, new.state;
  end if;
  return new;
end
$$;
create trigger match_moves before insert or update on prum.match
  for each row execute function prum.match_moves();

create function prum.match_remembers() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' or new.state <> old.state then
    insert into prum.match_history (match, state, at, changed_by)
    values (new.id, new.state, now(), new.changed_by);
  end if;
  return null;
end
$$;
create trigger match_remembers after insert or update on prum.match
  for each row execute function prum.match_remembers();

-- Matches that nobody followed up leave when their time is over, by the database's clock; what has ended leaves 90 days
-- later; the log has both, under its own retention. Returns how many left.
create function prum.forget_matches() returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_most constant integer := 1000;
  v_matches integer;
begin
  delete from prum.match where id in (
    select m.id from prum.match m
     where (m.state in ('matched', 'not_confirmed') and m.until < now())
        or (m.state in ('closed', 'expired') and m.until < now() - interval '90 days')
     limit v_most for update skip locked
  );
  get diagnostics v_matches = row_count;
  return v_matches;
end
$$;

revoke all on function prum.match_moves, prum.match_remembers, prum.forget_matches from public;

grant usage on schema prum to ostiary_gateway;
grant select on prum.participant, prum.simulated_state, prum.holder_data, prum.simulation, prum.match, prum.match_history
  to ostiary_gateway;
grant insert (id, category, state, search, reference, holding_state, asking_state, authority, quality, until, changed_by)
  on prum.match to ostiary_gateway;
grant update (state, confirmed_at, until, release_by, handler, review, content, decision, core, overdue_logged_at,
              changed_by) on prum.match to ostiary_gateway;
grant execute on function prum.forget_matches to ostiary_gateway;

-- Nobody who logs in owns what forgets (migrations/audit/0004-owner.sql says why).
grant usage, create on schema prum to ostiary_owner;
alter table prum.match owner to ostiary_owner;
alter table prum.match_history owner to ostiary_owner;
alter function prum.match_moves owner to ostiary_owner;
alter function prum.match_remembers owner to ostiary_owner;
alter function prum.forget_matches owner to ostiary_owner;
