/** The script for pages: `Kandy`, as the original's script gives it, which is its own `create`. */
import * as kandy from './index.js';

const create = (config?: kandy.KandyConfig): kandy.KandyClient => kandy.create(config);
(globalThis as { Kandy?: unknown }).Kandy = Object.assign(create, kandy, { create });
