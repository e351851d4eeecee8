/** Profiles of message files, made ready to be compared: batch by batch, with what must be passed over. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DnaData } from '../formats/prum-dna/message.js';
import { DnaProbe, DnaProbeKind } from '../gen/ostiary/prum/v1/dna.js';
import { readProfile } from '../matching/dna/profile.js';
import { readMessageFile } from './prum-message-file.js';

/** Profiles of a batch: as many as the contract lets one comparison have. */
const BATCH = 25;

/** How the contract wants a reference number. */
const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$/;

/** Some profiles of a file. */
export interface ProfileBatch {
  readonly probes: DnaProbe[];
  readonly skipped: readonly { readonly profile: string; readonly rule: string }[];
  /** Profiles of the file, from the first, that are gone through with it. */
  readonly done: number;
}

/** A message file. */
export interface ComparisonFile {
  readonly name: string;
  /** Of its bytes, in hex. */
  readonly sha256: string;
  /** Profiles in it. */
  readonly profiles: number;
  /** The profiles of these numbers; or else the next ones after so many. */
  batch(after: { readonly done: number; readonly unanswered: readonly string[] }): ProfileBatch;
}

/** Message files of a folder, in the order of their names. */
export async function messageFiles(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.toLowerCase().endsWith('.xml')).sort();
  if (names.length === 0) throw new Error(`${folder}: has no message files (*.xml)`);
  return names.map((name) => join(folder, name));
}

/**
 * Reads a file. Throws an Error when it is no message, or not one that asks this state for a comparison. With
 * `unidentifiedAlone` profiles of persons are passed over (Decision 2008/615/JHA Art. 4(1)).
 */
export async function readComparisonFile(
  path: string,
  state: string,
  { unidentifiedAlone }: { readonly unidentifiedAlone: boolean },
): Promise<ComparisonFile> {
  const bytes = await readFile(path);
  const { direction, requesting, datas } = readMessageFile(path, bytes);
  if (direction !== 'request' || datas.some(({ requestType }) => requestType !== 'comparison')) {
    throw new Error(`${path}: is no request for a comparison (direction R, reqtype 4)`);
  }
  if (requesting.destination !== state) {
    throw new Error(`${path}: is for ${requesting.destination}, not for ${state}`);
  }
  const seen = new Set<string>();
  // Of equal numbers the first counts, whichever batch it is in.
  const rules = datas.map((data) => {
    const rule = seen.has(data.profileIdent) ? 'REPEATED_REFERENCE' : ruleAgainst(data, unidentifiedAlone);
    seen.add(data.profileIdent);
    return rule;
  });
  return {
    name: basename(path),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    profiles: datas.length,
    batch({ done, unanswered }) {
      const isAgain = unanswered.length > 0;
      const wanted = [...datas.entries()].filter(([at, { profileIdent }]) =>
        isAgain ? rules[at] === undefined && unanswered.includes(profileIdent) : at >= done && at < done + BATCH,
      );
      return {
        probes: wanted.filter(([at]) => rules[at] === undefined).map(([, data]) => probeOf(data)),
        skipped: wanted.flatMap(([at, { profileIdent: profile }]) => {
          const rule = rules[at];
          return rule === undefined ? [] : [{ profile, rule }];
        }),
        done: isAgain ? done : Math.min(done + BATCH, datas.length),
      };
    },
  };
}

/** Why a profile is passed over, if it is: the first rule that it breaks. */
function ruleAgainst({ kind, profileIdent, profile }: DnaData, unidentifiedAlone: boolean): string | undefined {
  if (!REFERENCE.test(profileIdent)) return 'REFERENCE_FORM';
  if (unidentifiedAlone && kind === 'person') return 'IDENTIFIED';
  const reading = readProfile({
    id: profileIdent,
    kind: kind === 'person' ? 'reference' : 'unidentified',
    loci: profile.loci,
  });
  return 'profile' in reading ? undefined : reading.rejections[0].code;
}

const probeOf = ({ kind, profileIdent, profile }: DnaData): DnaProbe =>
  DnaProbe.fromPartial({
    kind: DnaProbeKind[kind === 'person' ? 'IDENTIFIED' : 'UNIDENTIFIED'],
    ownReference: profileIdent,
    loci: profile.loci.map(({ name, values }) => ({ name, alleles: [...values] })),
  });
