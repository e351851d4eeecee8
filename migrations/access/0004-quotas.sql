-- What all gateway processes share about how much is asked: quotas, rates and pressure. Counts only: nobody is named but
-- authorities and Member States, and nothing is left of a single question.

-- The clock of the database server: the one that all gateway processes share. For these counts alone, which compare processes
-- with each other. What has legal effect goes by the time that a gateway is given (docs/adr/0063).
create function access.server_time() returns timestamptz language sql volatile as $$ select clock_timestamp() $$;

-- Questions counted against a quota, by period. A quota is never given back: what was counted was asked.
create table access.quota_use (
  quota text collate "C" not null,
  requester text collate "C" not null,
  counterpart text collate "C" not null,
  period_start timestamptz not null,
  used integer not null check (used >= 0),
  primary key (quota, requester, counterpart, period_start)
);

create index quota_use_by_period on access.quota_use (period_start);

-- Takes from several quotas, all or none. Returns the place of the first one that has too little left, from 1, or 0.
-- The keys come in one order from every process, so that none waits for another in a circle.
create function access.take_quota(
  quotas text[], requesters text[], counterparts text[], periods text[], amounts integer[], greatest_counts integer[]
) returns integer
language plpgsql as $$
declare
  moment constant timestamptz := access.server_time();
  place integer;
  begun timestamptz;
  so_far integer;
begin
  for place in 1 .. cardinality(quotas) loop
    begun := date_trunc(periods[place], moment, 'UTC');
    insert into access.quota_use (quota, requester, counterpart, period_start, used)
      values (quotas[place], requesters[place], counterparts[place], begun, 0)
      on conflict do nothing;
    select used into so_far from access.quota_use as u
      where u.quota = quotas[place] and u.requester = requesters[place]
        and u.counterpart = counterparts[place] and u.period_start = begun
      for update;
    if so_far + amounts[place] > greatest_counts[place] then
      return place;
    end if;
  end loop;
  for place in 1 .. cardinality(quotas) loop
    update access.quota_use as u set used = used + amounts[place]
      where u.quota = quotas[place] and u.requester = requesters[place]
        and u.counterpart = counterparts[place]
        and u.period_start = date_trunc(periods[place], moment, 'UTC');
  end loop;
  return 0;
end
$$;

-- One bucket of tokens for each rate and authority; processes take handfuls from it (src/gateway/traffic/rate-lease.ts).
create table access.rate_bucket (
  rate text collate "C" not null,
  authority text collate "C" not null,
  tokens double precision not null,
  filled_at timestamptz not null,
  primary key (rate, authority)
);

-- Takes up to `wanted` tokens. `granted` may be 0: then `retry_ms` tells when there is one again.
create function access.lease_tokens(
  rate text, authority text, per_second double precision, burst double precision, wanted integer,
  out granted integer, out retry_ms integer
)
language plpgsql as $$
declare
  at_hand double precision;
  moment timestamptz;
begin
  insert into access.rate_bucket as b (rate, authority, tokens, filled_at)
    values (lease_tokens.rate, lease_tokens.authority, burst, access.server_time())
    on conflict do nothing;
  select tokens, filled_at into at_hand, moment from access.rate_bucket as b
    where b.rate = lease_tokens.rate and b.authority = lease_tokens.authority
    for update;
  -- The clock is read with the row in hand, and may stand still or go back: then nothing flows in.
  at_hand := least(burst, at_hand + per_second * greatest(0, extract(epoch from access.server_time() - moment)));
  granted := least(wanted, floor(at_hand)::integer);
  retry_ms := case when granted > 0 then 0 else ceil((1 - at_hand) / per_second * 1000)::integer end;
  update access.rate_bucket as b set tokens = at_hand - granted, filled_at = greatest(moment, access.server_time())
    where b.rate = lease_tokens.rate and b.authority = lease_tokens.authority;
end
$$;

-- What each process can spare for a system, told every second: all heed the one that is worst off, since they share the
-- log and the system.
create table access.process_load (
  process text collate "C" not null,
  system text collate "C" not null,
  bulk_share double precision not null check (bulk_share between 0 and 1),
  case_share double precision not null check (case_share between 0 and 1),
  seen_at timestamptz not null,
  primary key (process, system)
);

grant select, insert, update, delete on access.quota_use, access.rate_bucket, access.process_load to ostiary_gateway;
revoke execute on function access.server_time, access.take_quota, access.lease_tokens from public;
grant execute on function access.server_time, access.take_quota, access.lease_tokens to ostiary_gateway;
