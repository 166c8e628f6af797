import { readFile } from 'node:fs/promises';

/** One fenced block of a document, and what the HTML comment before it says. */
export interface Sample {
  /** `README.md:45`, where its first line is. */
  readonly name: string;
  readonly language: 'js' | 'ts';
  readonly code: string;
  /** Names that the text around the sample explains. */
  readonly given: readonly string[];
  /** Written for the original, not for rethread. */
  readonly isTwilio: boolean;
  /** Why it is not compiled, or not run. */
  readonly notChecked: string | undefined;
  readonly notRun: string | undefined;
}

const SAMPLE = /(?:<!-- sample: (.*?) -->\s*)?^```(js|ts)\n(.*?)^```$/gms;

/** The samples of a document: everything fenced as `js` or `ts`. */
export async function readSamples(file: string): Promise<Sample[]> {
  const text = await readFile(file, 'utf8');
  return [...text.matchAll(SAMPLE)].map((match) => {
    const [block, comment = 'runs', language, code = ''] = match;
    const line = text.slice(0, match.index + block.indexOf('```')).split('\n').length + 1;
    return { name: `${file}:${line}`, language: language as Sample['language'], code, ...parseComment(comment) };
  });
}

/** `Twilio`, `runs`, `given a, b`, `not run, because …`, `not checked, because …`; several with `;` between them. */
function parseComment(comment: string): Pick<Sample, 'given' | 'isTwilio' | 'notChecked' | 'notRun'> {
  const parts = comment.split('; ');
  const after = (start: string): string | undefined =>
    parts.find((part) => part.startsWith(start))?.slice(start.length);
  const isKnown = (part: string): boolean =>
    ['Twilio', 'runs'].includes(part) || /^(given|not run, because|not checked, because) \S/.test(part);
  if (!parts.every(isKnown)) throw new Error(`unable to understand "${comment}"`);
  return {
    given: after('given ')?.split(', ') ?? [],
    isTwilio: parts.includes('Twilio'),
    notChecked: after('not checked, because '),
    notRun: after('not run, because '),
  };
}
