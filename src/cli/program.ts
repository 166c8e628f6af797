import { Command } from 'commander';
import { codemodCommand } from './codemod-command.js';
import { demoCommand } from './demo-command.js';
import { doctorCommand } from './doctor-command.js';
import { emulatorCommand } from './emulator-command.js';
import { endUsageErrorsWith2 } from './exit-codes.js';
import { readVersion } from './read-version.js';
import { scanCommand } from './scan-command.js';

/** The whole command line. */
export function createProgram(): Command {
  const program = new Command('rethread')
    .description('Run apps written for the Twilio Conversations JS SDK on Azure Communication Services Chat.')
    .version(readVersion(), '-V, --version')
    .configureOutput({ outputError: (text, write) => write(`rethread: ${oneLine(text)}\n`) })
    .addHelpText('after', '\nRun "rethread help <command>" for the options of a command.');
  for (const command of [emulatorCommand(), demoCommand()]) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  for (const command of [scanCommand(), codemodCommand(), doctorCommand()]) {
    program.addCommand(endUsageErrorsWith2(command.copyInheritedSettings(program)));
  }
  return program;
}

/** Commander puts its suggestion on a second line. */
function oneLine(text: string): string {
  return text
    .replace(/^error: /, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ');
}
