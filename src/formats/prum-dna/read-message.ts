import { isBirthDate } from '../../matching/dates/birth-date.js';
import type { RawProfile } from '../../matching/dna/profile.js';
import { readXml, type XmlElement } from '../xml/read-xml.js';
import { XmlFault } from '../xml/xml.js';
import { GROUPS, elementOf, ROOT } from './elements.js';
import { Fields, FORMS, type MessageFault } from './fields.js';
import {
  type DnaData,
  type DnaProfileData,
  type DnaResult,
  type MessageInfo,
  MOST_DATAS,
  type PrumDnaMessage,
} from './message.js';

/** A message, or everything that is wrong with it. */
export type MessageReading =
  { readonly message: PrumDnaMessage } | { readonly faults: readonly [MessageFault, ...MessageFault[]] };

/** A message of 500 profiles has some 50,000 elements, five deep. */
const LIMITS = { bytes: 5_000_000, depth: 8, elements: 60_000 } as const;

/** Reads a message, and whether it holds together. Never throws. */
export function readMessage(bytes: Uint8Array): MessageReading {
  const faults: MessageFault[] = [];
  const message = read(bytes, faults);
  const [first, ...rest] = faults;
  if (first !== undefined) return { faults: [first, ...rest] };
  // Without a fault nothing is missing.
  return { message: message as PrumDnaMessage };
}

type Reading<T> = { readonly [Key in keyof T]: T[Key] | undefined };

function read(bytes: Uint8Array, faults: MessageFault[]): Reading<PrumDnaMessage> | undefined {
  const root = readRoot(bytes, faults);
  if (root === undefined) return undefined;
  const fields = new Fields(root, '', faults);
  const header = fields.part('header');
  const direction = header?.code('direction', { R: 'request', A: 'answer' } as const);
  const parts = fields.parts('datas');
  if (parts.length === 0) fields.fault('datas', 'required', 'must be there');
  if (parts.length > MOST_DATAS) fields.fault('datas', 'max_items', `must not be there more than ${MOST_DATAS} times`);
  const datas = parts.slice(0, MOST_DATAS).map((part) => readData(part, direction));
  const requesting = header?.part('requesting');
  const requested = header?.optionalPart('requested');
  if (direction === 'request' && requested !== undefined) {
    header?.fault('requested', 'direction', 'stands in answers alone');
  }
  if (direction === 'answer' && requested === undefined) header?.fault('requested', 'required', 'must be there');
  const message = {
    direction,
    ref: header?.text('ref', FORMS.text),
    generator: header?.text('generator', FORMS.text),
    schemaVersion: header?.text('schema_version', FORMS.text),
    requesting: requesting && readInfo(requesting),
    requested: requested && readInfo(requested),
    datas: datas as unknown as PrumDnaMessage['datas'],
  };
  header?.end();
  fields.end();
  if (faults.length === 0) checkWhole(fields, message as PrumDnaMessage);
  return message;
}

function readRoot(bytes: Uint8Array, faults: MessageFault[]): XmlElement | undefined {
  try {
    const root = readXml(bytes, LIMITS);
    if (root.name === ROOT) return root;
    faults.push({ path: '', line: root.line, rule: 'root', description: `must be a ${ROOT}` });
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    faults.push({ path: '', line: error.line, rule: 'xml', description: error.message });
  }
  return undefined;
}

function readInfo(fields: Fields): MessageInfo {
  const info = {
    source: fields.text('source_isocode', FORMS.state),
    destination: fields.text('destination_isocode', FORMS.state),
    requestId: fields.text('request_id', FORMS.text),
    date: readDate(fields),
    time: fields.text('time', FORMS.time),
  };
  fields.end();
  return info;
}

/** A day of the calendar. */
function readDate(fields: Fields): string {
  const date = fields.text('date', FORMS.date);
  if (date !== '' && (!isBirthDate(date) || date.includes('-00'))) {
    fields.fault('date', 'date', 'must be a day of the calendar');
  }
  return date;
}

function readData(fields: Fields, direction: PrumDnaMessage['direction'] | undefined): Reading<DnaData> {
  const profile = fields.part('profile');
  const data = {
    requestType: fields.code('reqtype', { '3': 'search', '4': 'comparison' } as const),
    storedOn: readDate(fields),
    kind: fields.code('type', { P: 'person', S: 'stain' } as const),
    agency: fields.text('agency', FORMS.text),
    profileIdent: fields.text('profile_ident', FORMS.text),
    profile: profile && readProfileData(profile),
    result: readResult(fields, direction),
  };
  fields.end();
  return data;
}

function readProfileData(fields: Fields): DnaProfileData {
  const loci: RawProfile['loci'][number][] = [];
  for (const { element, loci: members } of GROUPS) {
    const group = fields.optionalPart(element);
    if (group === undefined) continue;
    for (const locus of members) {
      const found = group.optionalPart(elementOf(locus));
      if (found === undefined) continue;
      loci.push({
        name: locus,
        values: [found.text('low_allele', FORMS.allele), found.text('high_allele', FORMS.allele)],
      });
      found.end();
    }
    group.end();
  }
  const profile = {
    profileId: fields.text('profile_id', FORMS.text),
    marker: fields.optional('marker', FORMS.text) ?? '',
    loci,
  };
  fields.end();
  return profile;
}

function readResult(fields: Fields, direction: PrumDnaMessage['direction'] | undefined): DnaResult | undefined {
  const code = fields.code('result', { U: 'U', H: 'H', N: 'N', E: 'E' } as const);
  const quality = fields.optional('quality', QUALITY);
  const message = fields.optional('message', FORMS.message);
  const matchId = fields.optional('match_id', FORMS.text);
  const hitcount = fields.optional('hitcount', FORMS.count);
  const rescount = fields.optional('rescount', FORMS.count);
  const given = { message, match_id: matchId, hitcount, rescount, quality };
  const only = (...names: readonly (keyof typeof given)[]): void => {
    for (const [name, value] of Object.entries(given)) {
      const wanted = (names as readonly string[]).includes(name);
      if (wanted && value === undefined) fields.fault(name, 'required', 'must be there with this result');
      if (!wanted && value !== undefined) fields.fault(name, 'result', 'does not go with this result');
    }
  };
  if ((direction === 'request') !== (code === 'U') && code !== undefined && direction !== undefined) {
    fields.fault('result', 'direction', 'must be U in a request, and H, N or E in an answer');
    return undefined;
  }
  switch (code) {
    case undefined:
      return undefined;
    case 'U':
      only();
      return { kind: 'undefined' };
    case 'E':
      only('message', 'quality');
      if (quality !== '0') fields.fault('quality', 'result', 'must be 0 with this result');
      return { kind: 'error', message: message ?? '' };
    default:
      break;
  }
  if (quality === '0' || code === 'N') {
    only('quality', 'rescount');
    if (quality !== '0' || (rescount === '0') !== (code === 'N')) {
      fields.fault('rescount', 'result', 'must be 0 with the result N, which has the quality 0, and only then');
    }
    return { kind: 'asked', found: Number(rescount ?? 0) };
  }
  only('match_id', 'quality', 'hitcount');
  return {
    kind: 'match',
    matchId: matchId ?? '',
    quality: Number(quality ?? 1) as 1 | 2 | 3 | 4,
    matchedAlleles: Number(hitcount ?? 0),
  };
}

const QUALITY = { rule: 'quality', pattern: /^[0-4]$/, description: 'must be 0 to 4' } as const;

/** What one part says of another: a search has one profile, and an answer as many matches as it counts. */
function checkWhole(fields: Fields, { direction, datas }: PrumDnaMessage): void {
  if (direction === 'request') {
    if (datas.length > 1 && datas.some(({ requestType }) => requestType === 'search')) {
      fields.fault('datas', 'search', 'must be one in a search; several stand in a comparison');
    }
    return;
  }
  const asked = new Map<string, { readonly counted: number; found: number }>();
  for (const { profileIdent, result } of datas) {
    if (result.kind === 'asked') {
      if (asked.has(profileIdent)) fields.fault('datas', 'asked', 'names a profile that was asked for twice');
      asked.set(profileIdent, { counted: result.found, found: 0 });
    }
  }
  for (const { result } of datas) {
    if (result.kind !== 'match') continue;
    const of = asked.get(result.matchId);
    if (of === undefined) fields.fault('datas', 'match_id', 'has a match with a profile that was not asked for');
    else of.found += 1;
  }
  for (const { counted, found } of asked.values()) {
    if (counted !== found) fields.fault('datas', 'rescount', 'has another number of matches than it counts');
  }
}
