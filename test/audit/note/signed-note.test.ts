import { expect } from 'chai';
import fc from 'fast-check';
import { isKeyName } from '../../../src/audit/note/key-text.js';
import { generateKeyPair, parseSignerKey, parseVerifierKey } from '../../../src/audit/note/key.js';
import { MAX_NOTE_SIGNATURES, NoteError, openNote, parseNote, signNote } from '../../../src/audit/note/signed-note.js';
import { base64, hex, vectorJson, vectorText } from '../vectors.js';

interface GoNotes {
  signing: { skey: string; text: string; signature_line: string };
  cases: { name: string; vkeys: string[]; note_b64: string; expect: string; verified?: number; unverified?: number }[];
  bad_vkeys: string[];
  invalid_utf8_note_hex: string;
}

function faultOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof NoteError) return error.fault;
    throw error;
  }
  return 'none';
}

describe('signed notes', () => {
  const go = vectorJson('notes/go-sumdb-note.json') as GoNotes;

  it('are signed as Go does', () => {
    const { skey, text, signature_line } = go.signing;
    expect(signNote(text, [parseSignerKey(skey)])).to.equal(`${text}\n${signature_line}`);
  });

  for (const { name, vkeys, note_b64, expect: wanted, verified, unverified } of go.cases) {
    it(`${name}: ${wanted}`, () => {
      const verifiers = vkeys.map(parseVerifierKey);
      if (wanted === 'ok') {
        const opened = openNote(base64(note_b64), verifiers);
        expect(opened.verified).to.have.length(verified!);
        expect(opened.unverified).to.have.length(unverified!);
      } else {
        expect(faultOf(() => openNote(base64(note_b64), verifiers))).to.equal(wanted);
      }
    });
  }

  it('must be UTF-8', () => {
    expect(faultOf(() => parseNote(hex(go.invalid_utf8_note_hex)))).to.equal('malformed');
    expect(faultOf(() => parseNote('text \ud800\n\n\u2014 a AAAAAAA=\n'))).to.equal('malformed');
  });

  it('have verifier keys whose id belongs to the key and whose type is known', () => {
    for (const bad of go.bad_vkeys) expect(() => parseVerifierKey(bad)).to.throw(TypeError);
  });

  it('open the example of the specification', () => {
    const verifier = parseVerifierKey(vectorText('notes/c2sp-signed-note-example.vkey').trim());
    const opened = openNote(vectorText('notes/c2sp-signed-note-example.txt'), [verifier]);
    expect(opened.verified.map(({ name }) => name)).to.deep.equal([verifier.name]);
  });

  it('take keys whose base64 holds a plus sign', () => {
    const text = vectorText('tessera-log/vkey').trim();
    expect(text.split('+')).to.have.length.above(3);
    expect(parseVerifierKey(text).name).to.equal(text.split('+')[0]);
  });

  it('have the key ids of the vectors', () => {
    const { name, ed25519_public_hex, key_ids } = vectorJson('computed/key-ids.json') as {
      name: string;
      ed25519_public_hex: string;
      key_ids: Record<string, string>;
    };
    const key = Buffer.concat([Buffer.of(1), hex(ed25519_public_hex)]).toString('base64');
    const id = key_ids['0x01']!;
    expect(parseVerifierKey(`${name}+${id}+${key}`).keyId).to.equal(Number.parseInt(id, 16));
    expect(() => parseVerifierKey(`${name}+${key_ids['0x04']!}+${key}`)).to.throw(TypeError);
  });

  it('are refused for every deviation in form', () => {
    const { signerKey, verifierKey } = generateKeyPair('log.example');
    const verifier = parseVerifierKey(verifierKey);
    const good = signNote('text\n', [parseSignerKey(signerKey)]);
    expect(faultOf(() => openNote(good, [verifier]))).to.equal('none');
    const bad: Record<string, string> = {
      'carriage returns': good.replaceAll('\n', '\r\n'),
      'a hyphen for the dash': good.replace('\u2014', '-'),
      'an en dash': good.replace('\u2014', '\u2013'),
      'two spaces': good.replace('\u2014 ', '\u2014  '),
      'a trailing space': good.replace(/\n$/, ' \n'),
      'no padding': good.replace(/=+\n$/, '\n'),
      'URL-safe base64': good.replace(/([A-Za-z0-9+/=]+)\n$/, (line) => line.replace(/[A-Za-z0-9]/, '-')),
      'an empty signature block': 'text\n\n\n',
      'a tab in the text': good.replace('text', 'te\txt'),
      'only a key id': good.replace(/ [^ ]+\n$/, ' AAAAAA==\n'),
      'a plus sign in the name': good.replace('log.example', 'log+example'),
      'a no-break space in the name': good.replace('log.example', 'log\u00a0example'),
      'too many signatures': `text\n\n${'\u2014 a AAAAAAA=\n'.repeat(MAX_NOTE_SIGNATURES + 1)}`,
      'more than 256 KiB': good.replace('text', 'x'.repeat(300_000)),
    };
    for (const [name, note] of Object.entries(bad)) {
      expect(
        faultOf(() => openNote(note, [verifier])),
        name,
      ).to.equal('malformed');
    }
  });

  it('may hold blank lines: the last one separates', () => {
    const { signerKey, verifierKey } = generateKeyPair('log.example');
    const note = signNote('one\n\ntwo\n', [parseSignerKey(signerKey)]);
    expect(openNote(note, [parseVerifierKey(verifierKey)]).text).to.equal('one\n\ntwo\n');
  });

  it('never open with a byte changed, and never fail in another way', () => {
    const { signerKey, verifierKey } = generateKeyPair('log.example');
    const note = Buffer.from(signNote('text\n', [parseSignerKey(signerKey)]));
    const verifier = parseVerifierKey(verifierKey);
    fc.assert(
      fc.property(fc.nat(note.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = Buffer.from(note);
        damaged[at]! ^= flip;
        expect(faultOf(() => openNote(damaged, [verifier]))).to.be.oneOf([
          'malformed',
          'invalid-signature',
          'no-verifiable-signature',
        ]);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(faultOf(() => parseNote(bytes))).to.equal('malformed');
      }),
    );
  });

  it('never quote a key in an error', () => {
    const { signerKey } = generateKeyPair('log.example');
    const secret = signerKey.slice(-20);
    for (const bad of [signerKey.slice(1), signerKey.replace('PRIVATE', 'private'), `${signerKey}=`]) {
      expect(() => parseSignerKey(bad))
        .to.throw(TypeError)
        .that.satisfies((e: Error) => !e.message.includes(secret));
    }
  });

  it('name keys without spaces and plus signs', () => {
    expect(isKeyName('gateway.example/audit/2026')).to.be.true;
    for (const bad of ['', 'a b', 'a+b', 'a\u2003b', 'a\nb']) expect(isKeyName(bad)).to.be.false;
    expect(() => generateKeyPair('a b')).to.throw(TypeError);
  });
});
