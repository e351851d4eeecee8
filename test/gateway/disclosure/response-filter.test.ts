/**
 * No response ever contains a field outside the filter. What may be in it is read here from the table and the proto by
 * other means than the filter's: rows by csv-parse, groups by protobuf reflection on the encoded answer.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MethodDefinition } from '@grpc/grpc-js';
import { clone, equals, fromBinary, getOption, isMessage, type DescMessage, type Message } from '@bufbuild/protobuf';
import { reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { AccessScope, Answer, Disclosure, LegalOperation } from '../../../src/adapters/adapter.js';
import { discloseAlert, disclosePersonMatch } from '../../../src/adapters/sis/disclosures.js';
import type { Alert } from '../../../src/adapters/sis/domain/alert.js';
import type { Identity } from '../../../src/adapters/sis/domain/identity.js';
import { printAlertResponse, printObjects, printPersons } from '../../../src/adapters/sis/wire/print-response.js';
import { loadContract } from '../../../src/gateway/contract/contract.js';
import { compileResponseFilter, type FilteredAnswer } from '../../../src/gateway/disclosure/response-filter.js';
import type { RecordPlan } from '../../../src/gateway/disclosure/record-plan.js';
import { Handling } from '../../../src/gen/ostiary/common/v1/handling.js';
import { SisServiceService } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { projectRoot } from '../../../src/shared/project-root.js';
import { SHIPPED, sisScope } from '../../helpers/disclosure.js';
import { match, objectAlert, personAlert, anyAlert } from './random-alerts.js';

const contract = loadContract();
const method = (name: string) => contract.methods.get(`/ostiary.sis.v1.SisService/${name}`)!;
const filters = {
  searchPersons: compileResponseFilter(method('SearchPersons'), contract.options),
  searchObjects: compileResponseFilter(method('SearchObjects'), contract.options),
  getAlert: compileResponseFilter(method('GetAlert'), contract.options),
};
type Key = keyof typeof filters;
const OUTPUT: Readonly<Record<Key, DescMessage>> = {
  searchPersons: method('SearchPersons').output,
  searchObjects: method('SearchObjects').output,
  getAlert: method('GetAlert').output,
};
const records: RecordPlan[] = Object.values(filters).flatMap((filter) => filter.records);

interface Row {
  readonly system: string;
  readonly step: string;
  readonly categories: string;
  readonly authority_kinds: string;
  readonly legal_bases: string;
  readonly field_groups: string;
}
const rows = parse<Row>(readFileSync(join(projectRoot, 'data/policy/disclosure.csv')), { columns: true });

/** Who asks, on what. */
interface Asker {
  readonly kind: string;
  readonly basis: string;
  readonly step: 'search' | 'read';
}

const READS: readonly LegalOperation[] = ['READ'];
const SEARCHES: readonly LegalOperation[] = ['SEARCH_ALPHA', 'SEARCH_DOC', 'SEARCH_OBJ'];

const ASKERS: readonly Asker[] = [...SHIPPED.tables.bases.values()]
  .filter(({ system }) => system === 'SIS')
  .flatMap(({ id, authorityKinds, operations }) =>
    [...authorityKinds].flatMap((kind) =>
      (['search', 'read'] as const)
        .filter((step) => (step === 'read' ? READS : SEARCHES).some((operation) => operations.has(operation)))
        .map((step) => ({ kind, basis: id, step })),
    ),
  )
  .filter(({ kind, basis }) => sisScope(kind, basis).size > 0);

/** The row of the table: one that names the basis before one that does not. */
function allowedGroups({ kind, basis, step }: Asker, category: string): ReadonlySet<string> {
  const list = (text: string): string[] => text.split('|');
  const fits = rows.filter(
    (row) =>
      row.system === 'SIS' &&
      row.step === step &&
      list(row.authority_kinds).includes(kind) &&
      (row.legal_bases === '*' || list(row.legal_bases).includes(basis)) &&
      list(row.categories).some(
        (code) => code === '*' || code === category || (code === 'OBJ:*' && category.startsWith('OBJ:')),
      ),
  );
  const [row] = fits.filter(({ legal_bases: bases }) => bases !== '*').concat(fits);
  if (row === undefined) throw new Error(`no row for ${kind} ${basis} ${step} ${category}`);
  return new Set(list(row.field_groups));
}

const fieldGroup = contract.registry.getExtension('ostiary.options.v1.field_group')!;
const groupOf = (field: DescMessage['fields'][number]): string => getOption(field, fieldGroup) as string;

/** Records of a decoded answer, in order. */
function recordsIn(answer: ReflectMessage): ReflectMessage[] {
  return answer.fields.flatMap((field) => {
    if (!answer.isSet(field)) return [];
    if (field.name === 'matches' && field.fieldKind === 'list') return [...answer.get(field)] as ReflectMessage[];
    if (field.name === 'alert' && field.fieldKind === 'message') return [answer.get(field)];
    return [];
  });
}

const isMisused = (value: unknown): boolean =>
  (value as ReflectMessage).desc.name === 'PersonIdentity' &&
  ((value as ReflectMessage).message as unknown as { status: number }).status === 4;

/** Groups that a record holds something of. */
function groupsIn(record: ReflectMessage): ReadonlySet<string> {
  const present = new Set<string>();
  for (const field of record.fields) {
    if (!record.isSet(field)) continue;
    const value = record.get(field);
    const values =
      field.fieldKind === 'list' && field.listKind === 'message' ? [...(value as Iterable<unknown>)] : [value];
    for (const one of values) {
      const misused = field.message?.name === 'PersonIdentity' && isMisused(one);
      present.add(misused ? 'misused_identity' : groupOf(field));
    }
  }
  return present;
}

/** Takes out of a record, by reflection, what may not be in it; and its Handling, which is another matter. */
function cutDown(record: ReflectMessage, allowed: ReadonlySet<string>): void {
  for (const field of record.fields) {
    const group = groupOf(field);
    if (!record.isSet(field)) continue;
    if (field.message?.name === 'PersonIdentity') {
      const keep = (one: unknown): boolean => allowed.has(isMisused(one) ? 'misused_identity' : group);
      if (field.fieldKind === 'list') {
        const list = record.get(field);
        const kept = [...(list as Iterable<ReflectMessage>)].filter(keep);
        list.clear();
        for (const one of kept) list.add(one);
      } else if (!keep(record.get(field))) record.clear(field);
    } else if (group === 'handling' || !allowed.has(group)) record.clear(field);
  }
}

const withoutHandling = (record: ReflectMessage): void => {
  for (const field of record.fields) if (groupOf(field) === 'handling') record.clear(field);
};

function holdsUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsUnknown);
  if (typeof value !== 'object' || value === null || !isMessage(value)) return false;
  return (value.$unknown ?? []).length > 0 || Object.values(value).some(holdsUnknown);
}

const decode = (key: Key, response: unknown): Message =>
  fromBinary(
    OUTPUT[key],
    (SisServiceService[key] as unknown as MethodDefinition<object, unknown>).responseSerialize(response),
  );

const scopeOf = ({ kind, basis }: Asker): AccessScope => ({
  authority: 'XA-TEST',
  memberState: 'XA',
  authorityKind: kind,
  categories: sisScope(kind, basis),
});

/** The question put to the filter, as the pipeline puts it. */
function filtered(key: Key, answer: Answer<unknown>, asker: Asker): FilteredAnswer {
  const operations: LegalOperation[] = [asker.step === 'read' ? 'READ' : 'SEARCH_ALPHA'];
  const rule = SHIPPED.disclosure.of({
    system: 'SIS',
    authorityKind: asker.kind,
    legalBasisId: asker.basis,
    purpose: 'CRIMINAL_OFFENCE',
    operations,
  });
  return filters[key].filter(answer, scopeOf(asker), rule);
}

const codeOf = (alert: Alert): string =>
  alert.category === 'OBJ' && alert.subject === 'object' ? `OBJ:${alert.object.letter}` : alert.category;

/** Whether the law lets the asker see the alert at all, as the adapter's query does. */
const isVisible = (alert: Alert, { kind, basis }: Asker): boolean => {
  const scope = sisScope(kind, basis);
  return scope.has(alert.category) && (alert.subject !== 'object' || scope.has(`OBJ:${alert.object.letter}`));
};

const asker = (step: Asker['step']): fc.Arbitrary<Asker> =>
  fc.constantFrom(...ASKERS.filter((candidate) => candidate.step === step));

const TODAY = '2026-10-24';

interface Situation {
  readonly key: Key;
  readonly answer: Answer<unknown>;
  readonly asker: Asker;
}

const personSituation: fc.Arbitrary<Situation> = fc
  .tuple(fc.array(fc.tuple(personAlert, fc.nat(3), match), { maxLength: 4 }), asker('search'), fc.boolean())
  .map(([found, asking, truncated]) => {
    const hits = found
      .filter(([alert]) => isVisible(alert, asking))
      .map(([alert, at, how]) => ({ alert, identity: alert.identities[at % alert.identities.length]!, match: how }));
    const result = { hits, hasForeign: hits.length > 0, truncated };
    const status = hits.length > 0 ? 'HIT' : 'NO_HIT';
    return {
      key: 'searchPersons' as const,
      asker: asking,
      answer: {
        status,
        response: printPersons(result, status, 'XA'),
        disclosures: hits.map((hit) => disclosePersonMatch(hit, TODAY)),
      },
    };
  });

const objectSituation: fc.Arbitrary<Situation> = fc
  .tuple(fc.array(fc.tuple(objectAlert, match), { maxLength: 4 }), asker('search'), fc.boolean())
  .map(([found, asking, truncated]) => {
    const hits = found.filter(([alert]) => isVisible(alert, asking)).map(([alert, how]) => ({ alert, match: how }));
    const result = { hits, hasForeign: hits.length > 0, truncated };
    const status = hits.length > 0 ? 'HIT' : 'NO_HIT';
    return {
      key: 'searchObjects' as const,
      asker: asking,
      answer: {
        status,
        response: printObjects(result, status, 'XA'),
        disclosures: hits.map(({ alert }) => discloseAlert(alert)),
      },
    };
  });

const readSituation: fc.Arbitrary<Situation> = fc
  .tuple(anyAlert, asker('read'))
  .filter(([alert, asking]) => isVisible(alert, asking))
  .map(([alert, asking]) => ({
    key: 'getAlert' as const,
    asker: asking,
    answer: { status: 'HIT' as const, response: printAlertResponse(alert, 'XA'), disclosures: [discloseAlert(alert)] },
  }));

const situation = fc.oneof(personSituation, objectSituation, readSituation);

/** What a system of tomorrow might send: fields that this contract does not know, at any depth. */
function withUnknownFields<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item): unknown => withUnknownFields(item)) as T;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  const fields = Object.entries(value).map(([name, field]): [string, unknown] => [name, withUnknownFields(field)]);
  return { ...Object.fromEntries(fields), _unknownFields: { 7994: [Buffer.from([3, 1, 2, 3])] } } as T;
}

/** What left is what the system sent, less what is not allowed and with another Handling; and the log names just that. */
function expectExactly(
  key: Key,
  answer: Answer<unknown>,
  after: FilteredAnswer,
  allowedIn: (category: string) => ReadonlySet<string>,
): void {
  const expected = reflect(OUTPUT[key], clone(OUTPUT[key], decode(key, answer.response)));
  const left = reflect(OUTPUT[key], decode(key, after.response));
  const sent = recordsIn(left);
  expect(sent).to.have.length(answer.disclosures.length);
  expect(after.disclosed).to.have.length(sent.length);
  sent.forEach((record, index) => {
    const { category, reference, fieldGroups } = after.disclosed[index]!;
    expect(answer.disclosures[index]).to.include({ category, reference });
    const allowed = allowedIn(category);
    const present = groupsIn(record);
    for (const group of present) expect(allowed, category).to.include(group);
    expect(new Set(fieldGroups)).to.deep.equal(present);
    cutDown(recordsIn(expected)[index]!, allowed);
    withoutHandling(record);
  });
  for (const record of recordsIn(expected)) withoutHandling(record);
  expect(equals(OUTPUT[key], left.message, expected.message)).to.equal(true);
}

describe('what leaves of an answer', () => {
  it('is never outside the table, is complete within it, and is what the log names (property)', () => {
    fc.assert(
      fc.property(situation, ({ key, answer, asker: asking }) => {
        const before = JSON.stringify(answer.response);
        const after = filtered(key, answer, asking);
        expectExactly(key, answer, after, (category) => allowedGroups(asking, category));
        // The system's own answer is left alone.
        expect(JSON.stringify(answer.response)).to.equal(before);
      }),
      { numRuns: 500 },
    );
  });

  it('is exactly what a rule allows, whichever groups that are (property)', () => {
    const optional = [...new Set(records.flatMap(({ groups }) => groups))].filter(
      (group) => group !== 'frame' && group !== 'handling',
    );
    fc.assert(
      fc.property(situation, fc.subarray(optional), ({ key, answer, asker: asking }, chosen) => {
        const groups = new Set(['frame', 'handling', ...chosen]);
        const handling = Handling.fromPartial({ codes: [3], purpose: 3, legalBasisId: asking.basis });
        const rule = { fieldGroups: () => groups, handling: () => handling };
        const after = filters[key].filter(answer, scopeOf(asking), rule);
        expectExactly(key, answer, after, () => groups);
      }),
      { numRuns: 1000 },
    );
  });

  it('carries its purpose, its legal basis and every code that the alert itself demands (property)', () => {
    fc.assert(
      fc.property(situation, ({ key, answer, asker: asking }) => {
        const after = filtered(key, answer, asking);
        interface Held {
          readonly handling?: { readonly codes: number[]; readonly purpose: number; readonly legalBasisId: string };
        }
        const held = (message: Message): Held[] =>
          recordsIn(reflect(OUTPUT[key], message)).map((record) => record.message as unknown as Held);
        const own = held(decode(key, answer.response));
        held(decode(key, after.response)).forEach(({ handling }, index) => {
          // CRIMINAL_OFFENCE, and not to third countries (1862 Art. 65; 1861 Art. 50).
          expect(handling).to.include({ purpose: 3, legalBasisId: asking.basis });
          expect(handling!.codes).to.include.members([...(own[index]?.handling?.codes ?? []), 3]);
          expect(after.disclosed[index]!.handling).to.have.length(handling!.codes.length);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('asks consent about the missing and vulnerable, unless the record shows a child (1862 Art. 33(4))', () => {
    const [sample] = fc.sample(personAlert, { numRuns: 1, seed: 1 });
    const codes = (
      category: 'MIS-P' | 'MIS-N' | 'VUL-TRV',
      dateOfBirth: string,
      told: (alert: Alert) => Disclosure,
    ) => {
      const alert = { ...sample!, category, identities: [{ ...sample!.identities[0], dateOfBirth }] as [Identity] };
      const answer = { status: 'HIT' as const, response: printAlertResponse(alert, 'XA'), disclosures: [told(alert)] };
      const [record] = filtered('getAlert', answer, {
        kind: 'FRONTEX_TEAM',
        basis: 'SIS62-50-1',
        step: 'read',
      }).disclosed;
      return record!.handling;
    };
    const onDay = (alert: Alert) => discloseAlert(alert, TODAY);
    for (const category of ['MIS-P', 'MIS-N', 'VUL-TRV'] as const) {
      expect(codes(category, '1975-03-14', onDay), category).to.include('ADULT_MUST_CONSENT');
      expect(codes(category, '2008-00-00', onDay), category).to.include('ADULT_MUST_CONSENT');
      // A system that says nothing of the age, as of a form about the alert.
      expect(
        codes(category, '2015-01-01', ({ reference }) => ({ reference, category })),
        category,
      ).to.include('ADULT_MUST_CONSENT');
      expect(codes(category, '2015-01-01', onDay), category).to.include('NO_THIRD_COUNTRY_TRANSFER');
      expect(codes(category, '2015-01-01', onDay), category).not.to.include('ADULT_MUST_CONSENT');
    }
  });

  it('holds nothing that the contract does not know, at any depth (property)', () => {
    fc.assert(
      fc.property(situation, ({ key, answer, asker: asking }) => {
        const dirty = { ...answer, response: withUnknownFields(answer.response) };
        expect(holdsUnknown(decode(key, dirty.response))).to.equal(true);
        const cleaned = decode(key, filtered(key, dirty, asking).response);
        expect(holdsUnknown(cleaned)).to.equal(false);
        expect(equals(OUTPUT[key], cleaned, decode(key, filtered(key, answer, asking).response))).to.equal(true);
      }),
      { numRuns: 300 },
    );
  });

  describe('of a value that the contract does not know', () => {
    const wanted = fc.sample(
      personAlert.filter(({ category }) => category === 'ARR'),
      { numRuns: 1, seed: 1 },
    )[0]!;
    const police = { kind: 'POL', basis: 'SIS62-44-1-B' } as const;
    const hit = {
      alert: wanted,
      identity: wanted.identities[0],
      match: { kind: 'exact', score: 1, rules: [] },
    } as const;
    const found = printPersons({ hits: [hit], hasForeign: true, truncated: false }, 'HIT', 'XA');
    const [first] = found.matches;
    const search = (changes: object): Answer<unknown> => ({
      status: 'HIT',
      response: { ...found, matches: [{ ...first, ...changes }] },
      disclosures: [disclosePersonMatch(hit, TODAY)],
    });
    const printed = printAlertResponse(wanted, 'XA');
    const read = (changes: object): Answer<unknown> => ({
      status: 'HIT',
      response: { ...printed, alert: { ...printed.alert, ...changes } },
      disclosures: [discloseAlert(wanted)],
    });

    it('is nothing, and the value is not quoted', () => {
      const [main] = printed.alert!.identities;
      const answers: readonly (readonly [Key, Answer<unknown>, string])[] = [
        ['searchPersons', search({ identity: { ...first!.identity, status: 7799 } }), 'PersonIdentity.status'],
        ['searchPersons', search({ identity: { ...first!.identity, gender: -1 } }), 'PersonIdentity.gender'],
        ['searchPersons', search({ match: { ...first!.match, kind: 7799 } }), 'Match.kind'],
        ['searchPersons', search({ warningMarkers: [7799] }), 'PersonMatch.warning_markers'],
        ['getAlert', read({ warningMarkers: [1, 7799] }), 'Alert.warning_markers'],
        ['getAlert', read({ identities: [main, { ...main, status: 7799 }] }), 'PersonIdentity.status'],
      ];
      for (const [key, answer, field] of answers) {
        const step = key === 'getAlert' ? 'read' : 'search';
        expect(() => filtered(key, answer, { ...police, step }), field)
          .to.throw(`${field} holds a value that the contract does not know`)
          .with.property('message')
          .that.does.not.match(/7799|-1/);
      }
    });

    it('is whole where the value is not disclosed', () => {
      const europol = { kind: 'EUROPOL', basis: 'SIS62-48-1', step: 'search' } as const;
      const after = filtered('searchPersons', search({ warningMarkers: [7799] }), europol);
      expect(after.response).to.deep.equal(filtered('searchPersons', search({ warningMarkers: [] }), europol).response);
    });
  });

  it('is nothing unless the response says of the system what the log will say (property)', () => {
    const others = [0, 1, 2, 3, 4, 5, 6, 7799];
    fc.assert(
      fc.property(situation, fc.constantFrom(...others), ({ key, answer, asker: asking }, status) => {
        // HIT and NO_HIT of OutcomeStatus.
        fc.pre(status !== (answer.status === 'HIT' ? 1 : 2));
        const response = answer.response as object;
        for (const outcome of [{ system: 'SIS', status }, undefined]) {
          expect(() => filtered(key, { ...answer, response: { ...response, outcome } }, asking)).to.throw(
            'another outcome',
          );
        }
        const other = answer.status === 'HIT' ? 'NO_HIT' : 'HIT';
        expect(() => filtered(key, { ...answer, status: other }, asking)).to.throw('another outcome');
      }),
      { numRuns: 100 },
    );
  });

  it('is nothing when a record is outside the scope, whatever the system says of it (property)', () => {
    fc.assert(
      fc.property(anyAlert, asker('read'), (alert, asking) => {
        fc.pre(!isVisible(alert, asking));
        const [visible] = sisScope(asking.kind, asking.basis);
        for (const category of [codeOf(alert), visible!]) {
          const answer: Answer<unknown> = {
            status: 'HIT',
            response: printAlertResponse(alert, 'XA'),
            disclosures: [{ reference: alert.reference, category }],
          };
          expect(() => filtered('getAlert', answer, asking)).to.throw(/outside the scope/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
