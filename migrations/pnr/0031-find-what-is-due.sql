-- What is due is found among the flights of these days, not among all that was ever pushed for: what has arrived unassessed stays
-- so, and whoever had the assessment switched off for a while has many of them. An index by how long they have waited would have each
-- look begin with those.
drop index pnr.assessment_due;
create index assessment_due on pnr.assessment (flight) where pushes > assessed;
create index flight_departs_on on pnr.flight (departs_on);
-- A claim is renewed and given back by its name, every few seconds while a flight is assessed.
create index assessment_claim on pnr.assessment (claim) where claim is not null;
