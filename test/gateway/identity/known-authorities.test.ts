/** The registry as systems see it: what is in force, and nobody who is suspended. */
import { expect } from 'chai';
import { KnownAuthorities } from '../../../src/gateway/identity/known-authorities.js';
import { parseRegistry } from '../../../src/gateway/identity/registry.js';

const registry = (...entries: readonly (readonly [code: string, kind: string, suspended?: boolean])[]) =>
  parseRegistry(
    JSON.stringify({
      version: 1,
      authorities: entries.map(([code, kind, suspended = false]) => ({
        ...{ code, kinds: [kind], suspended, displayName: 'Synthetic', memberState: code.slice(0, 2) },
        uri: `urn:ostiary:authority:${code.slice(0, 2).toLowerCase()}:${code.slice(3).toLowerCase()}`,
      })),
    }),
  );

describe('authorities as systems know them', () => {
  it('are those of the registry in force that are not suspended', () => {
    let current = registry(['XA-PIU', 'PIU'], ['XB-PIU', 'PIU', true], ['XB-UNIT', 'PIU'], ['XB-CRIME', 'LEA_UNIT']);
    const known = new KnownAuthorities();
    known.attach(() => current);
    expect(known.find('XA-PIU')).to.include({ memberState: 'XA' });
    expect(known.find('XB-PIU')).to.equal(undefined);
    expect(known.find('XC-PIU')).to.equal(undefined);
    expect(known.ofKind('PIU', 'XB').map(({ code }) => code)).to.deep.equal(['XB-UNIT']);
    current = registry(['XB-PIU', 'PIU']);
    expect(known.find('XB-PIU')).to.include({ code: 'XB-PIU' });
    expect(known.find('XA-PIU')).to.equal(undefined);
  });

  it('are not guessed before there is a registry', () => {
    expect(() => new KnownAuthorities().find('XA-PIU')).to.throw('before there was a registry');
  });
});
