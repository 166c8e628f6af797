import type { RealtimeSink, ServiceEvent } from '../../../src/core/index.js';

/** Writes down what a transport says. */
export class RecordingSink implements RealtimeSink {
  readonly calls: (string | ServiceEvent)[] = [];
  /** What {@link handleCheckDue} finds. */
  isMissingEvents = false;

  handleConnected(): void {
    this.calls.push('connected');
  }

  handleDisconnected(): void {
    this.calls.push('disconnected');
  }

  handleEvent(event: ServiceEvent): void {
    this.calls.push(event);
  }

  handlePollDue(): void {
    this.calls.push('poll');
  }

  handleCheckDue(): Promise<boolean> {
    this.calls.push('check');
    return Promise.resolve(this.isMissingEvents);
  }
}
