/** One witness process of a policy: how to reach it, who brings checkpoints to it, and how it stands. */
import type { Sql } from '../log/store.js';
import type { TreeSize } from '../merkle/verify.js';
import type { NoteVerifier } from '../note/key.js';
import type { Policy, PolicyWitness } from '../note/policy.js';
import { type Conversation, converse } from './conversation.js';
import { Courier, type CourierParts, type WitnessCondition } from './courier.js';
import { lastCosignedBy } from './store.js';
import type { WitnessTimes } from './times.js';

/** Where a policy's witnesses are; a witness with two keys is one to talk to. */
export type Address = readonly [url: string, witnesses: readonly PolicyWitness[]];

/** What a post needs of the collector. */
export interface PostParts extends Pick<CourierParts, 'prove' | 'keep'> {
  readonly sql: Sql;
  readonly log: NoteVerifier;
  readonly times: WitnessTimes;
  /** Ends whatever is under way. */
  readonly signal: AbortSignal;
  /** See CourierParts.attempted. */
  readonly attempted: (post: Post, condition: WitnessCondition, size: TreeSize, error: unknown) => Promise<void>;
}

/** A witness, as the collector has it. */
export interface Post {
  /** In the policy. */
  readonly names: readonly string[];
  readonly conversation: Conversation;
  readonly courier: Courier;
  /** As of the last attempt; "unknown" before the first. */
  readonly condition: WitnessCondition;
  /** Resolves after the first attempt. */
  readonly asked: Promise<void>;
}

/** The addresses of a policy. Throws a TypeError for a witness without one. */
export function addressesOf({ witnesses }: Policy): readonly Address[] {
  const byUrl = new Map<string, PolicyWitness[]>();
  for (const witness of witnesses) {
    if (witness.url === undefined) throw new TypeError('a witness without URL cannot be asked');
    byUrl.set(witness.url, [...(byUrl.get(witness.url) ?? []), witness]);
  }
  return [...byUrl];
}

/** Opens a post. What the witness was last known to hold comes from the database; it is only where asking begins. */
export async function openPost([url, witnesses]: Address, parts: PostParts): Promise<Post> {
  const { sql, log, times, signal, prove, keep } = parts;
  const keys = witnesses.map(({ verifier }) => verifier);
  const known = await Promise.all(keys.map(({ name, keyId }) => lastCosignedBy(sql, name, keyId)));
  const conversation = converse(url, log, keys, { timeoutMs: times.requestMs, signal });
  let condition: WitnessCondition = 'unknown';
  let wasAsked: (() => void) | undefined;
  const asked = new Promise<void>((resolve) => {
    wasAsked = resolve;
  });
  const courier = new Courier(
    {
      conversation,
      prove,
      keep,
      pauses: times.pauses,
      async attempted(now, size, error) {
        await parts.attempted(post, now, size, error);
        condition = now;
        wasAsked?.();
      },
    },
    Math.max(0, ...known),
  );
  const post: Post = {
    names: witnesses.map(({ name }) => name),
    conversation,
    courier,
    asked,
    get condition() {
      return condition;
    },
  };
  return post;
}
