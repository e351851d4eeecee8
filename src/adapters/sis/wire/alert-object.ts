import type { AlertObject as WireObject } from '../../../gen/ostiary/sis/v1/sis.js';
import type { FieldViolation } from '../../../shared/refusal.js';
import {
  DOCUMENT_STATUSES,
  OBJECT_LETTERS,
  type AlertObject,
  type DocumentStatus,
  type IdentifierKind,
  type ObjectLetter,
} from '../domain/object-category.js';
import { IDENTIFIER_KINDS, objectFaults } from '../domain/object-identifier.js';

type TextField = {
  [Field in keyof AlertObject]-?: string extends NonNullable<AlertObject[Field]> ? Field : never;
}[keyof AlertObject];

/** Fields of the contract, in proto names, for the texts of the domain. */
const PROTO_NAMES = {
  vin: 'vin',
  plate: 'plate',
  plateState: 'plate_state',
  number: 'document_number',
  numberTo: 'document_number_to',
  issuingCountry: 'issuing_country',
  serial: 'serial_number',
  serialTo: 'serial_number_to',
  hullNumber: 'hull_number',
  externalIdentifier: 'external_identifier',
  containerNumber: 'container_number',
  aircraftRegistration: 'aircraft_registration',
  imei: 'imei',
  macAddress: 'mac_address',
  paymentNumber: 'payment_number',
  make: 'make',
  model: 'model',
  type: 'type',
  calibre: 'calibre',
  currency: 'currency',
  description: 'description',
} as const satisfies Readonly<Record<TextField, string>>;

/** Field of the contract that holds an identifier or another text of an object, in its proto name. */
export const objectFieldName = (field: TextField): string => PROTO_NAMES[field];

/** Properties of generated code for the identifiers of the domain. */
export const IDENTIFIER_PROPERTIES = {
  vin: 'vin',
  plate: 'plate',
  number: 'documentNumber',
  serial: 'serialNumber',
  hullNumber: 'hullNumber',
  externalIdentifier: 'externalIdentifier',
  containerNumber: 'containerNumber',
  aircraftRegistration: 'aircraftRegistration',
  imei: 'imei',
  macAddress: 'macAddress',
  paymentNumber: 'paymentNumber',
} as const satisfies Readonly<Record<IdentifierKind, keyof WireObject>>;

/** An object of the domain as the contract has it. */
export const printObject = (object: AlertObject): WireObject => ({
  objectCategory: object.letter,
  vin: object.vin ?? '',
  plate: object.plate ?? '',
  plateState: object.plateState ?? '',
  documentNumber: object.number ?? '',
  issuingCountry: object.issuingCountry ?? '',
  description: object.description ?? '',
  documentStatus: object.documentStatus ?? '',
  documentNumberTo: object.numberTo ?? '',
  serialNumber: object.serial ?? '',
  serialNumberTo: object.serialTo ?? '',
  hullNumber: object.hullNumber ?? '',
  externalIdentifier: object.externalIdentifier ?? '',
  containerNumber: object.containerNumber ?? '',
  aircraftRegistration: object.aircraftRegistration ?? '',
  imei: object.imei ?? '',
  macAddress: object.macAddress ?? '',
  paymentNumber: object.paymentNumber ?? '',
  make: object.make ?? '',
  model: object.model ?? '',
  type: object.type ?? '',
  calibre: object.calibre ?? '',
  currency: object.currency ?? '',
  numberOfHulls: object.numberOfHulls ?? 0,
});

/**
 * Reads an object that is to be the subject of an alert. Adds everything that stands against it to the violations, under
 * the path of the object; undefined if its category is unknown, so that nothing else can be judged.
 */
export function parseObject(wire: WireObject, path: string, violations: FieldViolation[]): AlertObject | undefined {
  const letter = letterOf(wire.objectCategory);
  if (letter === undefined) {
    violations.push({
      field: `${path}.object_category`,
      rule: 'defined_only',
      description: 'must be a letter from a to r, or z',
    });
    return undefined;
  }
  const documentStatus = statusOf(wire.documentStatus);
  if (documentStatus === undefined && wire.documentStatus !== '') {
    violations.push({
      field: `${path}.document_status`,
      rule: 'defined_only',
      description: `must be one of ${DOCUMENT_STATUSES.join(', ')}`,
    });
  }
  const object = withoutEmpty({
    ...Object.fromEntries(IDENTIFIER_KINDS.map((kind) => [kind, wire[IDENTIFIER_PROPERTIES[kind]]])),
    letter,
    plateState: wire.plateState,
    numberTo: wire.documentNumberTo,
    issuingCountry: wire.issuingCountry,
    serialTo: wire.serialNumberTo,
    make: wire.make,
    model: wire.model,
    type: wire.type,
    calibre: wire.calibre,
    currency: wire.currency,
    description: wire.description,
    numberOfHulls: wire.numberOfHulls,
    documentStatus,
  });
  for (const { field, rule, description } of objectFaults(object)) {
    const name = field in PROTO_NAMES ? PROTO_NAMES[field as TextField] : 'object_category';
    violations.push({ field: `${path}.${name}`, rule, description });
  }
  return object;
}

/** Letter of a category in the contract; undefined if it names none. */
export const letterOf = (text: string): ObjectLetter | undefined => OBJECT_LETTERS.find((letter) => letter === text);

const statusOf = (text: string): DocumentStatus | undefined => DOCUMENT_STATUSES.find((status) => status === text);

/** What is not given is not known: the domain leaves it out. */
const withoutEmpty = (object: Readonly<Record<string, unknown>>): AlertObject =>
  Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined && value !== '' && value !== 0),
  ) as unknown as AlertObject;
