import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readConfig } from '../../src/gateway/config.js';
import { configurationDocument } from '../../src/gateway/config-document.js';
import { projectRoot } from '../../src/shared/project-root.js';

describe('the configuration', () => {
  it('has a default for everything, relative to the working directory', () => {
    const config = readConfig({}, '/somewhere');
    expect(config.dataDirectory).to.equal('/somewhere/.ostiary');
    expect(config.credentialsDirectory).to.equal('/somewhere/certs-dev/gateway');
    expect(config.listen).to.deep.equal({ host: '127.0.0.1', port: 8443 });
    expect(config.databaseUrl).to.equal(undefined);
    expect(config.tlsMinVersion).to.equal('TLSv1.3');
    expect(config.seedAlerts).to.equal(100_000);
  });

  it('names every unknown and every wrong variable at once, and no value', () => {
    const environment = {
      OSTIARY_LISTEN_PORT: '70000',
      OSTIARY_TLS_MIN_VERSION: 'SSLv3-secret',
      OSTIARY_LOG_ORIGIN: 'two words',
      OSTIARY_LISTEN_PROT: '8443',
      OSTIARY_REFLECTION: 'perhaps',
    };
    expect(() => readConfig(environment)).to.throw(
      /OSTIARY_LISTEN_PROT: no such variable[^]*OSTIARY_LISTEN_PORT[^]*OSTIARY_TLS_MIN_VERSION[^]*OSTIARY_LOG_ORIGIN[^]*OSTIARY_REFLECTION/,
    );
    expect(() => readConfig(environment)).not.to.throw(/secret|70000|perhaps/);
  });

  for (const value of ['', ' ', '-1', '1.5', '0x10', '1e3', '12345678901']) {
    it(`takes no whole number from "${value}"`, () => {
      expect(() => readConfig({ OSTIARY_MAX_CALLS: value })).to.throw(/OSTIARY_MAX_CALLS/);
    });
  }

  it('can switch the public face of the log off', () => {
    expect(readConfig({}).tiles).to.deep.equal({ host: '127.0.0.1', port: 9465 });
    expect(readConfig({ OSTIARY_TILES_PORT: 'off' }).tiles).to.equal(undefined);
    expect(() => readConfig({ OSTIARY_TILES_PORT: 'OFF' })).to.throw(/OSTIARY_TILES_PORT/);
    expect(() => readConfig({ OSTIARY_TILES_PORT: '65536' })).to.throw(/OSTIARY_TILES_PORT/);
  });

  it('has witnesses only with a policy, and waits for them only when told to', () => {
    expect(readConfig({}).witnesses).to.equal(undefined);
    expect(readConfig({ OSTIARY_WITNESS_MODE: 'sync' }).witnesses).to.equal(undefined);
    expect(readConfig({ OSTIARY_WITNESS_POLICY: '/etc/witnesses' }).witnesses).to.deep.equal({
      policyFile: '/etc/witnesses',
      mode: 'async',
      deadlineMs: 10_000,
      stopMs: 14_400_000,
    });
    expect(() => readConfig({ OSTIARY_WITNESS_MODE: 'none' })).to.throw(/OSTIARY_WITNESS_MODE/);
  });

  it('knows a token only with its PIN', () => {
    expect(readConfig({}).pkcs11).to.equal(undefined);
    const both = { OSTIARY_PKCS11_MODULE: '/usr/lib/hsm.so', OSTIARY_PKCS11_PIN_FILE: 'pin' };
    expect(readConfig(both, '/etc').pkcs11).to.deep.equal({ module: '/usr/lib/hsm.so', pinFile: '/etc/pin' });
    for (const [name, value] of Object.entries(both)) {
      expect(() => readConfig({ [name]: value })).to.throw(
        /OSTIARY_PKCS11_MODULE, OSTIARY_PKCS11_PIN_FILE: go together/,
      );
    }
  });

  it('leaves other programs’ variables alone', () => {
    expect(() => readConfig({ PATH: '/bin', HOME: '/root' })).not.to.throw();
  });

  it('is documented', () => {
    expect(readFileSync(join(projectRoot, 'docs/configuration.md'), 'utf8')).to.equal(configurationDocument());
  });
});
