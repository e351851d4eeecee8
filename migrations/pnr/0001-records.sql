-- Passenger name records (Directive (EU) 2016/681): what a passenger information unit keeps, apart from keys, which never
-- are in the database. Rows of a record lie in partitions by the month in which it was transferred.

create schema pnr;

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

-- For which carriers, by their designators, an authority of the registry may push.
create table pnr.carrier (
  authority text not null,
  designator text collate "C" not null check (designator ~ '^[A-Z0-9]{2,3}$'),
  primary key (authority, designator)
);

-- Flights: those of the schedule, and those that were pushed all the same.
create table pnr.flight (
  id bigint generated always as identity primary key,
  carrier text collate "C" not null,
  -- Without leading zeros.
  number text collate "C" not null,
  -- Local to the airport of departure.
  departs_on date not null,
  origin text collate "C" not null,
  destination text collate "C" not null,
  -- Scheduled, universal time; null where the schedule does not have the flight.
  departs_at timestamptz,
  -- Supervision looks back as far as there are flights that it has not settled (Art. 8(3)). A flight is settled for a
  -- departure: what the schedule moves is looked at again.
  settled_for timestamptz,
  -- What was missing and has been reported already.
  first_missing_told boolean not null default false,
  closure_missing_told boolean not null default false,
  unique (carrier, number, departs_on, origin)
);
create index flight_departure on pnr.flight (departs_at);
create index flight_unsettled on pnr.flight (departs_at)
  where departs_at is not null and settled_for is distinct from departs_at;
create index flight_departs_on on pnr.flight (departs_on);

-- What carriers pushed, without any passenger.
create table pnr.push (
  -- The request that brought it: the same identifier in the log.
  id text collate "C" primary key,
  authority text not null,
  -- Keyed digest of the message.
  digest bytea not null,
  flight bigint not null references pnr.flight,
  -- "api": lists of passengers that carriers send apart (PAXLST). A record known by one is a record like any other.
  kind text not null check (kind in ('full', 'update', 'other', 'api')),
  received_at timestamptz not null,
  -- What the carrier was told (src/adapters/pnr/domain/push.ts): numbers and codes.
  acknowledgement jsonb not null,
  unique (authority, digest)
);
create index push_flight on pnr.push (flight, received_at);
create index push_received on pnr.push (received_at);

create table pnr.record (
  transferred_on date not null,
  id text collate "C" not null,
  flight bigint not null references pnr.flight,
  -- Of the first transfer; an update does not lengthen anything.
  received_at timestamptz not null,
  version integer not null check (version > 0),
  -- The version that was assessed last: what no push has changed since is not compared again.
  assessed_version integer,
  push text collate "C" not null,
  -- When the message was prepared that the present version came with, as it says itself; null where it does not, or is not
  -- believed. Of a cancelled record: the message that cancelled it.
  prepared_at timestamptz,
  -- "DL/AB12CD" and the like: by which a carrier's next push knows it again.
  locators text[] not null,
  -- "AB12CD": by which it is looked for, whichever system knows it so.
  codes text[] not null,
  state text not null check (state in ('active', 'masked')),
  -- "initial": of everybody. "flagged": objective evidence of a link to an offence (C-817/19).
  term text not null check (term in ('initial', 'flagged')),
  cancelled boolean not null,
  -- As src/adapters/pnr/domain/kept-record.ts describes the open half.
  open jsonb not null,
  primary key (transferred_on, id)
) partition by range (transferred_on);
create index record_id on pnr.record (id);
-- Active records of a flight are looked for with each push; without the state here, a planner that knows little of a new month
-- takes all active records of it beside those of the flight.
create index record_flight on pnr.record (flight, state);
create index record_codes on pnr.record using gin (codes);
-- Days of which something is to be masked: the clock looks once a minute, and all but the last six months are masked already.
create index record_active on pnr.record (transferred_on) where state = 'active';

-- The sealed half, under a key of the record's own, which is wrapped by the key of the day of its term.
create table pnr.original (
  transferred_on date not null,
  record text collate "C" not null,
  wrapped_key bytea not null check (length(wrapped_key) = 40),
  sealed bytea not null,
  primary key (transferred_on, record)
) partition by range (transferred_on);

-- What a record is found by besides what is open: digests under the key of its day. They leave when it is masked.
create table pnr.search_key (
  transferred_on date not null,
  token bytea not null check (length(token) = 16),
  record text collate "C" not null
) partition by range (transferred_on);
create index search_key_token on pnr.search_key (token);
create index search_key_record on pnr.search_key (record);

-- Parts of the journey, as they are looked for.
create table pnr.leg (
  transferred_on date not null,
  record text collate "C" not null,
  carrier text collate "C" not null,
  number text collate "C" not null,
  origin text collate "C" not null,
  destination text collate "C" not null,
  -- Null where the carrier did not say.
  departs_on date
) partition by range (transferred_on);
create index leg_destination on pnr.leg (destination, departs_on);
create index leg_origin on pnr.leg (origin, departs_on);
create index leg_flight on pnr.leg (carrier, number, departs_on);
create index leg_record on pnr.leg (record);

grant usage on schema pnr to ostiary_gateway;
grant select on pnr.carrier to ostiary_gateway;
grant select, insert on pnr.flight to ostiary_gateway;
grant update (departs_at, settled_for, first_missing_told, closure_missing_told) on pnr.flight to ostiary_gateway;
grant select, insert on pnr.push to ostiary_gateway;
grant select, insert, update, delete on pnr.record, pnr.original to ostiary_gateway;
grant select, insert, delete on pnr.search_key, pnr.leg to ostiary_gateway;

-- Nobody who logs in owns what forgets (migrations/audit/0008-owner.sql says why).
grant usage, create on schema pnr to ostiary_owner;
alter table pnr.push owner to ostiary_owner;
alter table pnr.flight owner to ostiary_owner;
alter table pnr.record owner to ostiary_owner;
alter table pnr.original owner to ostiary_owner;
alter table pnr.search_key owner to ostiary_owner;
alter table pnr.leg owner to ostiary_owner;
