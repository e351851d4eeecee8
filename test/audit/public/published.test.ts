import { expect } from 'chai';
import { publish } from '../../../src/audit/public/published.js';
import { vectorText } from '../vectors.js';

const tessera = (size: number): string => vectorText(`tessera-log/checkpoint.${size}`);

describe('the published checkpoint', () => {
  it('never goes back, whatever its source says', async () => {
    let note = tessera(9);
    const publication = publish(() => Promise.resolve(note));
    expect(await publication.latest()).to.include({ size: 9, note: tessera(9) });
    note = tessera(7);
    expect(await publication.latest()).to.include({ size: 9, note: tessera(9) });
    note = tessera(10);
    expect(await publication.latest()).to.include({ size: 10, note: tessera(10) });
  });

  it('takes up cosignatures that come in later', async () => {
    let note = tessera(9);
    const publication = publish(() => Promise.resolve(note));
    await publication.latest();
    note += '— witness.example/1 BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB\n';
    expect((await publication.latest()).note).to.equal(note);
  });

  it('is not another tree of the same size', async () => {
    let note = tessera(9);
    const publication = publish(() => Promise.resolve(note));
    await publication.latest();
    note = tessera(8).replace('\n8\n', '\n9\n');
    const error = await publication.latest().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error)
      .to.be.instanceOf(Error)
      .with.property('message')
      .that.matches(/two trees/);
    note = tessera(10);
    expect(await publication.latest()).to.include({ size: 10 });
  });

  it('is asked for once by all who ask at a time, and only when the last one is too small', async () => {
    let asked = 0;
    const publication = publish(() => {
      asked += 1;
      return Promise.resolve(tessera(9));
    });
    await Promise.all([publication.latest(), publication.latest(), publication.reaching(3)]);
    expect(asked).to.equal(1);
    expect(await publication.reaching(9)).to.include({ size: 9 });
    expect(asked).to.equal(1);
    expect(await publication.reaching(10)).to.include({ size: 9 });
    expect(asked).to.equal(2);
  });

  it('passes on that its source fails, and asks again', async () => {
    let broken = true;
    const publication = publish(() => (broken ? Promise.reject(new Error('away')) : Promise.resolve(tessera(2))));
    expect(await publication.latest().catch((error: unknown) => error)).to.be.instanceOf(Error);
    broken = false;
    expect(await publication.latest()).to.include({ size: 2 });
  });
});
