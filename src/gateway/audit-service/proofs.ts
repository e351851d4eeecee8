/** Checkpoints and proofs: hashes and sizes, which anybody who is admitted may have (docs/adr/0007). */
import type { LogReader } from '../../audit/log/reader.js';
import {
  AuditServiceService,
  type GetConsistencyProofRequest,
  GetConsistencyProofResponse,
  GetCheckpointResponse,
  type GetInclusionProofRequest,
  GetInclusionProofResponse,
} from '../../gen/ostiary/audit/v1/audit.js';
import type { ProofService } from '../exchange/route.js';

/** A tree size in a request; 0 stands for the latest. */
const sizeOf = (size: bigint): number | undefined => (size === 0n ? undefined : Number(size));

const buffers = (hashes: readonly Uint8Array[]): Buffer[] => hashes.map((hash) => Buffer.from(hash));

/** Makes the proof service on a log. */
export function createProofService(reader: LogReader): ProofService {
  return {
    service: AuditServiceService,
    answers: {
      async getCheckpoint() {
        const { note } = await reader.latestCheckpoint();
        return GetCheckpointResponse.fromPartial({ checkpoint: note });
      },
      async getInclusionProof(request) {
        const { index, treeSize } = request as GetInclusionProofRequest;
        const found = await reader.inclusionProof(Number(index), sizeOf(treeSize));
        return GetInclusionProofResponse.fromPartial({
          index,
          treeSize: BigInt(found.size),
          leafHash: Buffer.from(found.leafHash),
          proof: buffers(found.proof),
          checkpoint: found.checkpoint,
        });
      },
      async getConsistencyProof(request) {
        const { firstSize, secondSize } = request as GetConsistencyProofRequest;
        const found = await reader.consistencyProof(Number(firstSize), sizeOf(secondSize));
        return GetConsistencyProofResponse.fromPartial({
          firstSize: BigInt(found.first),
          secondSize: BigInt(found.second),
          proof: buffers(found.proof),
          checkpoint: found.checkpoint,
        });
      },
    },
  };
}
