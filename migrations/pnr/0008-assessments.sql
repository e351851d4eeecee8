-- Assessments that pushes start (Directive (EU) 2016/681 Art. 6(2)(a)).

-- A flight for which something was pushed, and how far the unit has assessed it.
create table pnr.assessment (
  flight bigint primary key references pnr.flight on delete cascade,
  -- Pushes that have come, and how many of them had come when the last assessment that was finished began. Counted, not timed:
  -- a push is received before it is committed, and may be so behind one that was received later.
  pushes bigint not null default 1,
  assessed bigint not null default 0,
  -- Of the first push that no assessment has seen, and of the last push.
  waiting_since timestamptz not null,
  pushed_at timestamptz not null,
  -- Attempts that failed since the last assessment that was finished, and the time before which there is none.
  failures integer not null default 0,
  not_before timestamptz not null default '-infinity',
  -- Who is at it, and until when they are believed to be.
  claim text collate "C",
  claimed_until timestamptz not null default '-infinity'
);
-- What is due is found among the flights of these days, not among all that was ever pushed for: what has arrived unassessed stays
-- so, and whoever had the assessment switched off for a while has many of them. An index by how long they have waited would have each
-- look begin with those.
create index assessment_due on pnr.assessment (flight) where pushes > assessed;
-- A claim is renewed and given back by its name, every few seconds while a flight is assessed.
create index assessment_claim on pnr.assessment (claim) where claim is not null;

-- In the transaction of the push: what is kept is assessed, whatever becomes of whoever kept it.
create function pnr.await_assessment() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp as $$
begin
  insert into pnr.assessment (flight, waiting_since, pushed_at) values (new.flight, new.received_at, new.received_at)
  on conflict (flight) do update
  set waiting_since = case when assessment.pushes > assessment.assessed then assessment.waiting_since
                           else new.received_at end,
      pushes = assessment.pushes + 1,
      pushed_at = greatest(assessment.pushed_at, new.received_at);
  return null;
end
$$;
create trigger await_assessment after insert on pnr.push for each row execute function pnr.await_assessment();
revoke all on function pnr.await_assessment from public;

grant select, update on pnr.assessment to ostiary_gateway;
alter table pnr.assessment owner to ostiary_owner;
alter function pnr.await_assessment owner to ostiary_owner;
