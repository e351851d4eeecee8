-- A confirmed match is passed on to whoever needs it, each once: competent authorities of the unit's state (Directive (EU)
-- 2016/681 Art. 6(6)), and units of other Member States (Art. 9(1)). So releases are rows of their own, and a match that has
-- one is released.

create table pnr.release (
  match text collate "C" not null references pnr.match on delete cascade,
  -- Code in the registry.
  recipient text collate "C" not null,
  -- Pseudonym of the officer.
  released_by text not null,
  released_at timestamptz not null,
  primary key (match, recipient)
);
-- What a recipient is told of, the newest first.
create index release_received on pnr.release (recipient, released_at, match);

-- Nothing leaves that nobody has confirmed, and never by the reviewer alone (Art. 6(5), 6(6)).
create function pnr.guard_release() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (
    select from pnr.match m
    where m.id = new.match and m.state in ('confirmed', 'released') and m.reviewed_by <> new.released_by
  ) then
    raise exception 'a match cannot become released before another officer has confirmed it'
      using errcode = 'check_violation';
  end if;
  return new;
end
$$;
create trigger guard before insert on pnr.release for each row execute function pnr.guard_release();
revoke all on function pnr.guard_release from public;

grant select, insert on pnr.release to ostiary_gateway;
alter table pnr.release owner to ostiary_owner;
alter function pnr.guard_release owner to ostiary_owner;
