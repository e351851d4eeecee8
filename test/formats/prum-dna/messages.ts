/** Messages, for tests of whatever reads or writes them. */
import fc from 'fast-check';
import type { DnaData, DnaResult, PrumDnaMessage } from '../../../src/formats/prum-dna/message.js';
import { LOCI } from '../../../src/matching/dna/loci.js';

const word = fc.stringMatching(/^[A-Za-z0-9<&>'"äß/][A-Za-z0-9 <&>'"äß/.-]{0,18}[A-Za-z0-9<&>'"äß/]$/);
const date = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));
const state = fc.constantFrom('XA', 'XB', 'DE', 'GR');
const anyInfo = fc.record({
  source: state,
  destination: state,
  requestId: word,
  date,
  time: fc.constant('23:59:59'),
});
const allele = fc.constantFrom('6', '9.3', '12', '15.2', '*', 'r', 'X', 'Y');
const profile = fc.record({
  profileId: word,
  marker: fc.oneof(fc.constant(''), word),
  loci: fc
    .uniqueArray(fc.constantFrom(...LOCI), { maxLength: 29 })
    .chain((names) => fc.tuple(...names.map((name) => fc.tuple(allele, allele).map((values) => ({ name, values })))))
    .map((loci) => loci.toSorted((a, b) => order(a.name) - order(b.name))),
});
/** As the two groups have them. */
const order = (name: string): number => (ORDER as readonly string[]).indexOf(name);
const ORDER = ['VWA', 'TH01', 'D21S11', 'FGA', 'D8S1179', 'D3S1358', 'D18S51', 'Amelogenin', ...LOCI.slice(7, -1)];
const data = (
  result: DnaResult,
  profileIdent: string,
  requestType: DnaData['requestType'] = 'search',
): fc.Arbitrary<DnaData> =>
  fc.record({
    requestType: fc.constant(requestType),
    storedOn: date,
    kind: fc.constantFrom('person' as const, 'stain' as const),
    agency: word,
    profileIdent: fc.constant(profileIdent),
    profile,
    result: fc.constant(result),
  });
const searches: fc.Arbitrary<PrumDnaMessage> = fc
  .tuple(anyInfo, data({ kind: 'undefined' }, 'P1'), word)
  .map(([requesting, one, ref]): PrumDnaMessage => ({
    direction: 'request',
    ref,
    generator: 'ostiary',
    schemaVersion: '1.0',
    requesting,
    requested: undefined,
    datas: [one],
  }));
/** Answers to a search, with what was found. */
export const answers: fc.Arbitrary<PrumDnaMessage> = fc.integer({ min: 0, max: 4 }).chain((found) =>
  fc
    .tuple(
      anyInfo,
      anyInfo,
      data({ kind: 'asked', found }, 'P1'),
      fc.tuple(
        ...Array.from({ length: found }, (_, at) =>
          data({ kind: 'match', matchId: 'P1', quality: ((at % 4) + 1) as 1, matchedAlleles: 12 + at }, `H${at}`),
        ),
      ),
      word,
    )
    .map(([requesting, requested, asked, matches, ref]): PrumDnaMessage => ({
      direction: 'answer',
      ref,
      generator: 'ostiary',
      schemaVersion: '1.0',
      requesting,
      requested,
      datas: [asked, ...matches],
    })),
);

/** Requests for a comparison of several profiles. */
export const comparisons: fc.Arbitrary<PrumDnaMessage> = fc
  .tuple(
    anyInfo,
    data({ kind: 'undefined' }, 'P1', 'comparison'),
    fc.array(data({ kind: 'undefined' }, 'P2', 'comparison'), { maxLength: 3 }),
    word,
  )
  .map(([requesting, first, others, ref]): PrumDnaMessage => ({
    direction: 'request',
    ref,
    generator: 'ostiary',
    schemaVersion: '1.0',
    requesting,
    requested: undefined,
    datas: [first, ...others],
  }));

/** Any message. */
export const messages: fc.Arbitrary<PrumDnaMessage> = fc.oneof(searches, comparisons, answers);
