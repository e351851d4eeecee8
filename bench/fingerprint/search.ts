import { PrintGallery } from '../../src/matching/minutiae/search/gallery.js';
import { JobThreads } from '../../src/matching/minutiae/search/job-threads.js';
import { searchPrints } from '../../src/matching/minutiae/search/search-prints.js';
import { syntheticTemplate } from './speed.js';

/** Different fingers that are drawn; a larger gallery holds them several times, under other names. */
const DRAWN = 20_000;

/** From fewer a million cannot be told. */
const LEAST_FOR_MILLION = 100_000;

const LIMITS = { most: 20, least: 20 };

interface Row {
  readonly prints: number;
  readonly one: number;
  readonly two: number;
  readonly bytes: number;
}

/** Milliseconds of one search among a quarter, a half and all of so many synthetic prints, on one thread and on two. */
export async function benchSearch(prints: number, searches: number): Promise<void> {
  const gallery = new PrintGallery();
  const threads = { one: new JobThreads(gallery.memory, 1), two: new JobThreads(gallery.memory, 2) };
  console.log(`search for one print of unknown position, median of ${searches}: second impressions of fingers held`);
  console.log('synthetic prints  one thread ms  two threads ms     MiB  bytes a print  all MiB  rank-1');
  const drawn: Uint8Array[] = [];
  const rows: Row[] = [];
  for (const size of [prints / 4, prints / 2, prints]) {
    for (let n = gallery.persons; n < size; n++) {
      if (drawn.length < DRAWN) drawn.push(syntheticTemplate(n, 0));
      gallery.put(String(n), [{ position: 0, template: drawn[n % DRAWN] ?? new Uint8Array() }]);
      if (process.stderr.isTTY && n % 1_000 === 0) process.stderr.write(`\r${n} prints`);
    }
    const asked = Array.from({ length: searches }, (_, n) => {
      const finger = (n * 997) % Math.min(size, DRAWN);
      return { finger, question: { prints: [{ position: 0, template: syntheticTemplate(finger, 1) }], ...LIMITS } };
    });
    let found = 0;
    let turn = 0;
    const search = async (by: JobThreads): Promise<void> => {
      const { finger, question } = asked[turn++ % searches]!;
      const [first] = await searchPrints(gallery, by, question);
      if (first !== undefined && Number(first.subject) % DRAWN === finger) found += 1;
    };
    const one = await medianOf(() => search(threads.one), searches);
    const two = await medianOf(() => search(threads.two), searches);
    const bytes = gallery.memory.buffer.byteLength;
    rows.push({ prints: size, one, two, bytes });
    const cells = [one.toFixed(0).padStart(15), two.toFixed(0).padStart(16), (bytes / 2 ** 20).toFixed(0).padStart(8)];
    const resident = (process.memoryUsage.rss() / 2 ** 20).toFixed(0);
    const rank = (found / turn).toFixed(3);
    console.log(
      `${String(size).padEnd(16)}${cells.join('')}${(bytes / size).toFixed(0).padStart(15)}${resident.padStart(9)}  ${rank}`,
    );
  }
  if (prints >= LEAST_FOR_MILLION) printMillion(rows);
  await threads.one.close();
  await threads.two.close();
}

/** The last half went by so much: a million, if it goes on like that. */
function printMillion(rows: readonly Row[]): void {
  const [half, all] = [rows.at(-2), rows.at(-1)];
  if (half === undefined || all === undefined) return;
  const grown = (of: 'one' | 'two' | 'bytes'): number =>
    all[of] + ((all[of] - half[of]) * (1_000_000 - all.prints)) / (all.prints - half.prints);
  const numbers = `${grown('one').toFixed(0)} ms, ${grown('two').toFixed(0)} ms, ${(grown('bytes') / 2 ** 30).toFixed(2)} GiB`;
  console.log(`extrapolated to 1,000,000: ${numbers}; targets on two threads: 2,500 ms, 2.5 GB`);
}

async function medianOf(work: () => Promise<void>, times: number): Promise<number> {
  const taken: number[] = [];
  for (let n = 0; n < times; n++) {
    const from = performance.now();
    await work();
    taken.push(performance.now() - from);
  }
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)] ?? NaN;
}
