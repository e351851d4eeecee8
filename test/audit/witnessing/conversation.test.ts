import { expect } from 'chai';
import { getEventListeners } from 'node:events';
import { types } from 'node:util';
import { generateKeyPair, parseVerifierKey } from '../../../src/audit/note/key.js';
import { converse } from '../../../src/audit/witnessing/conversation.js';
import { fakeWitness } from './fixture.js';

describe('a conversation with a witness', () => {
  const log = parseVerifierKey(generateKeyPair('log.example/1').verifierKey);
  const checkpoint = { size: 1, note: 'note\n', text: 'text\n' };

  it('leaves nothing behind on the signal that outlives its requests', async () => {
    const witness = await fakeWitness('witness.example/1', (_, response) => response.writeHead(409).end('7\n'));
    try {
      const { signal } = new AbortController();
      const conversation = converse(witness.url, log, [], { timeoutMs: 10_000, signal });
      const before = tiesOf(signal);
      for (let n = 0; n < 3; n++) {
        expect(await conversation.addCheckpoint(0, [], checkpoint)).to.deep.equal({ kind: 'conflict', size: 7 });
      }
      expect(tiesOf(signal)).to.equal(before);
    } finally {
      await witness.close();
    }
  });

  it('hears of every size that a witness can hold', async () => {
    const witness = await fakeWitness('witness.example/1', (_, response) =>
      response.writeHead(409).end('9223372036854775807\n'),
    );
    try {
      const conversation = converse(witness.url, log, [], { timeoutMs: 10_000, signal: new AbortController().signal });
      const answer = await conversation.addCheckpoint(0, [], checkpoint);
      expect(answer).to.deep.equal({ kind: 'conflict', size: 2n ** 63n - 1n });
    } finally {
      await witness.close();
    }
  });

  it('ends with the signal, before and during a request', async () => {
    const ending = new AbortController();
    const witness = await fakeWitness('witness.example/1', () => ending.abort());
    try {
      const conversation = converse(witness.url, log, [], { timeoutMs: 10_000, signal: ending.signal });
      expect((await conversation.addCheckpoint(0, [], checkpoint)).kind).to.equal('unreachable');
      expect((await conversation.addCheckpoint(0, [], checkpoint)).kind).to.equal('unreachable');
      expect(witness.asked).to.have.length(1);
    } finally {
      await witness.close();
    }
  });
});

/** Listeners of a signal, and signals that depend on it: Node.js keeps the latter in a set under a symbol. */
function tiesOf(signal: AbortSignal): number {
  const sets = Object.getOwnPropertySymbols(signal).map((key): unknown => Reflect.get(signal, key));
  const dependants = sets.reduce<number>((sum, value) => sum + (types.isSet(value) ? value.size : 0), 0);
  return getEventListeners(signal, 'abort').length + dependants;
}
