// Runs `npm test` and prints where its time went: the fifty slowest files, longest first. What is neither loading nor a
// test's own is set-up and cleaning, in hooks. With the name of a file of an earlier run, prints that one.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [given] = process.argv.slice(2);
const record = given ?? join(root, 'build/test-times.jsonl');
if (given === undefined) {
  mkdirSync(dirname(record), { recursive: true });
  if (existsSync(record)) rmSync(record);
  const env = { ...process.env, OSTIARY_TEST_TIMES: record };
  process.exitCode = spawnSync('npm', ['test'], { cwd: root, env, stdio: 'inherit' }).status ?? 1;
}

const files = readFileSync(record, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const seconds = (ms) => (ms / 1000).toFixed(1).padStart(8);
const print = (name, { wall, load, tests, cpu, count }) =>
  console.log(
    `${[wall + load, tests, wall - tests, load, cpu].map(seconds).join('')}${String(count).padStart(8)}  ${name}`,
  );
const sum = (key) => files.reduce((total, file) => total + file[key], 0);

console.log(`${['seconds', 'tests', 'set-up', 'loading', 'CPU', 'number'].map((head) => head.padStart(8)).join('')}`);
for (const one of files.toSorted((a, b) => b.wall + b.load - a.wall - a.load).slice(0, 50))
  print(relative(root, one.file), one);
const all = Object.fromEntries(['wall', 'load', 'tests', 'cpu', 'count'].map((key) => [key, sum(key)]));
print(`all ${files.length} files`, all);
