-- What 0027 left of texts where codes belong, in rows of before ADR 0060: places, carriers and flights of a part of the journey, and
-- the locators and legs by which records are found. These columns are in the clear, and stay so when a record is masked.
create function pg_temp.shaped(p_text text, p_pattern text) returns text language sql immutable as
$$ select case when p_text ~ p_pattern then p_text else '' end $$;
create function pg_temp.airport(p_text text) returns text language sql immutable as
$$ select pg_temp.shaped(p_text, '^[A-Z]{3}$') $$;
create function pg_temp.carrier(p_text text) returns text language sql immutable as
$$ select pg_temp.shaped(p_text, '^[A-Z0-9]{2,3}$') $$;
create function pg_temp.flight(p_text text) returns text language sql immutable as
$$ select pg_temp.shaped(p_text, '^(\d{1,5}[A-Z]?|OPEN|ARNK)$') $$;
create function pg_temp.is_locator(p_text text) returns boolean language sql immutable as
$$ select p_text ~ '^[A-Z0-9]{5,8}$' or p_text ~ '^(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{9,20}$' $$;

update pnr.record r set codes = n.codes, locators = n.locators, open = n.open
from (
  select o.transferred_on, o.id,
    array(select c from unnest(o.codes) with ordinality as given (c, place) where pg_temp.is_locator(c) order by place) as codes,
    -- By tickets where there is no locator; of a list by digests, or by its locator.
    array(
      select l from unnest(o.locators) with ordinality as given (l, place)
      where l ~ '^TKT/\d{10,14}$' or l ~ '^API/[#=~]'
        or l ~ '^[A-Z0-9]{2,3}/' and pg_temp.is_locator(substr(l, strpos(l, '/') + 1))
      order by place
    ) as locators,
    jsonb_set(o.open, '{itinerary}', (
      select coalesce(jsonb_agg(s || jsonb_build_object(
               'from', pg_temp.airport(s ->> 'from'),
               'to', pg_temp.airport(s ->> 'to'),
               'carrier', pg_temp.carrier(s ->> 'carrier'),
               'flight', pg_temp.flight(s ->> 'flight')
             ) || case when s ? 'operatedBy'
                       then jsonb_build_object('operatedBy', jsonb_build_object(
                         'carrier', pg_temp.carrier(s -> 'operatedBy' ->> 'carrier'),
                         'flight', pg_temp.flight(s -> 'operatedBy' ->> 'flight')))
                       else '{}' end
             order by place), '[]')
      from jsonb_array_elements(o.open -> 'itinerary') with ordinality as given (s, place)
    )) as open
  from pnr.record o
) n
where r.transferred_on = n.transferred_on and r.id = n.id
  and (r.codes, r.locators, r.open) is distinct from (n.codes, n.locators, n.open);

update pnr.leg set
  carrier = pg_temp.carrier(carrier), number = pg_temp.flight(number),
  origin = pg_temp.airport(origin), destination = pg_temp.airport(destination)
where (carrier, number, origin, destination) is distinct from
      (pg_temp.carrier(carrier), pg_temp.flight(number), pg_temp.airport(origin), pg_temp.airport(destination));
