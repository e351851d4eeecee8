import { expect } from 'chai';
import { parseBatch } from '../../../../src/adapters/prum/dna/wire/parse-batch.js';
import { AccessContext, Purpose } from '../../../../src/gen/ostiary/common/v1/access.js';
import { CompareDnaRequest, DnaProbe, DnaProbeKind } from '../../../../src/gen/ostiary/prum/v1/dna.js';
import { Refusal } from '../../../../src/shared/refusal.js';
import { EIGHT, type Values } from '../../../matching/dna/profiles.js';

const probe = (
  ownReference: string,
  values: Values = EIGHT,
  kind: DnaProbeKind = DnaProbeKind.UNIDENTIFIED,
): DnaProbe =>
  DnaProbe.fromPartial({
    kind,
    ownReference,
    loci: Object.entries(values).map(([name, alleles]) => ({ name, alleles: alleles.split(',') })),
  });
const request = (probes: DnaProbe[], legalBasisId = 'PRUM2-6-ALL', purpose = Purpose.PRUM_SEARCH): CompareDnaRequest =>
  CompareDnaRequest.fromPartial({
    access: AccessContext.fromPartial({ legalBasisId, purpose }),
    probes,
    memberState: 'XB',
  });
const faults = (given: CompareDnaRequest): string[] => {
  try {
    parseBatch(given, 0);
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.violations.map(({ field, rule }) => `${field} ${rule}`);
  }
};

describe('a batch of DNA profiles to be compared', () => {
  it('gives each profile a number of its own, at the time of the batch', () => {
    const nowMs = Date.UTC(2026, 10, 26);
    const { probes, memberState, maxMatches } = parseBatch(request([probe('A'), probe('B')]), nowMs);
    expect([memberState, maxMatches]).to.deep.equal(['XB', 10]);
    expect(probes.map(({ ownReference, kind }) => [ownReference, kind])).to.deep.equal([
      ['A', 'unidentified'],
      ['B', 'unidentified'],
    ]);
    const [first, second] = probes.map(({ number }) => number);
    expect(first).to.match(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    expect(second).to.not.equal(first);
    expect(second?.slice(0, 10)).to.equal(first?.slice(0, 10));
  });

  it('names every fault by its place', () => {
    const { VWA, TH01 } = EIGHT;
    const few = { VWA: VWA!, TH01: TH01! };
    expect(faults(request([probe('A'), probe('')]))).to.deep.equal(['probes[1].own_reference required']);
    expect(faults(request([probe('A'), probe('B', few), probe('A', few)]))).to.deep.equal([
      'probes[1].loci TOO_FEW_LOCI',
      'probes[2].own_reference unique',
      'probes[2].loci TOO_FEW_LOCI',
    ]);
    expect(faults(request([probe('A', { ...EIGHT, FGA: '22,x.5.1' })]))).to.deep.equal([]);
    expect(faults(request([probe('A', { ...EIGHT, FGA: '22,22.9' })]))).to.deep.equal([
      'probes[0].loci[3] INVALID_ALLELE',
    ]);
  });

  it('has unidentified profiles alone under Prüm I (Decision 2008/615/JHA Art. 4(1))', () => {
    const both = [probe('A'), probe('B', EIGHT, DnaProbeKind.IDENTIFIED)];
    expect(faults(request(both, 'PRUM1-4'))).to.deep.equal(['probes[1].kind unidentified']);
    expect(faults(request(both))).to.deep.equal([]);
  });

  it('has none of missing persons, who are searched for another purpose', () => {
    expect(faults(request([probe('A', EIGHT, DnaProbeKind.REMAINS)]))).to.deep.equal(['probes[0].kind purpose']);
  });
});
