// Runs on whatever Node the machine has: installs the pinned dependencies, Node 24 among them, when they are missing or stale.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

const wanted = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');
const isCurrent = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted();

/** Two first runs at once must not install over each other: the file that only one can create is the claim. */
async function withClaim(install) {
  while (!takeClaim()) {
    await sleep(200);
    if (isCurrent()) return;
  }
  try {
    install();
  } finally {
    rmSync(claim, { force: true });
  }
}

function takeClaim() {
  try {
    writeFileSync(claim, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    // A process that was killed cannot give its claim back.
    if (!isAlive(readClaim())) rmSync(claim, { force: true });
    return false;
  }
}

function readClaim() {
  try {
    return Number(readFileSync(claim, 'utf8'));
  } catch {
    return Number.NaN;
  }
}

/** An empty claim is one that is being written. */
function isAlive(pid) {
  if (!(pid > 0)) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
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
    throw new InstallError(
      'Millwright: npm install failed, see above. Check that the package registry can be reached and try again.',
    );
  }
  writeFileSync(stamp, wanted());
  process.stderr.write(`Millwright: installed in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

class InstallError extends Error {}

/** Ends the process with exit code 1 when what is missing cannot be installed. */
export async function ensureInstalled() {
  if (isCurrent()) return;
  try {
    await withClaim(install);
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
