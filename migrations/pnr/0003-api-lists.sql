-- Lists of passengers that carriers send apart (PAXLST). A record known by one is a record like any other.
alter table pnr.push drop constraint push_kind_check;
alter table pnr.push add constraint push_kind_check check (kind in ('full', 'update', 'other', 'api'));
