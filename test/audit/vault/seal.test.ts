import canonicalizeModule from 'canonicalize';
import { expect } from 'chai';
import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { SectionName } from '../../../src/audit/log/entry.js';
import { extendFrontier, EMPTY_FRONTIER } from '../../../src/audit/merkle/frontier.js';
import { leafHash } from '../../../src/audit/merkle/hash.js';
import { canonicalJson } from '../../../src/shared/canonical-json.js';
import { withHmac } from '../../../src/audit/vault/hmac.js';
import { parseBucket } from '../../../src/audit/leaf/bucket.js';
import { bucketOf, unwrapKey, wrapKey } from '../../../src/audit/vault/keys.js';
import { formatLeaf, formatTime, type Leaf, parseLeaf } from '../../../src/audit/leaf/leaf.js';
import { freshRandom } from '../../../src/audit/vault/random.js';
import { openSections, sealSections, splitPayload } from '../../../src/audit/vault/seal.js';
import { commitTo } from '../../../src/audit/leaf/commitment.js';
import { parseFrames } from '../../../src/audit/vault/sections.js';
import type { JsonObject } from '../../../src/shared/json.js';
import { hex, toHex, vectorJson } from '../vectors.js';

interface SealedVector {
  sections: Partial<Record<SectionName, { salt_hex: string; plaintext: string; commitment_b64: string }>>;
  dek_hex: string;
  wrapped_dek_hex: string;
  nonce_hex: string;
  aad_hex: string;
  ciphertext_and_tag_hex: string;
  leaf_json: string;
  leaf_length: number;
  leaf_hash_hex: string;
}

const vector = vectorJson('computed/audit-leaf-v1.json') as {
  bucket_key_hex: string;
  intent: SealedVector;
  outcome: SealedVector;
  root_of_both_hex: string;
};

const REQUEST = '01JGFJJZ00XA0000000000000A';
const wrapperWith = (newKey: () => Buffer) => ({
  bucket: 'sis-3y/2026-W01',
  newDataKey: () => {
    const dataKey = newKey();
    return { dataKey, wrapped: wrapKey(hex(vector.bucket_key_hex), dataKey) };
  },
});
const WRAPPER = wrapperWith(() => randomBytes(32));
const LEAVES: Record<'intent' | 'outcome', Omit<Leaf, 'commitments'>> = {
  intent: {
    kind: 'intent',
    time: Date.UTC(2026, 0, 1),
    authority: 'XA-POL',
    counter: 1,
    system: 'SIS',
    requestId: REQUEST,
    bucket: WRAPPER.bucket,
    intentIndex: undefined,
    outcome: undefined,
  },
  outcome: {
    kind: 'outcome',
    time: Date.UTC(2026, 0, 1) + 137,
    authority: 'XA-POL',
    counter: 2,
    system: 'SIS',
    requestId: REQUEST,
    bucket: WRAPPER.bucket,
    intentIndex: 0,
    outcome: 'answered',
  },
};

function sealVector(entry: SealedVector): ReturnType<typeof sealSections> {
  const sections = Object.fromEntries(
    Object.entries(entry.sections).map(([name, { plaintext }]) => [name, JSON.parse(plaintext) as JsonObject]),
  );
  return sealSections(
    REQUEST,
    sections,
    wrapperWith(() => hex(entry.dek_hex)),
    hex(entry.nonce_hex),
  );
}

describe('sealing', () => {
  for (const kind of ['intent', 'outcome'] as const) {
    const entry = vector[kind];

    it(`gives the bytes of the vector: ${kind}`, () => {
      const { commitments, openings, payload } = sealVector(entry);
      for (const name of Object.keys(entry.sections) as SectionName[]) {
        const { salt_hex, plaintext, commitment_b64 } = entry.sections[name]!;
        expect(commitments[name]).to.equal(commitment_b64);
        expect(toHex(openings[name]!.salt)).to.equal(salt_hex);
        expect(Buffer.from(openings[name]!.plaintext).toString()).to.equal(plaintext);
      }
      expect(toHex(payload)).to.equal(entry.wrapped_dek_hex + entry.nonce_hex + entry.ciphertext_and_tag_hex);
      const leaf = Buffer.from(formatLeaf({ ...LEAVES[kind], commitments }, formatTime(LEAVES[kind].time)));
      expect(leaf.toString()).to.equal(entry.leaf_json);
      expect(leaf).to.have.length(entry.leaf_length);
      expect(toHex(leafHash(leaf))).to.equal(entry.leaf_hash_hex);
    });

    it(`opens the payload of the vector: ${kind}`, () => {
      const dataKey = unwrapKey(hex(vector.bucket_key_hex), hex(entry.wrapped_dek_hex))!;
      expect(toHex(dataKey)).to.equal(entry.dek_hex);
      const sections = openSections(REQUEST, hex(entry.nonce_hex + entry.ciphertext_and_tag_hex), dataKey)!;
      expect(Array.from(sections, ([name, { plaintext }]) => [name, Buffer.from(plaintext).toString()])).to.deep.equal(
        Object.entries(entry.sections).map(([name, { plaintext }]) => [name, plaintext]),
      );
      for (const [name, { salt, plaintext }] of sections) {
        expect(commitTo(name, salt, plaintext)).to.equal(entry.sections[name]!.commitment_b64);
      }
      expect(openSections(`${REQUEST}X`, hex(entry.nonce_hex + entry.ciphertext_and_tag_hex), dataKey)).to.be.undefined;
    });
  }

  it('gives the root of the vector', () => {
    const leaves = [hex(vector.intent.leaf_hash_hex), hex(vector.outcome.leaf_hash_hex)];
    expect(toHex(extendFrontier(EMPTY_FRONTIER, leaves).root)).to.equal(vector.root_of_both_hex);
  });

  it('opens to what was sealed, with fresh keys every time, and not after a change of any byte', () => {
    const section = fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<JsonObject>;
    fc.assert(
      fc.property(fc.record({ who: section, result: section }, { requiredKeys: ['who'] }), fc.nat(), (sections, at) => {
        const sealed = sealSections(REQUEST, sections, WRAPPER);
        const again = sealSections(REQUEST, sections, WRAPPER);
        expect(sealed.commitments.who).to.not.equal(again.commitments.who);
        // A provider's wrapper puts the identifier of its epoch key in front.
        const { wrappedKey, sealed: box } = splitPayload(Buffer.concat([Buffer.alloc(8), sealed.payload]))!;
        const dataKey = unwrapKey(hex(vector.bucket_key_hex), wrappedKey.subarray(8))!;
        const opened = openSections(REQUEST, box, dataKey)!;
        expect([...opened.keys()].sort()).to.deep.equal(Object.keys(sections).sort());
        for (const [name, { salt, plaintext }] of opened) {
          expect(Buffer.from(plaintext).toString()).to.equal(canonicalJson(sections[name as 'who' | 'result']!));
          expect(commitTo(name, salt, plaintext)).to.equal(sealed.commitments[name]);
        }
        const damaged = Buffer.from(box);
        damaged[at % damaged.length]! ^= 1;
        expect(openSections(REQUEST, damaged, dataKey)).to.equal(undefined);
      }),
      { numRuns: 100 },
    );
  });

  it('makes no payload of no sections, and none of one that is too long', () => {
    expect(sealSections(REQUEST, {}, WRAPPER)).to.deep.include({ commitments: {}, openings: {} });
    expect(sealSections(REQUEST, {}, WRAPPER).payload).to.have.length(0);
    const exact = { x: 'a'.repeat(65_535 - '{"x":""}'.length) };
    expect(sealSections(REQUEST, { what: exact }, WRAPPER).openings.what!.plaintext).to.have.length(65_535);
    expect(() => sealSections(REQUEST, { what: { x: `${exact.x}a` } }, WRAPPER)).to.throw(RangeError);
  });

  it('refuses payloads that are cut or framed wrongly', () => {
    expect(splitPayload(Buffer.alloc(75))).to.equal(undefined);
    const good = Buffer.from('\x03who\x00\x02{}', 'latin1');
    expect([...parseFrames(good)!.keys()]).to.deep.equal(['who']);
    for (let end = 1; end < good.length; end++) expect(parseFrames(good.subarray(0, end))).to.equal(undefined);
    expect(parseFrames(Buffer.concat([good, good]))).to.equal(undefined);
    expect(parseFrames(Buffer.from('\x03whx\x00\x02{}', 'latin1'))).to.equal(undefined);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        parseFrames(Buffer.from(bytes));
      }),
    );
  });
});

describe('canonical JSON', () => {
  const canonicalize = canonicalizeModule as unknown as (value: unknown) => string;

  it('is that of RFC 8785', () => {
    // RFC 8785 section 3.2.2 and 3.2.3, in part.
    const value = { numbers: [Number('333333333.33333329'), 1e30, 4.5, 0.002, 1e-27], literals: [null, true, false] };
    expect(canonicalJson(value)).to.equal(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}',
    );
    expect(canonicalJson({ '\u20ac': 1, '\r': 2, '1': 3, '\u0080': 4, '\u00f6': 5, '10': 6, '9': 7 })).to.equal(
      '{"\\r":2,"1":3,"10":6,"9":7,"\u0080":4,"\u00f6":5,"\u20ac":1}',
    );
  });

  it('is the reference’s, whatever the object holds and in whatever order', () => {
    const sorted = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(sorted);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, item]) => [key, sorted(item)]),
      );
    };
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (value) => {
        expect(canonicalJson(value as JsonObject)).to.equal(canonicalize(value));
        expect(canonicalJson(sorted(value) as JsonObject)).to.equal(canonicalize(value));
      }),
      { numRuns: 500 },
    );
  });

  it('is what leaves are written in, whatever they hold', () => {
    const commitment = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((b) => Buffer.from(b).toString('base64'));
    const leaves = fc.record({
      kind: fc.constantFrom('intent', 'outcome', 'orphan', 'access-denied', 'config'),
      time: fc.integer({ min: 0, max: 4e12 }),
      authority: fc.constantFrom('XA-POLICE', 'ZZ-GATEWAY', 'X'),
      counter: fc.maxSafeNat(),
      system: fc.constantFrom('SIS', 'AUDIT'),
      requestId: fc.constantFrom(REQUEST, 'a-b'),
      bucket: fc.constantFrom('sis-3y/2026-W01', 'ops/2026-W53'),
      commitments: fc.record(
        { who: commitment, what: commitment, why: commitment, result: commitment },
        { requiredKeys: [] },
      ),
      intentIndex: fc.option(fc.maxSafeNat(), { nil: undefined }),
      outcome: fc.option(fc.constantFrom('answered', 'refused', 'failed', 'unknown'), { nil: undefined }),
    }) as fc.Arbitrary<Leaf>;
    fc.assert(
      fc.property(leaves, (leaf) => {
        const bytes = Buffer.from(formatLeaf(leaf, formatTime(leaf.time)));
        const { commitments: c, counter: n, authority: o, requestId: q, bucket: r, system: s } = leaf;
        const t = formatTime(leaf.time);
        const fields = { v: 1, k: leaf.kind, t, o, n, s, q, r, c, i: leaf.intentIndex, x: leaf.outcome };
        expect(bytes.toString()).to.equal(canonicalize(fields));
        expect(parseLeaf(bytes)).to.deep.equal(leaf);
      }),
    );
  });

  it('is the only form in which leaves are read', () => {
    const good = vector.outcome.leaf_json;
    expect(parseLeaf(Buffer.from(good))).to.include({ kind: 'outcome', intentIndex: 0, outcome: 'answered' });
    const bad: Record<string, string> = {
      'a space': good.replace(':', ': '),
      'a further field': good.replace('"v":1', '"v":1,"w":1'),
      'another version': good.replace('"v":1', '"v":2'),
      'another order': good.replace('"n":2,"o":"XA-POL"', '"o":"XA-POL","n":2'),
      'a field twice': good.replace('"v":1', '"v":1,"v":1'),
      'a time without milliseconds': good.replace('.137Z', 'Z'),
      'a time with an offset': good.replace('.137Z', '.137+00:00'),
      'an unknown kind': good.replace('outcome', 'surprise'),
      'an unknown section': good.replace('"result"', '"resulX"'),
      'a commitment of 31 bytes': good.replace(/"result":"[^"]+"/, `"result":"${Buffer.alloc(31).toString('base64')}"`),
      'a counter as text': good.replace('"n":2', '"n":"2"'),
      'a counter beyond 2^53': good.replace('"n":2', '"n":9007199254740993'),
      'an authority in lower case': good.replace('XA-POL', 'xa-pol'),
      'a bucket that is a path': good.replace('sis-3y/2026-W01', '../../etc/passwd'),
      'a byte order mark': `\ufeff${good}`,
      nothing: '',
      null: 'null',
    };
    for (const [name, text] of Object.entries(bad)) expect(parseLeaf(Buffer.from(text)), name).to.equal(undefined);
    expect(parseLeaf(Buffer.alloc(65_536, 0x20))).to.equal(undefined);
  });
});

describe('vault primitives', () => {
  it('wrap keys as RFC 3394 does', () => {
    // RFC 3394 section 4.6: 256 bits of key data with a 256-bit KEK.
    const kek = hex('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
    const key = hex('00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f');
    const wrapped = '28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21';
    expect(toHex(wrapKey(kek, key))).to.equal(wrapped);
    expect(unwrapKey(kek, hex(wrapped))!.equals(key)).to.be.true;
    expect(unwrapKey(key, hex(wrapped))).to.equal(undefined);
    expect(unwrapKey(kek, hex(wrapped).subarray(1))).to.equal(undefined);
  });

  it('compute HMAC-SHA-256', () => {
    // RFC 4231 test case 2: key "Jefe".
    const mac = withHmac(Buffer.from('Jefe'), (hmac) => hmac(Buffer.from('what do ya want for nothing?')));
    expect(toHex(mac)).to.equal('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.uint8Array({ maxLength: 64 }), (key, label) => {
        const own = withHmac(key, (hmac) => hmac(label));
        expect(own.equals(createHmac('sha256', key).update(label).digest())).to.be.true;
      }),
    );
    expect(() => withHmac(randomBytes(65), (hmac) => hmac(randomBytes(1)))).to.throw(RangeError);
    expect(() => withHmac(randomBytes(32), (hmac) => hmac(randomBytes(65)))).to.throw(RangeError);
  });

  it('never give the same random bytes twice', () => {
    const seen = new Set(Array.from({ length: 5_000 }, () => toHex(freshRandom(44))));
    expect(seen.size).to.equal(5_000);
    expect(() => freshRandom(257)).to.throw(RangeError);
  });

  it('name buckets by ISO week, whose year is that of its Thursday', () => {
    // ISO 8601: 2026-12-31 is a Thursday; 2027-01-01 to 03 belong to 2026-W53; 2025-12-29 begins 2026-W01.
    const weeks: [string, string][] = [
      ['2026-01-01T00:00:00.000Z', '2026-W01'],
      ['2025-12-28T23:59:59.999Z', '2025-W52'],
      ['2025-12-29T00:00:00.000Z', '2026-W01'],
      ['2027-01-03T23:59:59.999Z', '2026-W53'],
      ['2027-01-04T00:00:00.000Z', '2027-W01'],
      ['2026-11-23T12:00:00.000Z', '2026-W48'],
    ];
    for (const [time, week] of weeks) expect(bucketOf('sis-3y', Date.parse(time))).to.equal(`sis-3y/${week}`);
    expect(parseBucket('ops/2026-W53')).to.deep.equal({ retention: 'ops', week: '2026-W53' });
    for (const bad of ['ops/2026-W54', 'ops/2026-W00', '../2026-W01', 'ops', 'ops/2026-W01/x', 'other/2026-W01']) {
      expect(parseBucket(bad), bad).to.equal(undefined);
    }
  });
});
