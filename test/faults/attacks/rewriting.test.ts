/** An operator who holds the database and the log's key, and makes everything fit again. */
import { expect } from 'chai';
import { parseLeaf } from '../../../src/audit/leaf/leaf.js';
import { UnacceptableLog } from '../../../src/audit/log/snapshot.js';
import { EMPTY_FRONTIER, extendFrontier } from '../../../src/audit/merkle/frontier.js';
import { verifyConsistency } from '../../../src/audit/merkle/verify.js';
import { formatAddCheckpoint, originHash } from '../../../src/audit/note/add-checkpoint.js';
import { openCheckpoint, signCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { parseVerifierKey } from '../../../src/audit/note/key.js';
import { type ReceiptFile, verifyReceipt } from '../../../src/audit/receipt/receipt.js';
import { eventually } from '../../helpers/eventually.js';
import { ORIGIN } from '../../audit/log-fixture.js';
import { naiveConsistency } from '../../audit/naive-tree.js';
import { ask, type AttackedLog, deleteFrom, openAttackedLog, rewriteEntry, signAnew } from '../support/attacked-log.js';

/** Questions asked and answered, and witnessed. */
const ASKED = 5;
const WITNESSED = 2 * ASKED;

describe('an operator who holds the database and the key of the log', () => {
  let attacked: AttackedLog;
  let receipts: ReceiptFile[];
  /** Leaves as they were written. */
  let written: Buffer[];

  beforeEach(async () => {
    attacked = await openAttackedLog();
    receipts = [];
    for (let n = 0; n < ASKED; n++) receipts.push(await attacked.ask());
    await attacked.haveWitnessed();
    written = await leaves();
  });
  afterEach(() => attacked.dispose());

  const refusalOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  async function leaves(): Promise<Buffer[]> {
    const rows = await attacked.fixture.admin<{ leaf: Buffer }[]>`SELECT leaf FROM audit.log_entry ORDER BY idx`;
    return rows.map(({ leaf }) => leaf);
  }

  /** What a witness shows to everybody. */
  async function shownByWitness(): Promise<string> {
    const { status, body } = await attacked.witnesses[0]!.get(`/${originHash(ORIGIN)}/checkpoint`);
    expect(status).to.equal(200);
    return body;
  }

  describe('and rewrites history', () => {
    beforeEach(async () => {
      await attacked.fixture.tamper(async (tx) => {
        await rewriteEntry(tx, 2, '"SIS"', '"VIS"');
        await rewriteEntry(tx, 3, '"SIS"', '"VIS"');
        await signAnew(tx, attacked.fixture.signer);
        await tx`DELETE FROM audit.cosignature`;
      });
      // Whoever has no memory finds nothing wrong.
      expect(await attacked.fixture.verify({ keys: undefined as never })).to.include({ ok: true, size: WITNESSED });
    });

    it('is refused by the witnesses: 422 with any proof, 409 with any other size', async () => {
      const { signer } = attacked.fixture;
      const tree = [...(await leaves()), Buffer.alloc(32, 7)];
      const { root } = extendFrontier(EMPTY_FRONTIER, tree);
      const forged = signCheckpoint(WITNESSED + 1, root, signer);
      for (const witness of attacked.witnesses) {
        const proof = naiveConsistency(WITNESSED, tree);
        expect((await witness.post(formatAddCheckpoint(WITNESSED, proof, forged))).status).to.equal(422);
        expect(await witness.post(formatAddCheckpoint(2, naiveConsistency(2, tree), forged))).to.include({
          status: 409,
          body: `${WITNESSED}\n`,
        });
        expect((await witness.post(formatAddCheckpoint(0, [], forged))).status).to.equal(409);
      }
    });

    it('cannot have the next gateway write under it', async () => {
      const error = await refusalOf(attacked.collect());
      expect(error).to.be.instanceOf(UnacceptableLog).with.property('code', 'LOG_REPLACED');
    });

    it('is given away by a running gateway, which goes on signing what was true', async () => {
      const { checkpoint } = await attacked.ask();
      const verdict = await attacked.fixture.verify({ keys: undefined as never });
      expect(verdict).to.nested.include({ ok: false, 'finding.kind': 'range-rewritten' });
      const verifier = parseVerifierKey(attacked.fixture.signer.verifierKey);
      const [before, after] = [receipts.at(-1)!.checkpoint, checkpoint].map((note) => openCheckpoint(note, verifier));
      const proof = naiveConsistency(WITNESSED, [...written, ...(await leaves()).slice(WITNESSED)]);
      expect(verifyConsistency(before!.size, after!.size, before!.root, after!.root, proof)).to.equal(true);
    });

    it('is given away by any receipt, and by what a witness shows', async () => {
      for (const kept of [...receipts.slice(1).map(({ checkpoint }) => checkpoint), await shownByWitness()]) {
        const verdict = await attacked.fixture.verify({ kept: [kept] });
        expect(verdict).to.nested.include({ ok: false, 'finding.kind': 'history-differs' });
      }
      // The receipts themselves go on proving what was true.
      for (const receipt of receipts) {
        expect(verifyReceipt(receipt, attacked.fixture.signer.verifierKey).ok).to.equal(true);
      }
    });
  });

  describe('and deletes the newest entries', () => {
    const LEFT = 6;

    it('is stopped by the witnesses, who know a larger size', async () => {
      await attacked.fixture.tamper((tx) => deleteFrom(tx, LEFT));
      expect(await attacked.fixture.verify()).to.include({ ok: true, size: LEFT });
      const error = (await refusalOf(attacked.collect())) as UnacceptableLog;
      expect(error).to.be.instanceOf(UnacceptableLog).with.property('code', 'LOG_ROLLED_BACK');
      expect(error.message).to.include(`has cosigned ${WITNESSED} entries, the database holds ${LEFT}`);
    });

    it('is given away by receipts for entries that are not there', async () => {
      await attacked.fixture.tamper((tx) => deleteFrom(tx, LEFT));
      const last = receipts.at(-1)!;
      expect(last.leafIndex).to.be.at.least(LEFT);
      const verdict = await attacked.fixture.verify({ kept: [last.checkpoint] });
      expect(verdict).to.nested.include({ ok: false, 'finding.kind': 'rolled-back' });
    });

    it('is given away when the log has grown again: an authority’s entry has its number twice', async () => {
      await attacked.fixture.tamper((tx) => deleteFrom(tx, LEFT));
      const next = await attacked.fixture.open({ name: 'next' });
      const again = [];
      while (again.length < ASKED) again.push(await ask(next));
      expect(await attacked.fixture.verify()).to.include({ ok: true, size: LEFT + WITNESSED });
      const old = receipts.at(-1)!;
      const { authority, counter } = parseLeaf(old.entry)!;
      const twin = again.find(({ entry }) => parseLeaf(entry)!.counter === counter)!;
      expect(parseLeaf(twin.entry)).to.include({ authority, counter });
      expect(Buffer.from(twin.leafHash).equals(old.leafHash)).to.equal(false);
      const verdict = await attacked.fixture.verify({ kept: [old.checkpoint] });
      expect(verdict).to.nested.include({ ok: false, 'finding.kind': 'history-differs' });
    });

    it('that no witness has seen yet, is given away by their receipts alone', async () => {
      const unseen = await attacked.ask();
      await attacked.fixture.tamper((tx) => deleteFrom(tx, WITNESSED));
      const { collector } = await attacked.collect();
      await eventually(() => expect(collector.status().witnesses[0]!.condition).to.equal('well'));
      const verdict = await attacked.fixture.verify({ kept: [unseen.checkpoint] });
      expect(verdict).to.nested.include({ ok: false, 'finding.kind': 'rolled-back' });
    });
  });
});
