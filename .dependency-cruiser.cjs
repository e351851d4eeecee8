/** Imports point one way (ARCHITECTURE.md): main → gateway → the adapters' port, audit, shared. */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'shared-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { path: '^src/', pathNot: '^src/shared/' },
    },
    {
      name: 'audit-and-matching-import-shared-alone',
      severity: 'error',
      from: { path: '^src/(audit|matching)/' },
      to: { path: '^src/', pathNot: ['^src/shared/', '^src/$1/'] },
    },
    {
      name: 'formats-import-matching-and-shared',
      comment: 'Foreign formats are read and written without I/O, for whichever adapter needs them.',
      severity: 'error',
      from: { path: '^src/formats/' },
      to: { path: '^src/', pathNot: '^src/(formats|matching|shared)/' },
    },
    {
      name: 'merkle-is-pure',
      severity: 'error',
      from: { path: '^src/audit/merkle/' },
      to: { pathNot: ['^src/audit/merkle/', '^(node:)?crypto$', '(^|/)node_modules/@noble/hashes/'] },
    },
    {
      name: 'a-witness-stands-alone',
      comment: 'It runs at another authority: no database, nothing of the gateway, and none of the log but its notes.',
      severity: 'error',
      from: { path: '^src/witness/' },
      to: { path: '^src/', pathNot: '^src/(witness|verify|shared|audit/note|audit/merkle)/' },
    },
    {
      name: 'a-witness-needs-no-database',
      severity: 'error',
      from: { path: '^src/witness/' },
      to: { path: ['^src/shared/database/', 'postgres'] },
    },
    {
      name: 'the-verifier-stands-alone',
      comment: 'What third parties and browsers run: hashing, notes, leaves and receipts, and nothing else of ours.',
      severity: 'error',
      from: { path: '^src/(verify|audit/(merkle|note|leaf|receipt))/' },
      to: { path: '^src/', pathNot: '^src/(verify|audit/(merkle|note|leaf|receipt))/' },
    },
    {
      name: 'the-verifier-meets-node-in-two-files',
      comment: 'Each has a twin for browsers beside it (scripts/bundle-verify.mjs).',
      severity: 'error',
      from: {
        path: '^src/(verify|audit/(merkle|note|leaf|receipt))/',
        pathNot: '^src/audit/(merkle/sha256|note/ed25519)\\.ts$',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-log-needs-no-public-face',
      comment: 'src/verify is for others; here everybody imports what they mean.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/verify/' },
      to: { path: '^src/verify/' },
    },
    {
      name: 'the-identity-provider-is-somebody-else',
      comment: 'It runs at an authority, and the gateway knows nothing of it but its keys.',
      severity: 'error',
      from: { path: '^src/idp/' },
      to: { path: '^src/', pathNot: '^src/(idp|pki|shared)/' },
    },
    {
      name: 'world-imports-shared-and-matching',
      severity: 'error',
      from: { path: '^src/world/' },
      to: { path: '^src/', pathNot: ['^src/(world|shared|matching)/'] },
    },
    {
      name: 'adapter-keeps-to-its-room',
      comment:
        'An adapter never reaches into the gateway, the audit log or another adapter. How several states are asked is the same for all.',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/' },
      to: {
        path: '^src/',
        pathNot: [
          '^src/adapters/$1/',
          '^src/adapters/(adapter\\.ts$|states/)',
          '^src/(formats|matching|world|shared|gen)/',
        ],
      },
    },
    {
      name: 'gateway-knows-the-port-only',
      comment: 'The composition root alone wires adapters in; everything else sees the port.',
      severity: 'error',
      from: { path: '^src/gateway/', pathNot: '^src/gateway/(gateway|open-[a-z-]+)\\.ts$' },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/adapter\\.ts$' },
    },
    {
      name: 'only-the-pipeline-asks',
      comment: 'Invariant 5: no code path reaches an adapter but through the pipeline.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(gateway|adapters)/', '^src/(main\\.ts|cli/)'] },
      to: { path: '^src/adapters/' },
    },
    {
      name: 'the-command-line-only-seeds',
      comment: 'Invariant 5, too: commands fill simulators, and ask like anybody else.',
      severity: 'error',
      from: { path: '^src/(main\\.ts|cli/)' },
      to: { path: '^src/adapters/', pathNot: '^src/adapters/[^/]+/simulator/' },
    },
    {
      name: 'generated-code-stays-at-the-edges',
      severity: 'error',
      from: {
        path: '^src/(audit|matching|world|shared|gateway/policy)/|^src/adapters/[^/]+/(domain|store|simulator)/',
      },
      to: { path: '^src/gen/' },
    },
    {
      name: 'nothing-below-imports-the-command-line',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main\\.ts|cli/)' },
      to: { path: '^src/(main\\.ts|cli/)' },
    },
    {
      name: 'no-dev-dependency-in-production',
      comment: 'pkcs11js is an optional peer: here for whoever has a token, and loaded only when one is named.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/pkcs11js/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
