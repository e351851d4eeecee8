-- What the data protection officer of the unit is told, and what the simulator has loaded.

-- Records that were shown with what had been masked (Art. 12(3)), and what the officer found on review.
create table pnr.unmasking (
  -- The request that unmasked: the same identifier in the log.
  request text collate "C" primary key,
  record text collate "C" not null,
  authority text not null,
  unmasked_at timestamptz not null,
  verdict text check (verdict in ('justified', 'not_justified')),
  reviewed_at timestamptz,
  check ((verdict is null) = (reviewed_at is null))
);
create index unmasking_at on pnr.unmasking (unmasked_at, request);

create table pnr.simulation (
  one boolean primary key default true check (one),
  generator text not null,
  seed text not null,
  flights integer not null
);

-- Five years after a push, or an unmasking, nothing is left of it; a flight stays as long as something was pushed for it, and
-- until it is settled. Then the partitions of months without records go. Returns how many months went.
create function pnr.forget(p_today date) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from pnr.push where received_at < p_today - interval '5 years';
  delete from pnr.unmasking where unmasked_at < p_today - interval '5 years';
  delete from pnr.flight f
   where f.departs_on < p_today - interval '6 months'
     and (f.departs_at is null or f.settled_for = f.departs_at)
     and not exists (select from pnr.push p where p.flight = f.id)
     and not exists (select from pnr.record r where r.flight = f.id);
  return pnr.drop_empty_months(p_today);
end
$$;

revoke all on function pnr.forget from public;

grant select, insert on pnr.unmasking to ostiary_gateway;
grant update (verdict, reviewed_at) on pnr.unmasking to ostiary_gateway;
grant execute on function pnr.forget to ostiary_gateway;
alter table pnr.unmasking owner to ostiary_owner;
alter function pnr.forget owner to ostiary_owner;
