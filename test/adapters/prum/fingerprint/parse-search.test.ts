import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { parseSearch } from '../../../../src/adapters/prum/fingerprint/wire/parse-search.js';
import { makeMinutiaeRecord } from '../../../../src/formats/nist/make-minutiae.js';
import { writeNistFile } from '../../../../src/formats/nist/write-file.js';
import { PrintProbe, PrintSearchMode } from '../../../../src/gen/ostiary/prum/v1/fingerprint.js';
import { Refusal } from '../../../../src/shared/refusal.js';
import { FINGER, LATENT, PALM, transaction } from '../../../formats/nist/prum/transactions.js';
import { printOf, recordProbe } from './prints.js';

const HAND = [1, 2, 3, 4, 5].map((position) => printOf(position, 30));
const TRACE = [printOf(0, 20, { quality: undefined })];

const search = (probe: PrintProbe, maxCandidates = 0) =>
  parseSearch({ probe, memberStates: ['XB', 'XC', 'XB'], maxCandidates });
const nist = (mode: PrintSearchMode, ...file: Parameters<typeof transaction>): PrintProbe =>
  PrintProbe.fromPartial({ mode, nistTransaction: writeNistFile(transaction(...file)) });
const refused = (probe: PrintProbe, maxCandidates = 0): string[] => {
  try {
    search(probe, maxCandidates);
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.reason).to.equal('REQUEST_INVALID');
    return error.violations.map(({ field, rule }) => `${field} ${rule}`);
  }
};

describe('parsing a search for prints', () => {
  it('takes a finger minutiae record, and tells of it no more than size, format and digest', () => {
    const probe = recordProbe(PrintSearchMode.TP_TP, HAND);
    const parsed = search(probe);
    expect(parsed).to.deep.include({
      mode: 'TP/TP',
      ownReference: undefined,
      memberStates: new Set(['XB', 'XC']),
      maxCandidates: 1,
    });
    expect(parsed.sample).to.deep.equal({
      format: 'ISO/IEC 19794-2:2005',
      bytes: probe.fingerMinutiaeRecord.length,
      digest: createHash('sha256').update(probe.fingerMinutiaeRecord).digest('hex'),
    });
    expect(parsed.prints.map(({ position, minutiae }) => [position, minutiae.length])).to.deep.equal(
      [1, 2, 3, 4, 5].map((position) => [position, 30]),
    );
  });

  // Decision 2008/616/JHA, Annex, chapter 2.
  for (const [mode, most, prints] of [
    ['TP_TP', 1, HAND],
    ['TP_UL', 5, HAND],
    ['LT_TP', 10, TRACE],
    ['LT_UL', 5, TRACE],
  ] as const) {
    it(`allows ${most} candidates in the mode ${mode}, and no more`, () => {
      expect(search(recordProbe(PrintSearchMode[mode], prints)).maxCandidates).to.equal(most);
      expect(search(recordProbe(PrintSearchMode[mode], prints), 1).maxCandidates).to.equal(1);
      expect(refused(recordProbe(PrintSearchMode[mode], prints), most + 1)).to.deep.equal(['max_candidates max']);
    });
  }

  it('takes the minutiae of a transaction, of fingers or of palms as the mode is', () => {
    const thumb = makeMinutiaeRecord(1, printOf(1, 30));
    const index = makeMinutiaeRecord(3, printOf(2, 30));
    const palm = makeMinutiaeRecord(2, printOf(21, 60, { impression: 10 }));
    const records = [FINGER, PALM, thumb, palm, index];
    const positions = (mode: PrintSearchMode) =>
      search(nist(mode, 'PMS', records)).prints.map(({ position }) => position);
    expect(positions(PrintSearchMode.TP_UL)).to.deep.equal([1, 2]);
    expect(positions(PrintSearchMode.PP_ULP)).to.deep.equal([21]);
    const trace = search(nist(PrintSearchMode.LT_TP, 'MPS', [makeMinutiaeRecord(1, TRACE[0]!), LATENT]));
    expect(trace.sample.format).to.equal('ANSI/NIST-ITL');
    expect(trace.prints).to.have.length(1);
  });

  it('refuses a transaction of another mode, and one that only has images', () => {
    const trace = [makeMinutiaeRecord(1, TRACE[0]!), LATENT];
    expect(refused(nist(PrintSearchMode.LT_UL, 'MPS', trace))).to.deep.equal(['probe.nist_transaction ERM-116']);
    expect(refused(nist(PrintSearchMode.TP_TP, 'CPS', [FINGER]))).to.deep.equal(['probe.nist_transaction ERM-502']);
    expect(refused(nist(PrintSearchMode.TP_TP, 'ERR', [], { two: { 74: '999' } }))).to.deep.equal([
      'probe.nist_transaction ERM-116',
    ]);
  });

  it('refuses a transaction that says who the person is', () => {
    const named = nist(PrintSearchMode.TP_TP, 'CPS', [FINGER], { two: { 18: 'VOORBEELD, MAARTEN' } });
    try {
      search(named);
      expect.fail('parsed');
    } catch (error) {
      expect(error).to.be.instanceOf(Refusal);
      const [violation] = (error as Refusal).violations;
      expect(violation).to.deep.include({ field: 'probe.nist_transaction', rule: 'ERM-103' });
      expect(violation!.description).to.match(/field 2\.018 at byte \d+: .*Art\. 10\(2\)/);
      expect(JSON.stringify(violation)).to.not.include('VOORBEELD');
    }
  });

  it('refuses what is no sample, no good, too long, or two things at once', () => {
    const mode = PrintSearchMode.TP_TP;
    const good = recordProbe(mode, HAND).fingerMinutiaeRecord;
    const probe = (partial: Partial<PrintProbe>) => PrintProbe.fromPartial({ mode, ...partial });
    expect(refused(probe({}))).to.deep.equal(['probe one_of']);
    expect(refused(probe({ fingerMinutiaeRecord: good, nistTransaction: good }))).to.deep.equal(['probe one_of']);
    const field = 'probe.finger_minutiae_record';
    expect(refused(probe({ fingerMinutiaeRecord: good.subarray(0, -1) }))).to.deep.equal([`${field} length`]);
    expect(refused(probe({ fingerMinutiaeRecord: Buffer.alloc(65_537) }))).to.deep.equal([`${field} max_bytes`]);
    expect(refused(recordProbe(mode, [printOf(1, 30), printOf(2, 5)]))).to.deep.equal([`${field} ERM-501`]);
    expect(refused(recordProbe(mode, TRACE))).to.deep.equal([`${field} ERM-502`]);
    expect(refused(recordProbe(mode, [printOf(1, 30), printOf(1, 30)]))).to.deep.equal([`${field} ERM-503`]);
    const coarse = printOf(1, 30, { image: { width: 500, height: 500, xPerCm: 5, yPerCm: 5 } });
    expect(refused(recordProbe(mode, [coarse, { ...coarse, position: 2 }]))).to.deep.equal([`${field} ERM-117`]);
    // Two minutiae 42 cm apart, at 20 pixels per centimetre: no state could compare it.
    const image = { width: 1_000, height: 500, xPerCm: 20, yPerCm: 20 };
    const wide = [1, 2].map((position) => {
      const { minutiae, ...print } = printOf(position, 30, { image });
      return { ...print, minutiae: [...minutiae, { ...minutiae[0]!, x: minutiae[0]!.x + 840 }] };
    });
    expect(refused(recordProbe(mode, wide))).to.deep.equal([`${field} ERM-117`]);
    const transactionField = 'probe.nist_transaction';
    expect(refused(probe({ nistTransaction: good }))).to.deep.equal([`${transactionField} ERM-117`]);
    expect(refused(probe({ nistTransaction: Buffer.alloc(524_289) }))).to.deep.equal([`${transactionField} max_bytes`]);
  });
});
