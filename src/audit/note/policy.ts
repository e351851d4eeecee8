/** Trust policies (C2SP tlog-policy): which logs, which witnesses, and how many of them a checkpoint needs. */
import { type CosignatureVerifier, parseCosignatureVerifierKey } from './cosignature.js';
import { type NoteVerifier, parseVerifierKey } from './key.js';
import { parseVerifierKeyText } from './key-text.js';

/** A log that the policy trusts. Its key carries the origin as its name. */
export interface PolicyLog {
  readonly verifier: NoteVerifier;
  readonly url: string | undefined;
}

/** A witness that the policy knows. */
export interface PolicyWitness {
  /** In the policy alone; not the name in its key. */
  readonly name: string;
  readonly verifier: CosignatureVerifier;
  readonly url: string | undefined;
}

/** At least `threshold` of the members must have witnessed. */
export interface PolicyGroup {
  readonly name: string;
  readonly threshold: number;
  /** Names of witnesses and groups. */
  readonly members: readonly string[];
}

/** A policy, read. */
export interface Policy {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  readonly groups: readonly PolicyGroup[];
  /** Name of a witness or group; undefined for "none". */
  readonly quorum: string | undefined;
}

/** A policy that cannot be followed. Names line and rule, never a value. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

/** Longest policy, in characters. */
export const MAX_POLICY_CHARACTERS = 1_048_576;
/** Most lines of one kind; the specification asks for at least 32. */
export const MAX_POLICY_ENTRIES = 256;

const NONE = 'none';

/** Reads a policy. Throws a PolicyError. */
export function parsePolicy(text: string): Policy {
  return new PolicyReader().read(text);
}

/** Whether these witnesses, by their names in the policy, make up its quorum. */
export function isQuorum({ groups, quorum }: Policy, witnesses: ReadonlySet<string>): boolean {
  // A group names only what stands before it, so one pass in order decides all of them.
  const witnessed = new Set(witnesses);
  for (const { name, threshold, members } of groups) {
    if (members.filter((member) => witnessed.has(member)).length >= threshold) witnessed.add(name);
  }
  return quorum === undefined || witnessed.has(quorum);
}

class PolicyReader {
  readonly #logs: (PolicyLog & { key: string })[] = [];
  readonly #witnesses: (PolicyWitness & { key: string })[] = [];
  readonly #groups: PolicyGroup[] = [];
  readonly #names = new Set<string>();
  readonly #members = new Set<string>();
  #quorum: { readonly name: string | undefined } | undefined;
  #line = 0;

  read(text: string): Policy {
    if (text.length > MAX_POLICY_CHARACTERS) throw new PolicyError('policy: too long');
    // eslint-disable-next-line no-control-regex -- the specification forbids them
    if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)) throw new PolicyError('policy: holds a control character');
    if (!text.endsWith('\n')) throw new PolicyError('policy: last line does not end');
    for (const line of text.slice(0, -1).split('\n')) {
      this.#line += 1;
      const items = line.split(/[ \t]+/).filter((item) => item !== '');
      if (items.length > 0 && items[0]?.startsWith('#') !== true) this.#readLine(items);
    }
    if (this.#quorum === undefined) throw new PolicyError('policy: no quorum line');
    return {
      logs: this.#logs.map(({ verifier, url }) => ({ verifier, url })),
      witnesses: this.#witnesses.map(({ name, verifier, url }) => ({ name, verifier, url })),
      groups: this.#groups,
      quorum: this.#quorum.name,
    };
  }

  #readLine([keyword, ...items]: readonly string[]): void {
    switch (keyword) {
      case 'log':
        this.#readLog(items);
        break;
      case 'witness':
        this.#readWitness(items);
        break;
      case 'group':
        this.#readGroup(items);
        break;
      case 'quorum':
        this.#readQuorum(items);
        break;
      default:
        throw this.#broken('begins with an unknown word');
    }
  }

  #readLog([vkey = '', url, ...rest]: readonly string[]): void {
    if (vkey === '' || rest.length > 0) throw this.#broken('not of the form: log <vkey> [<url>]');
    const verifier = this.#readKey(() => parseVerifierKey(vkey));
    this.#add(this.#logs, { verifier, url, key: keyOf(vkey) });
  }

  #readWitness([name = '', vkey = '', url, ...rest]: readonly string[]): void {
    if (vkey === '' || rest.length > 0) throw this.#broken('not of the form: witness <name> <vkey> [<url>]');
    this.#define(name);
    const verifier = this.#readKey(() => parseCosignatureVerifierKey(vkey));
    this.#add(this.#witnesses, { name, verifier, url, key: keyOf(vkey) });
  }

  #readGroup([name = '', threshold = '', ...members]: readonly string[]): void {
    if (members.length === 0) throw this.#broken('not of the form: group <name> <k|any|all> <name>...');
    for (const member of members) {
      if (!this.#names.has(member)) throw this.#broken('names a member that no line before it defines');
      if (this.#members.has(member)) throw this.#broken('names a member that is in a group already');
      this.#members.add(member);
    }
    this.#define(name);
    if (this.#groups.length === MAX_POLICY_ENTRIES) throw this.#broken('one too many of its kind');
    this.#groups.push({ name, threshold: this.#readThreshold(threshold, members.length), members });
  }

  #readThreshold(text: string, count: number): number {
    if (text === 'any') return 1;
    if (text === 'all') return count;
    const threshold = /^[1-9][0-9]{0,3}$/.test(text) ? Number(text) : 0;
    if (threshold < 1 || threshold > count) throw this.#broken('threshold is neither any, all nor a possible number');
    return threshold;
  }

  #readQuorum([name, ...rest]: readonly string[]): void {
    if (name === undefined || rest.length > 0) throw this.#broken('not of the form: quorum <name>');
    if (this.#quorum !== undefined) throw this.#broken('a second quorum');
    if (name !== NONE && !this.#names.has(name)) throw this.#broken('names what no line before it defines');
    this.#quorum = { name: name === NONE ? undefined : name };
  }

  #define(name: string): void {
    if (name === NONE) throw this.#broken('gives a reserved name');
    if (this.#names.has(name)) throw this.#broken('gives a name that is taken');
    this.#names.add(name);
  }

  /** Two texts of one key count as the same log or witness, whatever its name and kind of signature. */
  #add<T extends { readonly key: string; readonly verifier: NoteVerifier }>(list: T[], item: T): void {
    if (list.length === MAX_POLICY_ENTRIES) throw this.#broken('one too many of its kind');
    const { name, keyId } = item.verifier;
    if (list.some(({ key }) => key === item.key)) throw this.#broken('a key that comes twice');
    // A signature line has name and id alone: what one key signed must not count as the word of another.
    const alike = [...this.#logs, ...this.#witnesses].some(
      ({ verifier }) => verifier.name === name && verifier.keyId === keyId,
    );
    if (alike) throw this.#broken('a key with the name and the id of another');
    list.push(item);
  }

  #readKey<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof TypeError) throw this.#broken(error.message);
      throw error;
    }
  }

  #broken(rule: string): PolicyError {
    return new PolicyError(`policy, line ${this.#line}: ${rule}`);
  }
}

/** The public key alone. */
function keyOf(vkey: string): string {
  return String(parseVerifierKeyText(vkey).key);
}
