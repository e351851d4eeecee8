-- Open halves of before had a ticket, a seat and a bag for each traveller, and texts where codes belong (ADR 0060). What tells
-- the number of travellers cannot be moved to the sealed half from here, whose keys are not in the database: it goes.
create function pg_temp.code(p_text text, p_pattern text) returns text language sql immutable as
$$ select case when p_text ~ p_pattern then p_text else '' end $$;

create function pg_temp.locators(p_locators jsonb) returns jsonb language sql immutable as $$
  select coalesce(jsonb_agg(l), '[]') from jsonb_array_elements(p_locators) l
  where l ->> 'code' ~ '^[A-Z0-9]{5,8}$' and l ->> 'system' ~ '^[A-Z0-9]{2,3}$' and l ->> 'kind' ~ '^[A-Z0-9]?$'
$$;

update pnr.record r set
  open = (r.open - array['agency', 'tickets', 'seats', 'split']) || jsonb_build_object(
    'ticketing', '[]'::jsonb, 'fareBases', '[]'::jsonb, 'baggage', '[]'::jsonb, 'excessBaggage', '[]'::jsonb,
    'changes', '[]'::jsonb, 'otherServices', '[]'::jsonb,
    'locators', pg_temp.locators(r.open -> 'locators'),
    'itinerary', (
      select coalesce(jsonb_agg((s - 'checkIn') || jsonb_build_object(
               'locators', pg_temp.locators(s -> 'locators'),
               'status', pg_temp.code(s ->> 'status', '^[A-Z]{2}$'),
               'bookingClass', pg_temp.code(s ->> 'bookingClass', '^[A-Z]{1,2}$'),
               'equipment', pg_temp.code(s ->> 'equipment', '^[A-Z0-9]{3,4}$')
             ) || case when s ? 'checkIn'
                       then jsonb_build_object('checkIn', (s -> 'checkIn') || '{"agent": ""}') else '{}' end
             order by place), '[]')
      from jsonb_array_elements(r.open -> 'itinerary') with ordinality as given (s, place)));

-- What a match is about names a traveller by number, or somebody whom a database has. When the record is masked, what the match
-- was found by is gone already, and nobody is to be informed any more (Art. 12(5)): it goes, and the log has it.
create trigger forget_matches_masked after update of state on pnr.record for each row
  when (new.state = 'masked' and old.state <> 'masked') execute function pnr.forget_matches();
delete from pnr.match m using pnr.record r
where r.id = m.record and r.transferred_on = m.transferred_on and r.state = 'masked';
