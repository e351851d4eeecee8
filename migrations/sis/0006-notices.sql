-- Notices that somebody reads and handles: what they are about, who is told besides the bureau, what became of them.

alter table sis.notice
  -- Named to the outside by this: id counts the notices of everybody.
  add column notice_id uuid not null default gen_random_uuid(),
  -- Of the alert, as in sis.alert: a notice of an alert that is gone is shown to who could have seen the alert.
  add column issuing_state text,
  add column category smallint,
  add column object_letter smallint,
  -- Of the other alert, if there is one.
  add column other_category smallint,
  add column other_letter smallint,
  -- Authority that created the alert, where it is told as well as the bureau.
  add column for_authority text,
  -- When what it is about was over. Null while it stands.
  add column ended_at timestamptz;

update sis.notice
set issuing_state = alert.issuing_state, category = alert.category, object_letter = alert.object_letter,
    for_authority = alert.record ->> 'createdBy'
from sis.alert where alert.reference = notice.reference;

update sis.notice
set issuing_state = entered.issuing_state, category = entered.category, object_letter = entered.object_letter,
    for_authority = entered.authority,
    ended_at = case when kind in ('expired', 'locator_deleted') then null else now() end
from (
  select distinct on (reference) reference, issuing_state, category, object_letter,
         case when act = 'entered' then authority end as authority
  from sis.history order by reference, id
) as entered
where notice.category is null and entered.reference = notice.reference;

-- What is known of neither: nobody could say who may see it.
delete from sis.notice where category is null;

-- The bureaux alone consult and inform each other (Arts. 8, 23, 26(4), 36(4), 61).
update sis.notice set for_authority = null
where kind not in ('expiry', 'expired', 'majority', 'departure_over', 'locator_deleted') or for_state <> issuing_state;

update sis.notice set other_category = alert.category, other_letter = alert.object_letter
from sis.alert where alert.reference = notice.other_reference;
update sis.notice set other_category = other.category, other_letter = other.object_letter, ended_at = now()
from (select distinct reference, category, object_letter from sis.history) as other
where notice.other_reference is not null and other_category is null and other.reference = notice.other_reference;
delete from sis.notice where other_reference is not null and other_category is null;

drop index sis.notice_open;
alter table sis.notice
  alter column issuing_state set not null,
  alter column category set not null,
  alter column object_letter set not null,
  add check ((other_reference is null) = (other_category is null)),
  add check ((other_reference is null) = (other_letter is null)),
  drop column handled_at;
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

-- With an alert goes what was said of it; its history has three years from then. What there was to do about it is over, but
-- not the news that it is gone.
create or replace function sis.end_alerts() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sis.flag using old_rows where flag.reference = old_rows.reference;
  delete from sis.unavailability using old_rows where unavailability.reference = old_rows.reference;
  delete from sis.link using old_rows where old_rows.reference in (link.one, link.other);
  update sis.history set forget_on = (current_date + interval '3 years')::date
  from old_rows where history.reference = old_rows.reference;
  update sis.notice set ended_at = clock_timestamp()
  from old_rows
  where notice.reference = old_rows.reference and ended_at is null and kind not in ('expired', 'locator_deleted');
  update sis.notice set ended_at = clock_timestamp()
  from old_rows where notice.other_reference = old_rows.reference and ended_at is null;
  return null;
end
$$;

-- An alert that has another term needs no review for the one before.
create function sis.end_warnings() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  update sis.notice set ended_at = clock_timestamp()
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
-- they ended or their one addressee handled them. Some at a time; returns how many rows.
create or replace function sis.forget() returns integer
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
    (select id from sis.notice where ended_at < now() - interval '90 days' limit 1000);
  get diagnostics v_count = row_count;
  v_total := v_total + v_count;
  -- What one state has handled stands for the others, and if it went, it would be open again for that one.
  delete from sis.notice where id in
    (select notice.id from sis.notice_handled join sis.notice on notice.id = notice_handled.notice
     where at < now() - interval '90 days' and for_state <> '*' limit 1000);
  get diagnostics v_count = row_count;
  v_total := v_total + v_count;
  -- From the beginning, so that what is left has no gap.
  delete from sis.change where seq in
    (select seq from sis.change where at < now() - interval '90 days' order by at, seq limit 1000);
  get diagnostics v_count = row_count;
  return v_total + v_count;
end
$$;

grant update (ended_at) on sis.notice to ostiary_gateway;
grant select, insert on sis.notice_handled to ostiary_gateway;
