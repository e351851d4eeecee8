import type { FaceVector } from '../../../../matching/faces/face-vector.js';
import type { HolderData } from '../../matches/store/load-holder-data.js';

/** What a simulated state holds of a face, and knows behind it. The reference tells the state. */
export interface HeldFace extends HolderData {
  readonly vector: FaceVector;
}
