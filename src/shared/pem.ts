/** One block of a PEM file (RFC 7468). */
export interface PemBlock {
  /** The block with its boundary lines, ending in a line break. */
  readonly pem: string;
  readonly der: Buffer;
}

/** Blocks of one label, in file order. Text between blocks and blocks of other labels are passed over. */
export function pemBlocks(text: string, label: 'CERTIFICATE' | 'X509 CRL' | 'PRIVATE KEY'): PemBlock[] {
  const pattern = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]*)-----END ${label}-----`, 'g');
  return Array.from(text.matchAll(pattern), ([pem, body = '']) => ({
    pem: `${pem}\n`,
    der: Buffer.from(body, 'base64'),
  }));
}
