import { expect } from 'chai';
import { parseCheckpoint } from '../../../src/audit/note/checkpoint.js';
import {
  cosign,
  generateCosignerKey,
  parseCosignatureVerifierKey,
  parseCosignerKey,
  verifyCosignature,
} from '../../../src/audit/note/cosignature.js';
import { parseVerifierKey } from '../../../src/audit/note/key.js';
import { openNote, parseNote } from '../../../src/audit/note/signed-note.js';
import { hex, vectorJson, vectorText } from '../vectors.js';

interface Keys {
  timestamp: number;
  log_vkey: string;
  witness1_seed_hex: string;
  witness1_vkey: string;
  witness2_mldsa44_seed_hex: string;
  witness2_vkey: string;
}

describe('cosignatures', () => {
  const keys = vectorJson('computed/checkpoint-keys.json') as Keys;
  const cosigned = parseNote(vectorText('computed/checkpoint-cosigned.txt'));

  it('of both kinds in the computed vector hold, at the time they name', () => {
    for (const vkey of [keys.witness1_vkey, keys.witness2_vkey]) {
      const verifier = parseCosignatureVerifierKey(vkey);
      const times = cosigned.signatures.map((line) => verifyCosignature(cosigned.text, verifier, line));
      expect(times.filter((time) => time !== undefined)).to.deep.equal([keys.timestamp]);
    }
  });
});
