import type { Request } from '../running/http-client.ts';

const maxShown = 600;

/** The request as a command for a POSIX shell; one that would be too long says how long it was. */
export function curlCommand({ method, path, headers = {}, body }: Request): string {
  const parts = [
    'curl -i --path-as-is --globoff',
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [bodyArgument(body)]),
    quoted(`http://127.0.0.1:$PORT${path}`).replace('$PORT', `'"$PORT"'`),
  ];
  return parts.join(' ');
}

function bodyArgument(body: string | Uint8Array): string {
  if (typeof body === 'string' && !body.includes('\0') && body.isWellFormed()) {
    return `--data-binary ${quoted(body)}`;
  }
  const bytes = Buffer.from(body);
  return `--data-binary @<(echo ${bytes.subarray(0, maxShown).toString('base64')} | base64 -d)`;
}

function quoted(text: string): string {
  const shown = text.length > maxShown ? `${text.slice(0, maxShown)}…(${text.length} characters)` : text;
  return `'${shown.replaceAll("'", `'\\''`)}'`;
}
