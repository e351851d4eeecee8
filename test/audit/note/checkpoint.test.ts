import { expect } from 'chai';
import { EMPTY_FRONTIER, extendFrontier } from '../../../src/audit/merkle/frontier.js';
import { leafHash } from '../../../src/audit/merkle/hash.js';
import {
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from '../../../src/audit/note/checkpoint.js';
import { generateKeyPair, parseSignerKey, parseVerifierKey } from '../../../src/audit/note/key.js';
import { NoteError, openNote, parseNote } from '../../../src/audit/note/signed-note.js';
import { hex, toHex, vectorBytes, vectorJson, vectorText } from '../vectors.js';

interface Keys {
  origin: string;
  log_seed_hex: string;
  log_vkey: string;
}

describe('checkpoints', () => {
  const keys = vectorJson('computed/checkpoint-keys.json') as Keys;
  const seventyThousand = 'da0532ff7b2ee56f4067110fc964e9f27b5959f9527bfff3fa501aa7584deaf3';

  it('are signed to the byte of the vector', () => {
    const [name, id] = keys.log_vkey.split('+');
    const seed = Buffer.concat([Buffer.of(1), hex(keys.log_seed_hex)]).toString('base64');
    const signer = parseSignerKey(`PRIVATE+KEY+${name!}+${id!}+${seed}`);
    expect(signer.verifierKey).to.equal(keys.log_vkey);
    expect(signCheckpoint(70_000, hex(seventyThousand), signer)).to.equal(vectorText('computed/checkpoint-plain.txt'));
  });

  it('open with the key of the log, whatever else signed them', () => {
    const verifier = parseVerifierKey(keys.log_vkey);
    for (const file of ['computed/checkpoint-plain.txt', 'computed/checkpoint-cosigned.txt']) {
      const { origin, size, root } = openCheckpoint(vectorBytes(file), verifier);
      expect({ origin, size, root: toHex(root) }).to.deep.equal({
        origin: keys.origin,
        size: 70_000,
        root: seventyThousand,
      });
    }
  });

  it('of the Go checksum database open as notes; the origin differs from the name of the key', () => {
    const verifier = parseVerifierKey(vectorText('notes/go-sumdb-checkpoint.vkey').trim());
    const note = vectorText('notes/go-sumdb-checkpoint.txt');
    expect(parseCheckpoint(openNote(note, [verifier]).text).origin).to.equal('go.sum database tree');
    expect(() => openCheckpoint(note, verifier)).to.throw(NoteError, /of another log/);
  });

  it('of Tessera open, and have the roots of its entries', () => {
    const verifier = parseVerifierKey(vectorText('tessera-log/vkey').trim());
    const bundle = vectorBytes('tessera-log/tile/entries/000.p/15');
    const leaves: Uint8Array[] = [];
    for (let at = 0; at < bundle.length;) {
      const length = bundle.readUInt16BE(at);
      leaves.push(leafHash(bundle.subarray(at + 2, at + 2 + length)));
      at += 2 + length;
    }
    expect(Buffer.concat(leaves).equals(vectorBytes('tessera-log/tile/0/000.p/15'))).to.be.true;
    for (let size = 0; size <= 15; size++) {
      const checkpoint = openCheckpoint(vectorBytes(`tessera-log/checkpoint.${size}`), verifier);
      expect(checkpoint.size).to.equal(size);
      expect(toHex(checkpoint.root)).to.equal(toHex(extendFrontier(EMPTY_FRONTIER, leaves.slice(0, size)).root));
    }
  });

  it('with signatures of kinds not known here are read', () => {
    for (const file of ['cosigned/witness-checkpoint.txt', 'cosigned/mirror-checkpoint.txt']) {
      expect(parseNote(vectorBytes(file)).signatures).to.have.length.at.least(1);
    }
  });

  it('are refused for every deviation in form', () => {
    const root = `${Buffer.alloc(32).toString('base64')}\n`;
    expect(parseCheckpoint(`log.example\n7\n${root}extension\n`).extensions).to.deep.equal(['extension']);
    const bad: Record<string, string> = {
      'leading zero': `log.example\n07\n${root}`,
      'negative size': `log.example\n-7\n${root}`,
      'size beyond 2^63': `log.example\n9223372036854775808\n${root}`,
      'no size': `log.example\n\n${root}`,
      'no origin': `\n7\n${root}`,
      'root of 31 bytes': `log.example\n7\n${Buffer.alloc(31).toString('base64')}\n`,
      'root without padding': `log.example\n7\n${root.replace('=', '')}`,
      'root in hex': `log.example\n7\n${'0'.repeat(64)}\n`,
      'empty extension': `log.example\n7\n${root}\nmore\n`,
      'no final newline': `log.example\n7\n${root.trim()}`,
      'two lines': 'log.example\n7\n',
    };
    for (const [name, text] of Object.entries(bad)) {
      expect(() => parseCheckpoint(text), name).to.throw(NoteError);
    }
  });

  it('of another log are not believed, though signed by a known key', () => {
    const { signerKey, verifierKey } = generateKeyPair('log.example');
    const other = { ...parseSignerKey(signerKey) };
    const text = formatCheckpoint({ origin: 'other.example', size: 0, root: Buffer.alloc(32), extensions: [] });
    const note = signCheckpoint(0, Buffer.alloc(32), other);
    expect(openCheckpoint(note, parseVerifierKey(verifierKey)).origin).to.equal('log.example');
    const forged = note.replace(parseNote(note).text, text);
    expect(() => openCheckpoint(forged, parseVerifierKey(verifierKey))).to.throw(NoteError);
  });
});
