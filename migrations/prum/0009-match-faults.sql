-- What time or a simulated holder does to a match may fail, for that match again and again. It is then tried later, and later
-- each time, and holds up no other match. A row is here from the first failure until what failed is done, or the match has
-- become something else.
create table prum.match_fault (
  match text collate "C" not null references prum.match on delete cascade,
  -- What was tried: the step of a simulated holder, telling that core data are overdue, ending, closing.
  act text not null check (act in ('holder', 'overdue', 'expire', 'close')),
  -- One after the other.
  failures integer not null check (failures > 0),
  -- Before which it is not tried again, by the clock of the gateway that failed.
  not_before timestamptz not null,
  primary key (match, act)
);

create or replace function prum.match_remembers() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'INSERT' or new.state <> old.state then
    insert into prum.match_history (match, state, at, changed_by)
    values (new.id, new.state, now(), new.changed_by);
  end if;
  if tg_op = 'UPDATE' then
    delete from prum.match_fault
     where match = new.id
       and (new.state <> old.state or act = 'overdue' and new.overdue_logged_at is distinct from old.overdue_logged_at);
  end if;
  return null;
end
$$;

grant select, insert (match, act, failures, not_before), update (failures, not_before) on prum.match_fault to ostiary_gateway;

-- Whoever forgets matches forgets this with them.
alter table prum.match_fault owner to ostiary_owner;
