/** match …: what the matching engines say of two things. They ask no system, so nothing is logged. */
import { Option, type Command } from 'commander';
import { isBirthDate } from '../matching/dates/birth-date.js';
import {
  compareIdentities,
  type IdentityVerdict,
  type RuledIdentity,
} from '../matching/identity/compare-identities.js';
import { explainIdentities, THRESHOLDS, type ScoredIdentity } from '../matching/identity/score-identities.js';
import { fieldsOf } from '../matching/names/name-fields.js';
import type { NameKind, PreparedName } from '../matching/names/name-token.js';
import { prepareName } from '../matching/names/prepare-name.js';
import { addMatchDnaCommand } from './match-dna.js';
import { createTerminal, type Terminal } from './terminal.js';

const KINDS = ['person', 'organisation', 'vessel', 'unknown'] as const satisfies readonly NameKind[];
const GENDERS = ['female', 'male'] as const;
const SIDES = ['A', 'B'] as const;

type Side = (typeof SIDES)[number];

/** Options of one side end in its letter. */
type SideOptions = Partial<Record<`${'family' | 'given' | 'dob' | 'nationality' | 'birthPlace'}${Side}`, string>> &
  Partial<Record<`gender${Side}`, (typeof GENDERS)[number]>>;

interface NamesOptions extends SideOptions {
  readonly mode: 'score' | 'rules';
  readonly kind: NameKind;
  readonly json?: boolean;
}

/** Adds the commands. */
export function addMatchCommands(program: Command): void {
  const match = program.command('match').description('Compare two things as the matching engines do; asks no system');
  addMatchDnaCommand(match);
  const names = match
    .command('names')
    .description('Compare two names, and what else is known of their bearers')
    .argument('[a]', 'the name asked for: "Given Family" or "Family, Given"')
    .argument('[b]', 'the name on record, likewise')
    .addOption(
      new Option('--mode <mode>', 'score: 0 to 1 with reasons; rules: same, similar or different by Reg. (EU) 2023/333')
        .choices(['score', 'rules'])
        .default('score'),
    )
    .addOption(new Option('--kind <kind>', 'whose names they are').choices(KINDS).default('person'))
    .option('--json', 'print JSON');
  for (const side of SIDES) {
    const of = side.toLowerCase();
    names
      .option(`--family-${of} <names>`, `family names of ${side}, instead of the name in one piece`)
      .option(`--given-${of} <names>`, `given names of ${side}`)
      .option(`--dob-${of} <date>`, `date of birth of ${side}, YYYY-MM-DD with 00 for what is not known`)
      .addOption(new Option(`--gender-${of} <gender>`, `gender of ${side}`).choices(GENDERS))
      .option(`--nationality-${of} <codes>`, `country codes of ${side}, with commas between them`)
      .option(`--birth-place-${of} <town>`, `place of birth of ${side}, for the rules`);
  }
  names.action((a: string | undefined, b: string | undefined, options: NamesOptions) => {
    if (options.mode === 'rules' && options.kind !== 'person')
      throw new Error('The rules are for names of persons only');
    const asked = readSide('A', a, options);
    const stored = readSide('B', b, options);
    const terminal = createTerminal();
    if (options.mode === 'rules') printVerdict(compareIdentities(ruled(asked), ruled(stored)), terminal, options.json);
    else printScore(asked, stored, terminal, options.json);
  });
}

/** What was said of one side. */
interface Described {
  readonly name: PreparedName;
  readonly identity: ScoredIdentity;
  readonly birthPlace: string | undefined;
}

function readSide(side: Side, text: string | undefined, options: NamesOptions): Described {
  const family = options[`family${side}`];
  const given = options[`given${side}`];
  const fields = family !== undefined || given !== undefined;
  const of = side.toLowerCase();
  if (fields && text !== undefined) {
    throw new Error(`Name ${side} is given twice: in one piece, and by --family-${of} or --given-${of}`);
  }
  if (fields && options.kind !== 'person') throw new Error(`--family-${of} and --given-${of} are for persons only`);
  if (!fields && text === undefined)
    throw new Error(`Name ${side} is missing: give it in one piece or by --family-${of}`);
  const name = fields
    ? prepareName({ given: given ?? '', family: family ?? '' })
    : prepareName(text ?? '', options.kind);
  if (name.tokens.length === 0) throw new Error(`Name ${side} has no letter or digit`);
  checkFacts(side, options);
  const dateOfBirth = options[`dob${side}`];
  if (dateOfBirth !== undefined && !isBirthDate(dateOfBirth)) {
    throw new Error(`--dob-${of} must be a day of the calendar as YYYY-MM-DD; 00 stands for a day or month not known`);
  }
  return {
    name,
    identity: {
      names: [name],
      dateOfBirth,
      gender: options[`gender${side}`],
      nationalities: codesOf(options[`nationality${side}`]),
    },
    birthPlace: options[`birthPlace${side}`],
  };
}

/** Refuses what would be read past: facts of persons about others, and what only the rules look at. */
function checkFacts(side: Side, options: NamesOptions): void {
  const of = side.toLowerCase();
  if (options.kind === 'organisation' || options.kind === 'vessel') {
    for (const [option, value] of [
      ['dob', options[`dob${side}`]],
      ['gender', options[`gender${side}`]],
      ['nationality', options[`nationality${side}`]],
      ['birth-place', options[`birthPlace${side}`]],
    ] as const) {
      if (value !== undefined) throw new Error(`--${option}-${of} is for persons only`);
    }
  }
  if (options.mode !== 'rules' && options[`birthPlace${side}`] !== undefined) {
    throw new Error(`--birth-place-${of} is for --mode rules only`);
  }
  if (!codesOf(options[`nationality${side}`]).every((code) => COUNTRY_CODE.test(code))) {
    throw new Error(`--nationality-${of} must be country codes of two or three letters, with commas between them`);
  }
}

/** ISO 3166-1, alpha-2 or alpha-3; the engine compares codes as they are. */
const COUNTRY_CODE = /^[A-Z]{2,3}$/;

const codesOf = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((code) => code.trim().toUpperCase())
    .filter((code) => code !== '');

function ruled({ name, identity, birthPlace }: Described): RuledIdentity {
  const { given, family } = fieldsOf(name);
  return {
    surnames: family === '' ? [] : [family],
    forenames: given === '' ? [] : [given],
    dateOfBirth: identity.dateOfBirth,
    gender: identity.gender,
    nationalities: identity.nationalities,
    placeOfBirth: birthPlace,
  };
}

function printScore(a: Described, b: Described, terminal: Terminal, json = false): void {
  const { score, name, qualifiers, reasons } = explainIdentities(a.identity, b.identity);
  const band = score >= THRESHOLDS.strong ? 'strong' : score >= THRESHOLDS.review ? 'review' : 'weak';
  if (json) {
    terminal.line(JSON.stringify({ mode: 'score', score, band, reasons, name, qualifiers }, null, 2));
    return;
  }
  terminal.line(
    `score ${score.toFixed(3)} (${band}; review from ${THRESHOLDS.review}, strong from ${THRESHOLDS.strong})`,
  );
  for (const [at, { asked, stored, score: one, weight }] of name.words.entries()) {
    const pair = `${asked ?? '—'} ~ ${stored ?? '—'}`;
    terminal.line(`  ${pair.padEnd(36)} ${one.toFixed(2)} x ${weight.toFixed(2)}  ${name.reasons[at] ?? ''}`);
  }
  for (const { of, effect, reason } of qualifiers) {
    terminal.line(`  ${of.replaceAll('_', ' ').padEnd(36)} ${effect.toFixed(2).padStart(11)}  ${reason}`);
  }
}

function printVerdict(result: IdentityVerdict, terminal: Terminal, json = false): void {
  if (json) {
    terminal.line(JSON.stringify({ mode: 'rules', ...result }, null, 2));
    return;
  }
  terminal.line(`${result.verdict} by Delegated Regulation (EU) 2023/333`);
  for (const [category, label] of [
    ['names', 'names'],
    ['dateOfBirth', 'date of birth'],
    ['gender', 'gender'],
    ['origin', 'nationality and place of birth'],
  ] as const) {
    const { verdict, rules } = result[category];
    const by = rules.length === 0 ? '' : ` by ${rules.map(labelOf).join(' and ')}`;
    terminal.line(`  ${label.padEnd(32)} ${verdict}${by}`);
  }
}

/** A rule as people call it. */
const labelOf = (rule: string): string =>
  rule === 'day_month_inverted' ? 'day and month inverted' : rule.replaceAll('_', ' ');
