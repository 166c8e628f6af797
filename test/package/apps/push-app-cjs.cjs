// eslint-disable-next-line @typescript-eslint/no-require-imports -- this is what is tested
const rethread = require('rethread');

void import('./push-app.mjs').then(({ run }) => run(rethread));
