/** Messages of a simulated carrier, and lawful questions to the passenger information unit. */
import { AccessContext, Purpose } from '../../src/gen/ostiary/common/v1/access.js';

/** What a test may change of a message. */
export interface Frame {
  /** "22" full, "141" update. */
  readonly kind?: string;
  readonly flight?: string;
  readonly reference?: string;
}

/** Flight 0X 123 from Istanbul to Vienna on 30 November 2026. */
export const FLIGHT = 'TVL+301126:0930:301126:1105+IST+VIE+0X+123';

/** An interchange with these segments behind those of level 0, and trailers that count right. */
export function pnrgov(segments: readonly string[], frame: Frame = {}): Buffer {
  const { kind = '22', flight = FLIGHT, reference = '77' } = frame;
  const records = segments.filter((segment) => segment === 'SRC').length;
  const message = ['UNH+1+PNRGOV:13:1:IA', `MSG+:${kind}`, 'ORG+0X:IST', flight, `EQN+${records}`, ...segments];
  const whole = [
    `UNB+IATA:1+0X+XAPIU+261126:0800+${reference}`,
    ...message,
    `UNT+${message.length + 1}+1`,
    `UNZ+1+${reference}`,
    '',
  ];
  return Buffer.from(whole.join("'"), 'latin1');
}

/** A booking of one traveller on that flight. */
export const booking = (locator: string, ...more: readonly string[]): string[] => [
  'SRC',
  `RCI+0X:${locator}::011026:1015`,
  ...more,
];

/** The part of the journey on that flight. */
export const LEG = ['TVL+301126:0930:301126:1105+IST+VIE+0X+123:M', 'RPI++HK'];

const access = (legalBasisId: string, purpose: Purpose, changes: Partial<AccessContext>): AccessContext =>
  AccessContext.fromPartial({
    legalBasisId,
    purpose,
    caseReference: 'PNR-2026-000123',
    justification: 'investigation of a trafficking ring, case of the day',
    operatingUnit: 'Analysis 2',
    ...changes,
  });

/** Grounds on which a carrier pushes. */
export const carrierAccess = (): AccessContext =>
  access('PNR-8', Purpose.CARRIER, { justification: 'push of the flight, 24 hours before it' });

/** Grounds of the unit and its officers. */
export const unitAccess = (legalBasisId: string, changes: Partial<AccessContext> = {}): AccessContext =>
  access(legalBasisId, Purpose.PNR, changes);

/** Grounds of a competent authority: illicit trafficking in drugs. */
export const seriousCrime = (legalBasisId: string, changes: Partial<AccessContext> = {}): AccessContext =>
  access(legalBasisId, Purpose.PNR, {
    offence: { code: 'drugs', maximumPenaltyMonths: 120, terrorist: false, listedAs: 'PNR-04' },
    ...changes,
  });

/** A list of passengers of that flight, with these segments about them. */
export function paxlst(segments: readonly string[]): Buffer {
  const message = [
    'UNH+1+PAXLST:D:12B:UN:IATA+0X123/301126/0930+01:F',
    'BGM+745',
    'TDT+20+0X123+++0X',
    'LOC+125+IST',
    'DTM+189:2611300930:201',
    'LOC+87+VIE',
    'DTM+232:2611301105:201',
    ...segments,
    `CNT+42:${segments.filter((segment) => segment.startsWith('NAD')).length}`,
  ];
  const whole = ['UNB+UNOA:4+0X+XAPIU+261129:0800+91', ...message, `UNT+${message.length + 1}+1`, 'UNZ+1+91', ''];
  return Buffer.from(whole.join("'"), 'latin1');
}
