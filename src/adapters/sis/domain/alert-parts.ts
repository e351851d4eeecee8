/** Parts of alerts on persons. Articles are those of Regulation (EU) 2018/1862 unless another instrument is named. */

/** Biometric data that an alert holds (Art. 20(3)(w) to (y)): which, never the samples. */
export const BIOMETRIC_TYPES = [
  'photograph',
  'facial_image',
  'fingerprints',
  'palm_prints',
  'latent_fingerprints',
  'latent_palm_prints',
  'dna_profile',
] as const;
export type BiometricType = (typeof BIOMETRIC_TYPES)[number];

/** Prints from the scene of a crime: all that an alert on an unknown wanted person may hold (Art. 40). */
export const LATENT_PRINTS: ReadonlySet<BiometricType> = new Set(['latent_fingerprints', 'latent_palm_prints']);

/** Why a check may be asked for (Art. 36(3)(a) to (c), (4)). */
export const CHECK_CIRCUMSTANCES = ['36-3-a', '36-3-b', '36-3-c', '36-4'] as const;
export type CheckCircumstance = (typeof CHECK_CIRCUMSTANCES)[number];

/** What a refusal of entry and stay rests on (Regulation (EU) 2018/1861 Art. 20(2)(q)). */
export const REFUSAL_BASES = [
  'conviction',
  'serious_threat',
  'circumvention',
  'entry_ban',
  'restrictive_measure',
] as const;
export type RefusalBasis = (typeof REFUSAL_BASES)[number];

/** What a return decision says (Regulation (EU) 2018/1860 Art. 4(1)(o), (x) to (z)). */
export interface ReturnDecision {
  /** Last day of the period for voluntary departure, YYYY-MM-DD, or that none was granted. */
  readonly departureUntil: string;
  readonly suspended: boolean;
  readonly entryBan: boolean;
  /** The person poses a threat to public policy, public security or national security. */
  readonly threat: boolean;
}

/** Stands in departureUntil where no period was granted. */
export const NO_DEPARTURE_PERIOD = 'none_granted';

/** A European Arrest Warrant or extradition request attached to an alert for arrest (Arts. 27 to 29): what it is, not the copy. */
export interface Attachment {
  readonly kind: 'european_arrest_warrant' | 'translation' | 'extradition_request';
  /** Reference at the issuing judicial authority. */
  readonly reference: string;
  /** ISO 639-1. */
  readonly language: string;
  /** YYYY-MM-DD. */
  readonly issuedOn: string;
  /** SHA-256 of the copy in lower-case hex: whoever gets it can tell that it is the one. */
  readonly sha256: string;
}

/** Data about the victim of a misused identity, each with a consent of its own (Art. 62(2)). */
export const VICTIM_FIELDS = [
  'surname',
  'forename',
  'namesAtBirth',
  'previousNames',
  'physicalCharacteristics',
  'placeOfBirth',
  'dateOfBirth',
  'gender',
  'nationalities',
  'documents',
  'address',
  'fatherName',
  'motherName',
  'photographs',
  'prints',
] as const;
export type VictimField = (typeof VICTIM_FIELDS)[number];

/**
 * The person whose identity is misused, as they let themselves be described so that they are not taken for the one sought
 * (Art. 62). Goes with the alert, or when the victim asks.
 */
export interface Victim {
  readonly surname?: string;
  readonly forename?: string;
  readonly namesAtBirth?: string;
  readonly previousNames?: readonly string[];
  readonly physicalCharacteristics?: string;
  readonly placeOfBirth?: string;
  readonly dateOfBirth?: string;
  readonly gender?: 'female' | 'male' | 'other';
  readonly nationalities?: readonly string[];
  readonly documents?: readonly {
    readonly kind: string;
    readonly number: string;
    readonly issuingCountry: string;
    readonly issuedOn: string;
  }[];
  readonly address?: string;
  readonly fatherName?: string;
  readonly motherName?: string;
  /** Availability, never the image or print. */
  readonly photographs?: true;
  readonly prints?: true;
  /** References of the explicit consents by what they cover. */
  readonly consents: Readonly<Partial<Record<VictimField, string>>>;
}

/** An information alert rests on a proposal of Europol (Art. 37a). */
export interface InformationProposal {
  /** Reference of the proposal. */
  readonly europolReference: string;
  /** What the person is suspected of: of the offences that fall under Europol's competence. */
  readonly suspectedOf: string;
}
