-- A push is kept by one statement: everything was prepared for what is there, as the gateway knows or expects it, and here it is
-- made sure that it is so. Where it is not, the gateway is told what is there, and prepares for that.

-- Active records of a flight that are known by one of these locators; with an authority in p_whole_of all bookings beside them that
-- it was the last to push for. API data are no bookings.
create function pnr.known_records(p_flight bigint, p_locators text[], p_whole_of text)
returns table (id text, day text, version integer, cancelled boolean, "preparedAtMs" bigint, locators text[])
language sql stable begin atomic
  select r.id, r.transferred_on::text, r.version, r.cancelled, (extract(epoch from r.prepared_at) * 1000)::bigint, r.locators
    from pnr.record r
   where r.flight = p_flight and r.state = 'active'
     and (
       r.locators && p_locators
       or p_whole_of is not null and not starts_with(r.locators[1], 'API/')
          and exists (select from pnr.push p where p.id = r.push and p.authority = p_whole_of)
     );
end;

-- The flight, made if it is not there, and held: pushes for one flight are kept one after the other.
create function pnr.hold_flight(p_flight jsonb) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_id bigint;
  v_carrier constant text := p_flight ->> 'carrier';
  v_number constant text := p_flight ->> 'number';
  v_departs_on constant date := p_flight ->> 'departsOn';
  v_origin constant text := p_flight ->> 'origin';
begin
  select id into v_id from pnr.flight
   where carrier = v_carrier and number = v_number and departs_on = v_departs_on and origin = v_origin
     for no key update;
  if v_id is null then
    insert into pnr.flight (carrier, number, departs_on, origin, destination)
    values (v_carrier, v_number, v_departs_on, v_origin, p_flight ->> 'destination')
    on conflict do nothing;
    select id into strict v_id from pnr.flight
     where carrier = v_carrier and number = v_number and departs_on = v_departs_on and origin = v_origin
       for no key update;
  end if;
  return v_id;
end
$$;

-- What records are found by, from rows as pnr.keep_push has them.
create function pnr.add_found(p_records jsonb) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  insert into pnr.search_key (transferred_on, token, record)
  select given.day, decode(token, 'hex'), given.id
    from jsonb_to_recordset(p_records) as given (id text, day date, tokens text[]), unnest(given.tokens) as token;
  insert into pnr.leg (transferred_on, record, carrier, number, origin, destination, departs_on)
  select given.day, given.id, leg.carrier, leg.number, leg.origin, leg.destination, leg."departsOn"
    from jsonb_to_recordset(p_records) as given (id text, day date, legs jsonb),
         jsonb_to_recordset(given.legs)
           as leg (carrier text, number text, origin text, destination text, "departsOn" date);
end
$$;

-- Keeps a push if the records that it is about are those that were expected:
--   p_push        id, authority, digest (hexadecimal), kind, receivedAt, preparedAt, acknowledgement, flight, today
--   p_locators    all locators of its records
--   p_whole_of    as pnr.known_records has it, if the push names all bookings of the flight
--   p_expected    known_records, in the order of their references, without locators
--   p_taken       new records: id, day, locators, codes, open, wrappedKey and sealed (hexadecimal), tokens, legs
--   p_superseded  the same of records whose earlier version goes, with its sealed half and what it was found by
--   p_cancelled   id and day of those that are cancelled
-- Returns {"outcome": "kept"}; or, where nothing was kept, {"outcome": "not_theirs"} of a flight that the authority does not push
-- for, {"outcome": "duplicate", "acknowledgement": …} of a message that had been sent before, or {"outcome": "changed", "known":
-- […]} with the records that are there instead of those expected.
create function pnr.keep_push(
  p_push jsonb, p_locators text[], p_whole_of text, p_expected jsonb, p_taken jsonb, p_superseded jsonb, p_cancelled jsonb
) returns jsonb
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_push constant text := p_push ->> 'id';
  v_digest constant bytea := decode(p_push ->> 'digest', 'hex');
  v_prepared_at constant timestamptz := p_push ->> 'preparedAt';
  v_flight bigint;
  v_told jsonb;
  v_known jsonb;
begin
  if not exists (
    select from pnr.carrier where authority = p_push ->> 'authority' and designator = p_push -> 'flight' ->> 'carrier'
  ) then
    return jsonb_build_object('outcome', 'not_theirs');
  end if;
  perform pnr.ensure_month((p_push ->> 'today')::date);
  v_flight := pnr.hold_flight(p_push -> 'flight');
  select acknowledgement into v_told from pnr.push where authority = p_push ->> 'authority' and digest = v_digest;
  if found then
    return jsonb_build_object('outcome', 'duplicate', 'acknowledgement', v_told);
  end if;

  -- The flight is held, so no push adds any; and nobody masks or deletes what is locked here, in the order of masking.
  if p_expected <> '[]' then
    perform from pnr.record r
      where (r.id, r.transferred_on) in (
        select given.id, given.day from jsonb_to_recordset(p_expected) as given (id text, day date)
      )
      order by r.id for no key update;
  end if;
  select coalesce(jsonb_agg(to_jsonb(r) order by r.id), '[]') into v_known
    from pnr.known_records(v_flight, p_locators, p_whole_of) r;
  if (select coalesce(jsonb_agg(one - 'locators' order by place), '[]')
        from jsonb_array_elements(v_known) with ordinality as known (one, place)) <> p_expected then
    return jsonb_build_object('outcome', 'changed', 'known', v_known);
  end if;

  -- It is flushed by the commit of the outcome in the log, which comes later in the same write-ahead log: nobody is told before. A
  -- push whose outcome was not logged was not acknowledged, and is sent again.
  perform set_config('synchronous_commit', 'off', true);
  insert into pnr.push (id, authority, digest, flight, kind, received_at, acknowledgement)
  values (v_push, p_push ->> 'authority', v_digest, v_flight, p_push ->> 'kind', (p_push ->> 'receivedAt')::timestamptz,
          p_push -> 'acknowledgement');
  if p_taken <> '[]' then
    insert into pnr.record
      (transferred_on, id, flight, received_at, version, push, locators, codes, state, term, cancelled, open, prepared_at)
    select day, id, v_flight, (p_push ->> 'receivedAt')::timestamptz, 1, v_push, locators, codes, 'active', 'initial', false,
           open, v_prepared_at
      from jsonb_to_recordset(p_taken) as given (id text, day date, locators text[], codes text[], open jsonb);
    insert into pnr.original (transferred_on, record, wrapped_key, sealed)
    select day, id, decode("wrappedKey", 'hex'), decode(sealed, 'hex')
      from jsonb_to_recordset(p_taken) as given (id text, day date, "wrappedKey" text, sealed text);
    perform pnr.add_found(p_taken);
  end if;
  if p_superseded <> '[]' then
    delete from pnr.search_key k using jsonb_to_recordset(p_superseded) as given (id text, day date)
     where k.record = given.id and k.transferred_on = given.day;
    delete from pnr.leg l using jsonb_to_recordset(p_superseded) as given (id text, day date)
     where l.record = given.id and l.transferred_on = given.day;
    update pnr.record r
       set version = r.version + 1, push = v_push, cancelled = false, open = given.open, locators = given.locators,
           codes = given.codes, prepared_at = v_prepared_at
      from jsonb_to_recordset(p_superseded) as given (id text, day date, locators text[], codes text[], open jsonb)
     where r.id = given.id and r.transferred_on = given.day;
    update pnr.original o
       set wrapped_key = decode(given."wrappedKey", 'hex'), sealed = decode(given.sealed, 'hex')
      from jsonb_to_recordset(p_superseded) as given (id text, day date, "wrappedKey" text, sealed text)
     where o.record = given.id and o.transferred_on = given.day;
    perform pnr.add_found(p_superseded);
  end if;
  if p_cancelled <> '[]' then
    update pnr.record r set cancelled = true, prepared_at = v_prepared_at
      from jsonb_to_recordset(p_cancelled) as given (id text, day date)
     where r.id = given.id and r.transferred_on = given.day;
  end if;
  return jsonb_build_object('outcome', 'kept');
end
$$;

revoke all on function pnr.known_records, pnr.hold_flight, pnr.add_found, pnr.keep_push from public;
grant execute on function pnr.known_records, pnr.hold_flight, pnr.add_found, pnr.keep_push to ostiary_gateway;
alter function pnr.known_records owner to ostiary_owner;
alter function pnr.hold_flight owner to ostiary_owner;
alter function pnr.add_found owner to ostiary_owner;
alter function pnr.keep_push owner to ostiary_owner;
