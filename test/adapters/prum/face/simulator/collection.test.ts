import { expect } from 'chai';
import { STAND_IN } from '../../../../../src/adapters/prum/face/domain/algorithm.js';
import type { FaceQuestion } from '../../../../../src/adapters/prum/face/domain/face-question.js';
import {
  facesOf,
  probeOfTestPerson,
  type TestPersonName,
} from '../../../../../src/adapters/prum/face/simulator/faces-of-people.js';
import { FaceCollection } from '../../../../../src/adapters/prum/face/simulator/collection.js';
import { generateFaces } from '../../../../../src/adapters/prum/face/simulator/generate-faces.js';
import { seedFaces } from '../../../../../src/adapters/prum/face/simulator/seed.js';
import { createSimulatedHolders } from '../../../../../src/adapters/prum/face/simulator/simulated-holders.js';
import { TEST_FACES, testFaces } from '../../../../../src/adapters/prum/face/simulator/test-faces.js';
import { openFaceStore } from '../../../../../src/adapters/prum/face/store/face-store.js';
import { cosineOf, type FaceVector } from '../../../../../src/matching/faces/face-vector.js';
import { Ender } from '../../../../../src/shared/ending.js';
import { openExchange, type SimulatedExchange } from '../../simulated.js';

const FACES = 600;

describe('faces of the simulated states', () => {
  let simulated: SimulatedExchange;
  let collection: FaceCollection;

  before(async () => {
    simulated = await openExchange((sql) => seedFaces({ sql, faces: FACES, seed: 7 }));
    collection = new FaceCollection(openFaceStore(simulated.sql), STAND_IN);
    await collection.refresh();
  });
  after(async () => {
    await collection.close();
    await simulated.close();
  });

  const question = (vector: FaceVector, changes: Partial<FaceQuestion> = {}): FaceQuestion => ({
    requestNumber: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    askingState: 'XA',
    askedAtMs: 0,
    officer: '',
    probe: {
      kind: 'unidentified',
      ownReference: undefined,
      algorithm: STAND_IN.name,
      algorithmVersion: STAND_IN.version,
      vector,
    },
    kinds: ['identified', 'unidentified'],
    maxCandidates: 10,
    ...changes,
  });
  const find = async (state: string, asked: FaceQuestion) =>
    (await collection.search(state, asked, new Ender())).candidates;
  const references = async (state: string, person: TestPersonName, changes: Partial<FaceQuestion> = {}) =>
    (await find(state, question(probeOfTestPerson(person), changes))).map(({ reference }) => reference);

  it('list what looking at every vector lists, with the cosine', async () => {
    const held = [...testFaces(), ...generateFaces({ seed: 7, faces: FACES })];
    let listed = 0;
    for (let number = 1; number <= 200; number++) {
      const vector = facesOf(7)(number);
      for (const state of ['XA', 'XB']) {
        const expected = held
          .filter(({ reference }) => reference.startsWith(`FAC-${state}`))
          .map(({ reference, vector: one }) => ({ reference, score: Number(cosineOf(vector, one).toFixed(4)) }))
          .filter(({ score }) => score >= STAND_IN.threshold)
          .sort((a, b) => b.score - a.score);
        expect(await find(state, question(vector))).to.deep.equal(expected);
        listed += expected.length;
      }
    }
    expect(listed).to.be.greaterThan(15);
  });

  it('list the right person before one who looks alike, and no more than are wanted', async () => {
    expect(await references('XC', 'impersonated')).to.deep.equal([TEST_FACES.rightOne, TEST_FACES.lookAlike]);
    expect(await references('XC', 'impersonated', { maxCandidates: 1 })).to.deep.equal([TEST_FACES.rightOne]);
  });

  it('list nothing of a kind that the asking authority may not see', async () => {
    expect(await references('XD', 'discreetlyChecked')).to.deep.equal([TEST_FACES.unidentified]);
    expect(await references('XD', 'discreetlyChecked', { kinds: ['identified'] })).to.deep.equal([]);
    expect(await references('XD', 'wanted', { kinds: ['unidentified'] })).to.deep.equal([]);
    expect(await references('XD', 'wanted', { kinds: [] })).to.deep.equal([]);
  });

  it('list nothing of a state that holds nothing, or of nobody', async () => {
    expect(await references('XE', 'knownToPolice')).to.deep.equal([]);
    for (const state of ['XB', 'XC', 'XD']) expect(await references(state, 'unknownToAll')).to.deep.equal([]);
  });

  it('list nothing that has been removed or deleted since, and what was added', async () => {
    const { owner } = simulated;
    await owner`update prum.face set removed = true where reference = ${TEST_FACES.lookAlike}`;
    expect(await references('XC', 'impersonated')).to.deep.equal([TEST_FACES.rightOne]);
    await collection.refresh();
    expect(await references('XC', 'impersonated')).to.deep.equal([TEST_FACES.rightOne]);
    await owner`update prum.face set removed = false where reference = ${TEST_FACES.lookAlike}`;
    await collection.refresh();
    expect(await references('XC', 'impersonated')).to.deep.equal([TEST_FACES.rightOne, TEST_FACES.lookAlike]);
    await owner`delete from prum.face where reference = ${TEST_FACES.lookAlike}`;
    expect(await references('XC', 'impersonated')).to.deep.equal([TEST_FACES.rightOne]);
  });

  it('are another face once the state has changed it', async () => {
    const { owner } = simulated;
    const of = TEST_FACES.awaited;
    await owner`
      update prum.face set vector = (select vector from prum.face where reference = ${TEST_FACES.released})
      where reference = ${of}`;
    await collection.refresh();
    expect(await references('XD', 'knownToPolice')).to.deep.equal([of]);
    expect(await references('XD', 'wanted')).to.deep.equal([]);
  });

  it('are taken in before the first question: whoever prepares the states hears when that fails', async () => {
    const { owner, sql } = simulated;
    const holders = createSimulatedHolders(sql, { now: () => 0 });
    await owner`revoke select on prum.face from ostiary_gateway`;
    expect(String(await holders.prepare().catch((error: unknown) => error))).to.include('permission denied');
    await owner`grant select on prum.face to ostiary_gateway`;
    await holders.prepare();
    await holders.close();
  });

  it('are taken in by the next question when that failed', async () => {
    const { owner, sql } = simulated;
    const other = new FaceCollection(openFaceStore(sql), STAND_IN);
    await owner`revoke select on prum.face from ostiary_gateway`;
    expect(String(await other.refresh().catch((error: unknown) => error))).to.include('permission denied');
    await owner`grant select on prum.face to ostiary_gateway`;
    await other.refresh();
    const found = await other.search('XB', question(probeOfTestPerson('knownToPolice')), new Ender());
    expect(found.candidates.map(({ reference }) => reference)).to.deep.equal([TEST_FACES.released]);
    await other.close();
  });
});
