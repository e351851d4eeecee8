/** A database administrator edits what the gateway writes; the review service, which verifies all the time, raises the alarm. */
import { expect } from 'chai';
import { verifyLog } from '../../../src/audit/verify/verify-log.js';
import { SisServiceService } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { TEST_PERSONS } from '../../../src/world/test-persons.js';
import { eventually } from '../../helpers/eventually.js';
import { personSearch } from '../../helpers/questions.js';
import { answerOf, expectVerified } from '../../helpers/receipts.js';
import { type ReviewStack, startReviewStack } from '../../helpers/review-stack.js';

const alter = (from: string, to: string): string =>
  `NEW.body := convert_to(replace(convert_from(NEW.body, 'UTF8'), '${from}', '${to}'), 'UTF8');`;
const REHASH = `NEW.leaf := sha256('\\x00'::bytea || NEW.body);`;

for (const [what, statements, finding] of [
  ['a row', alter('XA-POLICE', 'XB-POLICE'), 'hash-mismatch'],
  // No tile is full yet: the signed checkpoint is all that is left to contradict it.
  ['a row and its hash', alter('"SIS"', '"VIS"') + REHASH, 'range-rewritten'],
] as const) {
  describe(`a database administrator who edits ${what}`, function () {
    this.timeout(60_000);
    let stack: ReviewStack;

    before(async () => {
      stack = await startReviewStack({
        OSTIARY_VERIFY_INTERVAL_MS: '100',
        OSTIARY_REVIEW_PORT: '0',
        OSTIARY_REVIEW_OBSERVABILITY_PORT: '0',
      });
    });
    after(() => stack.stop());

    /** What a verification of everything says. */
    const findingKind = async (): Promise<string> => {
      const { databaseUrl, config, gateway } = stack.gateway;
      const sql = connectDatabase(databaseUrl, { applicationName: 'test-verify', max: 2, role: 'ostiary_dpo' });
      try {
        const verdict = await verifyLog({ sql, vkey: gateway.verifierKey, origin: config.logOrigin });
        return verdict.ok ? 'whole' : verdict.finding.kind;
      } finally {
        await sql.end();
      }
    };
    const told = async (path: string): Promise<string> =>
      (await fetch(`http://127.0.0.1:${stack.review.observabilityPort}${path}`)).text();

    it('is found by the next verification: health and metrics say so, and the receipt proves what it was', async () => {
      const { gateway } = stack;
      const police = await gateway.grpc('XA-POLICE');
      const token = await (await gateway.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
      const ask = async () =>
        answerOf(await police.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), { token }));

      const { receipt: first } = await ask();
      await eventually(async () => {
        expect(await told('/readyz')).to.include('"ready"');
        expect(await told('/metrics')).to.match(new RegExp(`^ostiary_log_verified_size ${first.leafIndex + 1}$`, 'm'));
      });

      const admin = connectDatabase(gateway.databaseUrl, { applicationName: 'test-attacker', max: 1 });
      // At the very moment that it is written, so that nobody ever saw the row as it was.
      await admin.unsafe(`
      CREATE FUNCTION evil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        ${statements} RETURN NEW;
      END $$;
      CREATE TRIGGER evil BEFORE INSERT ON audit.log_entry FOR EACH ROW EXECUTE FUNCTION evil()`);
      await admin.end();
      const { receipt, bytes } = await ask();

      await eventually(async () => {
        expect(JSON.parse(await told('/readyz'))).to.deep.include({ failing: ['audit-verification'] });
      });
      expect(await told('/metrics')).to.match(/^ostiary_log_whole 0$/m);
      expect(await findingKind()).to.equal(finding);
      expectVerified(receipt, gateway.gateway.verifierKey, bytes);
      expect(Buffer.from(receipt.entry).toString()).to.include('XA-POLICE');
    });
  });
}
