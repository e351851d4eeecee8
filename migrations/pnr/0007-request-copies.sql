-- Copies of requests that competent authorities of other Member States put to the unit directly, in an emergency: their own
-- unit gets one (Directive (EU) 2016/681 Art. 9(3)). What was asked names people, so it is sealed under the key of the day of
-- the request, which is gone after six months.

create table pnr.request_copy (
  -- Of the copy: gateways elsewhere name their requests themselves (docs/completeness.md), so that two may be named alike. Copies
  -- are in order by it.
  id text collate "C" not null,
  -- The request: the same identifier in the log.
  request text collate "C" not null,
  -- Unit of the state of whoever asked: codes of the registry, both.
  unit text collate "C" not null,
  requester text not null,
  asked_at timestamptz not null,
  -- Day of the key.
  asked_on date not null,
  wrapped_key bytea not null check (length(wrapped_key) = 40),
  sealed bytea not null,
  primary key (unit, id)
);
create index request_copy_day on pnr.request_copy (asked_on);

create function pnr.forget_request_copies(p_today date) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from pnr.request_copy where asked_on + interval '6 months' <= p_today
$$;
revoke all on function pnr.forget_request_copies from public;

grant select, insert on pnr.request_copy to ostiary_gateway;
grant execute on function pnr.forget_request_copies to ostiary_gateway;
alter table pnr.request_copy owner to ostiary_owner;
alter function pnr.forget_request_copies owner to ostiary_owner;
