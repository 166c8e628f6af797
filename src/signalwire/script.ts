/** The script for pages: `SignalWire.SignalWire`, as the original's script gives it. */
import * as everything from './index.js';

(globalThis as { SignalWire?: unknown }).SignalWire = { ...everything };
