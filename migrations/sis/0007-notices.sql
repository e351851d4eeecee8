-- Notices that an alert has served its purpose (Regulation (EU) 2018/1862 Art. 53(9)) are listed to the authority that created
-- the alert: few among all forms, and the only ones that silence turns into a deletion.
create index sirene_form_notice on sis.sirene_form (id) where on_silence = 'deletion';
