-- Follow-up of matches in police records (Regulation (EU) 2024/982 Art. 44(5)): reasoned requests to the holders of
-- records. This stands for SIENA, by which the law has them sent.

-- What searches found, so that only a match can be followed up, by the authority that found it. No person, no name.
create table police_records.search_match (
  search text collate "C" not null,
  record_reference text collate "C" not null,
  authority text not null,
  quality smallint not null check (quality between 80 and 100),
  found_at timestamptz not null,
  primary key (search, record_reference)
);
create index search_match_over on police_records.search_match (found_at);

create table police_records.request (
  -- The request that sent it: the same identifier in the log.
  id text collate "C" primary key,
  state text not null check (state in
    ('requested', 'received', 'information_asked', 'approved', 'refused', 'delivered', 'closed', 'expired')),
  record_reference text collate "C" not null,
  holding_state text not null check (holding_state ~ '^[A-Z]{2}$'),
  asking_state text not null check (asking_state ~ '^[A-Z]{2}$'),
  authority text not null,
  -- Under which the officer appears towards other states.
  officer text not null,
  search text collate "C" not null,
  quality smallint not null,
  asked_at timestamptz not null,
  -- By when the holder is to decide, and by when it is over if nothing is delivered.
  decide_by timestamptz not null,
  expires_at timestamptz not null,
  -- Until when what was delivered, or why it was not, can be read.
  keep_until timestamptz,
  -- Who of the holding state has taken it up: an authority, or 'SIMULATED'.
  handler text,
  -- Personal data: the person, the reasons, what was asked back and answered, why it was refused, and the record itself.
  -- Null when it was erased.
  content jsonb,
  correspondence jsonb,
  decision text,
  delivered jsonb,
  overdue_logged_at timestamptz,
  -- Who brought it into its present state, and when; null when it was time alone.
  changed_by text,
  changed_at timestamptz not null,
  check (expires_at > asked_at),
  check ((state in ('closed', 'expired')) <= (content is null and correspondence is null and delivered is null))
);
create index request_outbox on police_records.request (authority, id);
create index request_inbox on police_records.request (holding_state, id);
create index request_open on police_records.request (asked_at) where state not in ('refused', 'closed', 'expired');
create index request_over on police_records.request (keep_until) where state in ('refused', 'delivered');

-- Every state that a request was in. Appended by the trigger below and by nobody else.
create table police_records.request_history (
  id bigint generated always as identity primary key,
  request text collate "C" not null references police_records.request on delete cascade,
  state text not null,
  at timestamptz not null,
  changed_by text
);
create index request_history_of on police_records.request_history (request, id);

-- What the state machine of src/adapters/police-records/domain/request-states.ts allows, whatever a statement says.
create function police_records.request_moves() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'requested' then
      raise exception 'a request begins as requested';
    end if;
    return new;
  end if;
  if (old.id, old.record_reference, old.holding_state, old.asking_state, old.authority, old.officer, old.search,
      old.quality, old.asked_at, old.expires_at)
     is distinct from
     (new.id, new.record_reference, new.holding_state, new.asking_state, new.authority, new.officer, new.search,
      new.quality, new.asked_at, new.expires_at)
     or (new.content is not null and old.content is distinct from new.content)
  then
    raise exception 'what was asked is not changed';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (
    ('requested', 'received'), ('received', 'information_asked'), ('information_asked', 'received'),
    ('requested', 'information_asked'),
    ('requested', 'approved'), ('requested', 'refused'), ('received', 'approved'), ('received', 'refused'),
    ('approved', 'delivered'),
    ('requested', 'closed'), ('received', 'closed'), ('information_asked', 'closed'), ('approved', 'closed'),
    ('refused', 'closed'), ('delivered', 'closed'),
    ('requested', 'expired'), ('received', 'expired'), ('information_asked', 'expired'), ('approved', 'expired')
  ) then
    raise exception 'a request that is % does not become %', old.state, new.state;
  end if;
  if new.delivered is not null and new.state <> 'delivered' then
    raise exception 'a record is delivered when it was approved, and is there until the request is closed';
  end if;
  return new;
end
$$;
create trigger request_moves before insert or update on police_records.request
  for each row execute function police_records.request_moves();

create function police_records.request_remembers() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' or new.state <> old.state then
    insert into police_records.request_history (request, state, at, changed_by)
    values (new.id, new.state, new.changed_at, new.changed_by);
  end if;
  return null;
end
$$;
create trigger request_remembers after insert or update on police_records.request
  for each row execute function police_records.request_remembers();

-- What is over for 90 days by the time given leaves; the log has it, under its own retention. Matches leave when they can be
-- followed up no more. Without a time nothing leaves. This keeps a gateway from removing what is younger; one that lies about
-- the time it does not stop. Returns how many left.
create function police_records.forget_ended(p_now timestamptz) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_most constant integer := 1000;
  v_requests integer;
  v_matches integer;
begin
  delete from police_records.request where id in (
    select r.id from police_records.request r
     where r.state in ('closed', 'expired') and r.expires_at < p_now - interval '90 days'
     limit v_most for update skip locked
  );
  get diagnostics v_requests = row_count;
  delete from police_records.search_match where (search, record_reference) in (
    select m.search, m.record_reference from police_records.search_match m
     where m.found_at < p_now - interval '30 days'
     limit v_most for update skip locked
  );
  get diagnostics v_matches = row_count;
  return v_requests + v_matches;
end
$$;

revoke all on function police_records.request_moves, police_records.request_remembers, police_records.forget_ended
  from public;

grant select on police_records.search_match, police_records.request, police_records.request_history to ostiary_gateway;
grant insert (search, record_reference, authority, quality, found_at) on police_records.search_match to ostiary_gateway;
grant insert (id, state, record_reference, holding_state, asking_state, authority, officer, search, quality, asked_at,
              decide_by, expires_at, content, changed_by, changed_at) on police_records.request to ostiary_gateway;
grant update (state, decide_by, keep_until, handler, content, correspondence, decision, delivered, overdue_logged_at,
              changed_by, changed_at) on police_records.request to ostiary_gateway;
grant execute on function police_records.forget_ended to ostiary_gateway;

-- Nobody who logs in owns what forgets (migrations/audit/0008-owner.sql says why).
grant usage, create on schema police_records to ostiary_owner;
alter table police_records.search_match owner to ostiary_owner;
alter table police_records.request owner to ostiary_owner;
alter table police_records.request_history owner to ostiary_owner;
alter function police_records.request_moves owner to ostiary_owner;
alter function police_records.request_remembers owner to ostiary_owner;
alter function police_records.forget_ended owner to ostiary_owner;
