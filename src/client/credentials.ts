/** What a client of the gateway needs: its certificate, its key, and the CA it trusts. PEM texts. */
export interface ClientCredentials {
  /** Certificate chain, the client's own certificate first. */
  readonly certificatePem: string;
  readonly keyPem: string;
  /** Trust anchors for the gateway's certificate. */
  readonly caPem: string;
}
