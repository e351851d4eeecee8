import { expect } from 'chai';
import type postgres from 'postgres';
import { listFindings } from '../../../src/audit/detect/findings-store.js';
import { openOfficer } from '../../../src/audit/detect/open-officer.js';
import { type DetectionOptions, runDetection } from '../../../src/audit/detect/run-detection.js';
import { DEFAULT_SETTINGS, parseSettings } from '../../../src/audit/detect/settings.js';
import type { OpenAuditLog } from '../../../src/audit/log/audit-log.js';
import type { EntryDraft } from '../../../src/audit/log/entry.js';
import { openKeyUnwrapper } from '../../../src/audit/vault/file-keys.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import type { JsonObject } from '../../../src/shared/json.js';
import { type Logbook, openLogbook } from '../../helpers/logbook.js';
import { createLogFixture, intent, type LogFixture, outcome, TestClock } from '../log-fixture.js';
import { at, STAFF } from './scenario.js';

const OWN = { date_of_birth: '1975-03-14', forename: 'Jürgen', surname: 'Müller-Beispiel' };

/** Sections as src/gateway/exchange/entries.ts writes them. */
const sections = (
  name: JsonObject,
  { officer = 'officer-17', why = {} }: { officer?: string; why?: JsonObject } = {},
) => ({
  who: { authority: 'XA-POLICE', officer, unit: 'Patrol 7' },
  what: { operation: '/ostiary.sis.v1.SisService/SearchPersons', query: { match_mode: 'exact', name }, system: 'SIS' },
  why: {
    case_reference: '2026/1',
    justification: 'Driver stopped without papers',
    purpose: 'POLICE_CUSTOMS_CHECK',
    urgency: 'ROUTINE',
    ...why,
  },
});

describe('a run of the detectors over a real log', () => {
  let fixture: LogFixture;
  let log: OpenAuditLog;
  let dpo: postgres.Sql;
  let logbook: Logbook;
  let options: DetectionOptions;
  const clock = new TestClock();
  /** Indices of the searches for the officer's own record. */
  const own: number[] = [];
  /** Indices of the searches that found nothing. */
  const misses: number[] = [];
  let foreign = -1;

  async function ask(draft: EntryDraft, status: string): Promise<number> {
    const { index } = await log.append(draft);
    await log.append(outcome(draft, index, { sections: { result: { duration_ms: 3, status } } }));
    return index;
  }

  before(async () => {
    fixture = await createLogFixture();
    // From the start: a clock that steps back is noted in the log, and nobody knows when the note arrives.
    clock.time = at('2026-11-23 10:00');
    log = await fixture.open({ clock });
    // Founds the vault's keys, so that the DPO's side can be opened.
    await log.append(intent({ authority: 'XC-VEHICLES', sections: { who: { officer: 'nobody' } } }));
    dpo = connectDatabase(fixture.url, { applicationName: 'test-detect', max: 2, role: 'ostiary_dpo' });
    logbook = await openLogbook(fixture.url, fixture.keyFolder);
    options = {
      sql: dpo,
      keys: await openKeyUnwrapper(fixture.keyFolder),
      log,
      examiner: { authority: 'XA-DPO', officer: 'dpo-1', reason: 'weekly self-monitoring' },
      period: { from: at('2026-11-23 00:00'), to: at('2026-11-24 00:00') },
      authorities: ['XA-POLICE'],
      settings: parseSettings(JSON.stringify({ detectors: { fishing: { minNoHits: 3 } } })),
      staff: STAFF,
      clock,
    };

    own.push(await ask(intent({ sections: sections(OWN) }), 'HIT'));
    for (let n = 0; n < 3; n += 1) {
      const name = { surname: `Fremd${'abc'[n]}` };
      misses.push(await ask(intent({ sections: sections(name, { officer: 'officer-18' }) }), 'NO_HIT'));
    }
    // Another authority's officer of the same identifier: never opened.
    foreign = await ask(intent({ authority: 'XB-BORDER', sections: sections(OWN) }), 'HIT');
    const denied = intent({
      kind: 'access-denied',
      outcome: 'refused',
      sections: { ...sections(OWN), result: { status: 'PURPOSE_NOT_ALLOWED' } },
    });
    own.push((await log.append(denied)).index);
    clock.time = at('2026-11-24 10:00');
    await ask(intent({ sections: sections(OWN) }), 'HIT');
    clock.time = at('2026-11-24 12:00');
  });

  after(async () => {
    await dpo.end();
    await logbook.close();
    await fixture.dispose();
  });

  it('finds what happened, names the entries, and says in the log who looked', async () => {
    const before = await logbook.size();
    const report = await runDetection(options);

    expect(report.findings.map(({ detector, officer, entries }) => ({ detector, officer, entries }))).to.deep.equal([
      // Patrol 7 is not a unit of officer-18; the week begins with the day.
      { detector: 'own-record', officer: 'officer-17', entries: own },
      { detector: 'fishing', officer: 'officer-18', entries: misses },
      { detector: 'unit-mismatch', officer: 'officer-18', entries: misses },
    ]);
    // All of the week is read, the next day's search too.
    expect(report).to.include({ opened: 6, erased: 0, altered: 0 });

    const written = await logbook.entries(before);
    expect(written.map(({ leaf }) => [leaf.kind, leaf.authority, leaf.system])).to.deep.equal([
      ['dpo-search', 'XA-DPO', 'AUDIT'],
      ['dpo-search', 'XA-DPO', 'AUDIT'],
    ]);
    expect(report.logIndex).to.equal(before);
    expect(written[0]!.sections.who).to.deep.equal({ authority: 'XA-DPO', officer: 'dpo-1' });
    expect(written[0]!.sections.why).to.deep.equal({ justification: 'weekly self-monitoring' });
    expect(written[0]!.sections.what!.query).to.deep.include({
      authorities: ['XA-POLICE'],
      since: '2026-11-23T00:00:00.000Z',
      until: '2026-11-24T00:00:00.000Z',
    });
    expect(written[1]!.sections.result).to.deep.include({
      findings: { fishing: 1, 'own-record': 1, 'unit-mismatch': 1 },
      opened: 6,
      status: 'DETECTED',
    });
    expect(written[1]!.leaf.requestId).to.equal(written[0]!.leaf.requestId);
  });

  it('keeps findings that can be searched, with their entries, and hold no personal data', async () => {
    const all = await listFindings(dpo, { authorities: ['XA-POLICE'] });
    expect(all.map(({ detector }) => detector)).to.have.members(['own-record', 'fishing', 'unit-mismatch']);
    const [finding] = await listFindings(dpo, { entries: [own[1]!] });
    expect(finding).to.deep.include({ detector: 'own-record', severity: 'high', entries: own });
    expect(finding!.explanation).to.match(/^2 searches on 2026-11-23 \(UTC\) fit the officer's own data/);

    expect(await listFindings(dpo, { authorities: ['XB-BORDER'] })).to.be.empty;
    expect(await listFindings(dpo, { severity: 'high' })).to.have.lengthOf(2);
    expect(await listFindings(dpo, { detectors: ['fishing', 'same-family'] })).to.have.lengthOf(1);
    expect(await listFindings(dpo, { since: at('2026-11-30 00:00') })).to.be.empty;
    expect(await listFindings(dpo, { limit: 1 })).to.have.lengthOf(1);
    expect(await listFindings(dpo, { entries: [foreign] })).to.be.empty;

    const [dump] = await fixture.admin<{ text: string }[]>`
      SELECT string_agg(f::text, '') || (SELECT string_agg(r::text, '') FROM audit.detection_run r) AS text
        FROM audit.finding f`;
    expect(dump!.text).to.not.match(/officer-1|dpo-1|ller|Fremd|1975/);
  });

  it('lists a pattern once that a later run finds again, and a run as it was', async () => {
    const again = await runDetection(options);
    const all = await listFindings(dpo);
    expect(all).to.have.lengthOf(3);
    expect(new Set(all.map(({ run }) => run))).to.deep.equal(new Set([again.run]));
    expect(await listFindings(dpo, { run: again.run - 1 })).to.have.lengthOf(3);
  });

  it('names the officer by opening an entry, which is logged first', async () => {
    const before = await logbook.size();
    const [finding] = await listFindings(dpo, { detectors: ['fishing'] });
    expect(await openOfficer(finding!, options)).to.equal('officer-18');
    const [entry] = await logbook.entries(before);
    expect(entry!.leaf.kind).to.equal('dpo-open');
    expect(entry!.sections.what!.query).to.deep.equal({ entry: misses[0], finding: finding!.id });
  });

  it('opens no entry of another authority than the finding is about', async () => {
    const [finding] = await listFindings(dpo, { detectors: ['fishing'] });
    expect(await openOfficer({ ...finding!, authority: 'XB-BORDER' }, options)).to.equal(undefined);
  });

  it('hides no finding behind one about another authority', async () => {
    const [finding] = await listFindings(dpo, { detectors: ['fishing'] });
    await dpo`
      INSERT INTO audit.finding (run, detector, severity, authority, window_label, window_zone, window_from_ms,
                                 window_to_ms, facts, thresholds, first_entry)
      SELECT run, detector, severity, 'XB-BORDER', window_label, window_zone, window_from_ms, window_to_ms, facts,
             thresholds, first_entry
        FROM audit.finding WHERE id = ${finding!.id}`;
    const listed = await listFindings(dpo, { detectors: ['fishing'], authorities: ['XA-POLICE'] });
    expect(listed.map(({ id }) => id)).to.deep.equal([finding!.id]);
  });

  it('neither changes nor deletes findings under the rights of a data protection officer', async () => {
    for (const table of ['finding', 'finding_entry', 'detection_run']) {
      for (const statement of [`DELETE FROM audit.${table}`, `TRUNCATE audit.${table} CASCADE`]) {
        const error = await dpo.unsafe(statement).catch((caught: unknown) => caught);
        expect(error, statement).to.have.property('code', '42501');
      }
    }
    const error = await dpo`UPDATE audit.finding SET severity = 'low'`.catch((caught: unknown) => caught);
    expect(error).to.have.property('code', '42501');
  });

  it('opens nothing when the log cannot be told', async () => {
    const refusing: DetectionOptions = {
      ...options,
      log: { append: () => Promise.reject(new Error('no log')) },
      keys: { unwrap: () => expect.fail('opened an entry') },
    };
    const error = await runDetection(refusing).catch((caught: unknown) => caught);
    expect(error).to.have.property('message', 'no log');
  });

  it('says in the log that a run failed', async () => {
    const before = await logbook.size();
    const failing = { ...options, keys: { unwrap: () => Promise.reject(new Error('no keys')) } };
    const error = await runDetection(failing).catch((caught: unknown) => caught);
    expect(error).to.have.property('message', 'no keys');
    const written = await logbook.entries(before);
    expect(written.map(({ sections }) => sections.result)).to.deep.equal([undefined, { status: 'FAILED' }]);
  });

  it('tells entries that were altered from entries that were erased', async () => {
    const [first, second, third] = misses;
    await fixture.tamper(async (tx) => {
      // Another entry's payload: it does not open, or commits to something else.
      await tx`
        UPDATE audit.log_payload p SET sealed = o.sealed FROM audit.log_payload o
         WHERE p.idx = ${first!} AND o.idx = ${second!}`;
      await tx`DELETE FROM audit.log_payload WHERE idx = ${third!}`;
    });
    const report = await runDetection({ ...options, settings: DEFAULT_SETTINGS });
    expect(report).to.deep.include({ opened: 4, erased: 1, altered: 1, alteredEntries: [first] });
  });

  it('forgets findings none of whose entries can be opened any more', async () => {
    await fixture.tamper((tx) => tx`DELETE FROM audit.log_payload WHERE idx = ANY(${misses})`);
    const { run } = await runDetection({ ...options, settings: DEFAULT_SETTINGS });
    expect((await listFindings(dpo)).map(({ detector, run: of }) => [detector, of])).to.deep.equal([
      ['own-record', run],
    ]);
  });
});
