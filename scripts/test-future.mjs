// Runs the tests as they would run later, and elsewhere: in 400 days in Nepal, which is 5:45 ahead of UTC, and in ten years in
// Newfoundland, 3:30 behind it with summer time. What it moves is the clock of our own processes (libfaketime); the
// database servers of the tests are started without it and keep the machine's, as on a host whose clock is off.
//
//   node scripts/test-future.mjs [--days 400]... [--tz Asia/Kathmandu]... [test files]
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';

const DAYS = ['400', '3653'];
const ZONES = ['Asia/Kathmandu', 'America/St_Johns'];

const { values, positionals: files } = parseArgs({
  allowPositionals: true,
  options: { days: { type: 'string', multiple: true, default: DAYS }, tz: { type: 'string', multiple: true } },
});
const zones = values.tz ?? ZONES;
if (values.days.some((days) => !/^[0-9]{1,5}$/.test(days))) throw new Error('--days: must be a number of days');

// Debian has one folder for each architecture.
const library = [
  process.env.OSTIARY_LIBFAKETIME,
  ...readdirSync('/usr/lib').map((folder) => `/usr/lib/${folder}/faketime/libfaketime.so.1`),
].find((path) => path !== undefined && existsSync(path));
if (library === undefined) {
  console.error(
    'test:future needs libfaketime: apt-get install faketime (or name the library in OSTIARY_LIBFAKETIME). Nothing was run.',
  );
  process.exit(1);
}

/** Runs the tests once, and returns what mocha counted. */
async function run(days, zone) {
  const [program, ...args] = files.length === 0 ? ['npm', 'test'] : ['node_modules/.bin/mocha', ...files];
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      LD_PRELOAD: library,
      FAKETIME: `+${days}d`,
      // Else waiting and timing go by it, too.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      TZ: zone,
    },
  });
  let end = '';
  child.stdout.on('data', (data) => {
    process.stdout.write(data);
    end = (end + data).slice(-2_000_000);
  });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  const count = (what) => [...end.matchAll(new RegExp(`^ +([0-9]+) ${what}`, 'gm'))].at(-1)?.[1];
  return { passed: count('passing'), failed: count('failing') ?? '0', code };
}

const lines = [];
for (const [at, days] of values.days.entries()) {
  const zone = zones[at % zones.length];
  const { passed = 'none', failed, code } = await run(days, zone);
  lines.push(`+${days} days, ${zone}: ${passed} passed, ${failed} failed${code === 0 ? '' : ` (exit code ${code})`}`);
  if (code !== 0) process.exitCode = 1;
}
for (const line of lines) console.log(line);
