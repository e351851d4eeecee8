-- Keys that scale: what a search proposes grows far more slowly than what there is. src/adapters/sis/store/README.md
-- describes the keys.

-- Persons: a word is the hash of a piece of a name or of a document number, a day the date of birth with the number of the
-- category in its last five bits. Both are integers, so that ten million alerts have keys of a few gigabytes; a hash that
-- two pieces share proposes an alert that the comparison then refuses.
create table sis.person_key (
  word integer not null,
  -- An alert on an unknown wanted person (Art. 40) has no key: no alphanumeric search can ever reach it.
  day integer not null check (day & 31 between 1 and 15),
  alert_no integer not null
);

-- What the caller may see is decided in the index, before an alert is touched: a hidden alert costs what no alert costs.
create index person_key_by_word on sis.person_key (word, day, alert_no);

-- Objects: a letter for the kind of identifier, then the identifier with one character for all that look like it, so that
-- one entry answers what is asked exactly, in part, or with an O for a 0.
create table sis.object_key (
  key text collate "C" not null,
  category smallint not null,
  object_letter smallint not null check (object_letter > 0),
  alert_no integer not null
);

create index object_key_by_key on sis.object_key (key) include (category, object_letter, alert_no);
create index object_key_by_end on sis.object_key
  ((left(key, 1) || reverse(substr(key, 2))) collate "C") include (category, object_letter);

-- Prints: whose they are in the simulation, in place of the prints. The only way to an unknown wanted person.
create table sis.print_key (
  subject text collate "C" not null,
  category smallint not null check (category <> 15),
  alert_no integer not null
);

create index print_key_by_subject on sis.print_key (subject) include (category, alert_no);

grant select, insert, delete on sis.person_key, sis.object_key, sis.print_key to ostiary_gateway;
