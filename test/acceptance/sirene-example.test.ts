/** The example of docs/sirene.md, run as it stands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../../src/shared/project-root.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';

/** One request of the page: who asks, where, and the body. */
interface Step {
  readonly authority: string;
  readonly path: string;
  readonly body: string;
}

const page = readFileSync(join(projectRoot, 'docs/sirene.md'), 'utf8');
const steps: readonly Step[] = Array.from(
  page.matchAll(/^```json as (\S+) POST (\S+)\n([^]*?)^```$/gm),
  ([, authority = '', path = '', body = '']) => ({ authority, path, body }),
);

/** What the answers of the example are read for. */
interface Answer {
  readonly hit?: { readonly hitId: string };
  readonly hits?: readonly { readonly hitId: string }[];
  readonly form?: { readonly hit: { readonly article: string }; readonly urgentReason: string };
  readonly forms?: readonly { readonly formId: string; readonly threadId: string; readonly state: string }[];
  readonly answer?: { readonly letter: string; readonly answersFormId: string };
}

describe('the example of docs/sirene.md', () => {
  let stack: GatewayStack;
  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
  });
  after(() => stack.stop());

  it('runs as it stands', async () => {
    const found = new Map<string, string>();
    const answers = new Map<string, Answer>();
    for (const { authority, path, body } of steps) {
      const filled = body.replace(/<([a-z_]+)>/g, (_, name: string) => found.get(name) ?? `no ${name} yet`);
      const identity = await stack.identity(authority);
      const token = await identity.mintToken({ officer: 'officer-1' });
      const { status, text } = await (await stack.rest(authority)).call('POST', path, { token, body: filled });
      expect(status, `${path}: ${text}`).to.equal(200);
      const answer = JSON.parse(text) as Answer;
      answers.set(path, answer);
      if (answer.hit !== undefined) found.set('hit_id', answer.hit.hitId);
      if (path.endsWith('forms:send')) {
        found.set('form_id', answer.forms![0]!.formId);
        found.set('thread_id', answer.forms![0]!.threadId);
      }
    }
    expect(answers.get('/v1/sis/hits:list')!.hits!.map(({ hitId }) => hitId)).to.deep.equal([found.get('hit_id')]);
    expect(answers.get('/v1/sis/forms:list')!.forms!.map(({ formId, state }) => [formId, state])).to.deep.equal([
      [found.get('form_id'), 'FORM_STATE_DELIVERED'],
    ]);
    const { form } = answers.get('/v1/sis/forms:read')!;
    expect([form!.hit.article, form!.urgentReason]).to.deep.equal([
      'Regulation (EU) 2018/1862 Art. 26',
      'the detention ends in 40 hours',
    ]);
    const { answer } = answers.get('/v1/sis/forms:answer')!;
    expect([answer!.letter, answer!.answersFormId]).to.deep.equal(['FORM_LETTER_M', found.get('form_id')]);
    expect(answers.get('/v1/sis/threads:close')!.forms!.map(({ state }) => state)).to.deep.equal([
      'FORM_STATE_CLOSED',
      'FORM_STATE_CLOSED',
    ]);
    expect(steps).to.have.lengthOf(7);
  });
});
