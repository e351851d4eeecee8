-- Matches of the assessment of passengers (Directive (EU) 2016/681 Art. 6(2)(a)). A row holds codes and references; what was
-- compared, and the reason of the review, are sealed by the key of the day of the record that the match is about, for six
-- months: what would have to be masked then is gone, and the log has the reason (Art. 12(2)).

create table pnr.match (
  -- "PNM-" and a ULID.
  id text collate "C" primary key,
  record text collate "C" not null,
  transferred_on date not null,
  record_version integer not null,
  flight bigint not null references pnr.flight,
  -- "criteria", or the code of a database.
  system text not null,
  -- Rule, or record in the database.
  source text collate "C" not null,
  version integer not null,
  sha256 text not null,
  -- As the record refers to the traveller, or "#" and a number from 0; empty for the booking as a whole.
  traveller text not null,
  -- Conditions that were met, by their places in the rule.
  grounds text[] not null,
  -- What was compared, and whose name it was: a digest under the key of the record's day. Conditions alone do not say it, as an
  -- update may meet the same ones by something else.
  evidence bytea not null default '',
  found_at timestamptz not null,
  review_by timestamptz not null,
  state text not null default 'open' check (state in ('open', 'confirmed', 'rejected', 'released')),
  -- Pseudonyms of officers.
  reviewed_by text check ((reviewed_by is null) = (state = 'open')),
  reviewed_at timestamptz check ((reviewed_at is null) = (state = 'open')),
  -- The unit and its operator know that the review is late.
  overdue_told boolean not null default false,
  wrapped_key bytea not null check (length(wrapped_key) = 40),
  sealed bytea not null,
  -- What was found once is not found again, whatever the review made of it (Art. 12(5)).
  constraint match_found_once unique (record, system, source, version, traveller, grounds, evidence)
);
create index match_waiting on pnr.match (state, review_by, id);
create index match_record on pnr.match (record);
create index match_overdue on pnr.match (review_by) where state = 'open' and not overdue_told;

-- A match is reviewed once, released once, and nothing else of it changes (Art. 6(5), 6(6)).
create function pnr.guard_match() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if old.state = 'open' and to_jsonb(new) - 'overdue_told' = to_jsonb(old) - 'overdue_told' then
    return new;
  end if;
  if (old.state, new.state) not in (('open', 'confirmed'), ('open', 'rejected'), ('confirmed', 'released')) then
    raise exception 'a match that is % cannot become %', old.state, new.state using errcode = 'check_violation';
  end if;
  if (old.id, old.record, old.transferred_on, old.record_version, old.flight, old.system, old.source, old.version,
      old.sha256, old.traveller, old.grounds, old.found_at, old.review_by)
     is distinct from
     (new.id, new.record, new.transferred_on, new.record_version, new.flight, new.system, new.source, new.version,
      new.sha256, new.traveller, new.grounds, new.found_at, new.review_by)
     or (old.state = 'confirmed' and (old.reviewed_by, old.reviewed_at, old.wrapped_key, old.sealed)
         is distinct from (new.reviewed_by, new.reviewed_at, new.wrapped_key, new.sealed)) then
    raise exception 'what was found and reviewed does not change' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
create trigger guard before update on pnr.match for each row execute function pnr.guard_match();

create function pnr.guard_evidence() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'what was found and reviewed does not change' using errcode = 'check_violation';
end
$$;
create trigger guard_evidence before update on pnr.match for each row
  when (old.evidence is distinct from new.evidence) execute function pnr.guard_evidence();

-- Matches go with the record that they are about (Art. 12(4), (5)).
create function pnr.forget_matches() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp as $$
begin
  delete from pnr.match where record = old.id and transferred_on = old.transferred_on;
  return null;
end
$$;
create trigger forget_matches after delete on pnr.record for each row execute function pnr.forget_matches();
-- What a match is about names a traveller by number, or somebody whom a database has. When the record is masked, what the match
-- was found by is gone already, and nobody is to be informed any more (Art. 12(5)): it goes, and the log has it.
create trigger forget_matches_masked after update of state on pnr.record for each row
  when (new.state = 'masked' and old.state <> 'masked') execute function pnr.forget_matches();
revoke all on function pnr.guard_match, pnr.guard_evidence, pnr.forget_matches from public;

grant select, insert, update on pnr.match to ostiary_gateway;

alter table pnr.match owner to ostiary_owner;
alter function pnr.guard_match owner to ostiary_owner;
alter function pnr.guard_evidence owner to ostiary_owner;
alter function pnr.forget_matches owner to ostiary_owner;
