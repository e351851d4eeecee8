/** Parts of alerts → their messages in the contract. */
import {
  DeparturePeriod,
  Gender,
  type Attachment as WireAttachment,
  type ReturnDecision as WireReturnDecision,
  type Victim as WireVictim,
} from '../../../gen/ostiary/sis/v1/sis.js';
import { NO_DEPARTURE_PERIOD, type Attachment, type ReturnDecision, type Victim } from '../domain/alert-parts.js';
import { ATTACHMENT_TO_WIRE, GENDER_TO_WIRE } from './enums.js';

/** The victim, without the consents: those are for who keeps the alert. */
export const printVictim = (victim: Victim): WireVictim => ({
  surname: victim.surname ?? '',
  forename: victim.forename ?? '',
  namesAtBirth: victim.namesAtBirth ?? '',
  previousNames: [...(victim.previousNames ?? [])],
  physicalCharacteristics: victim.physicalCharacteristics ?? '',
  placeOfBirth: victim.placeOfBirth ?? '',
  dateOfBirth: victim.dateOfBirth ?? '',
  gender: victim.gender === undefined ? Gender.UNSPECIFIED : GENDER_TO_WIRE[victim.gender],
  nationalities: [...(victim.nationalities ?? [])],
  documents: (victim.documents ?? []).map((document) => ({ ...document })),
  address: victim.address ?? '',
  fatherName: victim.fatherName ?? '',
  motherName: victim.motherName ?? '',
  photographs: victim.photographs === true,
  prints: victim.prints === true,
});

export const printAttachment = ({ kind, reference, language, issuedOn, sha256 }: Attachment): WireAttachment => ({
  kind: ATTACHMENT_TO_WIRE[kind],
  reference,
  language,
  issuedOn,
  sha256: Buffer.from(sha256, 'hex'),
});

export const printReturnDecision = ({
  departureUntil,
  suspended,
  entryBan,
  threat,
}: ReturnDecision): WireReturnDecision => ({
  ...(departureUntil === NO_DEPARTURE_PERIOD
    ? { departurePeriod: DeparturePeriod.NONE_GRANTED, departureUntil: '' }
    : { departurePeriod: DeparturePeriod.GRANTED, departureUntil }),
  suspended,
  entryBan,
  threat,
});
