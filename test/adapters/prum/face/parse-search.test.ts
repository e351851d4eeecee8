import { expect } from 'chai';
import fc from 'fast-check';
import { STAND_IN } from '../../../../src/adapters/prum/face/domain/algorithm.js';
import type { FaceSearchRequest } from '../../../../src/adapters/prum/face/domain/face-question.js';
import { parseSearch } from '../../../../src/adapters/prum/face/wire/parse-search.js';
import type { FaceProbe } from '../../../../src/gen/ostiary/prum/v1/face.js';
import { type FieldViolation, Refusal } from '../../../../src/shared/refusal.js';
import { faceProbe } from '../../../helpers/prum-faces.js';

/** A probe with these components, changed as asked. */
const probe = (components: readonly number[], changes: Partial<FaceProbe> = {}): FaceProbe =>
  faceProbe('wanted', { components: [...components], ...changes });

const ONE = [1, ...Array.from({ length: 127 }, () => 0)];

const parse = (given: FaceProbe, maxCandidates = 0): FaceSearchRequest =>
  parseSearch({ probe: given, memberStates: ['XB', 'XC', 'XB'], maxCandidates }, STAND_IN);

function violationsOf(given: FaceProbe): readonly FieldViolation[] {
  try {
    parse(given);
  } catch (error) {
    if (error instanceof Refusal && error.reason === 'REQUEST_INVALID') return error.violations;
    throw error;
  }
  return [];
}

const brokenBy = (given: FaceProbe): (readonly [string, string])[] =>
  violationsOf(given).map(({ field, rule }) => [field, rule] as const);

describe('a search for a face', () => {
  it('is read with its states once each and at most ten candidates', () => {
    const search = parse(probe([...ONE].map((one) => one * 7)));
    expect([...search.memberStates]).to.deep.equal(['XB', 'XC']);
    expect(search.maxCandidates).to.equal(10);
    expect(parse(probe(ONE), 3).maxCandidates).to.equal(3);
    expect([...search.probe.vector.unit]).to.deep.equal(ONE);
    expect(search.probe.kind).to.equal('unidentified');
  });

  it('is logged by the SHA-256 of the components as 32-bit numbers, least significant byte first', () => {
    // 1.0 is 00 00 80 3f; then 508 bytes of zeros: printf '\x00\x00\x80\x3f' and head -c 508 /dev/zero, by sha256sum.
    expect(parse(probe(ONE)).digest).to.equal('3c563f14ae18c17c9365324c2fd265ee96251a3448d5ae43e0fee1474cd5233c');
    // JSON may have more digits than a 32-bit number.
    expect(parse(probe([1 + 1e-12, ...ONE.slice(1)])).digest).to.equal(parse(probe(ONE)).digest);
  });

  it('is refused for vectors of another algorithm or version', () => {
    expect(violationsOf(probe(ONE, { algorithm: 'ACME-FACE' }))).to.deep.equal([
      {
        field: 'probe.algorithm',
        rule: 'algorithm',
        description: 'must be SYNTHETIC, whose vectors the exchange compares',
      },
    ]);
    expect(brokenBy(probe(ONE, { algorithmVersion: '2' }))).to.deep.equal([['probe.algorithm_version', 'algorithm']]);
  });

  it('is refused for what is no vector of the algorithm, naming the component', () => {
    expect(violationsOf(probe(ONE.slice(1)))).to.deep.equal([
      {
        field: 'probe.components',
        rule: 'dimensions',
        description: 'must have 128 components, as vectors of SYNTHETIC 1 do',
      },
    ]);
    expect(brokenBy(probe([...ONE, 0]))).to.deep.equal([['probe.components', 'dimensions']]);
    expect(brokenBy(probe(ONE.map(() => 0)))).to.deep.equal([['probe.components', 'direction']]);
    expect(brokenBy(probe(ONE.with(5, NaN)))).to.deep.equal([['probe.components[5]', 'finite']]);
    // Too large for 32 bits.
    expect(brokenBy(probe(ONE.with(6, 1e300)))).to.deep.equal([['probe.components[6]', 'finite']]);
    expect(brokenBy(probe(ONE.with(7, -1_000_001)))).to.deep.equal([['probe.components[7]', 'magnitude']]);
  });

  it('is read, or refused with a field, whatever the components are', () => {
    const components = fc.array(
      fc.oneof({ weight: 200, arbitrary: fc.double({ min: -9, max: 9, noNaN: true }) }, fc.double()),
      {
        minLength: 127,
        maxLength: 129,
      },
    );
    fc.assert(
      fc.property(components, (given) => {
        const violations = violationsOf(probe(given));
        if (violations.length > 0) expect(violations.map(({ field }) => field).join()).to.match(/^probe\.components/);
        else expect(Math.hypot(...parse(probe(given)).probe.vector.unit)).to.be.closeTo(1, 1e-5);
      }),
    );
  });
});
