// Removes what the last build left, so that files of an older one are never published.
import { rmSync } from 'node:fs';

for (const path of ['dist', 'THIRD-PARTY-NOTICES']) rmSync(path, { recursive: true, force: true });
