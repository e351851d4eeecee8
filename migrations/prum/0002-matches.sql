-- What becomes of a match in Prüm: confirmation, request for core data, and the end of both.

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
  -- Reference number that the profile searched for has at the authority that searched (Regulation (EU) 2024/982 Art. 9(4));
  -- null where it gave none. Written with the match, never changed, and gone with it.
  own_reference text collate "C" check (length(own_reference) between 1 and 40),
  -- In the terms of the category.
  quality integer not null check (quality between 0 and 1000000),
  found_at timestamptz not null,
  confirmed_at timestamptz,
  -- Until when it is kept in its present state.
  until timestamptz not null,
  -- Art. 47(1): runs from the request on. Null before, and while the holder waits for a judicial authorisation.
  release_by timestamptz,
  -- Who of the holding state has taken it up: an authority, or 'SIMULATED'.
  handler text,
  -- The confirmation, the request, why it was decided so, and the core data themselves. Null when they were erased.
  review jsonb,
  content jsonb,
  decision text,
  core jsonb,
  overdue_logged_at timestamptz,
  -- Who brought it into its present state, and when; null when it was time alone.
  changed_by text,
  changed_at timestamptz not null,
  -- What the clock of matches does is decided first, then told to the log, and done last. Between the two nothing else can be
  -- done with the match: so nothing is done that the log does not have, and the log has nothing that is not done. Whoever finds
  -- a step that was decided on and not done, after a crash, takes it, under the same identifier: ULID of the act, in the log
  -- as well.
  decided_id text collate "C",
  -- The step as src/adapters/prum/matches/store/follow-up-store.ts describes it.
  decided_step jsonb,
  unique (search, reference),
  check (state not in ('closed', 'expired') or
         (review is null and content is null and decision is null and core is null)),
  check (core is null or state = 'released'),
  check ((decided_id is null) = (decided_step is null)),
  check (state <> 'core_requested' or release_by is not null)
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

-- What time or a simulated holder does to a match may fail, for that match again and again. It is then tried later, and later
-- each time, and holds up no other match. A row is here from the first failure until what failed is done, or the match has
-- become something else.
create table prum.match_fault (
  match text collate "C" not null references prum.match on delete cascade,
  -- What was tried: the step of a simulated holder, telling that core data are overdue, ending, closing.
  act text not null check (act in ('holder', 'overdue', 'expire', 'close')),
  -- One after the other.
  failures integer not null check (failures > 0),
  -- Before which it is not tried again, by the clock of the gateway that failed.
  not_before timestamptz not null,
  primary key (match, act)
);

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
  if old.decided_id is not null and new.decided_id is distinct from old.decided_id and new.state = old.state then
    raise exception 'a step that was decided on is taken';
  end if;
  if new.state <> old.state and new.decided_id is not null then
    raise exception 'a match takes no other step than the one that was decided on';
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
    values (new.id, new.state, new.changed_at, new.changed_by);
  end if;
  if tg_op = 'UPDATE' then
    delete from prum.match_fault
     where match = new.id
       and (new.state <> old.state or act = 'overdue' and new.overdue_logged_at is distinct from old.overdue_logged_at);
  end if;
  return null;
end
$$;
create trigger match_remembers after insert or update on prum.match
  for each row execute function prum.match_remembers();

-- Matches that nobody followed up leave when their time is over by the time given; what has ended leaves 90 days later; the
-- log has both, under its own retention. Without a time nothing leaves. This keeps a gateway from removing what is younger; one
-- that lies about the time it does not stop. Returns how many left.
create function prum.forget_matches(p_now timestamptz) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_most constant integer := 1000;
  v_matches integer;
begin
  delete from prum.match where id in (
    select m.id from prum.match m
     where (m.state in ('matched', 'not_confirmed') and m.until < p_now)
        or (m.state in ('closed', 'expired') and m.until < p_now - interval '90 days')
     limit v_most for update skip locked
  );
  get diagnostics v_matches = row_count;
  return v_matches;
end
$$;

revoke all on function prum.match_moves, prum.match_remembers, prum.forget_matches from public;

grant select on prum.match, prum.match_history to ostiary_gateway;
grant insert (id, category, state, search, reference, holding_state, asking_state, authority, own_reference, quality, found_at,
              until, changed_by, changed_at) on prum.match to ostiary_gateway;
grant update (state, confirmed_at, until, release_by, handler, review, content, decision, core, overdue_logged_at,
              changed_by, changed_at, decided_id, decided_step) on prum.match to ostiary_gateway;
grant select, insert (match, act, failures, not_before), update (failures, not_before) on prum.match_fault to ostiary_gateway;
grant execute on function prum.forget_matches to ostiary_gateway;

-- Nobody who logs in owns what forgets (migrations/audit/0008-owner.sql says why).
grant usage, create on schema prum to ostiary_owner;
alter table prum.match owner to ostiary_owner;
alter table prum.match_history owner to ostiary_owner;
alter table prum.match_fault owner to ostiary_owner;
alter function prum.match_moves owner to ostiary_owner;
alter function prum.match_remembers owner to ostiary_owner;
alter function prum.forget_matches owner to ostiary_owner;
