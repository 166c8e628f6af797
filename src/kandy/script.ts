/** The script for pages: `Kandy`, which is callable, as the original's script gives it. */
import * as kandy from './index.js';

(globalThis as { Kandy?: unknown }).Kandy = Object.assign((config?: kandy.KandyConfig) => kandy.create(config), kandy);
