import { createHash } from 'node:crypto';
import { type FaceProbe as WireProbe, FaceProbeKind } from '../../../../gen/ostiary/prum/v1/face.js';
import { LARGEST_COMPONENT, readFaceVector, type VectorFault } from '../../../../matching/faces/face-vector.js';
import { bytesOf } from '../../../../matching/faces/vector-bytes.js';
import { type FieldViolation, Refusal } from '../../../../shared/refusal.js';
import { type FaceAlgorithm, MOST_CANDIDATES } from '../domain/algorithm.js';
import type { FaceSearchRequest } from '../domain/face-question.js';

/** What every search for a face asks, whatever way it is answered. */
export interface SearchMessage {
  readonly probe?: WireProbe | undefined;
  readonly memberStates: readonly string[];
  readonly maxCandidates: number;
}

/** Reads a search. Throws a Refusal that names what is wrong with it. */
export function parseSearch(
  { probe, memberStates, maxCandidates }: SearchMessage,
  algorithm: FaceAlgorithm,
): FaceSearchRequest {
  // The contract has asked for it.
  if (probe === undefined) throw new TypeError('a search without a face');
  assertComparable(probe, algorithm);
  // As gRPC sends them: JSON may have more digits.
  const components = Float32Array.from(probe.components);
  const reading = readFaceVector(components, algorithm.dimensions);
  if ('fault' in reading) throw refused([violationOf(reading.fault, algorithm)]);
  return {
    probe: {
      kind: probe.kind === FaceProbeKind.IDENTIFIED ? 'identified' : 'unidentified',
      ownReference: probe.ownReference || undefined,
      algorithm: probe.algorithm,
      algorithmVersion: probe.algorithmVersion,
      vector: reading.vector,
    },
    // Anybody who has the vector can make it again.
    digest: createHash('sha256').update(bytesOf(components)).digest('hex'),
    memberStates: new Set(memberStates),
    maxCandidates: maxCandidates || MOST_CANDIDATES,
  };
}

/** Vectors of another algorithm, or of another version of it, mean something else. */
function assertComparable(probe: WireProbe, { name, version }: FaceAlgorithm): void {
  const violations: FieldViolation[] = [];
  if (probe.algorithm !== name) {
    violations.push({
      field: 'probe.algorithm',
      rule: 'algorithm',
      description: `must be ${name}, whose vectors the exchange compares`,
    });
  } else if (probe.algorithmVersion !== version) {
    violations.push({
      field: 'probe.algorithm_version',
      rule: 'algorithm',
      description: `must be ${version}, the version of ${name} whose vectors the exchange compares`,
    });
  }
  if (violations.length > 0) throw refused(violations);
}

function violationOf(fault: VectorFault, { name, version, dimensions }: FaceAlgorithm): FieldViolation {
  switch (fault.code) {
    case 'DIMENSIONS':
      return {
        field: 'probe.components',
        rule: 'dimensions',
        description: `must have ${dimensions} components, as vectors of ${name} ${version} do`,
      };
    case 'NOT_FINITE':
      return { field: `probe.components[${fault.at}]`, rule: 'finite', description: 'must be a finite number' };
    case 'TOO_LARGE':
      return {
        field: `probe.components[${fault.at}]`,
        rule: 'magnitude',
        description: `must be from -${LARGEST_COMPONENT} to ${LARGEST_COMPONENT}`,
      };
    case 'NO_DIRECTION':
      return {
        field: 'probe.components',
        rule: 'direction',
        description: 'must not all be zero, or so small that they have no direction',
      };
  }
}

const refused = (violations: readonly FieldViolation[]): Refusal =>
  new Refusal('REQUEST_INVALID', 'The request cannot be searched for', { violations });
