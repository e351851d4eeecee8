/** Whose gateway this is, and how it asks those of other states: a file of its operator (docs/prum-router.md). */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { hostAndPort } from '../../audit/completeness/partners.js';
import { loadVerifierKey } from '../../audit/log/log-key.js';
import { parseVerifierKey } from '../../audit/note/key.js';

/** The gateway of another state. Files with certificates and keys are read when it is asked, since they are renewed. */
export interface PartnerSettings {
  /** ISO 3166-1 alpha-2. */
  readonly memberState: string;
  /** "host:port" */
  readonly address: string;
  /** Code under which this gateway is registered there, and logs here what it asks there. No two partners have the same. */
  readonly askAs: string;
  /** Client certificate and key for that gateway, and the trust anchors for its own; PEM. */
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly caFile: string;
  /** Verifier key of its log (C2SP vkey), and the name in it, which is the log's origin. */
  readonly vkey: string;
  readonly origin: string;
  /** How this gateway vouches there for the officers who ask: by pseudonym, with a key of its own. */
  readonly token: {
    readonly issuer: string;
    readonly audience: string;
    /** Private JWK (EC P-256 or Ed25519) with "kid"; readable by its owner alone. */
    readonly keyFile: string;
  };
}

/** What the file says. */
export interface PartnerFile {
  /** State whose gateway this is: for it, other states' questions are answered. */
  readonly memberState: string;
  readonly partners: readonly PartnerSettings[];
}

/** More than there are states. */
const MOST_PARTNERS = 40;

const state = z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters (ISO 3166-1 alpha-2)');
const name = z.string().min(1).max(256);

const schema = z
  .strictObject({
    version: z.literal(1),
    memberState: state,
    partners: z
      .array(
        z.strictObject({
          memberState: state,
          address: hostAndPort,
          askAs: z
            .string()
            .max(64)
            .regex(/^[A-Z]{2}-[A-Z0-9]+(-[A-Z0-9]+)*$/, 'must be an authority such as XA-NCP'),
          certificateFile: name,
          keyFile: name,
          caFile: name,
          vkeyFile: name,
          token: z.strictObject({ issuer: name, audience: name, keyFile: name }),
        }),
      )
      .max(MOST_PARTNERS),
  })
  .superRefine(({ memberState, partners }, context) => {
    const seen = { memberState: new Set<string>([memberState]), askAs: new Set<string>() };
    partners.forEach((partner, at) => {
      for (const field of ['memberState', 'askAs'] as const) {
        const path = ['partners', at, field];
        if (seen[field].has(partner[field])) context.addIssue({ code: 'custom', path, message: 'must be unique' });
        seen[field].add(partner[field]);
      }
      if (!partner.askAs.startsWith(`${memberState}-`)) {
        context.addIssue({ code: 'custom', path: ['partners', at, 'askAs'], message: `must be of ${memberState}` });
      }
    });
  });

/** Loads the file; paths in it are relative to its folder. Rejects with an Error that names every broken field. */
export async function loadPartnerFile(path: string): Promise<PartnerFile> {
  const parsed = schema.safeParse(parseJson(await readFile(path, 'utf8')));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`);
    throw new Error(`Prüm partners: ${problems.join('; ')}`);
  }
  const at = (file: string): string => resolve(dirname(path), file);
  const { memberState, partners } = parsed.data;
  return {
    memberState,
    partners: await Promise.all(
      partners.map(async ({ vkeyFile, token, ...partner }) => {
        const vkey = await loadVerifierKey(at(vkeyFile));
        return {
          ...partner,
          certificateFile: at(partner.certificateFile),
          keyFile: at(partner.keyFile),
          caFile: at(partner.caFile),
          vkey,
          origin: parseVerifierKey(vkey).name,
          token: { ...token, keyFile: at(token.keyFile) },
        };
      }),
    ),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text around the fault.
    throw new Error('Prüm partners: not well-formed JSON');
  }
}
