-- Assessments that pushes start (Directive (EU) 2016/681 Art. 6(2)(a)), and what makes two matches the same.

-- A flight for which something was pushed, and how far the unit has assessed it.
create table pnr.assessment (
  flight bigint primary key references pnr.flight on delete cascade,
  -- Pushes that have come, and how many of them had come when the last assessment that was finished began. Counted, not timed:
  -- a push is received before it is committed, and may be so behind one that was received later.
  pushes bigint not null default 1,
  assessed bigint not null default 0,
  -- Of the first push that no assessment has seen, and of the last push.
  waiting_since timestamptz not null default clock_timestamp(),
  pushed_at timestamptz not null default clock_timestamp(),
  -- Attempts that failed since the last assessment that was finished, and the time before which there is none.
  failures integer not null default 0,
  not_before timestamptz not null default '-infinity',
  -- Who is at it, and until when they are believed to be.
  claim text collate "C",
  claimed_until timestamptz not null default '-infinity'
);
create index assessment_due on pnr.assessment (waiting_since) where pushes > assessed;

-- Version of a record that was assessed last: what no push has changed since is not compared again.
alter table pnr.record add column assessed_version integer;

-- In the transaction of the push: what is kept is assessed, whatever becomes of whoever kept it.
create function pnr.await_assessment() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp as $$
begin
  insert into pnr.assessment (flight) values (new.flight)
  on conflict (flight) do update
  set waiting_since = case when assessment.pushes > assessment.assessed then assessment.waiting_since
                           else clock_timestamp() end,
      pushes = assessment.pushes + 1,
      pushed_at = clock_timestamp();
  return null;
end
$$;
create trigger await_assessment after insert on pnr.push for each row execute function pnr.await_assessment();
revoke all on function pnr.await_assessment from public;

insert into pnr.assessment (flight, pushes)
select p.flight, count(*) from pnr.push p group by p.flight;

grant select, update on pnr.assessment to ostiary_gateway;
alter table pnr.assessment owner to ostiary_owner;
alter function pnr.await_assessment owner to ostiary_owner;

-- What was compared, and whose name it was: a digest under the key of the record's day. Conditions alone do not say it, as an
-- update may meet the same ones by something else. Matches found before have none, and may be found once more.
alter table pnr.match add column evidence bytea not null default '';
alter table pnr.match drop constraint match_record_system_source_version_traveller_grounds_key;
alter table pnr.match
  add constraint match_found_once unique (record, system, source, version, traveller, grounds, evidence);

create function pnr.guard_evidence() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'what was found and reviewed does not change' using errcode = 'check_violation';
end
$$;
create trigger guard_evidence before update on pnr.match for each row
  when (old.evidence is distinct from new.evidence) execute function pnr.guard_evidence();
revoke all on function pnr.guard_evidence from public;
alter function pnr.guard_evidence owner to ostiary_owner;
