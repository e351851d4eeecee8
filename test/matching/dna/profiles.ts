import { type DnaProfile, readProfile, type RawProfile } from '../../../src/matching/dna/profile.js';

/** Values of each locus, e.g. { VWA: '16,17' }. */
export type Values = Readonly<Record<string, string>>;

/** Eight loci: the seven of the European Standard Set and one more. */
export const EIGHT: Values = {
  VWA: '16,17',
  TH01: '6,9.3',
  D21S11: '29,31.2',
  FGA: '22,23',
  D8S1179: '12,13',
  D3S1358: '15,18',
  D18S51: '14,16',
  D19S433: '14,15.1',
};

export const raw = (values: Values, kind: RawProfile['kind'] = 'reference', id = 'P1'): RawProfile => ({
  id,
  kind,
  loci: Object.entries(values).map(([name, list]) => ({ name, values: list.split(',') })),
});

/** A profile that is expected to be one. */
export function profileOf(values: Values, kind: RawProfile['kind'] = 'reference', id = 'P1'): DnaProfile {
  const reading = readProfile(raw(values, kind, id));
  if (!('profile' in reading)) throw new Error(reading.rejections.map(({ code }) => code).join());
  return reading.profile;
}
