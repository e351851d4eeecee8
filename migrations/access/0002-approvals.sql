-- Approvals (four eyes) and emergency accesses that owe a review (docs/approvals.md, docs/adr/0019). Nothing here names a
-- person in the clear: officers and questions are keyed digests, texts are sealed under keys outside the database.

create schema if not exists access;

-- Roles belong to the whole server: another component, or another database of the same server, may have made them, or
-- may be making them at this very moment.
do $$
declare
  v_role text;
begin
  foreach v_role in array array['ostiary_gateway', 'ostiary_dpo', 'ostiary_owner'] loop
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

create table access.approval (
  -- The request that asked for it: the same identifier in the log.
  id text collate "C" primary key,
  state text not null check (state in ('requested', 'approved', 'refused', 'withdrawn', 'expired', 'used')),
  -- Who asked for it.
  authority text not null,
  member_state text not null,
  -- HMAC of authority and officer.
  officer bytea not null check (length(officer) = 32),
  -- What it is for: system, gRPC path and row of the legal-basis table.
  system text not null,
  operation text not null,
  legal_basis text not null,
  -- HMAC of everything that decides or identifies the question.
  question bytea not null check (length(question) = 32),
  -- Authority that is asked to approve.
  approver text not null,
  -- Kind in which it did.
  approver_kind text,
  requested_at timestamptz not null default now(),
  expires_at timestamptz not null check (expires_at > requested_at),
  -- The question and the reasons, sealed; null when they were erased.
  sealed bytea,
  sealed_reason bytea,
  -- Who brought it into its present state, with which request. Null when it was time alone.
  changed_at timestamptz not null default now(),
  changed_authority text,
  changed_officer bytea check (length(changed_officer) = 32),
  changed_request text,
  -- Each said not to be null: a check that is neither true nor false passes.
  check (state <> 'approved' or (
    approver_kind is not null
    and changed_officer is not null and changed_officer <> officer
    and changed_authority is not null and changed_authority = approver
  ))
);
create index approval_of_officer on access.approval (officer, id);
create index approval_of_approver on access.approval (approver, id) where state = 'requested';
create index approval_over on access.approval (expires_at) where state in ('refused', 'withdrawn', 'expired', 'used');
create index approval_open on access.approval (expires_at) where sealed is not null or state in ('requested', 'approved');

-- Every state an approval was in. Appended by the trigger below and by nobody else.
create table access.approval_history (
  id bigint generated always as identity primary key,
  approval text collate "C" not null references access.approval,
  state text not null,
  at timestamptz not null,
  authority text,
  officer bytea,
  request text
);
create index approval_history_approval on access.approval_history (approval, id);

-- What the state machine of src/gateway/approvals/states.ts allows, whatever a statement says.
create function access.approval_moves() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'requested' then
      raise exception 'an approval begins as requested';
    end if;
    return new;
  end if;
  if (old.id, old.authority, old.member_state, old.officer, old.system, old.operation, old.legal_basis, old.question,
      old.approver, old.requested_at, old.expires_at)
     is distinct from
     (new.id, new.authority, new.member_state, new.officer, new.system, new.operation, new.legal_basis, new.question,
      new.approver, new.requested_at, new.expires_at)
  then
    raise exception 'an approval is for what it was asked for';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (
    ('requested', 'approved'), ('requested', 'refused'), ('requested', 'withdrawn'), ('requested', 'expired'),
    ('approved', 'used'), ('approved', 'withdrawn'), ('approved', 'expired')
  ) then
    raise exception 'an approval that is % does not become %', old.state, new.state;
  end if;
  return new;
end
$$;
create trigger approval_moves before insert or update on access.approval
  for each row execute function access.approval_moves();

create function access.approval_remembers() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' or new.state <> old.state then
    insert into access.approval_history (approval, state, at, authority, officer, request)
    values (new.id, new.state, new.changed_at, new.changed_authority, new.changed_officer, new.changed_request);
  end if;
  return null;
end
$$;
create trigger approval_remembers after insert or update on access.approval
  for each row execute function access.approval_remembers();

create table access.emergency (
  -- The request that was put without an approval: the same identifier in the log.
  request text collate "C" primary key,
  authority text not null,
  member_state text not null,
  officer bytea not null check (length(officer) = 32),
  system text not null,
  operation text not null,
  legal_basis text not null,
  opened_at timestamptz not null default now(),
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
     or (old.overdue_logged_at is null and new.overdue_logged_at is not null and new.review_due_at > now())
     or (old.state = 'open' and new.verdict_logged_at is not null)
  then
    raise exception 'the log is told of what has happened, and once';
  end if;
  return new;
end
$$;
create trigger emergency_moves before update on access.emergency
  for each row execute function access.emergency_moves();

-- What is over for 90 days leaves: the log has it, under its own retention. Judged by times that a gateway cannot choose
-- (when it began is set by the database, and when it is over comes later), so that it cannot make its own traces old.
-- A thousand of each at a time; returns how many left.
create function access.forget_ended() returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_most constant integer := 1000;
  v_before constant timestamptz := now() - interval '90 days';
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

revoke all on function access.approval_moves, access.approval_remembers, access.emergency_moves, access.forget_ended
  from public;

grant usage on schema access to ostiary_gateway, ostiary_dpo;
grant select on access.approval to ostiary_gateway;
-- It is asked for now.
grant insert (id, state, authority, member_state, officer, system, operation, legal_basis, question, approver,
              approver_kind, expires_at, sealed, changed_authority, changed_officer, changed_request)
  on access.approval to ostiary_gateway;
grant update (state, approver_kind, sealed, sealed_reason, changed_at, changed_authority, changed_officer,
              changed_request) on access.approval to ostiary_gateway;
grant select on access.emergency to ostiary_gateway;
-- It begins open, now, and with nothing told.
grant insert (request, authority, member_state, officer, system, operation, legal_basis, review_due_at, sealed)
  on access.emergency to ostiary_gateway;
grant update (state, sealed, reviewed_at, reviewer_authority, reviewer, review_request, overdue_logged_at,
              verdict_logged_at) on access.emergency to ostiary_gateway;
grant execute on function access.forget_ended to ostiary_gateway;
grant select on access.approval_history to ostiary_gateway, ostiary_dpo;
grant select (request, authority, system, operation, legal_basis, opened_at, review_due_at, state, reviewed_at,
              overdue_logged_at, verdict_logged_at) on access.emergency to ostiary_dpo;

-- Nobody who logs in owns them (migrations/audit/0004-owner.sql).
grant usage, create on schema access to ostiary_owner;
alter table access.approval owner to ostiary_owner;
alter table access.approval_history owner to ostiary_owner;
alter table access.emergency owner to ostiary_owner;
alter function access.approval_moves owner to ostiary_owner;
alter function access.approval_remembers owner to ostiary_owner;
alter function access.emergency_moves owner to ostiary_owner;
alter function access.forget_ended owner to ostiary_owner;
