-- Months of records: partitions that are made as pushes come, and dropped when nothing is left in them.

-- Makes the partitions of a month, if they are not there. To make a partition of a table, PostgreSQL locks the whole table
-- against everybody; to attach one, only against others who attach. Made at once, at the turn of a month a push that made the
-- next one waited for pushes of the month before, which waited for a flight that another held, who waited behind the lock: a
-- deadlock, and a push that was refused.
create function pnr.ensure_month(p_day date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_begin constant date := date_trunc('month', p_day)::date;
  v_end constant date := (date_trunc('month', p_day) + interval '1 month')::date;
  v_month constant text := to_char(v_begin, 'YYYYMM');
  v_table text;
begin
  -- Whoever has just made it holds a lock on it until all sessions know of it. Without the lock one could see it in the catalogue,
  -- and find no partition when it writes: a commit is seen a moment before it is told.
  begin
    execute format('lock table pnr.%I in access share mode', format('record_%s', v_month));
    return;
  exception
    when undefined_table then
      null;
  end;
  perform pg_advisory_xact_lock(hashtextextended('ostiary pnr months', 0));
  -- Whoever was waited for may have made it. To ask by name again could give the answer of before, from a cache.
  if exists (
    select from pg_class where relname = format('record_%s', v_month) and relnamespace = 'pnr'::regnamespace
  ) then
    return;
  end if;
  foreach v_table in array array['original', 'search_key', 'leg', 'record'] loop
    execute format('create table pnr.%I (like pnr.%I including all)', format('%s_%s', v_table, v_month), v_table);
    execute format('alter table pnr.%I attach partition pnr.%I for values from (%L) to (%L)',
                   v_table, format('%s_%s', v_table, v_month), v_begin, v_end);
  end loop;
end
$$;

-- Drops the partitions of months in which no record is left and none can come any more. Returns how many months. A push that
-- commits between the look for records and the drop of a month would be acknowledged and lost, so the month is locked first:
-- whoever writes into it is waited for, and whoever comes later finds no month and makes it again. The whole table is locked
-- with it, not for longer than it takes to see that others are in the way. Then it is left for the next round.
create function pnr.drop_empty_months(p_before date) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '300ms' as $$
declare
  v_dropped integer := 0;
  v_month text;
  v_table text;
  v_empty boolean;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('ostiary pnr months', 0)) then
    return 0;
  end if;
  for v_month in
    select right(c.relname, 6) from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'pnr.record'::regclass and right(c.relname, 6) < to_char(p_before, 'YYYYMM')
  loop
    execute format('select not exists (select from pnr.record_%s)', v_month) into v_empty;
    continue when not v_empty;
    begin
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
    exception
      when lock_not_available then
        null;
    end;
  end loop;
  return v_dropped;
end
$$;

revoke all on function pnr.ensure_month, pnr.drop_empty_months from public;
grant execute on function pnr.ensure_month to ostiary_gateway;
alter function pnr.ensure_month owner to ostiary_owner;
alter function pnr.drop_empty_months owner to ostiary_owner;
