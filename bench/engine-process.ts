/** Processes for the engine's benchmark: the engine as it is published, compiled to JavaScript, in a process of its own. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The process under measurement: `three <store>` runs three stages, `hang <store>` stays in a stage, `resume <store>`. */
const script = `
const { createEngine, definePipeline, openStore, type } = await import('./src/index.js');
const [mode, path] = process.argv.slice(2);
const pipeline = definePipeline({ name: 'p', version: '1', input: type() });
const a = pipeline.stage('a', { run: ({ input }) => input + 1 });
const b = pipeline.stage('b', {
  needs: { a },
  run: ({ needs }) => {
    if (mode === 'three') return needs.a + 1;
    process.stdout.write(mode + '\\n');
    return new Promise(() => setInterval(() => {}, 1000));
  },
});
const c = pipeline.stage('c', { needs: { b }, run: ({ needs }) => needs.b + 1 });
const definition = pipeline.output(c);
const engine = createEngine({ store: openStore(path), pipelines: [definition] });
const run = mode === 'resume' ? (await engine.recover())[0] : await engine.start(definition, 1);
await run.result();
process.stdout.write(String(process.memoryUsage().rss / 2 ** 20));
process.exit(0);
`;

/** Compiles the engine into a folder and returns the path of the script that uses it. */
export function buildPublished(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      outDir: join(folder, 'src'),
      rootDir: join(root, 'packages/engine/src'),
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: [join(root, 'packages/engine/src')],
    exclude: [
      join(root, '**/*.test.ts'),
      join(root, '**/*.testsuite.ts'),
      join(root, 'packages/engine/src/testing'),
    ],
  };
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', join(folder, 'tsconfig.json')], { cwd: root });
  writeFileSync(join(folder, 'process.js'), script);
  return join(folder, 'process.js');
}

/** Runs a Node process to its end. */
export async function runProcess(
  args: readonly string[],
): Promise<{ readonly ms: number; readonly output: string }> {
  const from = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`The process ended with ${code}`);
  return { ms: performance.now() - from, output };
}

/** Milliseconds from starting a new process, after its predecessor was killed, until the interrupted stage runs again. */
export async function firstStageAfterKill(path: string, store: string): Promise<number> {
  const first = spawn(process.execPath, [path, 'hang', store], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(first.stdout, 'data');
  first.kill('SIGKILL');
  await once(first, 'exit');
  const from = performance.now();
  const second = spawn(process.execPath, [path, 'resume', store], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(second.stdout, 'data');
  const ms = performance.now() - from;
  second.kill('SIGKILL');
  await once(second, 'exit');
  return ms;
}
