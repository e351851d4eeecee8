/** Export formats, held against the lists of required members in their standards. */
import { parse } from 'csv-parse/sync';
import { expect } from 'chai';
import fc from 'fast-check';
import { makeBundle } from '../../../src/audit/review/export/bundle.js';
import { toCsv } from '../../../src/audit/review/export/csv.js';
import { toFhir } from '../../../src/audit/review/export/fhir.js';
import { toOcsf } from '../../../src/audit/review/export/ocsf.js';
import { exportRecord, type ExportRecord } from '../../../src/audit/review/export/record.js';
import { toCef, toSyslog } from '../../../src/audit/review/export/syslog.js';
import { generateKeyPair, parseSignerKey } from '../../../src/audit/note/key.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { foundEntry, ORIGIN, payloadOf, POLICE_PAYLOAD, TIME } from './entries.js';

const cleared = exportRecord(foundEntry({ closed: 'answered' }), POLICE_PAYLOAD, { officers: true });
const uncleared = exportRecord(foundEntry({ closed: 'answered' }), POLICE_PAYLOAD, { officers: false });
const denied = exportRecord(foundEntry({ index: 9, kind: 'access-denied', outcome: 'refused' }), undefined, {
  officers: false,
});
const all: readonly ExportRecord[] = [cleared, uncleared, denied];

type Json = Record<string, unknown>;

describe('OCSF 6005 Datastore Activity', () => {
  const events = toOcsf(all, ORIGIN)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Json);

  it('has every member that base event and class require', () => {
    const required = [
      ...['activity_id', 'category_uid', 'class_uid', 'metadata', 'severity_id', 'time', 'type_uid'],
      ...['actor', 'src_endpoint', 'database'],
    ];
    for (const event of events) {
      expect(event).to.include.keys(required);
      expect(event.metadata).to.include.keys(['product', 'version']);
      expect(event.database).to.include.keys(['name', 'type_id']);
      // At least one of several members identifies a user and an endpoint.
      expect((event.actor as { user: Json }).user).to.include.keys(['uid']);
      expect(event.src_endpoint).to.include.keys(['uid']);
    }
  });

  it('says query or failure in its own numbers', () => {
    expect(
      events.map(({ class_uid, category_uid, activity_id, type_uid }) => [
        class_uid,
        category_uid,
        activity_id,
        type_uid,
      ]),
    ).to.deep.equal([
      [6005, 6, 4, 600504],
      [6005, 6, 4, 600504],
      [6005, 6, 4, 600504],
    ]);
    expect(events.map(({ status_id }) => status_id)).to.deep.equal([1, 1, 2]);
    expect(events[0]!.time).to.equal(TIME);
  });

  it('names the officer to a cleared recipient alone', () => {
    expect(events[0]).to.deep.include({ src_endpoint: { ip: '192.0.2.7', port: 50123, uid: 'XA-POLICE' } });
    expect((events[0]!.actor as { user: Json }).user).to.include({ uid: 'officer-17', type_id: 1 });
    expect(JSON.stringify(events[1])).not.to.match(/officer-17|192\.0\.2|Patrol/);
    expect((events[1]!.actor as { user: Json }).user).to.include({ uid: 'XA-POLICE', type_id: 99 });
  });
});

describe('FHIR R4 AuditEvent', () => {
  const bundle = JSON.parse(toFhir(all, ORIGIN)) as { resourceType: string; type: string; entry: { resource: Json }[] };
  const resources = bundle.entry.map(({ resource }) => resource);

  it('is a collection of resources with every required element', () => {
    expect(bundle).to.include({ resourceType: 'Bundle', type: 'collection' });
    for (const resource of resources) {
      expect(resource).to.include.keys(['resourceType', 'type', 'recorded', 'agent', 'source']);
      expect(resource.resourceType).to.equal('AuditEvent');
      expect(resource.type).to.include.keys(['system', 'code']);
      expect(resource.recorded).to.equal('2026-11-24T08:30:15.123Z');
      for (const agent of resource.agent as Json[]) expect(agent.requestor).to.equal(true);
      expect((resource.source as Json).observer).to.include.keys(['identifier']);
      expect(resource.id).to.match(/^[A-Za-z0-9\-.]{1,64}$/);
    }
  });

  it('uses the codes of its value sets', () => {
    expect(resources.map(({ action, outcome }) => [action, outcome])).to.deep.equal([
      ['E', '0'],
      ['E', '0'],
      ['E', '4'],
    ]);
  });

  it('names the officer to a cleared recipient alone', () => {
    expect(JSON.stringify(resources[0])).to.include('officer-17').and.include('192.0.2.7');
    expect(JSON.stringify(resources[1])).not.to.match(/officer-17|192\.0\.2|Patrol/);
  });
});

/** RFC 5424 section 6, as a grammar: priority, version, timestamp, host, application, process, message id. */
const RFC5424 =
  /^<(?<pri>\d{1,3})>1 (?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z) (?<host>[!-~]{1,255}) (?<app>[!-~]{1,48}) (?<proc>-|[!-~]{1,128}) (?<id>[!-~]{1,32}) (?<rest>.*)$/;

describe('RFC 5424 lines', () => {
  const lines = toSyslog(all, ORIGIN).trimEnd().split('\n');

  it('keep the grammar, facility 13, severity by outcome', () => {
    const headers = lines.map((line) => RFC5424.exec(line)!.groups!);
    expect(headers.map(({ pri, host, app, id }) => [pri, host, app, id])).to.deep.equal([
      ['110', 'log.example', 'ostiary', 'intent'],
      ['110', 'log.example', 'ostiary', 'intent'],
      ['108', 'log.example', 'ostiary', 'access-denied'],
    ]);
  });

  it('hold structured data with quoted, escaped values', () => {
    for (const line of lines) {
      const data = RFC5424.exec(line)!.groups!.rest!;
      expect(data).to.match(/^\[audit@32473( [A-Za-z]{1,32}="([^"\\\]]|\\["\\\]])*")+\]$/);
      expect(data)
        .to.include('idx="')
        .and.include('leaf="')
        .and.include('authority="XA-POLICE"')
        .and.include('sys="SIS"');
    }
    const awkward = toSyslog([cleared], 'a"b]c\\d/audit');
    expect(awkward).to.include('log="a\\"b\\]c\\\\d/audit"');
  });

  it('say what leaves say, even of a cleared record', () => {
    expect(lines.join('')).not.to.match(/officer-17|CASE-1|SIS62|192\.0\.2|Patrol/);
    expect(toCef([cleared], ORIGIN)).not.to.match(/officer-17|CASE-1|SIS62|192\.0\.2|Patrol/);
  });

  it('carry CEF with seven header fields and escaped extensions', () => {
    const [line] = toCef([denied], 'a=b|c/audit').split('\n');
    const message = RFC5424.exec(line!)!.groups!.rest!;
    expect(message).to.match(/^- CEF:0\|Ostiary\|Ostiary\|1\|access-denied\|query SIS\|5\|/);
    expect(message)
      .to.include('cs1=a\\=b|c/audit ')
      .and.include('rt=' + String(TIME));
  });
});

describe('CSV', () => {
  it('is read back field by field, whatever is in it (RFC 4180)', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(text, text, (unit, caseReference) => {
        fc.pre(
          !/^[=+\-@\t\r]/.test(unit) && !/^[=+\-@\t\r]/.test(caseReference) && unit !== '' && caseReference !== '',
        );
        const payload = payloadOf({ who: { unit }, why: { case_reference: caseReference } });
        const csv = toCsv([exportRecord(foundEntry(), payload, { officers: true })]);
        const [row] = parse(csv, { columns: true, record_delimiter: '\r\n' }) as unknown as Record<string, string>[];
        expect(row).to.include({ unit, case_reference: caseReference, index: '7' });
      }),
    );
  });

  it('never begins a field like a formula', () => {
    const payload = payloadOf({ why: { case_reference: '=HYPERLINK("http://x.example")' } });
    const csv = toCsv([exportRecord(foundEntry(), payload, { officers: true })]);
    expect(csv).to.include(`"'=HYPERLINK(""http://x.example"")"`);
  });

  it('leaves officers out for a recipient that is not cleared', () => {
    expect(toCsv([uncleared])).not.to.match(/officer-17|Patrol/);
    expect(toCsv([cleared])).to.include('officer-17');
  });
});

describe('an evidence bundle', () => {
  it('has an end, which names what to ask less of', async () => {
    const signer = parseSignerKey(generateKeyPair(ORIGIN).signerKey);
    const entries = Array.from({ length: 140 }, (_, index) => foundEntry({ index }));
    const long = payloadOf({ why: { justification: 'x'.repeat(65_000) } });
    let error: unknown;
    await makeBundle({
      entries,
      payloads: new Map(entries.map(({ index }) => [index, long])),
      sections: new Set(['why']),
      sectionsOf: () => new Set(['why']),
      proofs: [],
      checkpoint: { size: 140, note: 'not looked at' },
      policy: '',
      signer,
      about: { origin: ORIGIN, madeAt: TIME, madeFor: 'a test', caseReference: 'C-1', requestId: 'R' },
    }).catch((caught: unknown) => {
      error = caught;
    });
    expect(error).to.be.instanceOf(Refusal);
    expect((error as Refusal).violations.map(({ field, rule }) => [field, rule])).to.deep.equal([
      ['page_size', 'bundle_size'],
    ]);
  });
});
