-- Life cycle of alerts: versions, the journal of changes, who must not see an alert, flags, links, history, notices.

-- Every change of an alert is a new version; the number stands in the alert itself.
alter table sis.alert
  add column version integer not null generated always as (coalesce((record ->> 'version')::integer, 1)) stored,
  -- Member States to whose end-users the alert does not exist, although their scope would show it: it is flagged there
  -- (Arts. 24, 25), or an arrest alert made unavailable for an operation (Art. 26(4)). Null stands for none.
  add column hidden_from text[] check (cardinality(hidden_from) > 0);

-- The clock looks for alerts that reach their term.
create index alert_by_term on sis.alert (expires_on);

create sequence sis.alert_number as integer;
select setval('sis.alert_number', greatest((select max(alert_no) from sis.alert), 1));

-- The number of the last change, and of the world that the changes are of: a world that is loaded anew has another epoch,
-- and whoever follows the changes begins again. One row, and a lock: see sis.append_changes.
create table sis.journal (
  one boolean primary key default true check (one),
  epoch integer not null default 1,
  last bigint not null default 0
);
insert into sis.journal default values;

-- Every change of an alert, without what the alert says.
create table sis.change (
  seq bigint primary key,
  at timestamptz not null,
  act text not null check (act in ('entered', 'updated', 'visibility', 'links', 'deleted')),
  alert_no integer not null,
  reference text collate "C" not null,
  issuing_state text not null,
  category smallint not null,
  object_letter smallint not null,
  version integer not null,
  expires_on date not null,
  -- Before and after: a state that is in the second and not in the first has lost sight of the alert.
  hidden_before text[],
  hidden_from text[]
);
create index change_by_time on sis.change (at);

-- Appends what a statement changed. It locks the row of sis.journal until its transaction ends, so changes get their
-- numbers without gaps and become visible in that order: who can see change n can see every change before it. No reader
-- that continues after the last number it saw can miss one, however late a transaction commits. A transaction locks all
-- alerts that it will change before it changes the first: two that wait for each other here would never end.
create function sis.append_changes() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_last bigint;
  v_count bigint;
begin
  if tg_op = 'DELETE' then
    select count(*) into v_count from old_rows;
  else
    select count(*) into v_count from new_rows;
  end if;
  if v_count = 0 then
    return null;
  end if;
  update sis.journal set last = last + v_count returning last - v_count into v_last;
  if tg_op = 'DELETE' then
    insert into sis.change
    select v_last + row_number() over (order by alert_no), clock_timestamp(), 'deleted', alert_no, reference,
           issuing_state, category, object_letter, version, expires_on, hidden_from, hidden_from
    from old_rows;
  elsif tg_op = 'INSERT' then
    insert into sis.change
    select v_last + row_number() over (order by alert_no), clock_timestamp(), 'entered', alert_no, reference,
           issuing_state, category, object_letter, version, expires_on, null, hidden_from
    from new_rows;
  else
    insert into sis.change
    select v_last + row_number() over (order by new_rows.alert_no), clock_timestamp(),
           case when new_rows.version <> old_rows.version then 'updated' else 'visibility' end,
           new_rows.alert_no, new_rows.reference, new_rows.issuing_state, new_rows.category, new_rows.object_letter,
           new_rows.version, new_rows.expires_on, old_rows.hidden_from, new_rows.hidden_from
    from new_rows join old_rows using (alert_no);
  end if;
  return null;
end
$$;
revoke execute on function sis.append_changes() from public;

create trigger alert_journal_insert after insert on sis.alert
  referencing new table as new_rows for each statement execute function sis.append_changes();
create trigger alert_journal_update after update on sis.alert
  referencing old table as old_rows new table as new_rows for each statement execute function sis.append_changes();
create trigger alert_journal_delete after delete on sis.alert
  referencing old table as old_rows for each statement execute function sis.append_changes();

-- What says something about an alert may change in one way: into its next version.
create function sis.check_version() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if (new.record is distinct from old.record or new.expires_on <> old.expires_on)
     and coalesce((new.record ->> 'version')::integer, 1) <> old.version + 1 then
    raise exception 'alert %: version % does not follow version %', old.reference, new.record ->> 'version', old.version
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$$;

create trigger alert_version
  before update on sis.alert
  for each row execute function sis.check_version();

-- Flags (Arts. 24, 25): the action is not taken in the state's territory. Entered by the issuing state at its request.
create table sis.flag (
  reference text collate "C" not null,
  state text not null check (state ~ '^[A-Z]{2}$'),
  -- Reference of the request in supplementary information (form F).
  request_reference text not null,
  added_at timestamptz not null default now(),
  primary key (reference, state)
);

-- An arrest alert that end-users of a state involved in an operation do not see for a time (Art. 26(4)).
create table sis.unavailability (
  reference text collate "C" not null,
  state text not null check (state ~ '^[A-Z]{2}$'),
  since timestamptz not null,
  until timestamptz not null,
  primary key (reference, state),
  check (until > since)
);
create index unavailability_by_end on sis.unavailability (until);

-- Links between alerts of one state (Art. 63), each once.
create table sis.link (
  one text collate "C" not null,
  other text collate "C" not null,
  linked_at timestamptz not null default now(),
  primary key (one, other),
  check (one < other)
);
create index link_by_other on sis.link (other);

-- A link that comes or goes changes what both alerts show.
create function sis.append_link_changes() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_last bigint;
  v_count bigint;
begin
  select count(*) into v_count
  from sis.alert where reference in (select one from links union select other from links);
  if v_count = 0 then
    return null;
  end if;
  update sis.journal set last = last + v_count returning last - v_count into v_last;
  insert into sis.change
  select v_last + row_number() over (order by alert_no), clock_timestamp(), 'links', alert_no, reference, issuing_state,
         category, object_letter, version, expires_on, hidden_from, hidden_from
  from sis.alert where reference in (select one from links union select other from links);
  return null;
end
$$;
revoke execute on function sis.append_link_changes() from public;

create trigger link_journal_insert after insert on sis.link
  referencing new table as links for each statement execute function sis.append_link_changes();
create trigger link_journal_delete after delete on sis.link
  referencing old table as links for each statement execute function sis.append_link_changes();

-- Who did what to an alert, and when; never what the alert said. Kept three years after the alert is deleted. The deletion
-- is noted before the alert goes.
create table sis.history (
  id bigint generated always as identity primary key,
  reference text collate "C" not null,
  -- As in sis.alert: the history of an alert that is gone is shown to who could have seen it.
  issuing_state text not null,
  category smallint not null,
  object_letter smallint not null,
  version integer not null,
  at timestamptz not null default now(),
  act text not null check (act in ('entered', 'updated', 'extended', 'deleted', 'flagged', 'flag_removed',
                                   'made_unavailable', 'made_available', 'linked', 'unlinked')),
  -- Null when it was time alone.
  authority text,
  authority_kind text,
  -- Under which the officer appears towards other states.
  officer text,
  -- The same in the audit log.
  request_id text,
  -- Names of what changed, as the contract has them.
  fields text[] not null default '{}',
  reason text,
  forget_on date,
  check ((authority is null) = (officer is null) and (authority is null) = (request_id is null))
);
create index history_of_alert on sis.history (reference, id);
create index history_over on sis.history (forget_on) where forget_on is not null;

-- With an alert goes what was said of it; its history has three years from then.
create function sis.end_alerts() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sis.flag using old_rows where flag.reference = old_rows.reference;
  delete from sis.unavailability using old_rows where unavailability.reference = old_rows.reference;
  delete from sis.link using old_rows where old_rows.reference in (link.one, link.other);
  update sis.history set forget_on = (current_date + interval '3 years')::date
  from old_rows where history.reference = old_rows.reference;
  return null;
end
$$;
revoke execute on function sis.end_alerts() from public;

create trigger alert_end after delete on sis.alert
  referencing old table as old_rows for each statement execute function sis.end_alerts();

-- Something that a SIRENE Bureau must be told or do; supplementary information makes forms of them.
create table sis.notice (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('expiry', 'expired', 'majority', 'departure_over', 'same_identity', 'incompatible',
                                     'arrest_alert', 'national_security', 'unavailable', 'locator_deleted')),
  -- The alert that it is about.
  reference text collate "C" not null,
  -- State whose bureau it is for; "*" stands for all others, "EU" for Europol.
  for_state text not null,
  -- Another alert that it is about, if any.
  other_reference text collate "C",
  due_at timestamptz,
  created_at timestamptz not null default now(),
  handled_at timestamptz,
  -- Tells one occasion of the same kind from the next, such as the term that draws near.
  occasion text collate "C" not null default ''
);
create unique index notice_once on sis.notice (reference, kind, for_state, coalesce(other_reference, ''), occasion);
create index notice_open on sis.notice (for_state, id) where handled_at is null;

-- Up to which day the clock has looked for what draws near; null before its first round. One row, locked by the clock of one
-- gateway at a time.
create table sis.life_clock (
  one boolean primary key default true check (one),
  looked_until date
);
insert into sis.life_clock default values;

-- Children who come of age (Art. 32(7)), and periods for voluntary departure that end (2018/1860 Art. 7).
create index alert_by_birth on sis.alert ((record #>> '{identities,0,dateOfBirth}'))
  where category in (5, 6, 7, 8) and object_letter = 0;
create index alert_by_departure on sis.alert ((record #>> '{returnDecision,departureUntil}')) where category = 1;

-- Removes what nobody may keep, or need: history three years after its alert, handled notices and changes after 90 days.
-- Some at a time; returns how many rows.
create function sis.forget() returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_count integer;
  v_total integer := 0;
begin
  delete from sis.history where id in (select id from sis.history where forget_on <= current_date limit 1000);
  get diagnostics v_count = row_count;
  v_total := v_total + v_count;
  delete from sis.notice where id in
    (select id from sis.notice where handled_at < now() - interval '90 days' limit 1000);
  get diagnostics v_count = row_count;
  v_total := v_total + v_count;
  -- From the beginning, so that what is left has no gap.
  delete from sis.change where seq in
    (select seq from sis.change where at < now() - interval '90 days' order by at, seq limit 1000);
  get diagnostics v_count = row_count;
  return v_total + v_count;
end
$$;
revoke execute on function sis.forget() from public;

-- The gateway writes alerts, but neither their owner nor their category once they stand, nor the journal.
grant insert (alert_no, reference, issuing_state, category, object_letter, expires_on, record, hidden_from),
  update (expires_on, record, hidden_from), delete
  on sis.alert to ostiary_gateway;
grant usage on sequence sis.alert_number to ostiary_gateway;
grant select on sis.journal, sis.change to ostiary_gateway;
grant select, insert, delete on sis.flag, sis.link to ostiary_gateway;
grant select, insert, update (until), delete on sis.unavailability to ostiary_gateway;
grant select, insert on sis.history to ostiary_gateway;
grant select, insert, update (handled_at) on sis.notice to ostiary_gateway;
grant select, update (looked_until) on sis.life_clock to ostiary_gateway;
grant execute on function sis.forget() to ostiary_gateway;
