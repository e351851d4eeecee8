import { appendFile, rename } from 'node:fs/promises';
import { expect } from 'chai';
import type { EntryDraft } from '../../../src/audit/log/entry.js';
import { loadPolicy } from '../../../src/gateway/policy/decide.js';
import { type LivePolicy, openLivePolicy, type PolicyReload } from '../../../src/gateway/policy/live-policy.js';
import { PolicyError } from '../../../src/gateway/policy/policy-files.js';
import { SHIPPED_POLICY } from '../../../src/gateway/policy/policy-source.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { eventually } from '../../helpers/eventually.js';
import { copyPolicy, type PolicyFolder } from '../../helpers/policy-folder.js';
import { denialOf, question } from '../../helpers/policy-questions.js';
import { recordingLog, type RecordingLog } from '../../helpers/recording-log.js';

/** Takes checks by the police on SIS off the table. */
const OWN_RULE = `@id("own-rule")
@reason("FORBIDDEN")
@order("50")
@article("House rule 1")
@message("not here")
forbid (principal == AuthorityKind::"POL", action == Action::"ask", resource == System::"SIS");`;

describe('the policy in force', () => {
  let folder: PolicyFolder;
  let log: RecordingLog;
  let policy: LivePolicy | undefined;
  let reloads: PolicyReload[];

  beforeEach(async () => {
    folder = await copyPolicy();
    log = recordingLog();
    reloads = [];
  });

  afterEach(async () => {
    policy?.close();
    policy = undefined;
    await folder.remove();
  });

  async function open(directory = folder.path): Promise<LivePolicy> {
    policy = await openLivePolicy({
      directory,
      log,
      clock: { now: () => 1_795_000_000_000 },
      onReload: (result) => reloads.push(result),
      retryMs: 10,
    });
    return policy;
  }

  const result = (draft: EntryDraft | undefined) => draft?.sections.result;

  it('says in the log which files decide, before they do', async () => {
    const live = await open();
    expect(log.drafts).to.have.length(1);
    expect(log.drafts[0]).to.include({ kind: 'config', authority: 'ZZ-GATEWAY', system: 'GATEWAY', retention: 'ops' });
    const { digests, version } = loadPolicy(folder.path).source;
    expect(result(log.drafts[0])).to.deep.equal({
      event: 'policy-in-force',
      files: Object.fromEntries(digests),
      version,
    });
    expect(live.version).to.equal(version);
  });

  it('needs no entry for what came with the software', async () => {
    const live = await open(SHIPPED_POLICY);
    expect(log.drafts).to.deep.equal([]);
    expect(live.decide(question('POL')).rule).to.equal('SIS62-44-1-B');
  });

  it('does not start on a policy that is not valid, nor without the log', async () => {
    await folder.edit('general.cedar', 'context.kindListed', 'context.kindLsted');
    expect(await open().catch((error: unknown) => error)).to.be.instanceOf(PolicyError);
    await folder.edit('general.cedar', 'context.kindLsted', 'context.kindListed');
    log.before = () => {
      throw new Refusal('AUDIT_UNAVAILABLE', 'away');
    };
    expect(await open().catch((error: unknown) => error)).to.be.instanceOf(Refusal);
  });

  it('takes over a change of the folder by itself, and logs both versions', async () => {
    const live = await open();
    const before = live.version;
    expect(live.decide(question('POL')).rule).to.equal('SIS62-44-1-B');
    await folder.write('own.cedar', OWN_RULE);
    await eventually(() => expect(live.version).not.to.equal(before));
    expect(denialOf(live, question('POL')).message).to.equal('not here');
    expect(result(log.drafts[1])).to.deep.include({
      event: 'policy-in-force',
      previous_version: before,
      version: live.version,
    });
    expect(reloads).to.deep.equal([{ ok: true, version: live.version }]);
    expect(live.refused()).to.equal(undefined);
  });

  it('decides by the old policy until the entry about the new one is durable', async () => {
    const live = await open();
    const before = live.version;
    let release: () => void = () => undefined;
    const durable = new Promise<void>((resolve) => (release = resolve));
    let asked = false;
    log.before = () => {
      asked = true;
      return durable;
    };
    await folder.write('own.cedar', OWN_RULE);
    const reloading = live.reload();
    await eventually(() => expect(asked).to.equal(true));
    expect(live.version).to.equal(before);
    expect(live.decide(question('POL')).rule).to.equal('SIS62-44-1-B');
    release();
    await reloading;
    expect(live.version).not.to.equal(before);
    expect(denialOf(live, question('POL')).reason).to.equal('FORBIDDEN');
  });

  it('keeps the old policy while the log is away, and takes the new one when it is back', async () => {
    const live = await open();
    const before = live.version;
    let away = true;
    log.before = () => {
      if (away) throw new Refusal('AUDIT_UNAVAILABLE', 'away');
    };
    await folder.write('own.cedar', OWN_RULE);
    await live.reload();
    expect(live.version).to.equal(before);
    expect(reloads.at(-1)).to.deep.include({ ok: false });
    away = false;
    await eventually(() => expect(live.version).not.to.equal(before));
  });

  it('refuses a bad set, says so once with both digests, and takes the mended one', async () => {
    const live = await open();
    const before = live.version;
    await folder.write('own.cedar', OWN_RULE.replace('"POL"', '"POLL"'));
    await live.reload();
    await live.reload();
    expect(live.version).to.equal(before);
    expect(live.decide(question('POL')).rule).to.equal('SIS62-44-1-B');
    expect(live.refused()?.[0]).to.match(/^own\.cedar:6: .*POLL/);
    const refusals = log.drafts.slice(1).map(result);
    expect(refusals).to.have.length(1);
    expect(refusals[0]).to.deep.include({ event: 'policy-refused', version: before });
    expect(refusals[0]?.refused_version).to.match(/^[0-9a-f]{64}$/);
    expect(refusals[0]?.problems).to.have.length.greaterThan(0);
    await folder.write('own.cedar', OWN_RULE);
    await live.reload();
    expect(live.version).not.to.equal(before);
    expect(live.refused()).to.equal(undefined);
  });

  it('is not taken in by a file that is half written', async () => {
    const live = await open();
    const before = live.version;
    const half = OWN_RULE.slice(0, 60);
    await folder.write('own.cedar', half);
    await live.reload();
    expect(live.version).to.equal(before);
    expect(live.refused()).not.to.equal(undefined);
    await appendFile(`${folder.path}/own.cedar`, OWN_RULE.slice(60));
    await live.reload();
    expect(denialOf(live, question('POL')).message).to.equal('not here');
  });

  it('outlives the loss of its folder', async () => {
    const live = await open();
    const before = live.version;
    await rename(folder.path, `${folder.path}-away`);
    await live.reload();
    expect(live.version).to.equal(before);
    expect(live.decide(question('POL')).rule).to.equal('SIS62-44-1-B');
    expect(live.refused()?.[0]).to.include('cannot be read');
    await rename(`${folder.path}-away`, folder.path);
    await live.reload();
    expect(live.refused()).to.equal(undefined);
  });
});
