import { expect } from 'chai';
import { STAND_IN } from '../../../../../src/adapters/prum/face/domain/algorithm.js';
import type { FaceQuestion } from '../../../../../src/adapters/prum/face/domain/face-question.js';
import {
  facesOf,
  probeOfTestPerson,
  type TestPersonName,
} from '../../../../../src/adapters/prum/face/simulator/faces-of-people.js';
import { SimulatedGalleries } from '../../../../../src/adapters/prum/face/simulator/galleries.js';
import { generateFaces } from '../../../../../src/adapters/prum/face/simulator/generate-faces.js';
import { seedFaces } from '../../../../../src/adapters/prum/face/simulator/seed.js';
import { TEST_FACES, testFaces } from '../../../../../src/adapters/prum/face/simulator/test-faces.js';
import { openFaceStore } from '../../../../../src/adapters/prum/face/store/face-store.js';
import { cosineOf, type FaceVector } from '../../../../../src/matching/faces/face-vector.js';
import { Ender } from '../../../../../src/shared/ending.js';
import { openExchange, type SimulatedExchange } from '../../simulated.js';

const FACES = 600;

describe('galleries of simulated states', () => {
  let simulated: SimulatedExchange;
  let galleries: SimulatedGalleries;

  before(async () => {
    simulated = await openExchange((sql) => seedFaces({ sql, faces: FACES, seed: 7 }));
    galleries = new SimulatedGalleries(openFaceStore(simulated.sql), STAND_IN);
  });
  after(async () => {
    await galleries.close();
    await simulated.close();
  });

  const question = (vector: FaceVector, changes: Partial<FaceQuestion> = {}): FaceQuestion => ({
    requestNumber: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    askingState: 'XA',
    askedAtMs: 0,
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
  const find = (state: string, asked: FaceQuestion, world = 'one') => galleries.find(state, asked, world, new Ender());
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

  it('list nothing that has been deleted since they were filled', async () => {
    await simulated.owner`delete from prum.face where reference = ${TEST_FACES.lookAlike}`;
    expect(await references('XC', 'impersonated')).to.deep.equal([TEST_FACES.rightOne]);
  });

  it('are filled anew when the simulation was loaded anew, and by the next question when that failed', async () => {
    const { owner } = simulated;
    expect(await seedFaces({ sql: owner, faces: FACES, seed: 7 })).to.equal(false);
    expect(await seedFaces({ sql: owner, faces: 3, seed: 8 })).to.equal(true);
    await owner`revoke select on prum.face from ostiary_gateway`;
    const asked = question(probeOfTestPerson('impersonated'));
    expect(String(await find('XC', asked, 'two').catch((error: unknown) => error))).to.include('permission denied');
    await owner`grant select on prum.face to ostiary_gateway`;
    const found = await find('XC', asked, 'two');
    expect(found.map(({ reference }) => reference)).to.deep.equal([TEST_FACES.rightOne, TEST_FACES.lookAlike]);
  });
});
