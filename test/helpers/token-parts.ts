/** What a token verifier needs, without database and network. */
import { createKeySources } from '../../src/gateway/identity/key-source.js';
import type { TokenVerifierOptions } from '../../src/gateway/identity/officer-token.js';
import type { SigningKey } from '../../src/gateway/identity/signing-keys.js';
import { parseKeySet } from '../../src/gateway/identity/signing-keys.js';
import type { Sighting, TokenSightings } from '../../src/gateway/identity/token-sightings.js';
import type { Clock } from '../../src/shared/clock.js';
import { Refusal } from '../../src/shared/refusal.js';

/** The memory of one process, for tests that are not about sharing it. */
export function sightingsInMemory(): TokenSightings & { readonly seen: Sighting[] } {
  const seen: Sighting[] = [];
  return {
    seen,
    remember(sighting, now) {
      const alive = seen.find(
        ({ authority, tokenId, expiresAtMs }) =>
          authority === sighting.authority && tokenId === sighting.tokenId && expiresAtMs > now,
      );
      if (alive !== undefined && alive.token !== sighting.token) {
        return Promise.reject(new Refusal('TOKEN_REPLAYED', 'another token'));
      }
      seen.push(sighting);
      return Promise.resolve();
    },
  };
}

/** Options of a verifier for this audience. */
export const tokenParts = (audience: string, clock: Clock): TokenVerifierOptions => ({
  audience,
  clock,
  keysOf: createKeySources({ clock }),
  sightings: sightingsInMemory(),
});

/** A public key as the registry holds it. */
export const registered = (jwk: object): SigningKey => parseKeySet(JSON.stringify({ keys: [jwk] }))[0]!;
