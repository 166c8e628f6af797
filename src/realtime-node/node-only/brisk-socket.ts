import { type ClientOptions, WebSocket } from 'ws';
import { survive } from './survive.js';

/** Missing in the types of ws. */
interface BriskOptions extends ClientOptions {
  /** How long a server may take to agree to the end. */
  readonly closeTimeout: number;
}

const OPTIONS: BriskOptions = { closeTimeout: 1_000 };

/**
 * A WebSocket that is gone soon after `close()`, whether or not the server answers. Node's own, present from version 22
 * on, waits for a silent server forever and keeps the process alive meanwhile.
 */
export class BriskSocket extends WebSocket {
  constructor(url: string) {
    super(url, OPTIONS);
  }

  /** Every `on…` handler is called from here. */
  override emit(event: string | symbol, ...values: unknown[]): boolean {
    return survive(() => super.emit(event, ...values)) ?? true;
  }
}
