import { expect } from 'chai';
import fc from 'fast-check';
import { parseTokenRequest, TokenRequestError } from '../../src/idp/token-request.js';

const form = (parameters: Record<string, string>): string => new URLSearchParams(parameters).toString();
const grant = { grant_type: 'client_credentials', officer: 'officer-17' };

describe('requests for a token', () => {
  it('say who is to be named, and the rest may be left out', () => {
    expect(parseTokenRequest(form(grant))).to.deep.equal({
      officer: 'officer-17',
      roles: [],
      unit: undefined,
      audience: undefined,
      lifetimeSeconds: undefined,
    });
    expect(
      parseTokenRequest(
        form({ ...grant, roles: 'searcher  sirene', unit: 'Wache Süd', audience: 'urn:x', lifetime: '900' }),
      ),
    ).to.deep.equal({
      officer: 'officer-17',
      roles: ['searcher', 'sirene'],
      unit: 'Wache Süd',
      audience: 'urn:x',
      lifetimeSeconds: 900,
    });
  });

  it('are refused with an error of RFC 6749 and nothing else, whatever is sent', () => {
    const parameter = fc.constantFrom('grant_type', 'officer', 'roles', 'unit', 'audience', 'lifetime', 'client_id');
    const forms = fc.oneof(
      fc.string(),
      fc.dictionary(parameter, fc.string()).map(form),
      fc.dictionary(parameter, fc.string()).map((parameters) => form({ ...parameters, ...grant })),
    );
    fc.assert(
      fc.property(forms, (text) => {
        try {
          const { officer, lifetimeSeconds = 600, roles } = parseTokenRequest(text);
          expect(officer).to.match(/^[\x21-\x7e]{1,128}$/);
          expect(lifetimeSeconds).to.be.within(1, 900);
          expect(roles.length).to.be.at.most(32);
        } catch (error) {
          expect(error).to.be.instanceOf(TokenRequestError);
        }
      }),
    );
  });
});
