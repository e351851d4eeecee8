-- Simulated Schengen Information System: alerts, and what the simulator has loaded.

create schema sis;

-- Roles belong to the whole server: another component, or another database of the same server, may have made them, or
-- may be making them at this very moment.
do $$
declare
  v_role text;
begin
  foreach v_role in array array['ostiary_gateway', 'ostiary_owner'] loop
    begin
      execute format('create role %I nologin', v_role);
    exception
      when duplicate_object or unique_violation then null;
    end;
  end loop;
  if not (select rolsuper from pg_roles where rolname = current_user) then
    begin
      execute format('grant ostiary_owner to %I', current_user);
    exception
      when unique_violation then null;
    end;
  end if;
end
$$;

create table sis.alert (
  alert_no integer primary key,
  reference text collate "C" not null unique,
  issuing_state text not null,
  -- Numbers of src/adapters/sis/domain/category.ts.
  category smallint not null check (category between 1 and 16),
  -- Place of the letter of Art. 38(2) in the alphabet; 0 for alerts that are not about an object. Non-cash means of payment
  -- (Art. 36(1)) have no letter there; they come after the eighteen that have one.
  object_letter smallint not null check (object_letter between 0 and 19),
  -- From this day on the alert does not answer.
  expires_on date not null,
  -- The alert as src/adapters/sis/domain/alert.ts describes it.
  record jsonb not null,
  -- Every change of an alert is a new version; the number stands in the alert itself.
  version integer not null generated always as (coalesce((record ->> 'version')::integer, 1)) stored,
  -- Member States to whose end-users the alert does not exist, although their scope would show it: it is flagged there
  -- (Arts. 24, 25), or an arrest alert made unavailable for an operation (Art. 26(4)). Null stands for none.
  hidden_from text[] check (cardinality(hidden_from) > 0),
  check (object_letter > 0 or category <> 15),
  check (object_letter <> 19 or category <> 15)
);

create sequence sis.alert_number as integer;

-- The clock looks for alerts that reach their term.
create index alert_by_term on sis.alert (expires_on);
-- Children who come of age (Art. 32(7)), and periods for voluntary departure that end (2018/1860 Art. 7).
create index alert_by_birth on sis.alert ((record #>> '{identities,0,dateOfBirth}'))
  where category in (5, 6, 7, 8) and object_letter = 0;
create index alert_by_departure on sis.alert ((record #>> '{returnDecision,departureUntil}')) where category = 1;

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

-- What the simulator has loaded; at most one row.
create table sis.simulation (
  one boolean primary key default true check (one),
  generator text not null,
  seed text not null,
  alerts integer not null,
  seeded_on date not null
);

grant usage on schema sis to ostiary_gateway;
grant select on sis.alert to ostiary_gateway;
-- Neither their owner nor their category once they stand.
grant insert (alert_no, reference, issuing_state, category, object_letter, expires_on, record, hidden_from),
  update (expires_on, record, hidden_from), delete
  on sis.alert to ostiary_gateway;
grant usage on sequence sis.alert_number to ostiary_gateway;
