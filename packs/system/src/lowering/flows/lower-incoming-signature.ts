import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { OperationDocument } from '../../blueprint/document.ts';
import type { Setting } from '../../model/config.ts';
import type { IncomingSignature } from '../../model/flow.ts';
import type { Problem } from '../../blueprint/problems.ts';
import { suggestName } from '../../naming/nearest-name.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { lowerSignatureScheme } from './lower-signature.ts';

/** How the requests to an operation must be signed; undefined when they need not be, or when it cannot be read, which is reported. */
export function lowerIncomingSignature(
  { signature, http, upload }: OperationDocument,
  operation: DocumentPath,
  context: LoweringContext,
): IncomingSignature | undefined {
  if (signature === undefined) return undefined;
  const path = [...operation, 'signature'];
  if (/^(GET|DELETE)\b/.test(http) || upload !== undefined) {
    const what =
      upload === undefined ? `A ${http.split(' ')[0]} request has no body` : 'A file is not read as a whole';
    context.problems.add({
      code: 'invalid_http',
      path,
      isKey: true,
      message: `${what}, so there is nothing to check a signature of.`,
      suggestion: 'Choose POST with an `input`, or say with `access` who may do it.',
    });
    return undefined;
  }
  const rule = lowerSignatureScheme(signature, path, context);
  const setting = settingOf(signature.secret, [...path, 'secret'], context);
  return setting === undefined ? undefined : { rule, setting };
}

/** Requests are checked before anything is read, so their secret cannot come from a record. */
function settingOf(
  secret: string,
  path: DocumentPath,
  { config, problems }: LoweringContext,
): string | undefined {
  const name = /^config\.(\w+)$/.exec(secret.trim())?.[1];
  const setting = config.find((one) => one.name === name);
  if (setting !== undefined && isPresentText(setting)) return name;
  problems.add({ path, ...complaintOf(name, setting, config) });
  return undefined;
}

function isPresentText({ type, isOptional, defaultValue }: Setting): boolean {
  return type.kind === 'text' && !(isOptional && defaultValue === undefined);
}

function complaintOf(
  name: string | undefined,
  setting: Setting | undefined,
  config: readonly Setting[],
): Omit<Problem, 'path'> {
  const texts = config.filter(isPresentText).map((one) => one.name);
  if (name === undefined) {
    return {
      code: 'invalid_value',
      message: 'The secret that requests are signed with comes from the configuration.',
      suggestion:
        texts[0] === undefined
          ? 'Write `secret: config.webhookSecret`, and `config: { webhookSecret: secret }` at the top.'
          : `Write \`secret: config.${texts[0]}\`.`,
    };
  }
  if (setting === undefined) {
    return {
      code: 'unknown_name',
      message: `The configuration has no \`${name}\`.`,
      suggestion: suggestName(name, texts) ?? `Add it at the top: \`config: { ${name}: secret }\`.`,
    };
  }
  return {
    code: 'not_assignable',
    message: `\`config.${name}\` may be absent or is no text: nobody could sign with it.`,
    suggestion: `Write \`${name}: secret\` under \`config\`.`,
  };
}
