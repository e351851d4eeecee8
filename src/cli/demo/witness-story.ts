/** What witnesses are for: the operator of the log, with its key in hand, cannot lead them back or onto a fork. */
import { setTimeout as pause } from 'node:timers/promises';
import { formatAddCheckpoint } from '../../audit/note/add-checkpoint.js';
import { signCheckpoint } from '../../audit/note/checkpoint.js';
import { parsePolicy } from '../../audit/note/policy.js';
import type { LogSigner } from '../../audit/log/log-key.js';
import { type WitnessedCheckpoint, openWitnessedCheckpoint, satisfies } from '../../audit/note/witnessed.js';
import { monotonicClock } from '../../shared/clock.js';
import { sha256 } from '../../audit/merkle/sha256.js';
import type { Terminal } from '../terminal.js';
import type { DemoWitness, DemoWitnesses } from './witnesses.js';

/** What the chapter needs. */
export interface WitnessStage {
  readonly terminal: Terminal;
  /** Public face of the log. */
  readonly logUrl: string;
  readonly witnesses: Pick<DemoWitnesses, 'running' | 'policy'>;
  /** The log's own key, as whoever operates the log has it. */
  readonly signer: LogSigner;
  /** Entries that are known to be in the log. */
  readonly size: number;
}

/** Longest wait for the witnesses, and time between two looks, in milliseconds. */
const PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 100;

/** Tells the chapter. Rejects when anything turns out otherwise than it must. */
export async function tellOfWitnesses(stage: WitnessStage): Promise<void> {
  const { terminal, signer } = stage;
  const { running } = stage.witnesses;
  const { checkpoint, cosignatures } = await cosignedCheckpoint(stage);
  terminal.line(`  → GET ${stage.logUrl}/checkpoint`);
  for (const { witness, time } of cosignatures) {
    const { owner, name } = running[Number(witness.slice(1))] ?? { owner: witness, name: witness };
    terminal.good(`cosigned by ${owner} (${name}) at ${new Date(time * 1000).toISOString()}`);
  }
  if (cosignatures.length !== running.length) throw new Error('the demo expected a cosignature of each witness');
  terminal.line(`  whoever trusts the two knows: of ${checkpoint.size} entries there is one history`);

  const [witness] = running;
  if (witness === undefined) throw new Error('the demo has no witness');
  const forgedRoot = sha256(Buffer.from('a history without the officer’s question'));

  terminal.line('  the operator restores an old backup, goes on with fewer entries, and asks for a cosignature');
  const shorter = signCheckpoint(2, forgedRoot, signer);
  await refused(terminal, witness, formatAddCheckpoint(1, [forgedRoot], shorter), 409);
  terminal.line('  the operator signs another history of the same length');
  const held = await sizeHeldBy(witness, signer);
  const forked = signCheckpoint(held, forgedRoot, signer);
  await refused(terminal, witness, formatAddCheckpoint(held, [], forked), 422);
}

/** Waits until the log shows a checkpoint of everything so far, with the cosignatures that the policy asks for. */
async function cosignedCheckpoint({ logUrl, witnesses, size }: WitnessStage): Promise<WitnessedCheckpoint> {
  const policy = parsePolicy(witnesses.policy);
  const until = monotonicClock.now() + PATIENCE_MS;
  while (monotonicClock.now() < until) {
    const note = await (await fetch(`${logUrl}/checkpoint`)).text();
    if (satisfies(policy, note)) {
      const witnessed = openWitnessedCheckpoint(note, policy);
      if (witnessed.checkpoint.size >= size) return witnessed;
    }
    await pause(LOOK_EVERY_MS);
  }
  throw new Error('the witnesses did not cosign the log');
}

/** What a witness holds it says to whoever asks with a wrong size. */
async function sizeHeldBy(witness: DemoWitness, signer: LogSigner): Promise<number> {
  const { status, body } = await post(
    witness,
    formatAddCheckpoint(1, [], signCheckpoint(1, sha256(Buffer.alloc(0)), signer)),
  );
  if (status !== 409) throw new Error('the demo expected the size that the witness holds');
  return Number(body);
}

async function refused(terminal: Terminal, witness: DemoWitness, body: string, expected: number): Promise<void> {
  const answer = await post(witness, body);
  if (answer.status !== expected)
    throw new Error(`a witness answered ${answer.status} where it must answer ${expected}`);
  const says = expected === 409 ? `I have cosigned ${answer.body.trim()} entries` : answer.body.trim();
  terminal.bad(`${witness.name}: HTTP ${answer.status}, “${says}”`);
}

async function post(witness: DemoWitness, body: string): Promise<{ status: number; body: string }> {
  const response = await fetch(`${witness.url}/add-checkpoint`, { method: 'POST', body });
  return { status: response.status, body: await response.text() };
}
