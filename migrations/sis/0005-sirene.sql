-- Simulated exchange of supplementary information: hits, and the forms of SIRENE Bureaux (docs/sirene.md, docs/adr/0025).

create table sis.sirene_thread (
  -- ULID of the request that opened it; where one request opened several, of its own.
  id text collate "C" primary key,
  -- Null for a proposal of Europol, which comes before an alert.
  alert_reference text collate "C",
  -- As in sis.alert: what may be seen is decided here as it is there.
  category smallint not null check (category between 1 and 16),
  object_letter smallint not null check (object_letter between 0 and 19),
  -- Bureaux by their states; EU stands for Europol.
  opener text not null check (opener ~ '^[A-Z]{2}$'),
  counterpart text not null check (counterpart ~ '^[A-Z]{2}$'),
  open boolean not null default true,
  opened_at timestamptz not null,
  -- Day since which the alert is known to be no more, or on which the thread that has none was closed.
  ended_on date,
  check (alert_reference is not null or category = 14)
);
create index sirene_thread_of_alert on sis.sirene_thread (alert_reference);
create index sirene_thread_over on sis.sirene_thread (ended_on);

create table sis.sirene_form (
  id text collate "C" primary key,
  thread text collate "C" not null references sis.sirene_thread on delete cascade,
  letter text not null check (letter ~ '^[AE-Q]$'),
  sender text not null,
  recipient text not null,
  -- Authority that sent it.
  sent_by text not null,
  answers text collate "C" references sis.sirene_form on delete cascade,
  state text not null check (state in ('sent', 'delivered', 'answered', 'closed')),
  expects_answer boolean not null,
  urgent boolean not null,
  sent_at timestamptz not null,
  delivered_at timestamptz,
  answered_at timestamptz,
  closed_at timestamptz,
  -- By when it is to be answered, by which rule, and what it means that nobody does.
  due_at timestamptz,
  deadline text,
  on_silence text check (on_silence in ('alarm', 'no-objection', 'deletion')),
  extended boolean not null default false,
  sent_late boolean not null default false,
  -- How it answers, in an answer; how it was answered, in a form that asks.
  resolution text check (resolution in ('accepted', 'refused', 'information', 'extended', 'silence')),
  -- Body, reason of urgency, and persons: personal data.
  content jsonb not null,
  -- When the log was told that it is overdue.
  overdue_logged_at timestamptz,
  check (expects_answer = (due_at is not null and deadline is not null and on_silence is not null)),
  check ((state = 'answered') <= (answered_at is not null)),
  check ((state = 'closed') = (closed_at is not null))
);
create index sirene_form_inbox on sis.sirene_form (recipient, id);
create index sirene_form_outbox on sis.sirene_form (sender, id);
create index sirene_form_of_thread on sis.sirene_form (thread, id);
create index sirene_form_due on sis.sirene_form (due_at)
  where expects_answer and state in ('sent', 'delivered') and overdue_logged_at is null;
create index sirene_form_open on sis.sirene_form (recipient, sent_at) where state in ('sent', 'delivered');
-- Notices that an alert has served its purpose (Regulation (EU) 2018/1862 Art. 53(9)) are listed to the authority that created
-- the alert: few among all forms, and the only ones that silence turns into a deletion.
create index sirene_form_notice on sis.sirene_form (id) where on_silence = 'deletion';

create table sis.sirene_attachment (
  form text collate "C" not null references sis.sirene_form on delete cascade,
  number smallint not null check (number between 1 and 5),
  file_name text not null,
  type text not null check (type in ('pdf', 'jpeg', 'png', 'text', 'nist')),
  sha256 bytea not null check (length(sha256) = 32),
  content bytea not null check (length(content) between 1 and 10000000),
  primary key (form, number)
);

create table sis.sirene_hit (
  -- The request that reported it.
  id text collate "C" primary key,
  alert_reference text collate "C" not null,
  category smallint not null check (category between 1 and 16),
  object_letter smallint not null check (object_letter between 0 and 19),
  -- State whose bureau is to tell the issuing state.
  member_state text not null,
  reported_by text not null,
  reported_at timestamptz not null,
  due_at timestamptz not null,
  deadline text not null,
  -- One form G for each alert that was hit.
  form text collate "C" unique references sis.sirene_form on delete cascade,
  details jsonb not null,
  overdue_logged_at timestamptz,
  ended_on date
);
create index sirene_hit_of_state on sis.sirene_hit (member_state, id);
create index sirene_hit_due on sis.sirene_hit (due_at) where form is null and overdue_logged_at is null;
create index sirene_hit_of_alert on sis.sirene_hit (alert_reference);

-- What the state machine of src/adapters/sis/sirene/domain/states.ts allows, whatever a statement says.
create function sis.sirene_form_moves() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'sent' or new.overdue_logged_at is not null then
      raise exception 'a form begins as sent';
    end if;
    return new;
  end if;
  if (old.id, old.thread, old.letter, old.sender, old.recipient, old.sent_by, old.answers, old.expects_answer,
      old.urgent, old.sent_at, old.deadline, old.on_silence, old.sent_late, old.content)
     is distinct from
     (new.id, new.thread, new.letter, new.sender, new.recipient, new.sent_by, new.answers, new.expects_answer,
      new.urgent, new.sent_at, new.deadline, new.on_silence, new.sent_late, new.content)
  then
    raise exception 'what was sent is not changed';
  end if;
  if old.due_at is distinct from new.due_at and (old.extended or not new.extended or new.due_at < old.due_at) then
    raise exception 'more time is taken once';
  end if;
  if new.state <> old.state and (old.state, new.state) not in (
    ('sent', 'delivered'), ('sent', 'answered'), ('sent', 'closed'),
    ('delivered', 'answered'), ('delivered', 'closed'), ('answered', 'closed')
  ) then
    raise exception 'a form that is % does not become %', old.state, new.state;
  end if;
  if new.state = 'answered' and not new.expects_answer then
    raise exception 'a form that asks nothing is not answered';
  end if;
  return new;
end
$$;
create trigger sirene_form_moves before insert or update on sis.sirene_form
  for each row execute function sis.sirene_form_moves();

-- Personal data in the files of SIRENE Bureaux leave at the latest a year after the alert (Regulation (EU) 2018/1862
-- Art. 64(2)), by the day given; without one, nothing. This keeps a gateway from removing what is younger; one that lies about
-- the day it does not stop. Returns what left, by kind and alert.
create function sis.forget_supplementary(p_today date) returns table (what text, id text, alert_reference text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_most constant integer := 1000;
  v_before constant date := p_today - interval '1 year';
begin
  return query
    with over as (
      select t.id from sis.sirene_thread t where t.ended_on <= v_before limit v_most for update skip locked
    )
    delete from sis.sirene_thread t using over where t.id = over.id
    returning 'thread', t.id, t.alert_reference;
  return query
    with over as (
      select h.id from sis.sirene_hit h where h.ended_on <= v_before limit v_most for update skip locked
    )
    delete from sis.sirene_hit h using over where h.id = over.id
    returning 'hit', h.id, h.alert_reference;
end
$$;
revoke all on function sis.sirene_form_moves, sis.forget_supplementary from public;

grant select on sis.sirene_thread, sis.sirene_form, sis.sirene_attachment, sis.sirene_hit to ostiary_gateway;
grant insert (id, alert_reference, category, object_letter, opener, counterpart, opened_at) on sis.sirene_thread to ostiary_gateway;
grant update (open, ended_on) on sis.sirene_thread to ostiary_gateway;
grant insert (id, thread, letter, sender, recipient, sent_by, answers, state, expects_answer, urgent, sent_at, due_at,
              deadline, on_silence, sent_late, resolution, content) on sis.sirene_form to ostiary_gateway;
grant update (state, delivered_at, answered_at, closed_at, due_at, extended, resolution, overdue_logged_at)
  on sis.sirene_form to ostiary_gateway;
grant insert on sis.sirene_attachment to ostiary_gateway;
grant insert (id, alert_reference, category, object_letter, member_state, reported_by, reported_at, due_at, deadline,
              details) on sis.sirene_hit to ostiary_gateway;
grant update (form, overdue_logged_at, ended_on) on sis.sirene_hit to ostiary_gateway;
grant execute on function sis.forget_supplementary to ostiary_gateway;

-- Nobody who logs in owns what forgets (migrations/audit/0008-owner.sql says why).
grant usage, create on schema sis to ostiary_owner;
alter table sis.sirene_thread owner to ostiary_owner;
alter table sis.sirene_form owner to ostiary_owner;
alter table sis.sirene_attachment owner to ostiary_owner;
alter table sis.sirene_hit owner to ostiary_owner;
alter function sis.sirene_form_moves owner to ostiary_owner;
alter function sis.forget_supplementary owner to ostiary_owner;
