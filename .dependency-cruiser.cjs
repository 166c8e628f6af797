// The folders are the architecture: who may import whom (docs/decisions/001-folders-and-borders.md).
const facade = 'twilio|kandy|signalwire|stitch';
const nodeOnly = 'emulator|codemod|cli|server|demo|doctor';
const adapter = 'acs|acs-wire|realtime|realtime-node|identity|media|companion';
// What only a server can do at Azure: make users and tokens of ACS, sign addresses of files; and set up the emulator of Blob.
const serverAdapter = 'server/acs|server/media|demo/files';
// Loaded in Node only, and left out of bundles for browsers.
const nodeChunk = 'realtime-node/node-only';
// Files of data, which scanner and client both go by.
const supportTable = `^src/(${facade})/compat\\.json$`;
const rule = (name, from, to) => ({ name, severity: 'error', from, to });

module.exports = {
  forbidden: [
    // Types may refer to each other in a circle (a message names its conversation and back); code may not.
    rule('no-circular', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    rule('core-is-the-bottom', { path: '^src/core/' }, { path: '^src/', pathNot: '^src/core/' }),
    rule(
      'adapters-see-only-core',
      { path: `^src/(${adapter})/`, pathNot: '^src/realtime-node/' },
      { path: '^src/', pathNot: '^src/(core|acs-wire|$1)/' },
    ),
    rule(
      'wire-only-for-those-who-parse',
      { path: '^src/', pathNot: '^src/(acs|acs-wire|realtime)/' },
      { path: '^src/acs-wire/' },
    ),
    rule(
      'node-push-completes-realtime',
      { path: '^src/realtime-node/' },
      { path: '^src/', pathNot: '^src/(core|realtime|realtime-node)/' },
    ),
    // A chunk of its own in dist: what it imported would be there twice.
    rule(
      'node-only-stands-alone',
      { path: `^src/${nodeChunk}/` },
      { path: '^src/', pathNot: `^src/${nodeChunk}/`, dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'facades-are-strangers',
      { path: `^src/(${facade})/` },
      { path: `^src/(${facade}|${nodeOnly})/`, pathNot: '^src/$1/' },
    ),
    rule('connect-serves-every-facade', { path: '^src/connect/' }, { path: `^src/(${facade}|${nodeOnly})/` }),
    // Two tools that agree with the client's code by sharing it could only repeat its mistakes. The support table is data.
    rule(
      'tools-stand-alone',
      { path: '^src/(emulator|codemod)/' },
      { path: '^src/', pathNot: `^src/$1/|${supportTable}` },
    ),
    rule('support-table-for-the-codemod', { path: '^src/emulator/' }, { path: supportTable }),
    // The companion acts in ACS Chat, as its callers and as itself: through the adapter, which knows the service's errors
    // and lets the official client reach an emulator. It never shows anything to an app, so that it needs no facade.
    rule(
      'server-needs-no-facade',
      { path: '^src/server/' },
      { path: '^src/', pathNot: '^src/(server|acs|identity|core)/' },
    ),
    rule('demo-is-a-host', { path: '^src/demo/' }, { path: '^src/', pathNot: '^src/(demo|emulator|server)/' }),
    // It connects as an app does: by the package's own entry.
    rule(
      'doctor-is-an-app',
      { path: '^src/doctor/' },
      { path: '^src/', pathNot: '^src/(doctor|identity)/|^src/index\\.ts$' },
    ),
    rule(
      'cli-decides-nothing',
      { path: '^src/cli/' },
      { path: '^src/', pathNot: '^src/(cli|demo|doctor|emulator|codemod|server)/' },
    ),
    rule(
      'only-through-index',
      { path: '^src/([^/]+)/' },
      { path: '^src/([^/]+)/', pathNot: `^src/$1/|/index\\.ts$|${supportTable}` },
    ),
    rule(
      'azure-only-in-adapters',
      { pathNot: `^src/(${adapter}|${serverAdapter})/`, path: '^src/' },
      { path: 'node_modules/@azure/' },
    ),
    // `events` is a package, too.
    rule(
      'browser-safe',
      { path: '^src/', pathNot: `^src/(${nodeOnly}|${nodeChunk})/` },
      { dependencyTypes: ['core'], pathNot: '^events$' },
    ),
    rule('original-only-in-type-tests', { path: '^src/' }, { path: 'node_modules/(@twilio|twilio-conversations-2)/' }),
    // The tools bundle their libraries into dist; everything else may use runtime dependencies only.
    rule(
      'no-dev-deps-in-client',
      { path: '^src/', pathNot: `^src/(${nodeOnly}|${nodeChunk})/` },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm-peer'] },
    ),
    // Packages in `peerDependenciesMeta` are said to be in no package.json, and to be peers at once.
    rule(
      'no-unlisted-packages',
      { path: '^src/' },
      { dependencyTypes: ['npm-no-pkg', 'unknown', 'undetermined'], dependencyTypesNot: ['npm-peer'] },
    ),
    rule('resolvable', { path: '^src/' }, { couldNotResolve: true }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
