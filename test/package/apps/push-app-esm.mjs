import * as rethread from 'rethread';
import { run } from './push-app.mjs';

await run(rethread);
