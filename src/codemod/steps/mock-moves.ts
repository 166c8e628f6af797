import { dirname, join, sep } from 'node:path';

/** Mocks of the SDK lie where their test runner looks for them: by the name of the module. They move with it. */
export interface MockMoves {
  /** Where a file goes; `undefined` for those that stay. */
  targetOf(path: string): string | undefined;
  readonly all: ReadonlyMap<string, string>;
}

const MOCK = /^(.*[\\/]__mocks__[\\/])@twilio[\\/]conversations(?=[\\/]|\.[cm]?[jt]sx?$)(.*)$/;

/** Which of the files move, from `__mocks__/@twilio/conversations…` to `__mocks__/rethread…`. */
export function planMockMoves(paths: Iterable<string>): MockMoves {
  const all = new Map<string, string>();
  for (const path of paths) {
    const match = MOCK.exec(path);
    if (match) all.set(path, join(match[1] ?? '', `rethread${match[2] ?? ''}`));
  }
  return { all, targetOf: (path) => all.get(path) };
}

export const NO_MOVES: MockMoves = planMockMoves([]);

/** Whether a path names a folder that moves with its files. */
export function targetOfFolder(moves: MockMoves, folder: string): string | undefined {
  for (const [from, to] of moves.all) {
    if (!from.startsWith(folder + sep)) continue;
    const rest = from.slice(folder.length);
    if (to.endsWith(rest)) return to.slice(0, -rest.length);
    if (dirname(from) === folder) return dirname(to);
  }
  return undefined;
}
