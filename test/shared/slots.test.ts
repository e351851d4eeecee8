import { expect } from 'chai';
import { Slots } from '../../src/shared/slots.js';

describe('slots for work', () => {
  /** Work that ends when it is told to. */
  const held = () => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    return { ended, end: () => end() };
  };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('are as many as there are, and go to who came first', async () => {
    const slots = new Slots(2);
    const begun: number[] = [];
    const works = [0, 1, 2, 3].map(() => held());
    const runs = works.map(({ ended }, n) =>
      slots.run(() => {
        begun.push(n);
        return ended;
      }),
    );
    await turn();
    expect(begun).to.deep.equal([0, 1]);
    works[1]?.end();
    await turn();
    expect(begun).to.deep.equal([0, 1, 2]);
    works[0]?.end();
    await turn();
    expect(begun).to.deep.equal([0, 1, 2, 3]);
    for (const { end } of works) end();
    await Promise.all(runs);
  });

  it('are given back by work that fails, which says why', async () => {
    const slots = new Slots(1);
    const failed = slots.run(() => Promise.reject(new Error('no')));
    const next = slots.run(() => Promise.resolve('yes'));
    expect(await failed.catch((error: unknown) => (error as Error).message)).to.equal('no');
    expect(await next).to.equal('yes');
    expect(await slots.run(() => Promise.resolve('again'))).to.equal('again');
  });
});
