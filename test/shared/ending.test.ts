import { expect } from 'chai';
import { Ender } from '../../src/shared/ending.js';

describe('an ending', () => {
  const gone = new Error('the caller has gone');

  it('has not come before somebody brings it about', () => {
    const ender = new Ender();
    ender.throwIfAborted();
    expect([ender.aborted, ender.reason]).to.deep.equal([false, undefined]);
  });

  it('tells those who still listen, once, and keeps its first reason', () => {
    const ender = new Ender();
    const heard: string[] = [];
    const stays = (): unknown => heard.push('stays');
    const leaves = (): unknown => heard.push('leaves');
    for (const listener of [leaves, stays]) ender.addEventListener('abort', listener);
    ender.removeEventListener('abort', leaves);
    ender.removeEventListener('abort', leaves);
    ender.abort(gone);
    ender.abort(new Error('too late'));
    expect(heard).to.deep.equal(['stays']);
    expect([ender.aborted, ender.reason]).to.deep.equal([true, gone]);
    expect(() => ender.throwIfAborted()).to.throw(gone.message);
  });
});
