-- Prüm (Regulation (EU) 2024/982, Decision 2008/615/JHA): what all categories of data share. Who takes part, and how
-- simulated states behave.

create schema prum;

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

create domain prum.category as text check (value in ('dna', 'fingerprint', 'face', 'vehicle'));

-- States that the exchange knows of; only those that take part in a category ask, and are asked.
create table prum.participant (
  category prum.category,
  member_state text check (member_state ~ '^[A-Z]{2}$'),
  takes_part boolean not null,
  primary key (category, member_state)
);

-- How a simulated state behaves. Changed at any time; the next question finds it so.
create table prum.simulated_state (
  category prum.category,
  member_state text,
  latency_ms integer not null check (latency_ms between 0 and 60000),
  fault text check (fault in ('timeout', 'unavailable', 'refuses')),
  -- After so many milliseconds its holder decides on a request for core data that nobody of the state has taken up; null:
  -- never.
  decides_after_ms integer check (decides_after_ms between 0 and 86400000),
  primary key (category, member_state),
  foreign key (category, member_state) references prum.participant
);

-- What simulated holders know of the person or the trace behind reference data, and, if it is fixed, how they decide.
create table prum.holder_data (
  reference text collate "C" primary key,
  category prum.category not null,
  member_state text not null,
  -- As src/adapters/prum/matches/domain/core-content.ts describes it.
  core jsonb not null,
  decides text check (decides in ('release', 'refuse', 'await'))
);
create index holder_data_of on prum.holder_data (category);

-- What the simulator has loaded of each category.
create table prum.simulation (
  category prum.category primary key,
  generator text not null,
  seed text not null,
  amount integer not null,
  -- Another with each loading: what gateways have of it in memory is of this one.
  world uuid not null default gen_random_uuid()
);

grant usage on schema prum to ostiary_gateway;
grant select on prum.participant, prum.simulated_state, prum.holder_data, prum.simulation to ostiary_gateway;
