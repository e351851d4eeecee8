-- Days of which something is to be masked: the clock looks once a minute, and all but the last six months are masked already.
create index record_active on pnr.record (transferred_on) where state = 'active';
