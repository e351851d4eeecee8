-- Life cycle of alerts: who must not see an alert, flags, history, notices, and what ends with an alert.

-- Flags (Arts. 24, 25): the action is not taken in the state's territory. Entered by the issuing state at its request.
create table sis.flag (
  reference text collate "C" not null,
  state text not null check (state ~ '^[A-Z]{2}$'),
  -- Reference of the request in supplementary information (form F).
  request_reference text not null,
  added_at timestamptz not null,
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
  at timestamptz not null,
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

-- Something that a SIRENE Bureau must be told or do; supplementary information makes forms of them.
create table sis.notice (
  id bigint generated always as identity primary key,
  -- Named to the outside by this: id counts the notices of everybody.
  notice_id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('expiry', 'expired', 'majority', 'departure_over', 'same_identity', 'incompatible',
                                     'arrest_alert', 'national_security', 'unavailable', 'locator_deleted')),
  -- The alert that it is about.
  reference text collate "C" not null,
  -- As in sis.alert: a notice of an alert that is gone is shown to who could have seen the alert.
  issuing_state text not null,
  category smallint not null,
  object_letter smallint not null,
  -- State whose bureau it is for; "*" stands for all others, "EU" for Europol.
  for_state text not null,
  -- Authority that created the alert, where it is told as well as the bureau.
  for_authority text,
  -- Another alert that it is about, if any.
  other_reference text collate "C",
  other_category smallint,
  other_letter smallint,
  due_at timestamptz,
  created_at timestamptz not null,
  -- When what it is about was over. Null while it stands.
  ended_at timestamptz,
  -- Tells one occasion of the same kind from the next, such as the term that draws near.
  occasion text collate "C" not null default '',
  check ((other_reference is null) = (other_category is null)),
  check ((other_reference is null) = (other_letter is null))
);
create unique index notice_once on sis.notice (reference, kind, for_state, coalesce(other_reference, ''), occasion);
create unique index notice_by_name on sis.notice (notice_id);
create index notice_of_state on sis.notice (for_state, id);
create index notice_of_authority on sis.notice (for_authority, id) where for_authority is not null;
create index notice_of_other on sis.notice (other_reference) where other_reference is not null;
create index notice_over on sis.notice (ended_at) where ended_at is not null;
create index notice_of_gone on sis.notice (created_at) where ended_at is null and kind in ('expired', 'locator_deleted');

-- Who has handled a notice, and when. One that is for all other states is handled by each for itself.
create table sis.notice_handled (
  notice bigint not null references sis.notice on delete cascade,
  -- State, or "EU" for Europol.
  party text not null,
  at timestamptz not null,
  authority text not null,
  authority_kind text not null,
  -- Under which the officer appears towards others.
  officer text not null,
  -- The same in the audit log.
  request_id text not null,
  remark text,
  primary key (notice, party)
);
create index notice_handled_by_time on sis.notice_handled (at);

-- Up to which day the clock has looked for what draws near; null before its first round. One row, locked by the clock of one
-- gateway at a time.
create table sis.life_clock (
  one boolean primary key default true check (one),
  looked_until date
);
insert into sis.life_clock default values;

-- With an alert goes what was said of it; its history has three years from then. What there was to do about it is over, but
-- not the news that it is gone.
create function sis.end_alerts() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sis.flag using old_rows where flag.reference = old_rows.reference;
  delete from sis.unavailability using old_rows where unavailability.reference = old_rows.reference;
  delete from sis.link using old_rows where old_rows.reference in (link.one, link.other);
  update sis.history set forget_on = ((sis.time_given() at time zone 'UTC')::date + interval '3 years')::date
  from old_rows where history.reference = old_rows.reference;
  update sis.notice set ended_at = sis.time_given()
  from old_rows
  where notice.reference = old_rows.reference and ended_at is null and kind not in ('expired', 'locator_deleted');
  update sis.notice set ended_at = sis.time_given()
  from old_rows where notice.other_reference = old_rows.reference and ended_at is null;
  return null;
end
$$;
revoke execute on function sis.end_alerts() from public;

create trigger alert_end after delete on sis.alert
  referencing old table as old_rows for each statement execute function sis.end_alerts();

-- An alert that has another term needs no review for the one before.
create function sis.end_warnings() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update sis.notice set ended_at = sis.time_given()
  from new_rows join old_rows using (alert_no)
  where new_rows.expires_on <> old_rows.expires_on and notice.reference = new_rows.reference
    and kind = 'expiry' and occasion <> new_rows.expires_on::text and ended_at is null;
  return null;
end
$$;
revoke execute on function sis.end_warnings() from public;

create trigger alert_new_term after update on sis.alert
  referencing old table as old_rows new table as new_rows for each statement execute function sis.end_warnings();

-- Removes what nobody may keep, or need: history three years after its alert, changes after 90 days, and notices 90 days after
-- they ended or their one addressee handled them, all by the time given; without one, nothing. This keeps a gateway from removing
-- what is younger; one that lies about the time it does not stop. Some at a time; returns how many rows.
create function sis.forget(p_now timestamptz) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_count integer;
  v_total integer := 0;
begin
  delete from sis.history where id in (select id from sis.history where forget_on <= (p_now at time zone 'UTC')::date limit 1000);
  get diagnostics v_count = row_count;
  v_total := v_total + v_count;
  delete from sis.notice where id in
    (select id from sis.notice where ended_at < p_now - interval '90 days' limit 1000);
  get diagnostics v_count = row_count;
  v_total := v_total + v_count;
  -- What one state has handled stands for the others, and if it went, it would be open again for that one.
  delete from sis.notice where id in
    (select notice.id from sis.notice_handled join sis.notice on notice.id = notice_handled.notice
     where at < p_now - interval '90 days' and for_state <> '*' limit 1000);
  get diagnostics v_count = row_count;
  v_total := v_total + v_count;
  -- From the beginning, so that what is left has no gap.
  delete from sis.change where seq in
    (select seq from sis.change where at < p_now - interval '90 days' order by at, seq limit 1000);
  get diagnostics v_count = row_count;
  return v_total + v_count;
end
$$;
revoke execute on function sis.forget from public;

grant select, insert, delete on sis.flag to ostiary_gateway;
grant select, insert, update (until), delete on sis.unavailability to ostiary_gateway;
grant select, insert on sis.history to ostiary_gateway;
grant select, insert, update (ended_at) on sis.notice to ostiary_gateway;
grant select, insert on sis.notice_handled to ostiary_gateway;
grant select, update (looked_until) on sis.life_clock to ostiary_gateway;
grant execute on function sis.forget to ostiary_gateway;
