import { expect } from 'chai';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { generateCosignerKey } from '../../../src/audit/note/cosignature.js';
import { generateKeyPair } from '../../../src/audit/note/key.js';
import { isQuorum, parsePolicy, type Policy, PolicyError } from '../../../src/audit/note/policy.js';

const log = generateKeyPair('log.example/2026').verifierKey;
const vkey = (name: string): string => generateCosignerKey(name, 'ed25519').verifierKey;
const [X1, X2, X3, Y1, Y2, Y3] = ['x1', 'x2', 'x3', 'y1', 'y2', 'y3'].map((name) => vkey(`${name}.example`));

/** The example of the specification, with keys. */
const EXAMPLE = `
log ${log}

witness X1 ${X1!}
witness X2 ${X2!}
witness X3 ${X3!}
group X-witnesses 2 X1 X2 X3

witness Y1 ${Y1!}
witness Y2 ${Y2!}
witness Y3 ${Y3!}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
`;

describe('trust policies', () => {
  it('read the example of the specification', () => {
    const policy = parsePolicy(EXAMPLE);
    expect(policy.logs.map(({ verifier }) => verifier.name)).to.deep.equal(['log.example/2026']);
    expect(policy.witnesses.map(({ name }) => name)).to.deep.equal(['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3']);
    expect(policy.groups).to.deep.equal([
      { name: 'X-witnesses', threshold: 2, members: ['X1', 'X2', 'X3'] },
      { name: 'Y-witnesses', threshold: 1, members: ['Y1', 'Y2', 'Y3'] },
      { name: 'X-and-Y', threshold: 2, members: ['X-witnesses', 'Y-witnesses'] },
    ]);
    expect(policy.quorum).to.equal('X-and-Y');
  });

  it('ask for what the example says: two of X and one of Y', () => {
    const policy = parsePolicy(EXAMPLE);
    fc.assert(
      fc.property(fc.subarray(['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3']), (names) => {
        const xs = names.filter((name) => name.startsWith('X')).length;
        const ys = names.length - xs;
        expect(isQuorum(policy, new Set(names))).to.equal(xs >= 2 && ys >= 1);
      }),
    );
  });

  it('may ask for one witness, or for none', () => {
    const one = parsePolicy(`witness X1 ${X1!}\nquorum X1\n`);
    expect(isQuorum(one, new Set(['X1']))).to.be.true;
    expect(isQuorum(one, new Set())).to.be.false;
    const none = parsePolicy('quorum none\n');
    expect(none).to.deep.equal({ logs: [], witnesses: [], groups: [], quorum: undefined });
    expect(isQuorum(none, new Set())).to.be.true;
  });

  it('count k of n, whatever else is there', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), fc.nat(255), (n, k, present) => {
        const members = Array.from({ length: n }, (_, i) => `w${i}`);
        const policy: Policy = {
          logs: [],
          witnesses: [],
          groups: [{ name: 'g', threshold: Math.min(k, n), members }],
          quorum: 'g',
        };
        const there = members.filter((_, i) => (present >> i) % 2 === 1);
        expect(isQuorum(policy, new Set(['stranger', ...there]))).to.equal(there.length >= Math.min(k, n));
      }),
    );
  });

  it('take spaces, tabs, comments, addresses and names outside ASCII', () => {
    const text = [
      '# who watches',
      ' \t# and where',
      '',
      ` log\t${log}   https://log.example/2026 `,
      `witness K ${X1!} https://x1.example`,
      // The Kelvin sign is another name than K.
      `witness \u212a ${X2!}`,
      'group beide all K \u212a',
      'quorum \tbeide\t',
      '',
    ].join('\n');
    const policy = parsePolicy(text);
    expect(policy.logs[0]!.url).to.equal('https://log.example/2026');
    expect(policy.witnesses.map(({ name, url }) => [name, url])).to.deep.equal([
      ['K', 'https://x1.example'],
      ['\u212a', undefined],
    ]);
  });

  it('know witnesses that sign with ML-DSA-44', () => {
    const pq = generateCosignerKey('pq.example', 'ml-dsa-44').verifierKey;
    expect(parsePolicy(`witness pq ${pq}\nquorum pq\n`).witnesses[0]!.verifier.algorithm).to.equal('ml-dsa-44');
  });

  it('hold 32 logs, witnesses and groups', () => {
    const lines = Array.from({ length: 32 }, (_, i) => [
      `log ${generateKeyPair(`log.example/${i}`).verifierKey}`,
      `witness w${i} ${generateCosignerKey(`w.example/${i}`, 'ed25519').verifierKey}`,
      `group g${i} all w${i}`,
    ]).flat();
    const { logs, witnesses, groups } = parsePolicy(`${lines.join('\n')}\nquorum g31\n`);
    expect([logs.length, witnesses.length, groups.length]).to.deep.equal([32, 32, 32]);
  });

  const [name, , ...rest] = X1!.split('+');
  const w1 = `witness A ${X1!}`;
  const w2 = `witness B ${X2!}`;
  const bad: [string, string, RegExp][] = [
    ['no quorum', `${w1}\n`, /no quorum/],
    ['nothing at all', '', /does not end/],
    ['no final newline', 'quorum none', /last line does not end/],
    ['two quorums', 'quorum none\nquorum none\n', /line 2: a second quorum/],
    ['two quorums of which one is none', `${w1}\nquorum none\nquorum A\n`, /line 3: a second quorum/],
    ['carriage returns', 'quorum none\r\n', /control character/],
    ['a vertical tab', 'quorum\u000bnone\n', /control character/],
    ['DEL', '# \u007f\nquorum none\n', /control character/],
    ['an unknown word', 'trust none\n', /line 1: begins with an unknown word/],
    ['a word in capitals', 'Quorum none\n', /unknown word/],
    ['a no-break space for a space', 'quorum\u00a0none\n', /unknown word/],
    ['a quorum of nothing', 'quorum\n', /not of the form/],
    ['a quorum of two', `${w1}\n${w2}\nquorum A B\n`, /not of the form/],
    ['a quorum of a stranger', 'quorum A\n', /line 1: names what no line/],
    ['a quorum defined later', `quorum A\n${w1}\n`, /line 1: names what no line/],
    ['a witness named none', `witness none ${X1!}\nquorum none\n`, /reserved/],
    ['a group named none', `${w1}\ngroup none any A\nquorum none\n`, /reserved/],
    ['none as a member', `${w1}\ngroup g any none\nquorum g\n`, /names a member that no line/],
    ['a name twice', `${w1}\nwitness A ${X2!}\nquorum A\n`, /line 2: gives a name that is taken/],
    ['a group with the name of a witness', `${w1}\n${w2}\ngroup A any B\nquorum A\n`, /name that is taken/],
    ['a member twice in a group', `${w1}\ngroup g all A A\nquorum g\n`, /in a group already/],
    ['a member of two groups', `${w1}\n${w2}\ngroup g any A\ngroup h any A B\nquorum h\n`, /in a group already/],
    ['a group that holds itself', `${w1}\ngroup g any A g\nquorum g\n`, /no line before/],
    ['a member defined later', `${w1}\ngroup g any A B\n${w2}\nquorum g\n`, /line 2: names a member that no line/],
    ['a group without members', 'group g any\nquorum g\n', /not of the form/],
    ['a threshold of zero', `${w1}\ngroup g 0 A\nquorum g\n`, /threshold/],
    ['a threshold above the number', `${w1}\n${w2}\ngroup g 3 A B\nquorum g\n`, /threshold/],
    ['a threshold with a leading zero', `${w1}\ngroup g 01 A\nquorum g\n`, /threshold/],
    ['a threshold with a sign', `${w1}\ngroup g +1 A\nquorum g\n`, /threshold/],
    ['a threshold in words', `${w1}\ngroup g most A\nquorum g\n`, /threshold/],
    ['one key twice', `${w1}\nwitness B ${X1!}\nquorum A\n`, /line 2: a key that comes twice/],
    ['one log twice', `log ${log}\nlog ${log} https://log.example\nquorum none\n`, /line 2: a key that comes twice/],
    ['a log without key', 'log\nquorum none\n', /not of the form/],
    ['a log with too much', `log ${log} https://log.example more\nquorum none\n`, /not of the form/],
    ['a witness without key', 'witness A\nquorum none\n', /not of the form/],
    ['a log key that cosigns', `log ${X1!}\nquorum none\n`, /line 1: verifier key/],
    ['a witness key that signs logs', `witness A ${log}\nquorum A\n`, /line 1: key/],
    ['a key id of another key', `witness A ${name!}+00000000+${rest.join('+')}\nquorum A\n`, /key id/],
    ['more than a mebibyte', `# ${'x'.repeat(1_048_576)}\nquorum none\n`, /too long/],
  ];
  for (const [what, text, rule] of bad) {
    it(`with ${what} are refused`, () => {
      expect(() => parsePolicy(text)).to.throw(PolicyError, rule);
    });
  }

  it('hold no key twice under another name or kind', () => {
    const key = Buffer.from(X1!.split('+').slice(2).join('+'), 'base64').subarray(1);
    const renamed = `other.example+${idOf('other.example', key)}+${Buffer.concat([Buffer.of(4), key]).toString('base64')}`;
    expect(() => parsePolicy(`${w1}\nwitness B ${renamed}\nquorum A\n`)).to.throw(PolicyError, /comes twice/);
  });

  it('hold no log and witness that signature lines cannot tell apart', () => {
    // Found by trying: ids have four bytes, so that among some ten thousand keys of each kind two are alike.
    const name = 'log.example/2026';
    const vkeyOf = (type: number, n: number): string => {
      const key = createHash('sha256').update(String(n)).digest();
      return `${name}+${idOf(name, key, type)}+${Buffer.concat([Buffer.of(type), key]).toString('base64')}`;
    };
    expect([vkeyOf(1, 46_920), vkeyOf(4, 87_566)].map((key) => key.split('+')[1])).to.deep.equal([
      '397112f7',
      '397112f7',
    ]);
    const lines = [`log ${vkeyOf(1, 46_920)}`, `witness A ${vkeyOf(4, 87_566)}`];
    for (const [first, second] of [lines, lines.toReversed()]) {
      expect(() => parsePolicy(`${first!}\n${second!}\nquorum A\n`)).to.throw(
        PolicyError,
        /line 2: .* name and the id/,
      );
    }
  });

  it('end in a policy or a PolicyError, whatever is in them', () => {
    const word = fc.constantFrom(
      'log',
      'witness',
      'group',
      'quorum',
      'any',
      'all',
      '2',
      'A',
      'B',
      'none',
      X1!,
      log,
      '#',
    );
    fc.assert(
      fc.property(fc.array(fc.array(word)), (lines) => {
        const text = lines.map((line) => `${line.join(' ')}\n`).join('');
        try {
          expect(parsePolicy(text)).to.have.property('quorum');
        } catch (error) {
          expect(error).to.be.instanceOf(PolicyError);
        }
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => parsePolicy(text)).to.throw(PolicyError);
      }),
    );
  });
});

/** The key id by its definition (C2SP signed-note), of a cosignature key unless another type is given. */
function idOf(name: string, key: Uint8Array, type = 4): string {
  return createHash('sha256').update(`${name}\n`).update(Buffer.of(type)).update(key).digest('hex').slice(0, 8);
}
