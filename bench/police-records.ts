/**
 * Searches in an index of police records: npm run bench:police-records [-- --records 1000000]. Milliseconds of CPU for a
 * search with and without a date of birth, for the names of the synthetic world and for the worst case, in which no two
 * records share a name; against the rule itself applied to every record, in one run; and for a quarter and a half of the
 * records, to show that cost grows with their number and no faster.
 */
import { parseArgs } from 'node:util';
import { correspondence } from '../src/adapters/police-records/domain/correspondence.js';
import {
  type IndexEntry,
  pseudonymise,
  type PseudonymisedPerson,
} from '../src/adapters/police-records/domain/pseudonymised.js';
import { type RecordIndex, RecordIndexBuilder } from '../src/adapters/police-records/domain/record-index.js';
import { createNamePseudonymizer } from '../src/matching/pseudonyms/bloom-filter.js';
import { generatePopulation } from '../src/world/population.js';
import { createRandom } from '../src/world/random.js';

const { values } = parseArgs({ options: { records: { type: 'string', default: '1000000' } } });
const most = Number(values.records);

const SEARCHES = 40;
/** Records to which the rule itself is applied; its cost is told for as many as the index has. */
const PLAIN_RECORDS = 2_000;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const pseudonymizer = createNamePseudonymizer(new Uint8Array(32).fill(1));
const names = { 'names of the world': (name: string) => name, 'every name different': altered() };

console.log('Search in an index of pseudonymised police records, ms of CPU on one thread\n');
for (const [kind, alter] of Object.entries(names)) {
  for (const records of [most / 4, most / 2, most].map(Math.floor)) {
    const { index, asked, sample } = build(records, alter);
    const whole = measure(index, asked, (person) => ({ ...person, dateOfBirth: undefined }));
    const dated = measure(index, asked, (person) => person);
    const plain = plainMs(asked, sample) * (records / sample.length);
    console.log(
      `${kind}, ${records.toLocaleString('en')} records: ` +
        `without a date p50 ${whole.p50} p99 ${whole.p99}; with a date p50 ${dated.p50} p99 ${dated.p99}; ` +
        `rule for rule, without a date ${plain.toFixed(0)} (from ${sample.length.toLocaleString('en')})`,
    );
  }
}

function build(records: number, alter: (name: string) => string) {
  const builder = new RecordIndexBuilder();
  const asked: PseudonymisedPerson[] = [];
  const sample: IndexEntry[] = [];
  for (const { number, forename, surname, dateOfBirth } of generatePopulation({ seed: 1, persons: records })) {
    const person = pseudonymise(
      {
        names: [{ firstNames: alter(forename), familyNames: alter(surname) }],
        dateOfBirth,
        nationalities: [],
        countryOfBirth: undefined,
        gender: undefined,
      },
      pseudonymizer,
    );
    const entry = { reference: `EPR-XB-${number}`, person };
    builder.add(entry);
    if (sample.length < PLAIN_RECORDS) sample.push(entry);
    if (number % Math.ceil(records / SEARCHES) === 0) asked.push(person);
  }
  return { index: builder.build(), asked, sample };
}

function measure(
  index: RecordIndex,
  asked: readonly PseudonymisedPerson[],
  question: (person: PseudonymisedPerson) => PseudonymisedPerson,
) {
  const times = asked.map((person) => {
    const started = process.cpuUsage();
    const { matchCount } = index.search(question(person), 10);
    const { user } = process.cpuUsage(started);
    if (matchCount === 0) throw new Error('a record does not find itself');
    return user / 1_000;
  });
  times.sort((a, b) => a - b);
  const at = (share: number): string =>
    (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(2);
  return { p50: at(0.5), p99: at(0.99) };
}

/** Milliseconds for one search of a sample by the rule itself. */
function plainMs(asked: readonly PseudonymisedPerson[], sample: readonly IndexEntry[]): number {
  const some = asked.slice(0, 5);
  const started = process.cpuUsage();
  for (const person of some)
    for (const entry of sample) correspondence({ ...person, dateOfBirth: undefined }, entry.person);
  return process.cpuUsage(started).user / 1_000 / some.length;
}

/** Gives every name two letters of its own, by chance. */
function altered(): (name: string) => string {
  const random = createRandom(1, 'altered');
  const letter = (): string => LETTERS.charAt(random.below(LETTERS.length));
  return (name) => {
    const at = random.below(name.length + 1);
    return `${name.slice(0, at)}${letter()}${letter()}${letter()}${name.slice(at)}`;
  };
}
