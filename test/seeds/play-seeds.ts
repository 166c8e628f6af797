import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FacadeStage } from '../browser/facade-stage.js';
import { kandyChat } from './kandy-chat.js';
import { kandyMultimedia } from './kandy-multimedia.js';
import type { PlayScenario, Seed, SeedResult } from './seed-run.js';
import { stitchChat } from './stitch-chat.js';

const SEEDS: readonly Seed[] = [kandyChat, kandyMultimedia, stitchChat];

/** @returns the files of demos that are not in the folder */
export function missingFiles(folder: string): string[] {
  return SEEDS.flatMap(({ files }) => files).filter((file) => !existsSync(join(folder, file)));
}

/** Plays the demos of the folder, as they are, one after the other. @param report is told each result when it is there */
export async function playSeeds(folder: string, report: (result: SeedResult) => void): Promise<void> {
  for (const seed of SEEDS) await playSeed(seed, folder, report);
}

async function playSeed(seed: Seed, folder: string, report: (result: SeedResult) => void): Promise<void> {
  const scenario: PlayScenario = async (name, title, act) => {
    const result = { seed: seed.seed, scenario: name, title };
    const outcome = await act().then(
      (seen) => ({ isOk: true, seen }),
      (error: unknown) => ({ isOk: false, seen: firstLine(error) }),
    );
    report({ ...result, ...outcome });
  };
  const stage = await FacadeStage.start({ users: seed.users });
  try {
    await seed.play(stage, (file) => readFileSync(join(folder, file), 'utf8'), scenario);
  } catch (error) {
    report({ seed: seed.seed, scenario: seed.seed, title: 'set the scene', isOk: false, seen: firstLine(error) });
  } finally {
    await stage.stop();
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? '';
}
