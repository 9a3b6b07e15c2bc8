import { styleText } from 'node:util';
import { type Examination, examine } from '../doctor/examine.ts';
import { stateFolder } from '../mill/state-folder.ts';
import type { DoctorCommand } from './commands.ts';
import { type Console, writeJson } from './console.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';

const marks = {
  present: styleText('green', '✔'),
  limited: styleText('yellow', '◐'),
  missing: styleText('red', '✖'),
} as const;

/** Tells what this machine has and what each missing thing costs. Fails only when nothing can be built and proven here. */
export async function runDoctor(command: DoctorCommand, console: Console): Promise<ExitCode> {
  const examinations = await examine({
    project: console.workingDirectory,
    state: stateFolder(console.environment, console.workingDirectory),
  });
  if (command.json) await writeJson(console.out, { examinations });
  else console.out.write(`${examinations.flatMap(lines).join('\n')}\n`);
  return examinations.some(isFatal) ? exitCode.failed : exitCode.proven;
}

const optional = new Set(['docker', 'npm']);
const isFatal = ({ name, status }: Examination): boolean => status === 'missing' && !optional.has(name);

function lines({ name, status, found, cost }: Examination): readonly string[] {
  return [`${marks[status]} ${name.padEnd(28)} ${found}`, ...(cost === undefined ? [] : [`    ${cost}`])];
}
