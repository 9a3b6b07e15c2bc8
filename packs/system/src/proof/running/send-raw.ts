import { connect } from 'node:net';

const silenceMs = 150;
const maxAnswerBytes = 256 * 1024;

/** Sends bytes and answers with the status of each response; silence and a closed connection are no response. */
export function sendRaw(port: number, bytes: Uint8Array): Promise<readonly number[]> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const socket = connect({ port, host: '127.0.0.1' });
    const finish = () => {
      socket.destroy();
      resolve(statusesOf(Buffer.concat(chunks).toString('latin1')));
    };
    socket.setTimeout(silenceMs, finish);
    socket.on('error', finish);
    socket.on('close', finish);
    socket.on('data', (chunk) => {
      length += chunk.length;
      if (length <= maxAnswerBytes) chunks.push(chunk);
      else finish();
    });
    socket.on('connect', () => socket.write(bytes));
  });
}

function statusesOf(text: string): readonly number[] {
  return [...text.matchAll(/(?:^|\r\n|\}|>)HTTP\/1\.[01] (\d{3}) /g)].map((match) => Number(match[1]));
}
