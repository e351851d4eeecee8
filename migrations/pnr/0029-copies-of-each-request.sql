-- A copy is of one request that was put (Directive (EU) 2016/681 Art. 9(3)). Gateways elsewhere name their requests themselves
-- (docs/completeness.md), so that two may be named alike: a copy has an identifier of its own, by which copies are in order.

alter table pnr.request_copy add column id text collate "C";
update pnr.request_copy set id = request;
alter table pnr.request_copy alter column id set not null;
alter table pnr.request_copy drop constraint request_copy_pkey;
alter table pnr.request_copy add primary key (unit, id);
