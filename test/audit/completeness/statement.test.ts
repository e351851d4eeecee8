import { expect } from 'chai';
import { formatItems, formatOwn, parseItems, parseOwn } from '../../../src/audit/completeness/files.js';
import { itemSet, rootOf } from '../../../src/audit/completeness/items.js';
import { compareStatements, fits, reconcileLists } from '../../../src/audit/completeness/reconcile.js';
import { openStatement, signStatement, type Statement } from '../../../src/audit/completeness/statement.js';
import { openCheckpoint, signCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { generateKeyPair, parseSignerKey, parseVerifierKey } from '../../../src/audit/note/key.js';
import { NoteError, signNote } from '../../../src/audit/note/signed-note.js';

const signer = parseSignerKey(generateKeyPair('log.example/audit').signerKey);
const verifier = parseVerifierKey(signer.verifierKey);

const A = 'aa'.repeat(32);
const B = 'bb'.repeat(32);
const C = 'cc'.repeat(32);

const statement: Statement = {
  origin: 'log.example/audit',
  pair: { asker: 'XA-POLICE', answerer: 'SIS' },
  side: 'asking',
  day: '2026-11-23',
  treeSize: 1234,
  count: 2,
  root: rootOf([A, B]),
};

describe('statement of a day', () => {
  it('is a signed note of eight lines', () => {
    const note = signStatement(statement, signer);
    expect(note.slice(0, note.indexOf('\n\n') + 1)).to.equal(
      'ostiary-completeness/v1\nlog log.example/audit\npair XA-POLICE:SIS\nside asking\nday 2026-11-23\nsize 1234\n' +
        `count 2\nroot ${Buffer.from(statement.root, 'hex').toString('base64')}\n`,
    );
    expect(openStatement(note, verifier)).to.deep.equal(statement);
  });

  it('is no checkpoint, and no checkpoint is one', () => {
    expect(() => openCheckpoint(signStatement(statement, signer), verifier)).to.throw(NoteError);
    expect(() => openStatement(signCheckpoint(5, Buffer.alloc(32), signer), verifier)).to.throw(NoteError);
  });

  it('is signed by the key of its own log alone', () => {
    expect(() => signStatement({ ...statement, origin: 'other.example' }, signer)).to.throw(TypeError);
    const text = signStatement(statement, signer).split('\n\n')[0]!;
    const forged = signNote(`${text.replace('log log.example', 'log other.example')}\n`, [signer]);
    expect(() => openStatement(forged, verifier)).to.throw(NoteError, 'another log');
    const altered = signStatement(statement, signer).replace('count 2', 'count 3');
    expect(() => openStatement(altered, verifier))
      .to.throw(NoteError)
      .with.property('fault', 'invalid-signature');
  });

  for (const [what, from, to] of [
    ['a line too many', 'count 2', 'count 2\nnote x'],
    ['a line missing', 'size 1234\n', ''],
    ['lines in another order', 'side asking\nday 2026-11-23', 'day 2026-11-23\nside asking'],
    ['a leading zero', 'count 2', 'count 02'],
    ['no day', '2026-11-23', '2026-13-23'],
    ['no side', 'side asking', 'side both'],
    ['no pair', 'XA-POLICE:SIS', 'SIS'],
    ['half a root', /root .*/, 'root AAAA'],
    ['another version', 'completeness/v1', 'completeness/v2'],
  ] as const) {
    it(`is refused with ${what}`, () => {
      const text = `${signStatement(statement, signer).split('\n\n')[0]!}\n`;
      const changed = text.replace(from, to);
      expect(changed).to.not.equal(text);
      expect(() => openStatement(signNote(changed, [signer]), verifier))
        .to.throw(NoteError)
        .with.property('fault', 'malformed');
    });
  }
});

describe('two statements', () => {
  const theirs: Statement = { ...statement, origin: 'other.example', side: 'answering', treeSize: 9 };

  it('are equal when count and root are', () => {
    expect(compareStatements(statement, theirs)).to.deep.equal({ kind: 'equal' });
    expect(compareStatements(statement, { ...theirs, root: rootOf([A, C]) })).to.deep.equal({ kind: 'different' });
    expect(compareStatements(statement, { ...theirs, count: 3 })).to.deep.equal({ kind: 'different' });
  });

  it('cannot be compared when they are about different things', () => {
    for (const other of [
      { ...theirs, day: '2026-11-24' },
      { ...theirs, pair: { asker: 'XB-BORDER', answerer: 'SIS' } },
      { ...theirs, pair: { asker: 'XA-POLICE', answerer: 'PRUM' } },
      { ...theirs, side: 'asking' as const },
    ]) {
      expect(compareStatements(statement, other)).to.have.property('kind', 'incomparable');
    }
  });

  it('are told apart by their lists, which must be the lists that were signed', async () => {
    const other = { ...theirs, root: rootOf([B, C]) };
    const found = await reconcileLists({ statement, items: [A, B] }, { statement: other, items: [B, C] });
    expect(found).to.deep.include({ onlyOurs: [A], onlyTheirs: [C] });

    const foreign = reconcileLists({ statement, items: [A, B] }, { statement: other, items: [A, C] });
    expect(await foreign.catch(String)).to.match(/do not fit/);
    const own = reconcileLists({ statement, items: [A, C] }, { statement: other, items: [B, C] });
    expect(await own.catch(String)).to.match(/our list/);
    expect([fits([A, B], statement), fits([A], statement)]).to.deep.equal([true, false]);
  });
});

describe('lists of items', () => {
  it('are read back', () => {
    expect(parseItems(formatItems(itemSet([B, A])))).to.deep.equal([A, B]);
    expect(parseItems(formatItems([]))).to.deep.equal([]);
    const own = [
      { item: B, index: 7, outcome: 'answered' as const },
      { item: A, index: 3, outcome: undefined },
    ];
    expect([...parseOwn(formatOwn(own)).values()]).to.deep.equal([own[1], own[0]]);
  });

  it('say nothing of order or index to the other side', () => {
    expect(formatItems([A, B])).to.equal(`ostiary-completeness-items/v1\n${A}\n${B}\n`);
  });

  it('are refused with anything else in them', () => {
    expect(() => parseItems(formatOwn([]))).to.throw('begin');
    expect(() => parseItems(`ostiary-completeness-items/v1\n${A}\n${A.toUpperCase()}\n`)).to.throw('line 3');
    expect(() => parseOwn(`ostiary-completeness-own/v1\n${A} 1 maybe\n`)).to.throw('line 2');
    expect(() => parseOwn(`ostiary-completeness-own/v1\n${A} -1 failed\n`)).to.throw('line 2');
  });
});
