// Runs on whatever Node the machine has: installs the pinned dependencies, Node 24 among them, when they are missing or stale.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const nodeBinary = join(
  root,
  'node_modules',
  '.bin',
  process.platform === 'win32' ? 'node.cmd' : 'node',
);

const lockFile = join(root, 'package-lock.json');
const stamp = join(root, 'node_modules', '.millwright-installed');
const claim = join(root, '.installing.log');
const staleClaimMs = 10 * 60_000;

const wanted = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');
const isCurrent = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted();

/** Two first runs at once must not install over each other: the file that only one can create is the claim. */
async function withClaim(install) {
  for (;;) {
    try {
      closeSync(openSync(claim, 'wx'));
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (Date.now() - statSync(claim, { throwIfNoEntry: false })?.mtimeMs > staleClaimMs)
        rmSync(claim, { force: true });
      await sleep(200);
      if (isCurrent()) return;
      continue;
    }
    try {
      return install();
    } finally {
      rmSync(claim, { force: true });
    }
  }
}

function install() {
  if (isCurrent()) return;
  const started = Date.now();
  process.stderr.write('Millwright: installing what is missing (the first run only) …\n');
  const npm = process.env.npm_execpath
    ? [process.execPath, [process.env.npm_execpath]]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  // The lock file pins versions; `npm ci` would also insist that it lists the binaries of every platform, which a lock
  // file written through a partial registry does not. npm's output goes to stderr: stdout belongs to the command that follows.
  const result = spawnSync(
    npm[0],
    [...npm[1], 'install', '--no-save', '--loglevel=error', '--no-audit', '--no-fund'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
      env: { ...process.env, NODE_ENV: 'development' },
    },
  );
  if (result.status !== 0) {
    process.stderr.write(
      'Millwright: npm install failed, see above. Check that the package registry can be reached and try again.\n',
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted());
  process.stderr.write(`Millwright: installed in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

export async function ensureInstalled() {
  if (!isCurrent()) await withClaim(install);
}
