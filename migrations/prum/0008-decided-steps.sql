-- What the clock of matches does is decided first, then told to the log, and done last. Between the two nothing else can be
-- done with the match: so nothing is done that the log does not have, and the log has nothing that is not done. Whoever finds
-- a step that was decided on and not done, after a crash, takes it, under the same identifier.
alter table prum.match
  -- ULID of the act, in the log as well.
  add column decided_id text collate "C",
  -- The step as src/adapters/prum/matches/store/follow-up-store.ts describes it.
  add column decided_step jsonb,
  add check ((decided_id is null) = (decided_step is null));

-- A match that is over is kept from its end on, not from when it would have ended.
update prum.match set until = least(until, now()) where state in ('closed', 'expired');

-- The time for core data runs from the request on (Art. 47(1)); some requests had none.
update prum.match m
   set release_by = interval '48 hours' + (select max(past.at) from prum.match_history past where past.match = m.id)
 where state = 'core_requested' and release_by is null;
alter table prum.match add check (state <> 'core_requested' or release_by is not null);

create or replace function prum.match_moves() returns trigger
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

grant update (decided_id, decided_step) on prum.match to ostiary_gateway;
