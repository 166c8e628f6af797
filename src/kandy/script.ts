/** The script for pages: `Kandy`, as the original's script gives it. */
import { configure } from './index.js';

(globalThis as { Kandy?: unknown }).Kandy = { configure };
