-- The journal of changes, which national copies follow.

-- The time that a transaction was given (src/adapters/sis/store/write-alerts.ts): for triggers, as a statement that deletes has
-- no column to state it in. Without one nothing is changed. A gateway that lies about the time is not stopped here.
create function sis.time_given() returns timestamptz
  language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
declare
  v_given constant timestamptz := nullif(current_setting('ostiary.time_given', true), '');
begin
  if v_given is null then
    raise exception 'this transaction was given no time' using errcode = 'object_not_in_prerequisite_state';
  end if;
  return v_given;
end
$$;
revoke execute on function sis.time_given() from public;

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
    select v_last + row_number() over (order by alert_no), sis.time_given(), 'deleted', alert_no, reference,
           issuing_state, category, object_letter, version, expires_on, hidden_from, hidden_from
    from old_rows;
  elsif tg_op = 'INSERT' then
    insert into sis.change
    select v_last + row_number() over (order by alert_no), sis.time_given(), 'entered', alert_no, reference,
           issuing_state, category, object_letter, version, expires_on, null, hidden_from
    from new_rows;
  else
    insert into sis.change
    select v_last + row_number() over (order by new_rows.alert_no), sis.time_given(),
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

-- Links between alerts of one state (Art. 63), each once.
create table sis.link (
  one text collate "C" not null,
  other text collate "C" not null,
  linked_at timestamptz not null,
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
  select v_last + row_number() over (order by alert_no), sis.time_given(), 'links', alert_no, reference, issuing_state,
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

grant select on sis.journal, sis.change to ostiary_gateway;
grant select, insert, delete on sis.link to ostiary_gateway;
