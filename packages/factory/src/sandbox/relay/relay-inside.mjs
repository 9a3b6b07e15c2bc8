/*
 * Runs inside a sandbox that shares no network with its surroundings. It keeps a few connections open to the socket that
 * was given to it. Whoever answers on one of them names a port in its first line: from then on the connection belongs to
 * that port of the sandbox's own loopback network.
 */
import { connect } from 'node:net';

const [, , socketPath] = process.argv;
const idleConnections = 4;

// The service beside it may need its connections while it stops. It goes with the sandbox.
process.on('SIGTERM', () => undefined);

for (let count = 0; count < idleConnections; count += 1) waitForClient();

function waitForClient() {
  const outer = connect({ path: socketPath, allowHalfOpen: true });
  let head = Buffer.alloc(0);
  outer.on('error', () => undefined);
  outer.on('data', function readHead(chunk) {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\n');
    if (end < 0) return;
    outer.off('data', readHead);
    outer.pause();
    waitForClient();
    join(outer, Number(head.subarray(0, end).toString()), head.subarray(end + 1));
  });
}

function join(outer, port, rest) {
  const inner = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true });
  inner.on('error', () => outer.destroy());
  outer.on('error', () => inner.destroy());
  if (rest.length > 0) inner.write(rest);
  outer.pipe(inner).pipe(outer);
}
