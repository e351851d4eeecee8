-- Hits and forms about means of payment, the nineteenth kind of object (0003-search.sql).
alter table sis.sirene_thread drop constraint sirene_thread_object_letter_check;
alter table sis.sirene_thread add check (object_letter between 0 and 19);
alter table sis.sirene_hit drop constraint sirene_hit_object_letter_check;
alter table sis.sirene_hit add check (object_letter between 0 and 19);
