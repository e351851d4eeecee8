-- Vehicle registration data (Decision 2008/615/JHA Art. 12, Regulation (EU) 2024/982 Arts. 16 to 18): the simulated registers
-- of the states, with their history.

-- What the register of a state is like, and what the law of the state lets others ask of it.
create table prum.vehicle_register (
  member_state text primary key check (member_state ~ '^[A-Z]{2}$'),
  -- Otherwise it has what is valid now, and answers with that whatever time it is asked about.
  keeps_history boolean not null,
  -- Searches by owner or holder (2024/982 Art. 16(3)).
  by_party boolean not null default false,
  -- Numbers like one that is not registered. No law obliges a state to offer it.
  suggests boolean not null default false,
  -- Answers every question with ERROR.
  fails boolean not null default false
);

create table prum.vehicle_registration (
  reference text collate "C" primary key,
  member_state text not null references prum.vehicle_register,
  -- As the register has it.
  number text not null,
  -- What it is compared by: upper case, letters and digits, look-alikes of other scripts as Latin letters.
  number_key text collate "C" not null,
  -- The same for numbers that differ in confusable characters only.
  number_confusion_key text collate "C" not null,
  vin text collate "C" not null check (vin ~ '^[A-HJ-NPR-Z0-9]{17}$'),
  begun_at timestamptz not null,
  ended_at timestamptz check (ended_at > begun_at),
  -- The law of the state does not let others know of it.
  withheld boolean not null,
  -- The registration as src/adapters/prum/vehicle/domain/registration.ts describes it.
  registration jsonb not null
);
create index on prum.vehicle_registration (member_state, number_key);
create index on prum.vehicle_registration (member_state, number_confusion_key);
create index on prum.vehicle_registration (member_state, vin);

-- Holders and owners of the registrations, as they are found: names transliterated.
create table prum.vehicle_party (
  reference text collate "C" not null references prum.vehicle_registration,
  member_state text not null,
  name_key text collate "C" not null,
  -- Null of a legal person.
  first_names_key text collate "C",
  -- YYYY-MM-DD, 00 for what is not known; null of a legal person.
  date_of_birth text collate "C",
  begun_at timestamptz not null,
  ended_at timestamptz
);
create index on prum.vehicle_party (member_state, name_key, date_of_birth, first_names_key);
create index on prum.vehicle_party (reference);

grant select on prum.vehicle_register, prum.vehicle_registration, prum.vehicle_party to ostiary_gateway;
