import { ask, type CheckResult, note, ok, problem, type Setup } from '../check.js';

/** An id that no store has. */
const NOBODY = 'rethread-doctor-asks-for-a-file-that-is-not-there';

/** A store for files answers; nothing is uploaded. */
export async function checkMedia(setup: Setup): Promise<CheckResult> {
  const { mediaUrl } = setup;
  if (mediaUrl === undefined) {
    return note('no store for files was named', 'sending files needs one; add --media-url to look at it');
  }
  const answer = await ask(`${mediaUrl.replace(/\/+$/, '')}/${NOBODY}/url`, setup);
  if ('failure' in answer) return problem(`${mediaUrl}: ${answer.failure}`, 'start it, or correct the address');
  if (answer.status >= 500) return problem(`${mediaUrl} answered ${answer.status}`, 'look into the log of the store');
  // Who may ask, and what for, is the store's own affair: also a refusal is an answer.
  return ok(`${mediaUrl} answers (${answer.status} for a file that is not there)`);
}
