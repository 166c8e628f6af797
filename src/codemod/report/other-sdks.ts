import type { OtherSdkAdvice } from '../other-sdk-advice.js';

/** `@signalwire/js ^3.28.0`. */
export function nameAndVersions({ package: name, versions }: OtherSdkAdvice): string {
  return versions.length === 0 ? name : `${name} ${versions.join(', ')}`;
}

/** For those who read no code. */
export function otherSdkLine(advice: OtherSdkAdvice): string {
  const { title, module, places } = advice;
  const where = places.length === 1 ? '1 place' : `${places.length} places`;
  const answer = module === undefined ? 'rethread has no facade for it' : `its chat moves to ${module}`;
  return `${title} (${nameAndVersions(advice)}) in ${where}: ${answer}.`;
}

/** What to do, and where more is said. */
export function otherSdkAdvice({ advice, chapter }: OtherSdkAdvice): string {
  return [...advice, ...(chapter === undefined ? [] : [`See ${chapter}.`])].join(' ');
}
