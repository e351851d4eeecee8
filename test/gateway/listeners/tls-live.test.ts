import { once } from 'node:events';
import { mkdir, readFile, readdir, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { createRoot, toPem, type Credential } from '../../../src/pki/certificates.js';
import { issueCrl } from '../../../src/pki/revocation.js';
import { systemClock } from '../../../src/shared/clock.js';
import { createTestPki, entry, KNOWN, type TestPki } from '../../helpers/test-pki.js';
import { knock, openDoor, type Door } from '../../helpers/tls-door.js';

const HOUR_MS = 60 * 60 * 1000;

describe('connections and credentials while the TLS door is open', () => {
  let pki: TestPki;
  let ca: string;
  let police: Credential;
  let border: Credential;
  const doors: Door[] = [];

  const open = async (...args: Parameters<typeof openDoor>): Promise<Door> => {
    const door = await openDoor(...args);
    doors.push(door);
    return door;
  };

  beforeEach(async () => {
    pki = await createTestPki();
    ca = await readFile(join(pki.directory, 'ca.pem'), 'utf8');
    [police, border] = await Promise.all([pki.client('XA-POLICE'), pki.client('XB-BORDER')]);
  });

  afterEach(async () => {
    await Promise.all(doors.splice(0).map(({ listener }) => listener.close(0)));
    await pki.remove();
  });

  describe('revocation', () => {
    it('cuts the revoked client and leaves the other alone', async () => {
      const door = await open(pki.directory);
      const [bad, good] = [knock(door, ca, police), knock(door, ca, border)];
      await Promise.all([bad.greeting, good.greeting]);
      await pki.write('crl.pem', await pki.lists(2, [police.serial]));
      expect(await door.listener.reload()).to.deep.equal({ ok: true });
      await bad.closed;
      const { reason, peer } = await door.cut.next();
      expect([reason, peer.authority.code]).to.deep.equal(['REVOKED', 'XA-POLICE']);
      expect(await good.echo('still here')).to.equal('still here');
      expect(door.cut.left).to.be.empty;

      await knock(door, ca, police).closed;
      const refusal = await door.refused.next();
      expect([refusal.reason, refusal.certificate?.serial.toLowerCase()]).to.deep.equal(['REVOKED', police.serial]);
      expect(await knock(door, ca, border).greeting).to.equal('grpc XB-BORDER');
    });

    it('refuses a revoked client that resumes the session it had before', async () => {
      const door = await open(pki.directory);
      const before = knock(door, ca, police);
      const [session] = (await once(before.socket, 'session')) as [Buffer];
      await before.greeting;
      await pki.write('crl.pem', await pki.lists(2, [police.serial]));
      await door.listener.reload();
      await before.closed;
      const after = knock(door, ca, police, { session });
      await after.closed;
      expect((await door.refused.next()).reason).to.equal('REVOKED');
    });

    it('admits nobody once a list has run out, and leaves those who are in', async () => {
      let now = Date.now();
      await pki.write('crl.pem', await pki.lists(2, [], new Date(now + HOUR_MS)));
      const door = await open(pki.directory, { clock: { now: () => now } });
      const inside = knock(door, ca, police);
      await inside.greeting;
      now = door.listener.crlExpiresAt();
      await knock(door, ca, border).closed;
      expect((await door.refused.next()).reason).to.equal('REVOCATION_UNKNOWN');
      expect(await inside.echo('still here')).to.equal('still here');
    });

    it('tells when the first list runs out', async () => {
      const until = new Date(Math.floor(Date.now() / 1000) * 1000 + HOUR_MS);
      await pki.write('crl.pem', await pki.lists(2, [], until));
      const door = await open(pki.directory);
      expect(door.listener.crlExpiresAt()).to.equal(until.getTime());
    });
  });

  describe('expiry', () => {
    it('cuts a connection when its certificate runs out, and refuses its resumed session', async () => {
      const door = await open(pki.directory);
      // Certificates count in whole seconds; two to three seconds are left for the handshake.
      const brief = await pki.client('XA-POLICE', { notAfter: new Date(Date.now() + 3000) });
      const first = knock(door, ca, brief);
      const [session] = (await once(first.socket, 'session')) as [Buffer];
      const other = knock(door, ca, border);
      await Promise.all([first.greeting, other.greeting]);
      expect((await door.cut.next()).reason).to.equal('EXPIRED');
      await first.closed;
      const second = knock(door, ca, brief, { session });
      await once(second.socket, 'secureConnect');
      expect(second.socket.isSessionReused()).to.equal(true);
      await second.closed;
      expect((await door.refused.next()).reason).to.equal('EXPIRED');
      expect(await other.echo('still here')).to.equal('still here');
    });
  });

  describe('registry', () => {
    const changes: [string, string, () => ReturnType<typeof entry>[]][] = [
      ['is suspended', 'AUTHORITY_SUSPENDED', () => [entry('XA-POLICE', { suspended: true }), entry('XB-BORDER')]],
      ['is struck off', 'AUTHORITY_UNKNOWN', () => [entry('XB-BORDER')]],
      ['gets other kinds', 'AUTHORITY_CHANGED', () => [entry('XA-POLICE', { kinds: ['CUS'] }), entry('XB-BORDER')]],
    ];
    for (const [what, reason, entries] of changes) {
      it(`cuts an authority that ${what}: ${reason}`, async () => {
        const door = await open(pki.directory);
        const [changed, same] = [knock(door, ca, police), knock(door, ca, border)];
        await Promise.all([changed.greeting, same.greeting]);
        const before = door.listener.authorities().byCode.get('XB-BORDER');
        await pki.writeRegistry(entries());
        await door.listener.reload();
        await changed.closed;
        expect((await door.cut.next()).reason).to.equal(reason);
        expect(await same.echo('still here')).to.equal('still here');
        expect(door.listener.authorities().byCode.get('XB-BORDER')).to.equal(before);
      });
    }
  });

  describe('reload', () => {
    it('serves a new certificate without dropping anybody', async () => {
      const door = await open(pki.directory);
      const before = knock(door, ca, police);
      await before.greeting;
      const server = await pki.server(new Date(Math.floor(Date.now() / 1000) * 1000 + HOUR_MS));
      await Promise.all([pki.write('server.pem', server.chainPem), pki.write('server.key', server.keyPem)]);
      expect(await door.listener.reload()).to.deep.equal({ ok: true });
      const after = knock(door, ca, police);
      await after.greeting;
      expect(BigInt(`0x${after.socket.getPeerX509Certificate()!.serialNumber}`)).to.equal(BigInt(`0x${server.serial}`));
      expect(door.listener.certificateExpiresAt() - Date.now()).to.be.within(0, HOUR_MS);
      expect(await before.echo('still here')).to.equal('still here');
    });

    it('keeps what is in force when the new key is not of the new certificate', async () => {
      const door = await open(pki.directory);
      const client = knock(door, ca, police);
      await client.greeting;
      const serial = client.socket.getPeerX509Certificate()!.serialNumber;
      const [one, other] = await Promise.all([pki.server(), pki.server()]);
      await Promise.all([pki.write('server.pem', one.chainPem), pki.write('server.key', other.keyPem)]);
      const result = await door.listener.reload();
      expect(result).to.deep.equal({ ok: false, problem: 'server.key: does not belong to server.pem' });
      expect(await door.reloads.next()).to.deep.equal(result);
      const next = knock(door, ca, police);
      expect(await next.greeting).to.equal('grpc XA-POLICE');
      expect(next.socket.getPeerX509Certificate()!.serialNumber).to.equal(serial);
      expect(await client.echo('still here')).to.equal('still here');
    });

    it('does not let an older list come back', async () => {
      await pki.write('crl.pem', await pki.lists(5, [police.serial]));
      const door = await open(pki.directory);
      await pki.write('crl.pem', await pki.lists(4));
      expect(await door.listener.reload()).to.deep.equal({
        ok: false,
        problem: 'crl.pem: a list has a lower number than the one in force',
      });
      await knock(door, ca, police).closed;
      expect((await door.refused.next()).reason).to.equal('REVOKED');
    });

    it('still asks for a certificate and for TLS 1.3 afterwards', async () => {
      const door = await open(pki.directory);
      await door.listener.reload();
      await knock(door, ca, undefined).closed;
      expect((await door.refused.next()).reason).to.equal('NO_CERTIFICATE');
      await knock(door, ca, police, { maxVersion: 'TLSv1.2' }).closed;
      expect((await door.refused.next()).tlsError).to.equal('ERR_SSL_UNSUPPORTED_PROTOCOL');
    });

    it('cuts clients of a certification authority that is trusted no more', async () => {
      const leaving = await createRoot({ clock: systemClock, commonName: 'Leaving root' });
      const list = await issueCrl({ ca: leaving, number: 1, revoked: [] });
      const lists = await pki.lists(1);
      await pki.write('ca.pem', ca + toPem(leaving.certificate));
      await pki.write('crl.pem', lists + list);
      const door = await open(pki.directory);
      const client = knock(door, ca, await pki.client('XA-POLICE', { ca: leaving }));
      expect(await client.greeting).to.equal('grpc XA-POLICE');
      await Promise.all([pki.write('ca.pem', ca), pki.write('crl.pem', lists)]);
      await door.listener.reload();
      await client.closed;
      expect((await door.cut.next()).reason).to.equal('UNTRUSTED_ISSUER');
    });
  });

  describe('watch', () => {
    it('notices a list that was put in place of another', async () => {
      const door = await open(pki.directory, { watch: true });
      const client = knock(door, ca, police);
      await client.greeting;
      await pki.write('crl.draft', await pki.lists(2, [police.serial]));
      await rename(join(pki.directory, 'crl.draft'), join(pki.directory, 'crl.pem'));
      await client.closed;
      expect((await door.cut.next()).reason).to.equal('REVOKED');
    });

    /** A generation of files, as Kubernetes lays them out beside the link "..data". */
    const generation = async (folder: string, name: string, lists: string): Promise<void> => {
      await mkdir(join(folder, name));
      for (const file of await readdir(pki.directory)) {
        const content = file === 'crl.pem' ? lists : await readFile(join(pki.directory, file), 'utf8');
        await writeFile(join(folder, name, file), content);
      }
    };
    const swapLink = async (target: string, link: string): Promise<void> => {
      await symlink(target, `${link}.next`);
      await rename(`${link}.next`, link);
    };

    it('follows the swap of a Kubernetes volume, twice', async () => {
      const other = await createTestPki();
      try {
        const volume = join(other.directory, 'volume');
        await mkdir(volume);
        await generation(volume, '..1', await pki.lists(1));
        await symlink('..1', join(volume, '..data'));
        const files = ['ca.pem', 'crl.pem', 'server.pem', 'server.key', 'authorities.json'];
        for (const file of files) await symlink(join('..data', file), join(volume, file));
        const door = await open(volume, { watch: true });
        const [first, second] = [knock(door, ca, police), knock(door, ca, border)];
        await Promise.all([first.greeting, second.greeting]);

        await generation(volume, '..2', await pki.lists(2, [police.serial]));
        await swapLink('..2', join(volume, '..data'));
        await first.closed;
        await generation(volume, '..3', await pki.lists(3, [police.serial, border.serial]));
        await swapLink('..3', join(volume, '..data'));
        await second.closed;
        await doors.pop()!.listener.close(0);
      } finally {
        await other.remove();
      }
    });

    it('follows the swap of a link to the directory itself, twice', async () => {
      const other = await createTestPki();
      try {
        const link = join(other.directory, 'current');
        await generation(other.directory, 'one', await pki.lists(1));
        await symlink('one', link);
        const door = await open(link, { watch: true });
        const [first, second] = [knock(door, ca, police), knock(door, ca, border)];
        await Promise.all([first.greeting, second.greeting]);

        await generation(other.directory, 'two', await pki.lists(2, [police.serial]));
        await swapLink('two', link);
        await first.closed;
        await unlink(link);
        await generation(other.directory, 'three', await pki.lists(3, [police.serial, border.serial]));
        await symlink('three', link);
        await second.closed;
        await doors.pop()!.listener.close(0);
      } finally {
        await other.remove();
      }
    });

    it('outlives the loss of the directory with its parent, and takes what comes back', async () => {
      const other = await createTestPki();
      try {
        const parent = join(other.directory, 'parent');
        await mkdir(parent);
        await generation(parent, 'current', await pki.lists(1));
        const door = await open(join(parent, 'current'), { watch: true });
        const inside = knock(door, ca, police);
        await inside.greeting;

        await rm(parent, { recursive: true });
        const unwatched = { ok: false, problem: 'the directory cannot be watched: ENOENT' };
        let report = await door.reloads.next();
        while (!report.ok && report.problem !== unwatched.problem) report = await door.reloads.next();
        expect(report).to.deep.equal(unwatched);
        expect(await inside.echo('still here')).to.equal('still here');
        expect(await knock(door, ca, border).greeting).to.equal('grpc XB-BORDER');

        // Put in place whole, as a half-written set would rightly be refused.
        const spare = join(other.directory, 'spare');
        await mkdir(spare);
        await generation(spare, 'current', await pki.lists(2, [police.serial]));
        await rename(spare, parent);
        await inside.closed;
        expect((await door.cut.next()).reason).to.equal('REVOKED');
        while (door.reloads.left.length > 0) expect(await door.reloads.next()).not.to.deep.equal(unwatched);
        await doors.pop()!.listener.close(0);
      } finally {
        await other.remove();
      }
    });
  });

  describe('limits', () => {
    it('caps the connections of one authority, not of the others', async () => {
      const door = await open(pki.directory, { limits: { connectionsPerAuthority: 1 } });
      const first = knock(door, ca, police);
      await first.greeting;
      const server = await door.admitted.next();
      await knock(door, ca, police).closed;
      expect(await door.refused.next()).to.include({
        reason: 'AUTHORITY_TOO_MANY_CONNECTIONS',
        authority: 'XA-POLICE',
      });
      expect(await knock(door, ca, border).greeting).to.equal('grpc XB-BORDER');
      const left = once(server, 'close');
      first.socket.destroy();
      await left;
      expect(await knock(door, ca, police).greeting).to.equal('grpc XA-POLICE');
    });

    it('caps all connections, and reports a flood in few words', async () => {
      const door = await open(pki.directory, { limits: { connections: 1 } });
      const first = knock(door, ca, police);
      await first.greeting;
      await Promise.all(Array.from({ length: 20 }, () => knock(door, ca, border).closed));
      const reports = [await door.refused.next()];
      await door.listener.close(0);
      while (door.refused.left.length > 0) reports.push(await door.refused.next());
      expect(reports.every(({ reason }) => reason === 'TOO_MANY_CONNECTIONS')).to.equal(true);
      expect(reports.reduce((sum, { count }) => sum + count, 0)).to.equal(20);
      expect(reports.length).to.be.below(20);
    });

    it('caps the rate of new connections', async () => {
      const door = await open(pki.directory, { limits: { acceptBurst: 1, acceptRatePerSecond: 0.001 } });
      const first = knock(door, ca, police);
      await first.greeting;
      await knock(door, ca, border).closed;
      expect((await door.refused.next()).reason).to.equal('ACCEPT_RATE');
      expect(await first.echo('still here')).to.equal('still here');
    });

    it('closes a client that never begins its handshake', async () => {
      const door = await open(pki.directory, { limits: { handshakeTimeoutMs: 100 } });
      const socket = net.connect(door.listener.port, '127.0.0.1');
      await once(socket, 'close');
      expect((await door.refused.next()).reason).to.equal('HANDSHAKE_TIMEOUT');
      expect(door.refused.left).to.be.empty;
    });

    it('closes a client that trickles its handshake', async () => {
      const door = await open(pki.directory, { limits: { handshakeTimeoutMs: 300 } });
      const socket = net.connect(door.listener.port, '127.0.0.1');
      socket.on('error', () => undefined);
      // A record of type handshake that promises 512 bytes and brings one at a time.
      socket.write(Buffer.from('160301020001', 'hex'));
      const trickle = setInterval(() => socket.write(Buffer.of(0)), 20);
      await once(socket, 'close');
      clearInterval(trickle);
      expect((await door.refused.next()).reason).to.equal('HANDSHAKE_TIMEOUT');
    });

    it('cuts a client that says nothing after its handshake', async () => {
      const door = await open(pki.directory, { limits: { firstByteTimeoutMs: 500 } });
      const talker = knock(door, ca, border);
      await talker.greeting;
      await talker.echo('hello');
      const silent = knock(door, ca, police);
      await silent.closed;
      expect(await door.cut.next()).to.deep.include({ reason: 'SILENT' });
      expect(await talker.echo('still here')).to.equal('still here');
    });
  });

  describe('close', () => {
    it('lets connections end in their own time and takes no new ones', async () => {
      const door = await open(pki.directory);
      const client = knock(door, ca, police);
      await client.greeting;
      const closing = door.listener.close(20_000);
      expect(await client.echo('still here')).to.equal('still here');
      const late = knock(door, ca, border);
      expect(await late.greeting).to.equal(undefined);
      client.socket.destroy();
      await closing;
    });

    it('cuts what is left after the grace', async () => {
      const door = await open(pki.directory);
      const client = knock(door, ca, police);
      await client.greeting;
      await door.listener.close(10);
      await client.closed;
    });
  });

  it('does not open with an address that is taken', async () => {
    const door = await open(pki.directory);
    const failure = await openDoor(pki.directory, { port: door.listener.port }).catch((error: unknown) => error);
    expect((failure as NodeJS.ErrnoException).code).to.equal('EADDRINUSE');
  });

  it('knows the registered authorities', async () => {
    const door = await open(pki.directory);
    expect([...door.listener.authorities().byCode.keys()]).to.deep.equal([...KNOWN, 'XC-LAPSED']);
  });
});
