/** What becomes of a record as time goes by, and what each of those who deal with it sees (Art. 12; C-817/19). */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { createPnrClock } from '../../../src/adapters/pnr/clock.js';
import type { SystemAct } from '../../../src/adapters/adapter.js';
import { openPnrKeys, type PnrKeys } from '../../../src/adapters/pnr/keys/key-folder.js';
import { openFlightStore } from '../../../src/adapters/pnr/store/flight-store.js';
import { openRetentionStore } from '../../../src/adapters/pnr/store/retention-store.js';
import { AccessContext, Purpose } from '../../../src/gen/ostiary/common/v1/access.js';
import {
  GetPnrStatisticsRequest,
  ListUnmaskingsRequest,
  PnrOversightServiceService as Oversight,
  ReviewUnmaskingRequest,
  UnmaskingVerdict,
} from '../../../src/gen/ostiary/pnr/v1/oversight.js';
import {
  FlagPnrRequest,
  GetPnrRequest,
  PnrServiceService as Pnr,
  RequestPnrsRequest,
  SearchPnrsRequest,
  UnmaskPnrRequest,
} from '../../../src/gen/ostiary/pnr/v1/pnr.js';
import { type PassengerNameRecord, PnrCategory } from '../../../src/gen/ostiary/pnr/v1/record.js';
import { dataLayout } from '../../../src/gateway/config.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { runCommand } from '../../cli/run-command.js';
import { booking, carrierAccess, LEG, pnrgov, seriousCrime, unitAccess } from '../../helpers/pnr.js';
import { type PnrStack, startPnrStack } from '../../helpers/pnr-stack.js';
import { refusalOf } from '../../helpers/receipts.js';

const DAY_MS = 86_400_000;

const traveller = (locator: string, name: string, birth: string, document: string): string[] =>
  booking(
    locator,
    `SSR+DOCS:HK:1:0X:::::/P/UTO/${document}/UTO/${birth}/F/15APR32/${name}/ANNA`,
    'ADD++700:MUSTERWEG 1:WIEN:::AT:1010',
    `TIF+${name}+ANNAMRS:A:1`,
    'FTI+0X:8877665544:1',
    'TKT+9991234567890:T:1',
    'FOP+CC::310.00:VI:9999123412341238:1229',
    ...LEG,
  );

/** Everything of Art. 12(2)(a) to (f) that the traveller has. */
const MASKED = /PROBE|MUSTERWEG|8877665544|1238|L898902C|1974-08-12|9991234567890/;

describe('passenger name records, through the calendar', function () {
  this.timeout(120_000);
  let stack: PnrStack;
  let keys: PnrKeys;
  let sql: ReturnType<typeof connectDatabase>;
  const acts: SystemAct[] = [];
  /** References: of one with evidence of a link to an offence, and of one without. */
  let flagged = '';
  let other = '';
  /** As a backup of the database has it, taken on day 0. */
  let backup: { record: string; wrappedKey: Buffer }[] = [];
  let today = '';

  before(async () => {
    stack = await startPnrStack();
    keys = await openPnrKeys(dataLayout(stack.config.dataDirectory).pnr);
    sql = connectDatabase(stack.databaseUrl, { applicationName: 'test-calendar', max: 3, role: 'ostiary_gateway' });
  });
  after(async () => {
    await sql.end();
    await stack.stop();
  });

  /** Where a backup of the keys lies, which nobody should have made: taken on day 0. */
  const keysOfDay0 = (): string => join(stack.config.dataDirectory, 'keys-of-day-0');

  /** Another process of the installation, whose clock is so many days ahead, makes a round. */
  async function afterDays(days: number): Promise<void> {
    const clock = createPnrClock({
      unit: stack.config.pnr.unit,
      retention: openRetentionStore(sql),
      flights: openFlightStore(sql),
      keys: await openPnrKeys(dataLayout(stack.config.dataDirectory).pnr),
      clock: { now: () => Date.now() + days * DAY_MS },
      unflagged: 'deleted',
      tell: (act) => {
        acts.push(act);
        return Promise.resolve();
      },
      onMissing: () => undefined,
      onFault: () => undefined,
    });
    await clock.round();
  }

  const dpoAccess = AccessContext.fromPartial({
    legalBasisId: 'PNR-5',
    purpose: Purpose.DATA_PROTECTION_REVIEW,
    caseReference: 'DPO-2026-1',
    justification: 'review of the records of the unit',
    operatingUnit: 'Data protection',
  });
  const read = (access: AccessContext, recordReference: string) =>
    GetPnrRequest.fromPartial({ access, recordReference });

  const byUnit = async (reference: string): Promise<PassengerNameRecord | undefined> =>
    (
      await stack.askApproved(
        'XA-PIU',
        Pnr.getPnr,
        read(seriousCrime('PNR-6-2-B-PIU', { onBehalfOf: 'XA-CRIME' }), reference),
      )
    ).record;
  const byOfficer = async (reference: string): Promise<PassengerNameRecord | undefined> =>
    (await stack.ask('XA-PIU-DPO', Pnr.getPnr, read(dpoAccess, reference))).record;
  const byAuthority = async (): Promise<PassengerNameRecord[]> => {
    const flight = { carrier: '0X', number: '123', departsOn: '2026-11-30' };
    const request = RequestPnrsRequest.fromPartial({ access: seriousCrime('PNR-6-2-B'), criteria: { flight } });
    return (await stack.askApproved('XA-CRIME', Pnr.requestPnrs, request)).records;
  };
  const byName = async (): Promise<PassengerNameRecord[]> => {
    const person = { surname: 'Probe', givenNames: 'Anna', dateOfBirth: '1974-08-12' };
    const access = seriousCrime('PNR-6-2-B-PIU', { onBehalfOf: 'XA-CRIME' });
    return (
      await stack.askApproved('XA-PIU', Pnr.searchPnrs, SearchPnrsRequest.fromPartial({ access, criteria: { person } }))
    ).records;
  };

  const expectComplete = (record: PassengerNameRecord | undefined, category: PnrCategory): void => {
    expect(record).to.include({ category, travellerCount: 1 });
    expect(record?.maskedElements).to.deep.equal([]);
    expect(record?.travellers[0]?.surname).to.equal('PROBE');
    expect(record?.addresses[0]?.street).to.equal('MUSTERWEG 1');
    expect(record?.payments[0]?.accountEnd).to.equal('1238');
    expect(record?.frequentFlyers[0]?.number).to.equal('8877665544');
    expect(record?.documents[0]?.number).to.equal('L898902C');
    expect(record?.tickets[0]?.number).to.equal('9991234567890');
  };
  const expectMasked = (record: PassengerNameRecord | undefined): void => {
    expect(record).to.include({ category: PnrCategory.MASKED, flagged: true, travellerCount: 0 });
    expect(record?.maskedElements.map(({ letter }) => letter).join('')).to.equal('abcdef');
    expect(record?.maskedElements[0]?.article).to.equal('Directive (EU) 2016/681 Art. 12(2)(a)');
    expect(JSON.stringify(record)).not.to.match(MASKED);
    // What Art. 12(2) leaves.
    expect(record?.locators[0]?.code).to.equal('AN12NA');
    expect(record?.itinerary[0]).to.include({ origin: 'IST', destination: 'VIE' });
    expect(record?.tickets.map(({ number, kind }) => [number, kind])).to.deep.equal([['', 'T']]);
    expect(record?.paymentForms).to.deep.equal(['CC']);
  };

  it('day 0: everybody entitled sees all of it, the carrier nothing; the unit flags one of two', async () => {
    await stack.push(
      pnrgov([
        ...traveller('AN12NA', 'PROBE', '12AUG74', 'L898902C'),
        ...traveller('BO34RS', 'MUSTER', '01JAN80', 'X1234567'),
      ]),
    );
    const found = await byAuthority();
    flagged = found.find(({ locators }) => locators[0]?.code === 'AN12NA')?.recordReference ?? '';
    other = found.find(({ locators }) => locators[0]?.code === 'BO34RS')?.recordReference ?? '';
    expectComplete(await byUnit(flagged), PnrCategory.PASSENGER);
    expectComplete(await byOfficer(flagged), PnrCategory.PASSENGER);
    expectComplete(
      found.find(({ recordReference }) => recordReference === flagged),
      PnrCategory.PASSENGER,
    );
    expect(await byName()).to.have.length(1);
    const asCarrier = await stack.call('XA-AIR', Pnr.getPnr, read(carrierAccess(), flagged));
    expect(refusalOf(asCarrier).reason).to.equal('OPERATION_NOT_ALLOWED');
    const flag = FlagPnrRequest.fromPartial({
      access: unitAccess('PNR-12-1'),
      recordReference: flagged,
      flagged: true,
      reasons: 'telephone number of a convicted trafficker in the booking',
    });
    expect((await stack.ask('XA-PIU', Pnr.flagPnr, flag)).flagged).to.equal(true);
    const place = ['--as', 'XA-PIU', '--address', stack.address, '--pki', stack.pkiDirectory];
    const words = ['query', 'pnr', 'flag', other, '--remove', '--reason', 'nothing links it to an offence'];
    expect((await runCommand([...words, ...place])).stdout).to.match(new RegExp(`^${other} not flagged\nentry `));
    backup = await sql<{ record: string; wrappedKey: Buffer }[]>`
      select record, wrapped_key as "wrappedKey" from pnr.original`;
    [today = ''] = await keys.days('initial');
    await cp(dataLayout(stack.config.dataDirectory).pnr, keysOfDay0(), { recursive: true });
  });

  it('day 180: nothing has changed', async () => {
    await afterDays(180);
    expect(acts).to.deep.equal([]);
    expectComplete(await byUnit(flagged), PnrCategory.PASSENGER);
  });

  it('day 185: what is flagged is masked, the rest deleted, and no backup brings it back', async () => {
    await afterDays(185);
    expect(acts.map(({ act, records }) => [act, records.map(({ reference }) => reference)])).to.deep.equal([
      ['masked', [flagged]],
      ['deleted', [other]],
    ]);
    expectMasked(await byUnit(flagged));
    const requested = await byAuthority();
    expect(requested.map(({ recordReference }) => recordReference)).to.deep.equal([flagged]);
    expectMasked(requested[0]);
    // What it was found by is gone with what is masked.
    expect(await byName()).to.deep.equal([]);
    expect(await sql`select from pnr.search_key`).to.have.length(0);
    expectComplete(await byOfficer(flagged), PnrCategory.UNMASKED);
    expect(refusalOf(await stack.call('XA-PIU-DPO', Pnr.getPnr, read(dpoAccess, other))).reason).to.equal('NOT_FOUND');
    // Wrapped keys of day 0: the key of the day is gone, and the one that masked records have opens none of them.
    expect(await keys.days('initial')).to.deep.equal([]);
    const masked = await keys.find('masked', today);
    expect(backup).to.have.length(2);
    for (const { wrappedKey } of backup) expect(masked?.unwrap(wrappedKey)).to.equal(undefined);
  });

  it('day 186: keys of day 0, put back from a backup, give nothing back, and are destroyed again', async () => {
    const folder = dataLayout(stack.config.dataDirectory).pnr;
    await cp(join(keysOfDay0(), 'initial', today), join(folder, 'initial', today));
    expect(await keys.days('initial')).to.deep.equal([today]);
    // What was deleted has no row that they could open, and what is kept has a wrapped key that they do not.
    const [kept, ...more] = await sql<{ record: string; wrappedKey: Buffer }[]>`
      select record, wrapped_key as "wrappedKey" from pnr.original`;
    expect([kept?.record, more]).to.deep.equal([flagged, []]);
    const restored = await (await openPnrKeys(folder)).find('initial', today);
    expect(restored?.unwrap(kept!.wrappedKey)).to.equal(undefined);
    expectMasked(await byUnit(flagged));
    expect(await byName()).to.deep.equal([]);
    const steps = acts.length;
    await afterDays(186);
    expect(await keys.days('initial')).to.deep.equal([]);
    expect(acts).to.have.length(steps);
  });

  it('unmasks on an approval alone, and the data protection officer of the unit is told and reviews it', async () => {
    const request = UnmaskPnrRequest.fromPartial({ access: seriousCrime('PNR-12-3'), recordReference: flagged });
    const outright = await stack.call('XA-CRIME', Pnr.unmaskPnr, request);
    expect(refusalOf(outright).reason).to.equal('APPROVAL_REQUIRED');
    const { record, receipt } = await stack.askApproved('XA-CRIME', Pnr.unmaskPnr, request);
    expectComplete(record, PnrCategory.UNMASKED);
    const list = ListUnmaskingsRequest.fromPartial({ access: dpoAccess, onlyOpen: true });
    const { unmaskings } = await stack.ask('XA-PIU-DPO', Oversight.listUnmaskings, list);
    expect(unmaskings).to.have.length(1);
    const requestId = receipt?.requestId ?? '';
    expect(unmaskings[0]).to.include({ requestId, recordReference: flagged, authority: 'XA-CRIME' });
    const review = ReviewUnmaskingRequest.fromPartial({
      ...{ access: dpoAccess, requestId, verdict: UnmaskingVerdict.JUSTIFIED, reasons: 'the court had all the facts' },
    });
    const reviewed = await stack.ask('XA-PIU-DPO', Oversight.reviewUnmasking, review);
    expect(reviewed.unmasking?.verdict).to.equal(UnmaskingVerdict.JUSTIFIED);
    expect((await stack.ask('XA-PIU-DPO', Oversight.listUnmaskings, list)).unmaskings).to.deep.equal([]);
    const day = new Date().toISOString().slice(0, 10);
    const numbers = await stack.ask(
      'XA-PIU-DPO',
      Oversight.getPnrStatistics,
      GetPnrStatisticsRequest.fromPartial({ access: dpoAccess, fromDate: day, toDate: day }),
    );
    expect(numbers).to.include({ pushes: 1, records: 2, activeRecords: 0, maskedRecords: 1, unmaskings: 1 });
    // It is masked for everybody else, before and after.
    expectMasked(await byUnit(flagged));
    const police = await stack.call('XA-DPO', Oversight.listUnmaskings, list);
    expect(refusalOf(police).reason).to.equal('FORBIDDEN');
  });

  it('shows all this on the command line: redaction as redaction, numbers, and a review', async () => {
    const ostiary = (code: string, ...words: readonly string[]) =>
      runCommand(['query', 'pnr', ...words, '--as', code, '--address', stack.address, '--pki', stack.pkiDirectory]);
    const request = UnmaskPnrRequest.fromPartial({ access: seriousCrime('PNR-12-3'), recordReference: flagged });
    const requestId = (await stack.askApproved('XA-CRIME', Pnr.unmaskPnr, request)).receipt?.requestId ?? '';
    const day = new Date().toISOString().slice(0, 10);
    const byFlight = ['search', '--request', '--basis', 'PNR-9-2', '--flight', '0X123@2026-11-30'];
    const officer = ['--basis', 'PNR-5', '--purpose', 'DATA_PROTECTION_REVIEW'];
    const [found, json, complete, open, numbers] = await Promise.all([
      ostiary('XB-PIU', ...byFlight),
      ostiary('XB-PIU', ...byFlight, '--json'),
      ostiary('XA-PIU-DPO', 'read', flagged, ...officer),
      ostiary('XA-PIU-DPO', 'unmaskings', '--open'),
      ostiary('XA-PIU-DPO', 'statistics', '--from', day, '--to', day),
    ]);
    expect(found.stdout).to.match(new RegExp(`^${flagged} masked, flagged\n`));
    const shown = Array.from(found.stdout.matchAll(/^ {2}\[masked\] {3}\((.)\) .*: (.+)$/gm), ([, ...told]) => told);
    expect(shown).to.deep.equal(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => [letter, `Directive (EU) 2016/681 Art. 12(2)(${letter})`]),
    );
    expect(found.stdout).to.match(/^entry \d+ of \S+, not verified \(--json has the receipt\)$/m);
    const printed = JSON.parse(json.stdout) as { readonly records: readonly { readonly recordReference: string }[] };
    expect(printed.records.map(({ recordReference }) => recordReference)).to.deep.equal([flagged]);
    expect(`${found.output}${json.output}`).not.to.match(MASKED);
    expect(complete.stdout).to.match(/^ {2}who {8}1 PROBE\/ANNA, MRS, A$/m);
    expect(complete.stdout).to.match(/^ {2}address {4}700, MUSTERWEG 1, 1010 WIEN, AT$/m);
    expect(open.stdout).to.match(
      new RegExp(`^${requestId} to be reviewed\n  record     ${flagged}\n  shown to   XA-CRIME, \\S+Z\nentry `),
    );
    expect(numbers.stdout).to.match(/^ {2}received {3}1 push with 2 records$/m);
    expect(numbers.stdout).to.match(
      /^ {2}unmasked {3}2 times\nnow\n {2}complete {3}0 records, 0 of them flagged\n {2}masked {5}1 record$/m,
    );
    const verdict = ['--not-justified', '--reason', 'no facts were named'];
    const reviewed = await ostiary('XA-PIU-DPO', 'review-unmasking', requestId, ...verdict);
    expect(reviewed.stdout).to.match(new RegExp(`^${requestId} not justified\n`));
  });

  it('day 1,825: still masked; day 1,828: nothing is left, not even its partitions and keys', async () => {
    await afterDays(1_825);
    expectMasked(await byUnit(flagged));
    // Five years have 1,826 days, or 1,827; of the push itself something is left on its last day.
    await afterDays(1_828);
    expect(acts.at(-1)).to.deep.include({ act: 'deleted' });
    expect(acts.at(-1)?.records.map(({ reference }) => reference)).to.deep.equal([flagged]);
    const byDpo = await stack.call('XA-PIU-DPO', Pnr.getPnr, read(dpoAccess, flagged));
    expect(refusalOf(byDpo).reason).to.equal('NOT_FOUND');
    expect(await keys.days('masked')).to.deep.equal([]);
    const partitions = await sql`
      select from pg_inherits i where i.inhparent in ('pnr.record'::regclass, 'pnr.original'::regclass)`;
    expect(partitions).to.have.length(0);
    expect(await sql`select from pnr.push`).to.have.length(0);
  });
});
