/**
 * What an integrator gets wrong, put to a whole gateway over both faces: each fault is named by field and rule, all at
 * once and without the value; the refusal is in the log, what was sent is not; and the next honest question is answered.
 */
import { expect } from 'chai';
import type { MethodDefinition } from '@grpc/grpc-js';
import type { GrpcClient } from '../../src/client/grpc-client.js';
import { dataLayout } from '../../src/gateway/config.js';
import type { Problem } from '../../src/gateway/errors/problem.js';
import {
  MatchMode,
  SearchObjectsRequest,
  SearchPersonsRequest,
  SisServiceService,
} from '../../src/gen/ostiary/sis/v1/sis.js';
import { AccessContext } from '../../src/gen/ostiary/common/v1/access.js';
import type { DevelopmentClient } from '../../src/pki/development-client.js';
import { TEST_ALERTS } from '../../src/adapters/sis/simulator/test-alerts.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { type Logbook, openLogbook } from '../helpers/logbook.js';
import { policeAccess } from '../helpers/peers.js';
import { personSearch } from '../helpers/questions.js';
import { sendRaw } from '../helpers/raw-rest.js';
import { answerOf, expectVerified, refusalOf, toReceiptFile } from '../helpers/receipts.js';

const PERSONS = '/v1/sis/persons:search';
const OBJECTS = '/v1/sis/objects:search';

/** A request with one fault or several. */
interface BadRequest {
  readonly path: typeof PERSONS | typeof OBJECTS;
  /** But for the access context, as JSON has it. */
  readonly body: object;
  /** Field and rule of every fault, in order of the fields. */
  readonly faults: readonly (readonly [field: string, rule: string])[];
  /** What must come back neither in the answer nor in the log. */
  readonly secret: string;
}

const named = (name: object, rest: object = {}): Pick<BadRequest, 'path' | 'body'> => ({
  path: PERSONS,
  body: { name: { surname: 'Geheimnis', date_of_birth: '1971-02-03', ...name }, ...rest },
});

const born = (date: string): BadRequest => ({
  ...named({ date_of_birth: date }),
  faults: [['name.date_of_birth', 'partial_date']],
  secret: date,
});

const spelt = (surname: string, rule: string, secret = 'ehei'): BadRequest => ({
  ...named({ surname }),
  faults: [['name.surname', rule]],
  secret,
});

const BAD: Readonly<Record<string, BadRequest>> = {
  'a day that February never has': born('1980-02-30'),
  'the 29th of February of a common year': born('1981-02-29'),
  'a thirteenth month': born('1980-13-01'),
  'a day without its month': born('1980-00-17'),
  'the year nought': born('0000-01-01'),
  'a date as people write it': born('03.02.1971'),
  'a date with a time': born('1971-02-03T00:00:00Z'),
  'digits of another script': born('١٩٧١-٠٢-٠٣'),

  'a name of ten thousand letters': spelt('Geheim'.repeat(1_700).slice(0, 10_000), 'max_len'),
  'a letter with ten thousand marks': spelt(`e${'\u0301'.repeat(10_000)}`, 'max_len', '\u0301\u0301'),
  'a name without a letter': { ...named({ surname: '--- ...' }), faults: [['name.surname', 'letters']], secret: '---' },
  'a right-to-left override': spelt('Geheim\u202Esin', 'bidi'),
  'a right-to-left isolate': spelt('\u2067Geheimnis\u2069', 'bidi'),
  'a byte of nought': spelt('Geheim\u0000nis', 'control'),
  'a line break that would start a line of its own in a log': spelt('Geheimnis\nlevel=info', 'control'),
  'a character that was lost on the way': spelt('Gehei\uFFFDmnis', 'utf8'),

  'a category that there is not': {
    ...named({}, { categories: [99] }),
    faults: [['categories[0]', 'enum']],
    secret: 'Geheimnis',
  },
  'the category that is never sent': {
    ...named({}, { categories: [0, 4] }),
    faults: [['categories[0]', 'enum']],
    secret: 'Geheimnis',
  },
  'a search for persons among objects': {
    ...named({}, { categories: ['ALERT_CATEGORY_OBJ'] }),
    faults: [['categories[0]', 'persons']],
    secret: 'Geheimnis',
  },
  'unknown persons by a name': {
    ...named({}, { categories: ['ALERT_CATEGORY_UNK'] }),
    faults: [['categories[0]', 'by_prints_alone']],
    secret: 'Geheimnis',
  },
  'a refusal of entry to a citizen of the Union': {
    ...named({ nationality: 'FR' }, { categories: ['ALERT_CATEGORY_REF'] }),
    faults: [['name.nationality', 'third_country']],
    secret: 'Geheimnis',
  },
  'a child at risk of abduction who was born in 1971': {
    ...named({}, { categories: ['ALERT_CATEGORY_CHI_ABD'] }),
    faults: [['name.date_of_birth', 'of_age']],
    secret: 'Geheimnis',
  },
  'nothing to search by': { path: PERSONS, body: {}, faults: [['name', 'at_least_one']], secret: 'Geheimnis' },
  'a nationality that is no code': {
    ...named({ nationality: 'Geheimland' }),
    faults: [['name.nationality', 'pattern']],
    secret: 'Geheim',
  },
  'more candidates than anybody reads': {
    ...named({}, { max_candidates: 4_000_000_000 }),
    faults: [['max_candidates', 'max']],
    secret: 'Geheimnis',
  },
  'the state of a plate without the plate': {
    path: OBJECTS,
    body: { vin: 'ZZXGEHE1MN1S00001', plate_state: 'XA' },
    faults: [['plate_state', 'requires_plate']],
    secret: 'GEHE1M',
  },
  'a plate that is only separators': {
    path: OBJECTS,
    body: { plate: '- . -' },
    faults: [['plate', 'min_len']],
    secret: '- .',
  },
  'everything at once': {
    ...named(
      { surname: '', forename: 'Geheim\u202E', date_of_birth: '1971-02-31', nationality: 'geheim' },
      {
        document: { number: '' },
        max_candidates: 101,
        categories: Array.from({ length: 21 }, () => 'ALERT_CATEGORY_ARR'),
      },
    ),
    faults: [
      ['categories', 'max_items'],
      ['document.number', 'required'],
      ['max_candidates', 'max'],
      ['name.date_of_birth', 'partial_date'],
      ['name.forename', 'bidi'],
      ['name.nationality', 'pattern'],
      ['name.surname', 'required'],
    ],
    secret: 'eheim',
  },
};

/** Faults that only the text of JSON can have. */
const BAD_JSON: Readonly<Record<string, readonly [body: string, field: string]>> = {
  'a category by a name that there is not': [
    '{"name":{"surname":"Geheimnis","date_of_birth":"1971-02-03"},"categories":["ALERT_CATEGORY_GEHEIM"]}',
    'categories[0]',
  ],
  'a date that is a number': ['{"name":{"surname":"Geheimnis","date_of_birth":19710203}}', 'name.date_of_birth'],
};

describe('bad input to a whole gateway', () => {
  let stack: GatewayStack;
  let logbook: Logbook;
  let police: DevelopmentClient;
  let client: GrpcClient;
  let token: string;

  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    police = await stack.identity('XA-POLICE');
    client = await stack.grpc('XA-POLICE');
    token = await police.mintToken({ officer: 'officer-17' });
  });
  after(async () => {
    await logbook.close();
    await stack.stop();
  });

  /** The log has one refusal since then, and nothing of what was sent. */
  async function expectLogged(since: number, secret: string): Promise<void> {
    const entries = await logbook.entries(since);
    expect(entries.map(({ leaf }) => [leaf.kind, leaf.outcome])).to.deep.equal([['access-denied', 'refused']]);
    const { sections, body } = entries[0]!;
    expect(sections.result).to.include({ status: 'REQUEST_INVALID' });
    expect(sections.who).to.include({ authority: 'XA-POLICE' });
    expect(JSON.stringify(sections) + body.toString()).not.to.include(secret);
  }

  afterEach('an honest question is answered as ever', async () => {
    const outcome = await client.call(SisServiceService.searchPersons, personSearch(TEST_PERSONS.wanted), { token });
    const { matches } = answerOf(outcome).response;
    expect(matches.map(({ alertReference }) => alertReference)).to.deep.equal([TEST_ALERTS.wanted]);
  });

  async function overRest(path: string, body: string, secret: string): Promise<Problem> {
    const since = await logbook.size();
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const answer = await sendRaw(stack.gateway.port, police, { path, headers, body });
    const problem = JSON.parse(answer.text) as Problem;
    expect([answer.status, problem.code], answer.text).to.deep.equal([400, 'REQUEST_INVALID']);
    expect(answer.text).not.to.include(secret);
    await expectLogged(since, secret);
    return problem;
  }

  const sorted = (faults: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] =>
    [...faults].sort(([a], [b]) => (a < b ? -1 : 1));

  const access = AccessContext.toJSON(policeAccess()) as object;

  async function overGrpc<Request, Response>(
    method: MethodDefinition<Request, Response>,
    request: Request,
    secret: string,
  ) {
    const since = await logbook.size();
    const refusal = refusalOf(await client.call(method, request, { token }));
    expect(refusal.reason).to.equal('REQUEST_INVALID');
    expect(JSON.stringify([refusal.message, refusal.metadata, refusal.violations])).not.to.include(secret);
    expectVerified(toReceiptFile(refusal.receipt), stack.gateway.verifierKey);
    await expectLogged(since, secret);
    return refusal.violations.map(({ field, description }): [string, string] => [
      field,
      description.split(':')[0] ?? '',
    ]);
  }

  for (const [name, { path, body, faults, secret }] of Object.entries(BAD)) {
    it(`${name}, over REST`, async () => {
      const problem = await overRest(path, JSON.stringify({ access, ...body }), secret);
      expect(sorted(problem.violations!.map(({ field, rule }) => [field, rule]))).to.deep.equal(faults);
    });

    it(`${name}, over gRPC`, async () => {
      const told =
        path === PERSONS
          ? await overGrpc(
              SisServiceService.searchPersons,
              SearchPersonsRequest.fromJSON({ access, matchMode: MatchMode.EXACT, ...camel(body) }),
              secret,
            )
          : await overGrpc(
              SisServiceService.searchObjects,
              SearchObjectsRequest.fromJSON({ access, ...camel(body) }),
              secret,
            );
      expect(sorted(told)).to.deep.equal(faults);
    });
  }

  for (const [name, [body, field]] of Object.entries(BAD_JSON)) {
    it(`${name}, over REST`, async () => {
      const whole = `{"access":${JSON.stringify(access)},${body.slice(1)}`;
      const problem = await overRest(PERSONS, whole, 'eheim');
      expect(problem.violations!.map((violation) => violation.field)).to.deep.equal([field]);
    });
  }
});

/** Keys as the generated code reads them. */
function camel(value: object): object {
  return Object.fromEntries(
    Object.entries(value).map(([key, held]: [string, unknown]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      typeof held === 'object' && held !== null && !Array.isArray(held) ? camel(held) : held,
    ]),
  );
}
