import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { subjectUris, summarize, thumbprintsOf } from '../../../src/gateway/identity/certificate.js';
import { createRoot, issueClient, issueServer } from '../../../src/pki/certificates.js';
import { systemClock } from '../../../src/shared/clock.js';
import { projectRoot } from '../../../src/shared/project-root.js';

describe('client certificates', () => {
  it('have the thumbprint of RFC 8705 appendix A', async () => {
    const pem = await readFile(join(projectRoot, 'test/vectors/rfc8705/appendix-a.pem'));
    const { thumbprint, sha256 } = thumbprintsOf(new X509Certificate(pem));
    expect(thumbprint).to.equal('A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0');
    expect(Buffer.from(sha256, 'hex').toString('base64url')).to.equal(thumbprint);
    expect(sha256).to.match(/^[0-9a-f]{64}$/);
  });

  it('name every URI as it stands, commas and quotes included', async () => {
    const ca = await createRoot({ clock: systemClock, commonName: 'Test root' });
    const uris = ['urn:ostiary:authority:xa:police', 'urn:x:a, URI:urn:ostiary:authority:xb:border', 'urn:x:"quoted"'];
    const { certificatePem } = await issueClient({ ca, commonName: 'x', uris });
    expect(subjectUris(new X509Certificate(certificatePem))).to.deep.equal(uris);
  });

  it('have no URI in other kinds of names', async () => {
    const ca = await createRoot({ clock: systemClock, commonName: 'Test root' });
    const { certificatePem } = await issueServer({
      ca,
      commonName: 'urn:ostiary:authority:xa:police',
      dnsNames: ['urn:ostiary:authority:xa:police'],
      ipAddresses: ['127.0.0.1', '::1'],
    });
    const certificate = new X509Certificate(certificatePem);
    expect(subjectUris(certificate)).to.deep.equal([]);
    expect(summarize(certificate, []).subjectUris).to.deep.equal([]);
  });
});
