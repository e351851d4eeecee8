import { expect } from 'chai';
import { STAND_IN } from '../../../../../src/adapters/prum/face/domain/algorithm.js';
import {
  facesOf,
  probeOfPerson,
  probeOfTestPerson,
} from '../../../../../src/adapters/prum/face/simulator/faces-of-people.js';
import { generateFaces } from '../../../../../src/adapters/prum/face/simulator/generate-faces.js';
import { TEST_FACES, testFaces } from '../../../../../src/adapters/prum/face/simulator/test-faces.js';
import { cosineOf } from '../../../../../src/matching/faces/face-vector.js';
import { FACE_CASES } from '../../../../../src/world/test-face-cases.js';

const FACES = [...generateFaces({ seed: 7, faces: 400 })];

describe('simulated faces', () => {
  it('are the same for the same seed, and others for another', () => {
    expect([...generateFaces({ seed: 7, faces: 50 })]).to.deep.equal(FACES.slice(0, 50));
    expect([...generateFaces({ seed: 8, faces: 50 })]).to.not.deep.equal(FACES.slice(0, 50));
  });

  it('tell by their reference whether anybody is known, and name nobody who is not', () => {
    const unidentified = FACES.filter(({ reference }) => /^FAC-X[A-D]-U-/.test(reference));
    expect(unidentified.length).to.be.within(5, 60);
    for (const { core } of unidentified) expect(core.person).to.equal(undefined);
    const identified = FACES.filter(({ reference }) => /^FAC-X[A-D]-I-/.test(reference));
    expect(identified.length + unidentified.length).to.equal(FACES.length);
    for (const { core } of identified) expect(core.person?.familyNames).to.match(/./);
    expect(new Set(FACES.map(({ reference }) => reference)).size).to.equal(FACES.length);
  });

  it('are near the probe of their person, and nobody else’s is', () => {
    const person = Array.from({ length: 200 }, (_, n) => n + 1).find((number) =>
      FACES.some(({ vector }) => cosineOf(vector, facesOf(7)(number)) > 0.9),
    );
    const probe = probeOfPerson(7, person ?? 0);
    const scores = FACES.map(({ vector }) => cosineOf(vector, probe));
    const above = scores.filter((score) => score >= STAND_IN.threshold);
    // A person's image and perhaps more of the same person, in other states or unidentified.
    expect(above.length).to.be.within(1, 3);
    for (const score of above) expect(score).to.be.greaterThan(0.6);
    for (const { vector } of testFaces()) expect(cosineOf(vector, probe)).to.be.lessThan(STAND_IN.threshold);
  });

  it('of test persons are candidates for whom the catalogue says, and for nobody else', () => {
    for (const { person, candidates } of FACE_CASES) {
      const probe = probeOfTestPerson(person);
      const found = testFaces()
        .map(({ reference, vector }) => ({ reference, score: cosineOf(probe, vector) }))
        .filter(({ score }) => score >= STAND_IN.threshold)
        .sort((a, b) => b.score - a.score);
      expect(
        found.map(({ reference }) => reference),
        person,
      ).to.have.members(Object.keys(candidates));
      if (person === 'impersonated') {
        expect(found.map(({ reference }) => reference)).to.deep.equal([TEST_FACES.rightOne, TEST_FACES.lookAlike]);
        expect(found[0]!.score - found[1]!.score).to.be.greaterThan(0.1);
      }
    }
  });
});
