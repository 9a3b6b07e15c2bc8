/*
 * A hostile program, to be run inside a sandbox by whoever wants to know what that sandbox stands in the way of. It tries
 * only targets that were put up for it, within bounds, and tells in JSON which of them it reached. `node hostile.mjs MODE
 * CONFIGURATION`, the second in JSON.
 */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import * as fs from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';

const modes = { reach, hog, multiply, linger };
const [, , mode, configuration] = process.argv;
await modes[mode](JSON.parse(configuration));

/** Reads, writes, connects and signals where it has no business to. */
async function reach(target) {
  const reached = {
    environment: [
      ...Object.keys(process.env).filter((name) => !target.environment.includes(name)),
      ...readableEnvironments(target.token).map(() => 'the environment of another process'),
    ],
    'files-read': [
      ...waysThat('a secret file', () => fs.readFileSync(target.secretFile, 'utf8').includes(target.token)),
      ...waysThat('the home folder', () => target.ownFiles.some((file) => fs.existsSync(file))),
    ],
    'files-write': [
      ...waysThat(
        'a folder of somebody else',
        () => fs.writeFileSync(target.forbiddenFile, 'x') === undefined,
      ),
      ...waysThat('the folder of Node', () => mayWrite(dirname(process.execPath))),
      ...waysThat('system settings', () => mayWrite('/etc')),
    ],
    'file-size': waysThat('a file beyond the limit', () => growsBeyond(target.fileBytes)),
    network: await reachedNetwork(target),
    tracing: readableEnvironments(target.token).filter((folder) =>
      succeeds(() => fs.closeSync(fs.openSync(join(folder, 'mem'), 'r+')) === undefined),
    ),
  };
  fs.writeSync(1, `${JSON.stringify(reached)}\n`);
  // Last: where process numbers are its own, this could be any process in here. Whether it worked is seen outside.
  succeeds(() => process.kill(target.victim, 'SIGKILL'));
}

function succeeds(attempt) {
  try {
    return Boolean(attempt());
  } catch {
    return false;
  }
}

function waysThat(way, attempt) {
  return succeeds(attempt) ? [way] : [];
}

function mayWrite(folder) {
  return fs.accessSync(folder, fs.constants.W_OK) === undefined;
}

function readableEnvironments(token) {
  const numbers = succeeds(() => fs.existsSync('/proc')) ? fs.readdirSync('/proc').filter(Number) : [];
  return numbers
    .map((number) => `/proc/${number}`)
    .filter((folder) => succeeds(() => fs.readFileSync(join(folder, 'environ'), 'utf8').includes(token)));
}

/** The file is empty inside and takes no space. */
function growsBeyond(bytes) {
  const file = fs.openSync('grown', 'w');
  try {
    return fs.ftruncateSync(file, bytes + 1) === undefined;
  } finally {
    fs.closeSync(file);
    fs.rmSync('grown');
  }
}

async function reachedNetwork({ tcp, udp, abstractSocket }) {
  const attempts = [
    ...tcp.map(({ host, port }) => attemptConnection(`a listener at ${host}`, { host, port })),
    ...(abstractSocket ? [attemptConnection('an abstract socket', { path: abstractSocket })] : []),
  ];
  const interfaces = Object.entries(networkInterfaces())
    .filter(([, addresses]) => addresses.some(({ internal }) => !internal))
    .map(([name]) => `the network interface ${name}`);
  // Whether it arrives is seen outside.
  for (const { host, port } of udp) await sendDatagram(host, port);
  return [...interfaces, ...(await Promise.all(attempts)).flat()];
}

function attemptConnection(way, place) {
  return new Promise((resolve) => {
    const socket = connect({ ...place, timeout: 1_000 });
    const end = (ways) => {
      socket.destroy();
      resolve(ways);
    };
    socket.once('connect', () => end([way]));
    socket.once('timeout', () => end([]));
    socket.once('error', () => end([]));
  });
}

function sendDatagram(host, port) {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve());
    socket.send('x', port, host, () => socket.close(() => resolve()));
  });
}

/** Takes memory in blocks, without touching it, until it has what it may not have. */
function hog({ bytes }) {
  const block = 64 * 1024 * 1024;
  const taken = [];
  while (taken.length * block < bytes) taken.push(Buffer.allocUnsafeSlow(block));
  console.log('{"memory":["more than the limit"]}');
}

/** Starts more processes than it may, all of which end by themselves. */
function multiply({ processes }) {
  let started = 0;
  for (let count = 0; count < processes; count += 1) {
    const child = spawn('/bin/sleep', ['5'], { stdio: 'ignore' });
    child.once('error', () => undefined);
    if (child.pid !== undefined) started += 1;
  }
  console.log(JSON.stringify({ 'process-count': started >= processes ? [`${started} processes`] : [] }));
  process.exit();
}

/** Leaves one child in its group and one outside it, both of which end by themselves, then floods its output for ever. */
function linger({ inGroup, escaped }) {
  const beat = 'n=0; while [ $n -lt 80 ]; do echo x >> "$1" || exit; sleep 0.05; n=$((n+1)); done';
  for (const [file, detached] of [
    [inGroup, false],
    [escaped, true],
  ])
    spawn('/bin/sh', ['-c', beat, 'beat', file], { detached, stdio: 'ignore' }).unref();
  const line = `${'x'.repeat(4_095)}\n`;
  for (;;) succeeds(() => fs.writeSync(1, line));
}
