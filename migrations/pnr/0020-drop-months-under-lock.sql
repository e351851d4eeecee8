-- A push that commits between the look for records and the drop of a month would be acknowledged and lost. The month is
-- locked first: whoever writes into it is waited for, and whoever comes later finds no month and makes it again.
create or replace function pnr.drop_empty_months(p_before date) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_dropped integer := 0;
  v_month text;
  v_table text;
  v_empty boolean;
begin
  perform pg_advisory_xact_lock(hashtextextended('ostiary pnr months', 0));
  for v_month in
    select right(c.relname, 6) from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'pnr.record'::regclass and right(c.relname, 6) < to_char(p_before, 'YYYYMM')
  loop
    execute format('select not exists (select from pnr.record_%s)', v_month) into v_empty;
    continue when not v_empty;
    execute format(
      'lock table pnr.record_%1$s, pnr.original_%1$s, pnr.search_key_%1$s, pnr.leg_%1$s in access exclusive mode', v_month
    );
    execute format('select not exists (select from pnr.record_%s)', v_month) into v_empty;
    if v_empty then
      foreach v_table in array array['record', 'original', 'search_key', 'leg'] loop
        execute format('drop table pnr.%I', format('%s_%s', v_table, v_month));
      end loop;
      v_dropped := v_dropped + 1;
    end if;
  end loop;
  return v_dropped;
end
$$;
