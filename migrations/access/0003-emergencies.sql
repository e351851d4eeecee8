-- Emergency accesses that owe a review, under the same rules (docs/approvals.md); and what is over, of these and of approvals.

create table access.emergency (
  -- The request that was put without an approval: the same identifier in the log.
  request text collate "C" primary key,
  authority text not null,
  member_state text not null,
  officer bytea not null check (length(officer) = 32),
  system text not null,
  operation text not null,
  legal_basis text not null,
  opened_at timestamptz not null,
  review_due_at timestamptz not null check (review_due_at > opened_at),
  -- Seven days, whatever a gateway is told: the law says seven working days.
  check (review_due_at <= opened_at + interval '168 hours'),
  state text not null default 'open' check (state in ('open', 'justified', 'unjustified')),
  sealed bytea,
  -- Who reviewed it, with which request.
  reviewed_at timestamptz,
  reviewer_authority text,
  reviewer bytea check (length(reviewer) = 32),
  review_request text,
  -- When the log was told that the review is overdue, and of the verdict.
  overdue_logged_at timestamptz,
  verdict_logged_at timestamptz,
  check ((state = 'open') = (reviewed_at is null)),
  check (state = 'open' or (
    reviewer is not null and reviewer <> officer and reviewer_authority is not null and review_request is not null
  ))
);
create index emergency_open on access.emergency (review_due_at) where state = 'open' or verdict_logged_at is null;
create index emergency_of_officer on access.emergency (officer, review_due_at) where state = 'open';
create index emergency_of_authority on access.emergency (authority, request);

create function access.emergency_moves() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if (old.request, old.authority, old.member_state, old.officer, old.system, old.operation, old.legal_basis,
      old.opened_at, old.review_due_at)
     is distinct from
     (new.request, new.authority, new.member_state, new.officer, new.system, new.operation, new.legal_basis,
      new.opened_at, new.review_due_at)
     or (old.state <> 'open' and (old.state, old.reviewed_at, old.reviewer, old.reviewer_authority, old.review_request)
         is distinct from (new.state, new.reviewed_at, new.reviewer, new.reviewer_authority, new.review_request))
  then
    raise exception 'an emergency access is reviewed once, and is what it was';
  end if;
  -- A stamp says that the log knows; set too early, the log would never be told.
  if (old.overdue_logged_at is not null and old.overdue_logged_at is distinct from new.overdue_logged_at)
     or (old.verdict_logged_at is not null and old.verdict_logged_at is distinct from new.verdict_logged_at)
     or (old.overdue_logged_at is null and new.overdue_logged_at is not null and new.review_due_at > new.overdue_logged_at)
     or (old.state = 'open' and new.verdict_logged_at is not null)
  then
    raise exception 'the log is told of what has happened, and once';
  end if;
  return new;
end
$$;
create trigger emergency_moves before update on access.emergency
  for each row execute function access.emergency_moves();

-- What is over for 90 days by the time given leaves: the log has it, under its own retention. Without a time nothing does. So
-- no statement of a gateway removes what is younger than the time that it gives, or was not told; a gateway that lies about
-- the time is not stopped here, and the log has what it did. A thousand of each at a time; returns how many left.
create function access.forget_ended(p_now timestamptz) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_most constant integer := 1000;
  v_before constant timestamptz := p_now - interval '90 days';
  v_ended text[];
  v_approvals integer;
  v_emergencies integer;
begin
  v_ended := array(
    select id from access.approval
     where state in ('refused', 'withdrawn', 'expired', 'used') and sealed is null and sealed_reason is null
       and expires_at < v_before and requested_at < v_before
     limit v_most for update skip locked
  );
  delete from access.approval_history where approval = any (v_ended);
  delete from access.approval where id = any (v_ended);
  get diagnostics v_approvals = row_count;
  delete from access.emergency where request in (
    select request from access.emergency
     where state <> 'open' and verdict_logged_at is not null and sealed is null
       and review_due_at < v_before and opened_at < v_before and reviewed_at < v_before
     limit v_most for update skip locked
  );
  get diagnostics v_emergencies = row_count;
  return v_approvals + v_emergencies;
end
$$;

revoke all on function access.emergency_moves, access.forget_ended from public;

grant select on access.emergency to ostiary_gateway;
-- It begins open, and with nothing told.
grant insert (request, authority, member_state, officer, system, operation, legal_basis, opened_at, review_due_at,
              sealed)
  on access.emergency to ostiary_gateway;
grant update (state, sealed, reviewed_at, reviewer_authority, reviewer, review_request, overdue_logged_at,
              verdict_logged_at) on access.emergency to ostiary_gateway;
grant execute on function access.forget_ended to ostiary_gateway;
grant select (request, authority, system, operation, legal_basis, opened_at, review_due_at, state, reviewed_at,
              overdue_logged_at, verdict_logged_at) on access.emergency to ostiary_dpo;

alter table access.emergency owner to ostiary_owner;
alter function access.emergency_moves owner to ostiary_owner;
alter function access.forget_ended owner to ostiary_owner;
