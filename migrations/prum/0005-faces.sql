-- Facial images under Prüm (Regulation (EU) 2024/982 Arts. 19 to 24): what the simulated states hold of them. No image is
-- stored anywhere: a face is the vector that a recognition algorithm has made of one.

create table prum.face (
  -- Says whether the image is of an identified person.
  reference text collate "C" primary key check (reference ~ '^FAC-[A-Z]{2}-[IU]-[0-9A-HJKMNP-TV-Z]{26}$'),
  member_state text not null,
  -- A vector of length 1: 32-bit numbers, least significant byte first. 64 to 1024 of them.
  vector bytea not null check (octet_length(vector) between 256 and 4096 and octet_length(vector) % 4 = 0),
  check (substr(reference, 5, 2) = member_state)
);

grant select on prum.face to ostiary_gateway;
