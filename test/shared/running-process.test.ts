import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { commandLineOf, startOf } from '../../src/shared/running-process.js';

describe('a process by its number', () => {
  it('has a start and a command line that stay, and neither once it has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)', 'some-argument']);
    await once(child, 'spawn');
    const pid = child.pid ?? 0;
    const began = await startOf(pid);
    expect(began)
      .to.be.a('string')
      .and.not.equal(await startOf(process.pid));
    expect(await startOf(pid)).to.equal(began);
    expect(await commandLineOf(pid)).to.include('some-argument');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect([await startOf(pid), await commandLineOf(pid)]).to.deep.equal([undefined, '']);
  });
});
