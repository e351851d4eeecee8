-- Simulated Schengen Information System: alerts, and the keys by which searches find them.

create schema sis;

-- Roles belong to the whole server: another component, or another database of the same server, may have made it, or
-- may be making it at this very moment.
do $$
begin
  create role ostiary_gateway nologin;
exception
  when duplicate_object or unique_violation then null;
end
$$;

create table sis.alert (
  alert_no integer primary key,
  reference text collate "C" not null unique,
  issuing_state text not null,
  -- Numbers of src/adapters/sis/domain/category.ts.
  category smallint not null check (category between 1 and 16),
  -- Place of the letter of Art. 38(2) in the alphabet; 0 for alerts that are not about an object.
  object_letter smallint not null check (object_letter between 0 and 18),
  -- From this day on the alert does not answer.
  expires_on date not null,
  -- The alert as src/adapters/sis/domain/alert.ts describes it.
  record jsonb not null,
  check (object_letter > 0 or category <> 15)
);

-- What the caller may see is decided in the index, before an alert is touched: a hidden alert costs what no alert costs.
create table sis.search_key (
  key text collate "C" not null,
  -- An alert on an unknown wanted person (Art. 40) has no key: no alphanumeric search can ever reach it.
  category smallint not null check (category <> 16),
  object_letter smallint not null,
  alert_no integer not null
);

create index search_key_by_key on sis.search_key (key) include (category, object_letter, alert_no);

-- What the simulator has loaded; at most one row.
create table sis.simulation (
  one boolean primary key default true check (one),
  generator text not null,
  seed text not null,
  alerts integer not null,
  seeded_on date not null
);

grant usage on schema sis to ostiary_gateway;
grant select on sis.alert, sis.search_key to ostiary_gateway;
