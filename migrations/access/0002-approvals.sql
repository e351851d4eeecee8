-- Approvals: four eyes (docs/approvals.md, docs/adr/0019). Nothing here names a person in the clear: officers and questions
-- are keyed digests, texts are sealed under keys outside the database.

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
  requested_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > requested_at),
  -- The question and the reasons, sealed; null when they were erased.
  sealed bytea,
  sealed_reason bytea,
  -- Who brought it into its present state, with which request. Null when it was time alone.
  changed_at timestamptz not null,
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

revoke all on function access.approval_moves, access.approval_remembers from public;

grant usage on schema access to ostiary_dpo;
grant select on access.approval to ostiary_gateway;
grant insert (id, state, authority, member_state, officer, system, operation, legal_basis, question, approver,
              approver_kind, requested_at, expires_at, sealed, changed_at, changed_authority, changed_officer,
              changed_request)
  on access.approval to ostiary_gateway;
grant update (state, approver_kind, sealed, sealed_reason, changed_at, changed_authority, changed_officer,
              changed_request) on access.approval to ostiary_gateway;
grant select on access.approval_history to ostiary_gateway, ostiary_dpo;

-- Nobody who logs in owns them (migrations/audit/0008-owner.sql).
grant usage, create on schema access to ostiary_owner;
alter table access.approval owner to ostiary_owner;
alter table access.approval_history owner to ostiary_owner;
alter function access.approval_moves owner to ostiary_owner;
alter function access.approval_remembers owner to ostiary_owner;
