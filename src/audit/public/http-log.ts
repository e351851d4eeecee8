/** The public face behind a URL, read with limits on size, time and parallel requests. */
import { setTimeout as pause } from 'node:timers/promises';
import { filedLog, type PublicLog } from './public-log.js';

/** Requests at a time: a log serves others, too. */
const MAX_REQUESTS = 8;
/** Milliseconds for one request, the answer included. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Attempts when the log is overloaded or the connection breaks. */
const MAX_ATTEMPTS = 4;
/** Milliseconds before the second attempt; doubled before each further one. */
const FIRST_PAUSE_MS = 500;
/** Longest pause that a server may ask for, in milliseconds. */
const MAX_PAUSE_MS = 10_000;

/** What came back. */
type Outcome = { readonly body: Buffer | undefined } | { readonly again: string; readonly pauseMs?: number };

/** Reads the log at `prefix`, an http or https URL. Throws a TypeError for any other. */
export function httpLog(prefix: string): PublicLog {
  const url = new URL(prefix);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError('log: not an http or https URL');
  if (url.search !== '' || url.hash !== '') throw new TypeError('log: a prefix has no query and no fragment');
  const base = url.href.replace(/\/*$/, '/');
  const turn = turnstile(MAX_REQUESTS);
  return filedLog((path, most) => turn(() => readPatiently(base + path, path, most)));
}

async function readPatiently(url: string, path: string, most: number): Promise<Buffer | undefined> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await readOnce(url, path, most);
    if ('body' in outcome) return outcome.body;
    if (attempt === MAX_ATTEMPTS) throw new Error(`${path}: ${outcome.again}`);
    await pause(Math.min(MAX_PAUSE_MS, outcome.pauseMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1)));
  }
}

async function readOnce(url: string, path: string, most: number): Promise<Outcome> {
  let response: Response;
  try {
    response = await fetch(url, {
      // What a log says of itself it must not say by way of somebody else's server.
      redirect: 'manual',
      headers: { 'Accept-Encoding': 'gzip, identity' },
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    if (response.status === 200) return { body: await readBody(response, path, most) };
    await response.body?.cancel();
  } catch (error) {
    if (error instanceof TooLong) throw error;
    return { again: 'the connection failed' };
  }
  const { status } = response;
  if (status === 404 || status === 410) return { body: undefined };
  if (status !== 429 && status < 500) throw new Error(`${path}: the server answers ${status}`);
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return { again: `the server answers ${status}`, ...(Number.isFinite(seconds) && { pauseMs: seconds * 1_000 }) };
}

/** An answer that no honest log gives. */
class TooLong extends Error {}

/** Counts after decompression, so that a small answer cannot become a large one. */
async function readBody(response: Response, path: string, most: number): Promise<Buffer> {
  if (response.body === null) return Buffer.alloc(0);
  const body: AsyncIterable<Uint8Array> = response.body;
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    // Leaving the loop cancels the rest.
    if (length > most) throw new TooLong(`${path}: longer than any such file may be`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Lets through so many at a time; the others wait in line. */
function turnstile(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let inside = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (inside < most) inside += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) inside -= 1;
      else next();
    }
  };
}
