-- Supervision looks back as far as there are flights that it has not settled, not three days (Art. 8(3)). A flight is settled for
-- a departure: what the schedule moves is looked at again.
alter table pnr.flight add column settled_for timestamptz;
create index flight_unsettled on pnr.flight (departs_at)
  where departs_at is not null and settled_for is distinct from departs_at;
grant update (settled_for) on pnr.flight to ostiary_gateway;

-- As before, and a flight stays until it is settled.
create or replace function pnr.forget(p_today date) returns integer
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
