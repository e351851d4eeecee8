-- Keys that scale: what a search proposes grows far more slowly than what there is. src/adapters/sis/store/README.md
-- describes the keys.

-- Non-cash means of payment (Art. 36(1)) have no letter in Art. 38(2); they come after the eighteen that have one.
alter table sis.alert drop constraint alert_object_letter_check;
alter table sis.alert add check (object_letter between 0 and 19);
