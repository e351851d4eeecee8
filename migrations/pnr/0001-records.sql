-- Passenger name records (Directive (EU) 2016/681): what a passenger information unit keeps, apart from keys, which never
-- are in the database. Rows of a record lie in partitions by the month in which it was transferred.

create schema pnr;

do $$
begin
  create role ostiary_gateway nologin;
exception
  when duplicate_object or unique_violation then null;
end
$$;
do $$
begin
  create role ostiary_owner nologin;
exception
  when duplicate_object or unique_violation then null;
end
$$;
do $$
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant ostiary_owner to %I', current_user);
  end if;
exception
  when unique_violation then null;
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
  -- What was missing and has been reported already.
  first_missing_told boolean not null default false,
  closure_missing_told boolean not null default false,
  unique (carrier, number, departs_on, origin)
);
create index flight_departure on pnr.flight (departs_at);

-- What carriers pushed, without any passenger.
create table pnr.push (
  -- The request that brought it: the same identifier in the log.
  id text collate "C" primary key,
  authority text not null,
  -- Keyed digest of the message.
  digest bytea not null,
  flight bigint not null references pnr.flight,
  kind text not null check (kind in ('full', 'update', 'other')),
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
  push text collate "C" not null,
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
create index record_flight on pnr.record (flight);
create index record_codes on pnr.record using gin (codes);

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

-- Makes the partitions of a month, if they are not there.
create function pnr.ensure_month(p_day date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_begin constant date := date_trunc('month', p_day)::date;
  v_end constant date := (date_trunc('month', p_day) + interval '1 month')::date;
  v_table text;
begin
  if to_regclass(format('pnr.record_%s', to_char(v_begin, 'YYYYMM'))) is not null then
    return;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('ostiary pnr months', 0));
  foreach v_table in array array['original', 'search_key', 'leg', 'record'] loop
    execute format('create table if not exists pnr.%I partition of pnr.%I for values from (%L) to (%L)',
                   format('%s_%s', v_table, to_char(v_begin, 'YYYYMM')), v_table, v_begin, v_end);
  end loop;
end
$$;

-- Drops the partitions of months in which no record is left and none can come any more. Returns how many months.
create function pnr.drop_empty_months(p_before date) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_dropped integer := 0;
  v_month text;
  v_table text;
  v_empty boolean;
begin
  perform pg_advisory_xact_lock(hashtextextended('ostiary pnr months', 0));
  for v_month in
    select right(c.relname, 6) from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'pnr.record'::regclass and right(c.relname, 6) < to_char(p_before, 'YYYYMM')
  loop
    execute format('select not exists (select from pnr.record_%s)', v_month) into v_empty;
    if v_empty then
      foreach v_table in array array['record', 'original', 'search_key', 'leg'] loop
        execute format('drop table pnr.%I', format('%s_%s', v_table, v_month));
      end loop;
      v_dropped := v_dropped + 1;
    end if;
  end loop;
  return v_dropped;
end
$$;
revoke all on function pnr.ensure_month, pnr.drop_empty_months from public;

grant usage on schema pnr to ostiary_gateway;
grant select on pnr.carrier to ostiary_gateway;
grant select, insert on pnr.flight to ostiary_gateway;
grant update (departs_at, first_missing_told, closure_missing_told) on pnr.flight to ostiary_gateway;
grant select, insert on pnr.push to ostiary_gateway;
grant select, insert, update, delete on pnr.record, pnr.original to ostiary_gateway;
grant select, insert, delete on pnr.search_key, pnr.leg to ostiary_gateway;
grant execute on function pnr.ensure_month, pnr.drop_empty_months to ostiary_gateway;

-- Nobody who logs in owns what forgets (migrations/audit/0004-owner.sql says why).
grant usage, create on schema pnr to ostiary_owner;
alter table pnr.push owner to ostiary_owner;
alter table pnr.flight owner to ostiary_owner;
alter table pnr.record owner to ostiary_owner;
alter table pnr.original owner to ostiary_owner;
alter table pnr.search_key owner to ostiary_owner;
alter table pnr.leg owner to ostiary_owner;
alter function pnr.ensure_month owner to ostiary_owner;
alter function pnr.drop_empty_months owner to ostiary_owner;
