/** An authority of the synthetic Member States XA to XD (user-assigned codes of ISO 3166-1), or of the Union. */
export interface DevelopmentAuthority {
  /** Code in the registry and the log; its first two letters are the Member State. */
  readonly code: string;
  readonly displayName: string;
  readonly kinds: readonly string[];
  /** Codes of the authorities whose entries it may read. */
  readonly oversees?: readonly string[];
  /** It may read the entries of all authorities of its Member State. */
  readonly overseesState?: boolean;
  readonly suspended?: boolean;
  /** The certificate stands on the revocation list from the start. */
  readonly revoked?: boolean;
}

/** One authority of each kind and state that the demonstration and the tests need. */
export const DEVELOPMENT_AUTHORITIES: readonly DevelopmentAuthority[] = [
  { code: 'XA-POLICE', displayName: 'Police of Xanadu (synthetic)', kinds: ['POL'] },
  { code: 'XB-BORDER', displayName: 'Border Guard of Exland (synthetic)', kinds: ['BOR'] },
  { code: 'XB-POLICE', displayName: 'Police of Exland (synthetic)', kinds: ['POL'] },
  { code: 'XA-NCP', displayName: 'Prüm contact point of Xanadu (synthetic)', kinds: ['NCP'] },
  { code: 'XB-NCP', displayName: 'Prüm contact point of Exland (synthetic)', kinds: ['NCP'] },
  { code: 'XF-POLICE', displayName: 'Police of Faraway (synthetic)', kinds: ['POL'] },
  { code: 'EU-EUROPOL', displayName: 'Europol (synthetic)', kinds: ['EUROPOL'] },
  { code: 'XC-VEHICLES', displayName: 'Vehicle Registration of Excelsia (synthetic)', kinds: ['VRS_GOV'] },
  { code: 'XB-SIRENE', displayName: 'SIRENE Bureau of Exland (synthetic)', kinds: ['SIR'] },
  { code: 'XA-SIRENE', displayName: 'SIRENE Bureau of Xanadu (synthetic)', kinds: ['SIR'] },
  { code: 'XC-SIRENE', displayName: 'SIRENE Bureau of Excelsia (synthetic)', kinds: ['SIR'] },
  { code: 'XD-SIRENE', displayName: 'SIRENE Bureau of Xyland (synthetic)', kinds: ['SIR'] },
  { code: 'XA-NSIS', displayName: 'N.SIS Office of Xanadu (synthetic)', kinds: ['NSIS'] },
  { code: 'XB-NSIS', displayName: 'N.SIS Office of Exland (synthetic)', kinds: ['NSIS_PARTIAL'] },
  { code: 'XB-COURT', displayName: 'Investigating Court of Exland (synthetic)', kinds: ['JUD'] },
  { code: 'XA-CAP', displayName: 'Central Access Point of Xanadu (synthetic)', kinds: ['CAP'] },
  { code: 'XA-PIU', displayName: 'Passenger Information Unit of Xanadu (synthetic)', kinds: ['PIU'] },
  { code: 'XB-PIU', displayName: 'Passenger Information Unit of Exland (synthetic)', kinds: ['PIU'] },
  { code: 'XC-PIU', displayName: 'Passenger Information Unit of Excelsia (synthetic)', kinds: ['PIU'] },
  { code: 'XA-AIR', displayName: 'Xanadu Air (synthetic)', kinds: ['CARRIER'] },
  { code: 'XB-AIR', displayName: 'Exland Airways (synthetic)', kinds: ['CARRIER'] },
  { code: 'XA-CRIME', displayName: 'Serious Crime Unit of Xanadu (synthetic)', kinds: ['LEA_UNIT'] },
  { code: 'XA-COURT', displayName: 'Court of Xanadu (synthetic)', kinds: ['JUD'] },
  {
    code: 'XA-PIU-DPO',
    displayName: 'Data Protection Officer of the Passenger Information Unit of Xanadu (synthetic)',
    kinds: ['DPO'],
    oversees: ['XA-PIU', 'XA-CRIME', 'XA-AIR', 'XB-AIR'],
  },
  {
    code: 'EU-EUROPOL-DPO',
    displayName: 'Data Protection Officer of Europol (synthetic)',
    kinds: ['DPO'],
    oversees: ['EU-EUROPOL'],
  },
  {
    code: 'XA-DPO',
    displayName: 'Data Protection Officer of the Police of Xanadu (synthetic)',
    kinds: ['DPO'],
    oversees: ['XA-POLICE'],
  },
  {
    code: 'XA-SUPERVISOR',
    displayName: 'Data Protection Authority of Xanadu (synthetic)',
    kinds: ['DPA'],
    overseesState: true,
  },
  {
    code: 'XB-DPO',
    displayName: 'Data Protection Officer of the Border Guard of Exland (synthetic)',
    kinds: ['DPO'],
    oversees: ['XB-BORDER'],
  },
  { code: 'XA-REVOKED', displayName: 'Former police unit of Xanadu (synthetic)', kinds: ['POL'], revoked: true },
];

/** URI in the authority's certificate: urn:ostiary:authority:<cc>:<name>, lower case. */
export function authorityUri(code: string): string {
  const { state, name } = split(code);
  return `urn:ostiary:authority:${state}:${name}`;
}

/** Issuer of the tokens of the authority's officers; a reserved domain (RFC 2606), never resolved. */
export function tokenIssuerOf(code: string): string {
  const { state, name } = split(code);
  return `https://idp.${name}.${state}.example`;
}

function split(code: string): { state: string; name: string } {
  const match = /^([A-Z]{2})-([A-Z0-9]+(?:-[A-Z0-9]+)*)$/.exec(code);
  if (match?.[1] === undefined || match[2] === undefined) throw new TypeError('code: must look like XA-POLICE');
  return { state: match[1].toLowerCase(), name: match[2].toLowerCase() };
}
