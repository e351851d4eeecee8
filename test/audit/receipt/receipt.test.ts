import { expect } from 'chai';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { EMPTY_FRONTIER, extendFrontier } from '../../../src/audit/merkle/frontier.js';
import { leafHash } from '../../../src/audit/merkle/hash.js';
import { formatCheckpoint, signCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { parseSignerKey } from '../../../src/audit/note/key.js';
import { generateLogKey } from '../../../src/audit/log/log-key.js';
import { NoteError, signNote } from '../../../src/audit/note/signed-note.js';
import { type ReceiptFile, type ReceiptStepName, verifyReceipt } from '../../../src/audit/receipt/receipt.js';
import {
  formatReceiptProof,
  parseReceipt,
  parseReceiptJson,
  ReceiptFormatError,
  splitParts,
} from '../../../src/audit/receipt/receipt-file.js';
import { numberedLeaf } from '../naive-tree.js';
import { hex, vectorJson } from '../vectors.js';

const ORIGIN = 'gateway.example/audit/2026';
const signer = parseSignerKey(generateLogKey(ORIGIN).signerKey);

/** The outcome of the computed vector, at index 5 of a log of 9 entries. */
function receiptOfVector(): ReceiptFile {
  const { outcome } = vectorJson('computed/audit-leaf-v1.json') as {
    outcome: { sections: { result: { salt_hex: string; plaintext: string } }; leaf_json: string };
  };
  const entry = Buffer.from(outcome.leaf_json);
  const leaves = Array.from({ length: 9 }, (_, i) => (i === 5 ? leafHash(entry) : numberedLeaf(i)));
  const { root, proofOf } = extendFrontier(EMPTY_FRONTIER, leaves);
  return {
    logOrigin: ORIGIN,
    requestId: '01JGFJJZ00XA0000000000000A',
    leafIndex: 5,
    leafHash: leafHash(entry),
    entry,
    inclusionProof: proofOf(5),
    checkpoint: signCheckpoint(9, root, signer),
    resultSalt: hex(outcome.sections.result.salt_hex),
    resultSection: Buffer.from(outcome.sections.result.plaintext),
    synthetic: true,
  };
}

function failedSteps(receipt: ReceiptFile, evidence = {}): ReceiptStepName[] {
  const { ok, steps } = verifyReceipt(receipt, signer.verifierKey, evidence);
  const failed = steps.filter(({ verdict }) => verdict === 'failed').map(({ name }) => name);
  expect(ok).to.equal(failed.length === 0);
  return failed;
}

function toJson(receipt: ReceiptFile): Record<string, unknown> {
  const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  return {
    logOrigin: receipt.logOrigin,
    requestId: receipt.requestId,
    leafIndex: String(receipt.leafIndex),
    leafHash: encode(receipt.leafHash),
    entry: encode(receipt.entry),
    inclusionProof: receipt.inclusionProof.map(encode),
    checkpoint: receipt.checkpoint,
    resultSalt: encode(receipt.resultSalt),
    resultSection: encode(receipt.resultSection),
    synthetic: receipt.synthetic,
  };
}

describe('receipts', () => {
  const good = receiptOfVector();

  it('are verified offline, step by step', () => {
    const verdict = verifyReceipt(good, signer.verifierKey);
    expect(verdict.steps.map(({ name, verdict: outcome }) => `${name} ${outcome}`)).to.deep.equal([
      'entry-hash passed',
      'signature passed',
      'inclusion passed',
      'entry passed',
      'result passed',
      'answer skipped',
    ]);
    expect(verdict).to.include({ ok: true, treeSize: 9 });
    expect(verdict.leaf).to.include({ authority: 'XA-POL', outcome: 'answered', time: Date.UTC(2026, 0, 1) + 137 });
  });

  /** The receipt of an entry whose result says this. */
  function receiptSaying(result: object): ReceiptFile {
    const section = Buffer.from(JSON.stringify(result));
    const commitment = createHash('sha256')
      .update('audit-commit/v1\0result\0')
      .update(good.resultSalt)
      .update(section)
      .digest('base64');
    const entry = Buffer.from(
      Buffer.from(good.entry)
        .toString()
        .replace(/"result":"[^"]+"/, `"result":"${commitment}"`),
    );
    const { root, proofOf } = extendFrontier(EMPTY_FRONTIER, [leafHash(entry)]);
    return {
      ...good,
      leafIndex: 0,
      entry,
      leafHash: leafHash(entry),
      inclusionProof: proofOf(0),
      checkpoint: signCheckpoint(1, root, signer),
      resultSection: section,
    };
  }

  it('of a signed tree of 2^63 - 1 entries fail for what cannot be computed, not for the signature', () => {
    const size = 2n ** 63n - 1n;
    const text = formatCheckpoint({ origin: ORIGIN, size, root: good.leafHash, extensions: [] });
    const large = { ...good, checkpoint: signNote(text, [signer]) };
    const { steps, treeSize } = verifyReceipt(large, signer.verifierKey);
    expect(steps.filter(({ verdict }) => verdict === 'failed')).to.deep.equal([
      {
        name: 'inclusion',
        verdict: 'failed',
        message: 'a tree of 9223372036854775807 entries: beyond what can be computed here, 2^53 - 1',
      },
    ]);
    expect(treeSize).to.equal(size);
  });

  it('bind the answer to the byte', () => {
    const digest = createHash('sha256').update('the answer').digest('hex');
    const receipt = receiptSaying({ answer_sha256: digest, status: 'HIT' });
    expect(failedSteps(receipt, { answerSha256: digest })).to.deep.equal([]);
    expect(failedSteps(receipt, { answerSha256: digest.toUpperCase() })).to.deep.equal([]);
    const other = createHash('sha256').update('another answer').digest('hex');
    expect(failedSteps(receipt, { answerSha256: other })).to.deep.equal(['answer']);
    const stripped = { ...receipt, resultSalt: new Uint8Array(), resultSection: new Uint8Array() };
    expect(failedSteps(stripped)).to.deep.equal([]);
    expect(failedSteps(stripped, { answerSha256: digest })).to.deep.equal(['answer']);
  });

  it('bind the parts of an answer, all of them and in their order', () => {
    const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
    const parts = ['one', 'two', 'three'].map((text) => digestOf(text).toString('hex'));
    const [one = '', two = '', three = ''] = parts;
    // By hand: the digest over the digests of the three, joined.
    const joined = createHash('sha256').update(digestOf('one')).update(digestOf('two')).update(digestOf('three'));
    const receipt = receiptSaying({ parts: 3, parts_sha256: joined.digest('hex'), status: 'HIT' });
    expect(failedSteps(receipt, { partsSha256: parts })).to.deep.equal([]);
    expect(failedSteps(receipt)).to.deep.equal([]);
    for (const others of [
      [],
      [one, two],
      [two, three],
      [one, three],
      [two, one, three],
      [one, two, three, three],
      [one, two, digestOf('four').toString('hex')],
      [one, two, 'unreadable'],
    ]) {
      expect(failedSteps(receipt, { partsSha256: others }), others.join()).to.deep.equal(['answer']);
    }
    // Neither kind of answer passes for the other.
    expect(failedSteps(receipt, { answerSha256: one })).to.deep.equal(['answer']);
    expect(failedSteps(receiptSaying({ answer_sha256: one }), { partsSha256: [one] })).to.deep.equal(['answer']);
    // A count that was logged wrongly is no excuse.
    const miscounted = receiptSaying({ parts: 2, parts_sha256: digestOf('').toString('hex') });
    expect(failedSteps(miscounted, { partsSha256: [] })).to.deep.equal(['answer']);
  });

  const stranger = parseSignerKey(generateLogKey(ORIGIN).signerKey);
  const forgeries: [string, Partial<ReceiptFile>, ReceiptStepName[]][] = [
    ['another entry', { entry: Buffer.from('{}') }, ['entry-hash', 'entry', 'result']],
    ['another hash', { leafHash: numberedLeaf(5) }, ['entry-hash', 'inclusion']],
    ['another index', { leafIndex: 4 }, ['inclusion']],
    ['an index beyond the tree', { leafIndex: 9 }, ['inclusion']],
    ['no proof', { inclusionProof: [] }, ['inclusion']],
    ['a proof too long', { inclusionProof: [...good.inclusionProof, numberedLeaf(0)] }, ['inclusion']],
    [
      'a checkpoint of somebody else',
      { checkpoint: signCheckpoint(9, numberedLeaf(0), stranger) },
      ['signature', 'inclusion'],
    ],
    ['an older checkpoint', { checkpoint: signCheckpoint(5, numberedLeaf(0), signer) }, ['inclusion']],
    ['no checkpoint', { checkpoint: '' }, ['signature', 'inclusion']],
    ['another origin', { logOrigin: 'other.example' }, ['signature']],
    ['another request', { requestId: '01JGFJJZ00XA0000000000000B' }, ['entry']],
    ['another salt', { resultSalt: Buffer.alloc(32) }, ['result']],
    ['a short salt', { resultSalt: Buffer.alloc(31) }, ['result']],
    ['another result', { resultSection: Buffer.from('{"hits":0}') }, ['result']],
    ['a result that is too long', { resultSection: Buffer.alloc(70_000) }, ['result']],
  ];
  for (const [what, change, steps] of forgeries) {
    it(`with ${what} fail at: ${steps.join(', ')}`, () => {
      expect(failedSteps({ ...good, ...change })).to.deep.equal(steps);
    });
  }

  describe('in files', () => {
    it('come on the last line of an answer in parts, or in the problem on it', () => {
      const receipt = toJson(good);
      const lines = (...documents: readonly object[]): string =>
        documents.map((document) => `${JSON.stringify(document)}\n`).join('');
      for (const text of [
        lines({ a: 1 }, { b: 2 }, { receipt }),
        lines({ a: 1 }, { problem: { code: 'INTERNAL', receipt } }),
        lines({ receipt }),
        lines({ a: 1 }, { receipt }).replaceAll('\n', '\r\n'),
      ]) {
        expect(parseReceiptJson(text)).to.deep.equal(good);
      }
      expect(() => parseReceiptJson(lines({ receipt }, { a: 1 }))).to.throw(ReceiptFormatError);
      expect(splitParts(lines({ a: 1 }, { b: 2 }, { receipt }))?.parts).to.deep.equal(['{"a":1}', '{"b":2}']);
      expect(splitParts(JSON.stringify({ receipt }, undefined, 2))).to.equal(undefined);
    });

    it('come as JSON of a receipt, an answer or a problem document', () => {
      const json = toJson(good);
      for (const document of [
        json,
        { receipt: json, matches: [] },
        { type: 'about:blank', title: 'Not allowed', status: 403, receipt: json },
      ]) {
        expect(failedSteps(parseReceiptJson(JSON.stringify(document)))).to.deep.equal([]);
      }
    });

    it('may use the names of the contract, URL-safe base64, and leave defaults away', () => {
      const snake = Object.fromEntries(
        Object.entries(toJson(good)).map(([name, value]) => [
          name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
          typeof value === 'string' && name !== 'checkpoint'
            ? value.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
            : value,
        ]),
      );
      expect(failedSteps({ ...parseReceiptJson(JSON.stringify({ ...snake, log_origin: ORIGIN })) })).to.deep.equal([]);
      const { logOrigin, requestId, leafHash: hash, entry, checkpoint } = toJson(good);
      const least = parseReceiptJson(JSON.stringify({ logOrigin, requestId, leafHash: hash, entry, checkpoint }));
      expect(least).to.include({ leafIndex: 0, synthetic: false });
      expect(least.inclusionProof).to.deep.equal([]);
    });

    it('come as tlog-proof', () => {
      const text = formatReceiptProof(good);
      const receipt = parseReceipt(text);
      expect(failedSteps(receipt)).to.deep.equal([]);
      expect(toJson(receipt)).to.deep.equal(toJson(good));
      expect(() => parseReceipt(text.replace(/extra .*\n/, ''))).to.throw(ReceiptFormatError, /extra: required/);
      expect(() => parseReceipt(text.replace('index 5', 'index 05'))).to.throw(NoteError);
      const beyond = text.replace('index 5', 'index 9223372036854775807');
      expect(() => parseReceipt(beyond)).to.throw(ReceiptFormatError, /index: .* beyond what can be computed/);
    });

    it('are refused for every deviation in form, without quoting values', () => {
      const json = toJson(good);
      const incomplete = { ...json, requestId: undefined };
      const bad: unknown[] = [
        [],
        'text',
        null,
        incomplete,
        { receipt: null },
        { ...json, secretField: 1 },
        { ...json, log_origin: ORIGIN },
        { ...json, leafIndex: '05' },
        { ...json, leafIndex: '-1' },
        { ...json, leafIndex: '18446744073709551615' },
        { ...json, leafIndex: 2 ** 53 },
        { ...json, leafIndex: 0.5 },
        { ...json, leafHash: 'not base64!' },
        { ...json, leafHash: `${json.leafHash as string}=` },
        { ...json, inclusionProof: Array.from({ length: 64 }, () => json.leafHash) },
        { ...json, synthetic: 'true' },
      ];
      for (const document of bad) {
        expect(() => parseReceiptJson(JSON.stringify(document)))
          .to.throw(ReceiptFormatError)
          .that.satisfies((error: Error) => !/not base64!|18446744073709551615|secretField/.test(error.message));
      }
      expect(() => parseReceiptJson('{')).to.throw(ReceiptFormatError);
      expect(() => parseReceiptJson(' '.repeat(16_777_217))).to.throw(ReceiptFormatError, /too long/);
      fc.assert(
        fc.property(fc.jsonValue(), (value) => {
          expect(() => parseReceipt(JSON.stringify(value))).to.throw(ReceiptFormatError);
        }),
      );
    });
  });
});
