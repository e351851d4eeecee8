-- Police records (EPRIS): who takes part in the exchange, and, simulated, the records of each state.

create schema police_records;

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

create table police_records.participant (
  member_state text primary key check (member_state ~ '^[A-Z]{2}$'),
  offers_index boolean not null
);

-- How the simulated index of a state behaves. Changed at any time; the next question finds it so.
create table police_records.simulated_state (
  member_state text primary key references police_records.participant,
  latency_ms integer not null check (latency_ms between 0 and 60000),
  fault text check (fault in ('timeout', 'unavailable', 'refuses')),
  -- After so many milliseconds a simulated holder decides on a request that nobody of the state has taken up; null: never.
  decides_after_ms integer check (decides_after_ms between 0 and 86400000)
);

-- What the simulated states have, in the clear, each in its own house. Only the pseudonymised index is ever searched.
create table police_records.record (
  reference text collate "C" primary key,
  member_state text not null references police_records.participant,
  -- The record as src/adapters/police-records/domain/police-record.ts describes it.
  record jsonb not null
);

-- What the simulator has loaded; at most one row.
create table police_records.simulation (
  one boolean primary key default true check (one),
  generator text not null,
  seed text not null,
  records integer not null,
  -- Another with each loading: what gateways have of it in memory is of this one.
  world uuid not null default gen_random_uuid()
);

grant usage on schema police_records to ostiary_gateway;
grant select on police_records.participant, police_records.simulated_state, police_records.record,
  police_records.simulation to ostiary_gateway;
