/** A national copy is SIS, whatever happens while it is made. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import type postgres from 'postgres';
import type { AccessScope } from '../../../../src/adapters/adapter.js';
import { MAX_ANSWER_TERMS } from '../../../../src/adapters/adapter.js';
import type { Alert, PersonAlert } from '../../../../src/adapters/sis/domain/alert.js';
import { createNationalCopyAdapter } from '../../../../src/adapters/sis/national-copy/service.js';
import { TEST_ALERTS, testAlerts } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import { type AlertWriter, createAlertWriter } from '../../../../src/adapters/sis/store/write-alerts.js';
import { printAlert } from '../../../../src/adapters/sis/wire/print-response.js';
import { MAX_TERMS } from '../../../../src/audit/vault/blind-index.js';
import {
  ReadChangesRequest,
  type ReadChangesResponse,
  ReadSnapshotRequest,
  type ReadSnapshotResponse,
} from '../../../../src/gen/ostiary/sis/v1/national_copy.js';
import type { Alert as WireAlert } from '../../../../src/gen/ostiary/sis/v1/sis.js';
import { connectDatabase } from '../../../../src/shared/database/connect.js';
import { Ender } from '../../../../src/shared/ending.js';
import { Refusal } from '../../../../src/shared/refusal.js';
import { locatorOf } from '../locator.js';
import { contextOf, scopeOf, type SimulatedSis, startSimulatedSis, TODAY } from '../simulated-sis.js';

const DAY_MS = 86_400_000;
const NOON = Date.parse(`${TODAY}T12:00:00Z`);
/** What the police and judicial basis opens; the copy of another Regulation is a copy of its own. */
const CATEGORIES = [...scopeOf().categories].filter((code) => !['RET', 'REF', 'RSM'].includes(code));
const OFFICE: AccessScope = { ...scopeOf('XA', CATEGORIES), authority: 'XA-NSIS', authorityKind: 'NSIS' };

describe('a national copy', () => {
  let sis: SimulatedSis;
  let gateway: postgres.Sql;
  let writer: AlertWriter;
  let copies: ReturnType<typeof createNationalCopyAdapter>;
  let now = NOON;
  const signal = new Ender();
  const key = randomBytes(32);
  const today = (): string => new Date(now).toISOString().slice(0, 10);

  before(async () => {
    sis = await startSimulatedSis();
    gateway = connectDatabase(sis.databaseUrl, { applicationName: 'copies', max: 4, role: 'ostiary_gateway' });
    writer = createAlertWriter(gateway, { now: () => now });
    copies = createNationalCopyAdapter({ sql: gateway, clock: { now: () => now }, cursorKey: key });
  });
  beforeEach(async () => {
    now = NOON;
    await sis.load(testAlerts(TODAY));
  });
  after(async () => {
    await gateway.end();
    await sis.close();
  });

  const context = (scope: AccessScope) => ({ ...contextOf(scope), deadlineMs: now + 60_000 });

  async function snapshot(cursor: string, pageSize = 0, scope = OFFICE) {
    const request = ReadSnapshotRequest.fromPartial({ cursor, pageSize });
    return copies.operations.readSnapshot.parse(request).ask(context(scope));
  }
  async function changes(cursor: string, pageSize = 0, scope = OFFICE) {
    const request = ReadChangesRequest.fromPartial({ cursor, pageSize });
    return copies.operations.readChanges.parse(request).ask(context(scope));
  }

  /** A copy, as its office keeps it by the rules of the contract, page by page. */
  class Copy {
    readonly alerts = new Map<string, WireAlert>();
    readonly #pageSize: number;
    readonly #scope: AccessScope;
    cursor = '';
    whole = false;
    caughtUp = false;

    constructor(pageSize = 0, scope = OFFICE) {
      this.#pageSize = pageSize;
      this.#scope = scope;
    }

    async page(): Promise<ReadSnapshotResponse | ReadChangesResponse> {
      if (!this.whole) {
        const { response } = await snapshot(this.cursor, this.#pageSize, this.#scope);
        for (const alert of response.alerts) this.alerts.set(alert.alertReference, alert);
        this.whole = response.complete;
        this.cursor = response.nextCursor;
        return response;
      }
      const { response } = await changes(this.cursor, this.#pageSize, this.#scope);
      for (const reference of response.removed) this.alerts.delete(reference);
      for (const alert of response.alerts) this.alerts.set(alert.alertReference, alert);
      this.caughtUp = response.caughtUp;
      this.cursor = response.nextCursor;
      return response;
    }

    async follow(): Promise<void> {
      do await this.page();
      while (!this.caughtUp);
    }

    /** What it answers on a day: not what has come to its term, which it knows as well as SIS. */
    live(day: string): Record<string, unknown> {
      const kept = [...this.alerts.values()].filter(({ expiresOn }) => expiresOn > day);
      const held = new Set(kept.map(({ alertReference }) => alertReference));
      // Either end names the other, and both are held.
      const named = kept.flatMap(({ alertReference, links }) =>
        links.map((link) => [alertReference, link.alertReference]),
      );
      return byReference(
        kept,
        named.filter((ends) => ends.every((end) => held.has(end))),
      );
    }
  }

  /** Alerts by reference, each with the references that it is linked with, in order. */
  function byReference(alerts: readonly WireAlert[], links: readonly string[][]): Record<string, unknown> {
    const linkedWith = (reference: string): string[] => {
      const ends = links.filter((pair) => pair.includes(reference)).flat();
      return [...new Set(ends.filter((end) => end !== reference))].sort();
    };
    const sorted = [...alerts].sort((one, other) => (one.alertReference < other.alertReference ? -1 : 1));
    return Object.fromEntries(
      sorted.map((alert) => [alert.alertReference, { ...alert, links: linkedWith(alert.alertReference) }]),
    );
  }

  /** What SIS has for the end-users of a state, read past everything that is tested here. */
  async function truth(state: string, categories: ReadonlySet<string>): Promise<Record<string, unknown>> {
    const rows = await sis.sql<{ record: Alert; hidden_from: string[] | null }[]>`
      select record, hidden_from from sis.alert order by reference`;
    const shown = rows.filter(({ record, hidden_from: hidden }) => {
      const { category } = record;
      const seen =
        record.subject !== 'object'
          ? categories.has(category)
          : category === 'OBJ'
            ? categories.has(`OBJ:${record.object.letter}`)
            : categories.has(category) &&
              categories.has(record.locates === undefined ? 'OBJ-36' : 'OBJ-26') &&
              categories.has(`OBJ:${record.object.letter}`);
      return seen && record.expiresOn > today() && hidden?.includes(state) !== true;
    });
    const references = new Set(shown.map(({ record }) => record.reference));
    const links = await sis.sql<{ one: string; other: string }[]>`select one, other from sis.link`;
    return byReference(
      shown.map(({ record }) => printAlert(record, state)),
      links.map(({ one, other }) => [one, other]).filter((ends) => ends.every((end) => references.has(end))),
    );
  }

  const template = testAlerts(TODAY)[0] as PersonAlert;
  const entered = (n: number): PersonAlert => ({
    ...template,
    reference: `SIM-XC-${String(n).padStart(26, '0')}`,
    issuingState: 'XC',
    identities: [{ ...template.identities[0], surname: `Nummer ${'abcdefghij'[n % 10]}` }],
    documents: [],
  });
  const enter = (alert: Alert) => writer.act(signal, ({ insert }) => insert(alert));
  const change = (reference: string, act: (tx: Parameters<Parameters<AlertWriter['act']>[1]>[0]) => Promise<void>) =>
    writer.act(signal, act).then(() => reference);

  it('has all that the end-users of the state may see, and nothing else', async () => {
    const copy = new Copy(7);
    await copy.follow();
    expect(copy.live(today())).to.deep.equal(await truth('XA', OFFICE.categories));
    expect(copy.alerts.size).to.be.greaterThan(7);
    const others = new Copy(7, { ...OFFICE, categories: new Set(['REF', 'RSM']) });
    await others.follow();
    expect(others.live(today())).to.deep.equal(await truth('XA', new Set(['REF', 'RSM'])));
  });

  it('leaves out Art. 36 alerts on objects where the scope does, and keeps those on persons', async () => {
    const categories = new Set(CATEGORIES.filter((code) => code !== 'OBJ-36'));
    const copy = new Copy(0, { ...OFFICE, categories });
    await copy.follow();
    expect(copy.live(today())).to.deep.equal(await truth('XA', categories));
    expect(Object.keys(copy.live(today())).length).to.be.lessThan(
      Object.keys(await truth('XA', OFFICE.categories)).length,
    );
  });

  it('holds objects that help find a wanted person for whom the scope opens them, checks or not', async () => {
    const locator = locatorOf(TEST_ALERTS.wanted, 'ARR');
    await enter(locator);
    for (const [without, held] of [
      ['OBJ-36', true],
      ['OBJ-26', false],
      ['ARR', false],
    ] as const) {
      const categories = new Set(CATEGORIES.filter((code) => code !== without));
      const copy = new Copy(0, { ...OFFICE, categories });
      await copy.follow();
      expect(copy.alerts.has(locator.reference), without).to.equal(held);
      expect(copy.live(today())).to.deep.equal(await truth('XA', categories));
    }
  });

  it('is begun again when the scope opens other objects', async () => {
    const narrow = { ...OFFICE, categories: new Set(CATEGORIES.filter((code) => code !== 'OBJ-26')) };
    const { response } = await snapshot('', 1, narrow);
    const refusal = await snapshot(response.nextCursor, 1).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(Refusal);
    expect((refusal as Refusal).reason).to.equal('CURSOR_EXPIRED');
    expect((refusal as Refusal).metadata).to.include({ reason: 'SCOPE_CHANGED' });
  });

  type Step =
    | { readonly act: 'page' }
    | { readonly act: 'enter' | 'tomorrow' }
    | { readonly act: 'update' | 'delete' | 'hide' | 'show' | 'shorten' | 'link' | 'unlink'; readonly at: number };
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: fc.constant<Step>({ act: 'page' }) },
    { weight: 2, arbitrary: fc.constant<Step>({ act: 'enter' }) },
    { weight: 1, arbitrary: fc.constant<Step>({ act: 'tomorrow' }) },
    {
      weight: 6,
      arbitrary: fc.record({
        act: fc.constantFrom(...(['update', 'delete', 'hide', 'show', 'shorten', 'link', 'link', 'unlink'] as const)),
        at: fc.nat(1_000),
      }),
    },
  );

  it('is what SIS is once it has caught up, whatever is written while it is read (property)', async () => {
    let fresh = 0;
    let linked = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), async (steps, pageSize) => {
        now = NOON;
        await sis.load(testAlerts(TODAY).slice(0, 12));
        const copy = new Copy(pageSize);
        for (const { act, ...more } of steps) {
          const all = await sis.sql<{ reference: string }[]>`select reference from sis.alert order by reference`;
          const reference = 'at' in more && all.length > 0 ? all[more.at % all.length]!.reference : '';
          const withAlert = (
            work: (
              stored: Awaited<ReturnType<typeof locked>>,
              tx: Parameters<Parameters<AlertWriter['act']>[1]>[0],
            ) => Promise<void>,
          ) =>
            reference === ''
              ? Promise.resolve('')
              : change(reference, async (tx) => {
                  const stored = (await tx.lock([reference], '0001-01-01')).get(reference);
                  if (stored !== undefined) await work(stored, tx);
                });
          if (act === 'page') await copy.page();
          else if (act === 'enter') await enter(entered((fresh += 1)));
          else if (act === 'tomorrow') now += DAY_MS;
          else if (act === 'link' || act === 'unlink') {
            // With the next one or the one after, so that links are also taken away and cross.
            const other = all[('at' in more ? more.at + 1 + (more.at % 2) : 0) % Math.max(1, all.length)]?.reference;
            if (other === undefined || other === reference) continue;
            await writer.act(signal, async (tx) => {
              await tx.lock([reference, other], '0001-01-01');
              await tx[act](reference, other);
            });
          } else if (act === 'delete') await withAlert((stored, { remove }) => remove(stored));
          else if (act === 'hide') await withAlert((stored, { hide }) => hide(stored, ['XA', 'XD']));
          else if (act === 'show') await withAlert((stored, { hide }) => hide(stored, ['XD']));
          else {
            await withAlert((stored, { replace }) => {
              const next = {
                ...stored.alert,
                version: (stored.alert.version ?? 1) + 1,
                reason: `changed ${now} ${stored.alert.version ?? 1}`,
                ...(act === 'shorten' && { expiresOn: new Date(now + 2 * DAY_MS).toISOString().slice(0, 10) }),
              };
              return replace(stored, next, stored.hiddenFrom);
            });
          }
        }
        await copy.follow();
        const expected = await truth('XA', OFFICE.categories);
        expect(copy.live(today())).to.deep.equal(expected);
        linked += Object.values(expected).filter((alert) => (alert as WireAlert).links.length > 0).length;
      }),
      { numRuns: 25 },
    );
    expect(linked).to.be.greaterThan(0);
  }).timeout(180_000);

  const locked = (reference: string) =>
    writer.act(signal, async ({ lock }) => (await lock([reference], TODAY)).get(reference)!);

  it('never learns of alerts that it must not hold, by alerts, references or the size of pages', async () => {
    const quiet = new Copy(2);
    await quiet.follow();
    const before = quiet.cursor;
    const hidden: PersonAlert = { ...entered(900_001), category: 'REF' };
    for (let n = 0; n < 5; n += 1) await enter({ ...hidden, reference: entered(900_001 + n).reference });
    await change(hidden.reference, async (tx) => {
      await tx.remove((await tx.lock([hidden.reference], TODAY)).get(hidden.reference)!);
    });
    const { response, disclosures, status } = await changes(before, 2);
    expect(response).to.deep.include({ alerts: [], removed: [], caughtUp: true });
    expect([status, disclosures]).to.deep.equal(['NO_HIT', []]);
    expect(response.nextCursor.length).to.equal(before.length);
    // A page is full of what is for the copy, whatever lies between.
    await enter(entered(900_010));
    await enter({ ...hidden, reference: entered(900_011).reference });
    await enter(entered(900_012));
    const full = await changes(response.nextCursor, 2);
    expect(full.response.alerts.map(({ alertReference }) => alertReference)).to.deep.equal([
      entered(900_010).reference,
      entered(900_012).reference,
    ]);
    expect(full.response.caughtUp).to.equal(true);
  });

  it('names each alert once in a page, as it stands', async () => {
    const copy = new Copy();
    await copy.follow();
    const alert = entered(910_000);
    await enter(alert);
    for (let version = 2; version <= 4; version += 1) {
      await change(alert.reference, async (tx) => {
        const stored = (await tx.lock([alert.reference], TODAY)).get(alert.reference)!;
        await tx.replace(stored, { ...stored.alert, version, reason: `version ${version}` }, undefined);
      });
    }
    const { response, disclosures } = await changes(copy.cursor);
    expect(response.alerts.map(({ reason }) => reason)).to.deep.equal(['version 4']);
    expect(disclosures.map(({ reference, category }) => [reference, category])).to.deep.equal([
      [alert.reference, alert.category],
    ]);
  });

  it('ends a page where its entry in the log could not name all that it is about', async () => {
    expect(MAX_ANSWER_TERMS).to.equal(MAX_TERMS);
    const document = (n: number, m: number) => ({ ...template.documents[0]!, number: `P${n}X${m}` });
    const many = Array.from({ length: 10 }, (_, n) => ({
      ...entered(920_000 + n),
      documents: Array.from({ length: 60 }, (__, m) => document(n, m)),
    }));
    await sis.load(many);
    const first = await snapshot('');
    // 61 terms each: a name and 60 documents.
    expect(first.response.alerts).to.have.length(4);
    expect(first.disclosures.flatMap(({ terms }) => terms ?? []).length).to.be.at.most(MAX_TERMS);
    expect(first.response.complete).to.equal(false);
    const copy = new Copy();
    await copy.follow();
    expect(copy.live(today())).to.deep.equal(await truth('XA', OFFICE.categories));
  });

  async function refused(work: Promise<unknown>): Promise<Refusal> {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof Refusal)) throw new Error('it must be refused');
    return error;
  }

  describe('whose cursor is no good', () => {
    const rule = ({ reason, violations }: Refusal) => [reason, violations[0]?.field, violations[0]?.description];

    it('is told so at once', async () => {
      const begun = (await snapshot('', 1)).response.nextCursor;
      const copy = new Copy();
      await copy.follow();
      const parse = (request: () => unknown): Promise<Refusal> => refused(Promise.resolve().then(request));
      expect(rule(await parse(() => snapshot('AAAA')))).to.deep.equal([
        'REQUEST_INVALID',
        'cursor',
        'must be a cursor as it was given',
      ]);
      expect(rule(await refused(changes(begun)))[2]).to.contain('snapshot that is complete');
      expect(rule(await refused(snapshot(copy.cursor)))[2]).to.contain('not complete');
      const stranger = { ...OFFICE, authority: 'XB-NSIS', memberState: 'XB' };
      expect(rule(await refused(changes(copy.cursor, 0, stranger)))[2]).to.contain('given to this authority');
    });

    it('begins again when SIS was loaded anew', async () => {
      const copy = new Copy();
      await copy.follow();
      const begun = (await snapshot('', 1)).response.nextCursor;
      await sis.load(testAlerts(TODAY));
      for (const late of [changes(copy.cursor), snapshot(begun)]) {
        const refusal = await refused(late);
        expect([refusal.reason, refusal.metadata.reason]).to.deep.equal(['CURSOR_EXPIRED', 'WORLD_RELOADED']);
      }
    });

    it('begins again when the copy may hold other categories', async () => {
      const copy = new Copy();
      await copy.follow();
      const narrower = { ...OFFICE, categories: new Set(CATEGORIES.filter((code) => code !== 'JPR')) };
      const refusal = await refused(changes(copy.cursor, 0, narrower));
      expect([refusal.reason, refusal.metadata.reason]).to.deep.equal(['CURSOR_EXPIRED', 'SCOPE_CHANGED']);
    });

    it('begins again when changes after it are not kept any more, and not before', async () => {
      const copy = new Copy();
      await copy.follow();
      const early = copy.cursor;
      await enter(entered(930_000));
      await copy.page();
      const middle = copy.cursor;
      await enter(entered(930_001));
      await sis.sql`delete from sis.change where seq = (select min(seq) from sis.change)`;
      const refusal = await refused(changes(early));
      expect([refusal.reason, refusal.metadata.reason]).to.deep.equal(['CURSOR_EXPIRED', 'TOO_OLD']);
      expect((await changes(middle)).response.alerts).to.have.length(1);
      await sis.sql`delete from sis.change`;
      expect((await refused(changes(middle))).metadata.reason).to.equal('TOO_OLD');
    });

    it('goes on at another process that has the key', async () => {
      const { nextCursor } = (await snapshot('', 3)).response;
      const other = createNationalCopyAdapter({ sql: gateway, clock: { now: () => now }, cursorKey: key });
      const request = ReadSnapshotRequest.fromPartial({ cursor: nextCursor, pageSize: 3 });
      const { response } = await other.operations.readSnapshot.parse(request).ask(context(OFFICE));
      expect(response).to.deep.include({ alerts: (await snapshot(nextCursor, 3)).response.alerts });
    });
  });
});
