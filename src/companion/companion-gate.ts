import { type ThreadGate, type ThreadId, type ThreadRecord } from '../core/index.js';
import { type CompanionRequest, segment } from './companion-requests.js';
import { parseThreadRecord } from './parse-thread-record.js';

/** Finds threads that I am not in, and lets me in. */
export class CompanionGate implements ThreadGate {
  constructor(private readonly request: CompanionRequest) {}

  async find(by: { readonly threadId: ThreadId } | { readonly uniqueName: string }): Promise<ThreadRecord> {
    const path = 'threadId' in by ? `/${segment(by.threadId)}` : `?uniqueName=${segment(by.uniqueName)}`;
    return parseThreadRecord(await this.request('GET', `/conversations${path}`, undefined, { withAcsToken: true }));
  }

  async join(threadId: ThreadId, displayName: string | undefined): Promise<void> {
    await this.request('POST', `/conversations/${segment(threadId)}/join`, { displayName });
  }
}
