/** docs/law/passenger-information-unit.md: what the policy makes of each operation of the unit on each legal basis. */
import type { LegalOperation } from '../adapters/adapter.js';
import { markdownTable } from '../shared/markdown-table.js';
import { Refusal } from '../shared/refusal.js';
import { readComments } from './contract/comments.js';
import { type Contract, type ContractMethod, loadContract } from './contract/contract.js';
import type { RecordPlan } from './disclosure/record-plan.js';
import { compileResponseFilter } from './disclosure/response-filter.js';
import { requestOf } from './policy/cases.js';
import { loadPolicy, type Permit, type Policy } from './policy/decide.js';
import { thresholdInWords } from './policy/denial.js';
import type { LegalBasis, Precondition } from './policy/legal-basis.js';

/** A day on which the Directive is in force. */
const TODAY = '2026-01-01';

/** What each operation of the unit needs of a legal basis, by its key; and GetPnr for the review of a match. */
export interface UnitNeeds {
  readonly operations: Readonly<Record<string, readonly LegalOperation[]>>;
  readonly getPnrForReview: readonly LegalOperation[];
}

/** The page. Throws for an operation of which nobody says what it needs. */
export function piuDocument(needs: UnitNeeds): string {
  const contract = loadContract();
  const policy = loadPolicy();
  const bases = [...policy.source.tables.bases.values()].filter(({ system }) => system === 'PNR');
  const lines = formsOf(contract, needs).flatMap((form) =>
    bases.flatMap((basis) => lineOf(policy, contract, form, basis)),
  );
  policy.release();
  const offences = new Set(bases.map(thresholdInWords).filter((words) => words !== ''));
  if (offences.size !== 1) throw new Error('the legal bases of PNR do not all ask for the same offence');
  const table = markdownTable(
    ['operation', 'legal basis', 'article', 'who', 'conditions', 'what it may return'],
    lines,
  );
  return [...BEFORE, `An offence is ${[...offences].join()}.\n`, table, ...AFTER].join('\n');
}

/** An operation as it may be put. */
interface Form {
  readonly name: string;
  readonly method: ContractMethod;
  readonly needed: readonly LegalOperation[];
}

const SERVICES = ['PnrService', 'PnrAssessmentService', 'PnrOversightService'];

/** Service by service in the order of the contract; GetPnr in both its forms. */
function formsOf({ methods }: Contract, { operations, getPnrForReview }: UnitNeeds): readonly Form[] {
  return SERVICES.flatMap((service) =>
    [...methods.values()].filter((method) => method.service === `ostiary.pnr.v1.${service}`),
  ).flatMap((method) => {
    const needed = operations[method.key];
    if (needed === undefined) throw new Error(`nobody says what ${method.path} needs`);
    const form = { name: `\`${method.name}\``, method, needed };
    return method.key === 'getPnr'
      ? [form, { ...form, name: `${form.name} with \`match_reference\``, needed: getPnrForReview }]
      : [form];
  });
}

/** The line of an operation on a legal basis; none where the policy refuses it, whatever is shown. */
function lineOf(policy: Policy, contract: Contract, form: Form, basis: LegalBasis): readonly (readonly string[])[] {
  const permits = [...basis.authorityKinds].flatMap((kind) => {
    const permit = permitted(policy, form, basis, kind);
    return permit === undefined ? [] : [{ kind, permit }];
  });
  const [first] = permits;
  if (first === undefined) return [];
  const returns = permits.map(({ permit }) => returned(contract, form.method, permit));
  if (new Set(returns).size > 1) throw new Error(`${form.name} on ${basis.id} returns not the same to all kinds`);
  return [
    [
      form.name,
      `\`${basis.id}\``,
      basis.article,
      permits.map(({ kind }) => `\`${kind}\``).join(', '),
      conditions(basis),
      returns[0] ?? '',
    ],
  ];
}

/** Undefined where it is refused although everything is shown that a row may ask for. */
function permitted(policy: Policy, { needed }: Form, basis: LegalBasis, kind: string): Permit | undefined {
  const [purpose] = basis.purposes;
  const [approverKind] = basis.approvers;
  if (purpose === undefined) throw new TypeError(`${basis.id} serves no purpose`);
  const asked = requestOf({
    ...{ system: 'PNR', operations: [...needed], today: TODAY },
    authority: { state: 'XA', kinds: [kind], oversees: [] },
    officer: { roles: [], unit: null },
    grounds: {
      ...{ legalBasisId: basis.id, purpose, caseReference: 'CASE', justification: 'why', operatingUnit: 'Unit 1' },
      ...{ urgency: 'IMMINENT_DANGER', onBehalfOf: 'XA-CRIME', nationalLawEmpowered: true, priorSearches: [] },
      ...{ authorityKind: undefined, approvalId: undefined, emergency: undefined, personCategory: undefined },
      ...{ aim: undefined, consentReference: undefined },
      offence: { code: 'drugs', maximumPenaltyMonths: 120, terrorist: false, listedAs: 'PNR-04' },
    },
    approval: approverKind === undefined ? undefined : { approverKind, id: 'A-1' },
  });
  try {
    return policy.decide(asked);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

const WORDS: Partial<Readonly<Record<Precondition, string>>> = {
  SPECIFIC_CASE: 'a case',
  ON_BEHALF_OF: 'whom it is for',
  IMMINENT_DANGER: 'imminent danger',
};

function conditions(basis: LegalBasis): string {
  const { preconditions, approvers, breakGlass } = basis;
  const emergency = breakGlass ? ', or in an emergency its review afterwards' : '';
  const all = [
    ...(thresholdInWords(basis) === '' ? [] : ['an offence']),
    ...[...preconditions].flatMap((one) => WORDS[one] ?? []),
    ...(approvers.size === 0 ? [] : [`the approval of ${[...approvers].join(' or ')}${emergency}`]),
  ];
  return all.join('; ');
}

/** Category by category, or in the words of the contract where the answer holds no record. */
function returned({ registry, options }: Contract, method: ContractMethod, { scope, disclosure }: Permit): string {
  const { records } = compileResponseFilter(method, options);
  if (records.length === 0) {
    const [sentence = ''] = readComments(registry.files)(method.output).split(/\.(?= |$)/);
    return `no record: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
  }
  const told = records.flatMap((plan) =>
    [...(plan.categories ?? [])]
      .filter((category) => scope.categories.has(category))
      .map((category) => `\`${category}\` ${groupsOf(plan, disclosure.fieldGroups(category))}`),
  );
  return told.join('; ');
}

function groupsOf({ groups }: RecordPlan, allowed: ReadonlySet<string> | undefined): string {
  const shown = groups.filter((group) => allowed?.has(group) === true);
  return shown.length === groups.length ? 'complete' : `(${shown.join(', ')})`;
}

const BEFORE = [
  '# The passenger information unit, operation by operation\n',
  'Made from the contract and the policy by `npm run docs`; do not edit. For lawyers, supervisory authorities and courts: each',
  'operation of the unit and of those who ask it, each legal basis on which the policy permits it, and what it may return. **What is',
  'not in the table is refused.** `test/acceptance/pnr/grounds.test.ts` holds the table to a list that was written by hand, and puts',
  'each operation on each legal basis to a whole gateway.\n',
  'Articles are those of Directive (EU) 2016/681, as read in case C-817/19; which of them were verified, `data/policy/legal-basis.csv`',
  'says row by row. Categories: `PASSENGER` (first six months), `MASKED` (after them, without the elements of Art. 12(2)), `UNMASKED`',
  '(the same with them), `RESULT` (a match). In brackets the field groups of [disclosure.md](../disclosure.md), where it is not the whole',
  'record.\n',
];

const AFTER = [
  '',
  '## What the unit checks besides\n',
  'These conditions hang on what the unit keeps and on the registry, so that the adapter checks them (`src/adapters/pnr`) and not the',
  'policy. Each is refused with its article.\n',
  '- On `PNR-6-5` a record is opened as that of a match which **waits for its review**. A match that has been reviewed opens nothing:',
  '  its result is passed on (Art. 6(6)), or somebody asks for the record (Art. 6(2)(b)). There is no match after six months.',
  '- On `PNR-6-2-B-PIU` and `PNR-12-3-PIU` whoever is named in `on_behalf_of` is registered as a **competent authority of the own state**,',
  '  to unmask also as a unit of another Member State. The unit cannot ask itself.',
  '- Rows on the unit are for this unit: the unit of another Member State **puts a request** (`PNR-9-2`, `PNR-9-4`), receives what it was',
  '  sent (`PNR-9-1-RECEIVE`), and is given copies (`PNR-9-3-COPY`). On these this unit is refused, and so are authorities of its state on',
  '  `PNR-9-3`. On all others authorities of other Member States are.',
  '- A match is released by **another officer** than the one who confirmed it, on `PNR-6-6` to competent authorities of the own state and on',
  '  `PNR-9-1` to units of other Member States. Its recipient alone receives it, and of the record that traveller alone.',
  '- The data protection officer is **that of this unit**. The officer flags, reviews and releases nothing; the unit does not oversee itself.',
  '- A carrier pushes **its own flights**. Each message of the stream `PushPnrs` is a call of `PushPnr`.',
  '',
];
