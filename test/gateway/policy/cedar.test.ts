import { readFile, rm } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { loadPolicy, type Permit, type Policy } from '../../../src/gateway/policy/decide.js';
import { PolicyDenial } from '../../../src/gateway/policy/denial.js';
import { PolicyError } from '../../../src/gateway/policy/policy-files.js';
import type { PolicyRequest } from '../../../src/gateway/policy/request.js';
import { copyPolicy, type PolicyFolder } from '../../helpers/policy-folder.js';
import { denialOf, question } from '../../helpers/policy-questions.js';

describe('a policy folder', () => {
  let folder: PolicyFolder;

  beforeEach(async () => {
    folder = await copyPolicy();
  });

  afterEach(() => folder.remove());

  function problems(): readonly string[] {
    try {
      loadPolicy(folder.path).release();
    } catch (error) {
      if (error instanceof PolicyError) return error.problems;
      throw error;
    }
    return [];
  }

  const broken: [name: string, breakIt: () => Promise<void>, problem: RegExp][] = [
    [
      'an attribute that the schema does not have, by file and line',
      () => folder.edit('general.cedar', 'context.kindListed', 'context.kindLsted'),
      /^general\.cedar:\d+: .*kindLsted/,
    ],
    [
      'an authority kind that does not exist',
      () => folder.edit('sis.cedar', 'AuthorityKind::"VRS_GOV"', 'AuthorityKind::"VRS_GVO"'),
      /^sis\.cedar:\d+: .*VRS_GVO/,
    ],
    [
      'a condition that does not exist, though to Cedar it is a string like any other',
      () => folder.edit('general.cedar', 'contains("NATIONAL_LAW")', 'contains("NATIONAL_LAWS")'),
      /^general\.cedar:\d+: .*NATIONAL_LAWS/,
    ],
    [
      'a legal basis that no table has',
      () => folder.edit('sis.cedar', '"SIS60-17-2"', '"SIS60-17-22"'),
      /^sis\.cedar:\d+: .*SIS60-17-22/,
    ],
    [
      'a quota of a system that there is not, which would be no quota',
      () => folder.edit('quotas.csv', 'PRUM-TP-TP,PRUM_FINGERPRINT,', 'PRUM-TP-TP,PRUM_FINGERPRINTS,'),
      /^quotas\.csv, PRUM-TP-TP: there is no System PRUM_FINGERPRINTS$/,
    ],
    [
      'a rate for a purpose that there is not',
      () => folder.edit('rates.csv', 'REGISTRATION|NATURALISATION', 'REGISTRATON|NATURALISATION'),
      /^rates\.csv, REGISTRATION: there is no Purpose REGISTRATON$/,
    ],
    [
      'a category that no system has',
      () => folder.edit('sis.cedar', 'Category::"SIS/INF"', 'Category::"SIS/INFO"'),
      /^sis\.cedar:\d+: SIS has no category INFO/,
    ],
    [
      'what Cedar only warns of: a policy that can never apply',
      () => folder.edit('general.cedar', 'when { context.seesNothing };', 'when { context.seesNothing && false };'),
      /^general\.cedar:\d+: .*impossible/,
    ],
    ['syntax, by its line', () => folder.write('own.cedar', '\n\npermit(principal'), /^own\.cedar:3: /],
    [
      'a policy without a name',
      () => folder.write('own.cedar', 'permit(principal, action == Action::"ask", resource);'),
      /^own\.cedar:1: needs an @id/,
    ],
    [
      'two policies of one name',
      () => folder.write('own.cedar', '@id("basis-covers")\npermit(principal, action == Action::"ask", resource);'),
      /^own\.cedar:1: the id basis-covers stands in general\.cedar:\d+, too/,
    ],
    [
      'a forbid that gives no reason',
      () =>
        folder.write(
          'own.cedar',
          '@id("own")\n@article("House rule 1")\nforbid(principal, action == Action::"ask", resource);',
        ),
      /^own\.cedar:1: @reason must be one of/,
    ],
    ...(['ask', 'see'] as const).map((action): (typeof broken)[number] => [
      `a forbid of "${action}" that names no article`,
      () => folder.write('own.cedar', `@id("own-rule")\nforbid(principal, action == Action::"${action}", resource);`),
      /^own\.cedar:1: own-rule needs an @article/,
    ]),
    [
      'a blank article of a shipped rule',
      () => folder.edit('sis.cedar', '@article("Reg. (EU) 2018/1862 Art. 45(1)")', '@article(" ")'),
      /^sis\.cedar:\d+: see-sis-vehicle-registration-objects-only needs an @article/,
    ],
    [
      'an article on a permit, which nobody reads',
      () =>
        folder.write(
          'own.cedar',
          '@id("own")\n@article("House rule 1")\npermit(principal, action == Action::"ask", resource);',
        ),
      /^own\.cedar:1: @article is for forbids/,
    ],
    [
      'an annotation that nobody reads',
      () =>
        folder.write('own.cedar', '@id("own")\n@because("so")\npermit(principal, action == Action::"ask", resource);'),
      /^own\.cedar:1: @because/,
    ],
    [
      'a schema that does not parse',
      () => folder.write('schema.cedarschema', 'entity A\n entity {'),
      /^schema\.cedarschema:2: /,
    ],
    ['a missing schema', () => rm(join(folder.path, 'schema.cedarschema')), /^schema\.cedarschema: is missing/],
    ['a missing table', () => rm(join(folder.path, 'regimes.csv')), /^regimes\.csv: is missing/],
    [
      'a condition of a legal basis that no forbid judges any more',
      () =>
        folder.edit(
          'general.cedar',
          'context.needs.contains("CONSENT")',
          'context.shown.contains("CONSENT") && context.emergency',
        ),
      /asks for CONSENT, but no forbid judges it/,
    ],
    [
      'an operation that the schema lacks',
      () => folder.edit('schema.cedarschema', '"SUPPL_INFO",', ''),
      /^legal-basis\.csv, .*: the schema has no Operation::"SUPPL_INFO"/,
    ],
    [
      'bytes that are not UTF-8',
      () => folder.write('own.cedar', Buffer.from([0x2f, 0x2f, 0xff])),
      /^own\.cedar: is not UTF-8/,
    ],
    [
      'a file that is too large',
      () => folder.write('own.cedar', `//${' '.repeat(1_048_576)}`),
      /^own\.cedar: larger than 1 MiB/,
    ],
  ];
  for (const [name, breakIt, problem] of broken) {
    it(`is refused for ${name}`, async () => {
      await breakIt();
      const found = problems();
      expect(
        found.some((text) => problem.test(text)),
        found.join('\n'),
      ).to.equal(true);
    });
  }

  it('is named by a digest that anybody can compute from its files', async () => {
    const policy = loadPolicy(folder.path);
    const lines = await Promise.all(
      [...policy.source.digests.keys()].sort().map(async (name) => {
        const digest = createHash('sha256')
          .update(await readFile(join(folder.path, name)))
          .digest('hex');
        return `${digest}  ${name}\n`;
      }),
    );
    expect(policy.version).to.equal(createHash('sha256').update(lines.join('')).digest('hex'));
    policy.release();
  });

  it('denies what no permit covers', async () => {
    const asked = question('POL');
    const before = loadPolicy(folder.path);
    expect(before.decide(asked).determining).to.deep.equal(['basis-covers']);
    before.release();
    await folder.edit(
      'general.cedar',
      '  context.kindListed &&',
      '  principal == AuthorityKind::"NAT" &&\n  context.kindListed &&',
    );
    const after = loadPolicy(folder.path);
    const denial = denialOf(after, asked);
    expect(denial.reason).to.equal('FORBIDDEN');
    expect(denial.decision.determining).to.deep.equal([]);
    after.release();
  });

  it('lets a forbid beat every permit, tells the lowest order, and logs all that forbade', async () => {
    await folder.write(
      'own.cedar',
      `@id("own-night-rest")
@reason("FORBIDDEN")
@order("55")
@article("House rule 1")
@message("{kind} does not ask on {basis}")
forbid (principal == AuthorityKind::"POL", action == Action::"ask", resource == System::"SIS");`,
    );
    const policy = loadPolicy(folder.path);
    const denial = denialOf(policy, question('POL'));
    expect(denial.reason).to.equal('FORBIDDEN');
    expect(denial.message).to.equal('POL does not ask on Reg. (EU) 2018/1862 Art. 44(1)(b)');
    expect(denial.metadata).to.deep.include({
      rule: 'SIS62-44-1-B',
      policy: 'own-night-rest',
      forbidden_by: 'House rule 1',
    });
    const more = denialOf(policy, question('POL', { purpose: 'VISA' }));
    expect(more.reason).to.equal('PURPOSE_NOT_ALLOWED');
    expect(more.decision.determining).to.deep.equal(['own-night-rest', 'purpose-not-served']);
    policy.release();
  });

  it('can narrow what is seen, and never widen it', async () => {
    await folder.write(
      'own.cedar',
      `@id("own-no-firearms")
@article("House rule 1")
forbid (principal == AuthorityKind::"POL", action == Action::"see", resource == Category::"SIS/OBJ:j");
@id("own-all-for-registrars")
permit (principal == AuthorityKind::"VRS_GOV", action == Action::"see", resource);`,
    );
    const policy = loadPolicy(folder.path);
    const police = policy.decide(question('POL')).scope.categories;
    expect(police.has('OBJ:j')).to.equal(false);
    expect(police.has('OBJ:a')).to.equal(true);
    const registrar = question(
      'VRS_GOV',
      { legalBasisId: 'SIS62-45-1', purpose: 'REGISTRATION' },
      { operations: ['SEARCH_OBJ'] },
    );
    expect([...policy.decide(registrar).scope.categories]).to.have.members([
      'OBJ',
      'OBJ:a',
      'OBJ:b',
      'OBJ:c',
      'OBJ:m',
      'OBJ:p',
    ]);
    policy.release();
  });

  it('denies a search that could see nothing, rather than find nothing', async () => {
    await folder.write(
      'own.cedar',
      '@id("own-blind")\n@article("House rule 1")\nforbid (principal == AuthorityKind::"POL", action == Action::"see", resource);',
    );
    const policy = loadPolicy(folder.path);
    expect(denialOf(policy, question('POL')).decision.determining).to.deep.equal(['nothing-to-see']);
    policy.release();
  });

  it('can speak of an officer’s roles', async () => {
    await folder.write(
      'own.cedar',
      `@id("own-role")
@reason("FORBIDDEN")
@order("56")
@article("House rule 1")
@message("needs the role sis-search")
forbid (principal == AuthorityKind::"POL", action == Action::"ask", resource == System::"SIS")
unless { context.roles.contains("sis-search") };`,
    );
    const policy = loadPolicy(folder.path);
    const withRoles = (...roles: string[]): PolicyRequest => ({
      ...question('POL'),
      officer: { id: 'officer-1', roles, unit: undefined },
    });
    expect(denialOf(policy, withRoles('other')).reason).to.equal('FORBIDDEN');
    expect(policy.decide(withRoles('sis-search', 'other')).rule).to.equal('SIS62-44-1-B');
    expect(denialOf(policy, withRoles()).reason).to.equal('FORBIDDEN');
    policy.release();
  });

  it('decides nothing once it is let go', () => {
    const policy = loadPolicy(folder.path);
    policy.decide(question('POL'));
    policy.release();
    expect(() => policy.decide(question('BOR', { legalBasisId: 'SIS62-44-1-A', purpose: 'BORDER_CONTROL' }))).to.throw(
      'let go',
    );
  });
});

describe('the cache of decisions', () => {
  const cached = loadPolicy();
  const fresh = loadPolicy(undefined, { cachedDecisions: 0 });
  const small = loadPolicy(undefined, { cachedDecisions: 3 });
  const { tables } = cached.source;

  after(() => {
    for (const policy of [cached, fresh, small]) policy.release();
  });

  const bases = [...tables.bases.values()];
  const search = fc.record({
    kind: fc.constantFrom(
      'NATIONAL' as const,
      'PRUM_DACTYLOSCOPIC' as const,
      'CIR' as const,
      'EES' as const,
      'EUROPOL' as const,
    ),
    reference: fc.string(),
    result: fc.constantFrom('NO_MATCH' as const, 'MATCH' as const, 'NOT_COMPLETED' as const, 'FUTILE' as const),
  });
  const asked = fc.constantFrom(...bases).chain((basis) =>
    fc.record({
      kind: fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...basis.authorityKinds) },
        fc.constantFrom(...tables.kinds),
      ),
      operations: fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...basis.operations).map((one) => [one]) },
        fc.subarray([...basis.operations], { minLength: 1 }),
        fc.constant(['SEARCH_ALPHA' as const, 'TRACE_PRINT' as const]),
      ),
      system: fc.constantFrom(basis.system, basis.system, 'AUDIT'),
      today: fc.constantFrom('2026-11-26', '1999-01-01'),
      approval: fc.option(fc.constantFrom('CAP', 'EUROPOL_CAP', 'JUD', 'SIR', 'POL'), { nil: undefined }),
      grounds: fc.record({
        legalBasisId: fc.constant(basis.id),
        purpose: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...basis.purposes) }, fc.constant('VISA' as const)),
        urgency: fc.constantFrom('ROUTINE' as const, 'IMMINENT_DANGER' as const),
        offence: fc.option(
          fc.record({
            code: fc.string(),
            maximumPenaltyMonths: fc.constantFrom(11, 12, 35, 36, 60),
            terrorist: fc.boolean(),
            listedAs: fc.constantFrom(undefined, 'EAW-13', 'EAW-33', 'PNR-11'),
          }),
          { nil: undefined },
        ),
        nationalLawEmpowered: fc.boolean(),
        onBehalfOf: fc.constantFrom(undefined, 'Plates Ltd'),
        emergency: fc.constantFrom(undefined, 'a child is in danger'),
        priorSearches: fc.array(search, { maxLength: 3 }),
        personCategory: fc.constantFrom(undefined, 'SUSPECT' as const, 'VICTIM' as const, 'MISSING' as const),
        aim: fc.constantFrom(undefined, 'IDENTIFY' as const),
        consentReference: fc.constantFrom(undefined, 'C-2'),
      }),
    }),
  );

  function outcome(policy: Policy, request: PolicyRequest): object {
    try {
      const { rule, determining, inputsSha256, obligations, scope }: Permit = policy.decide(request);
      return { rule, determining, inputsSha256, obligations, ...scope, categories: [...scope.categories] };
    } catch (error) {
      if (!(error instanceof PolicyDenial)) throw error;
      const { reason, message, metadata, decision } = error;
      return { reason, message, metadata, decision };
    }
  }

  it('never answers one question with the decision on another (property)', () => {
    fc.assert(
      fc.property(asked, ({ kind, operations, system, today, approval, grounds }) => {
        const request = question(kind, grounds, {
          operations,
          system,
          today,
          approval: approval === undefined ? undefined : { id: 'a-1', approverKind: approval },
        });
        const expected = outcome(fresh, request);
        expect(outcome(cached, request)).to.deep.equal(expected);
        expect(outcome(cached, request)).to.deep.equal(expected);
        expect(outcome(small, request)).to.deep.equal(expected);
      }),
      { numRuns: 500 },
    );
  }).timeout(60_000);

  it('tells the log from the system whose row lets it be read', () => {
    const asked = question(
      'DPO',
      { legalBasisId: 'SIS62-12-6', purpose: 'DATA_PROTECTION_REVIEW' },
      { operations: ['LOG_READ'] },
    );
    expect([...cached.decide(asked).scope.categories]).to.deep.equal(['LOG']);
    const log = { ...asked, system: 'AUDIT' };
    expect([...cached.decide(log).scope.categories]).to.deep.equal(['XA-POLICE']);
    expect(outcome(cached, log)).to.deep.equal(outcome(fresh, log));
    expect(outcome(cached, asked)).to.deep.equal(outcome(fresh, asked));
  });

  it('gives equal inputs one digest, whoever asks, and others another', () => {
    const one = cached.decide(question('POL'));
    const same = cached.decide({ ...question('POL', { caseReference: 'C-2', justification: 'another' }) });
    expect(same.inputsSha256).to.equal(one.inputsSha256);
    expect(cached.decide(question('CUS')).inputsSha256).not.to.equal(one.inputsSha256);
  });
});
