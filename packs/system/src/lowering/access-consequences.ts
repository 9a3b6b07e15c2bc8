import type { Diagnostic } from '../blueprint/diagnostic.ts';

/**
 * What is wrong apart from what follows from `access`: where that section itself is wrong, or where there is none, nobody has a
 * role, nobody is the actor, and nobody owns anything.
 */
export function withoutAccessConsequences(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const isCause = ({ path }: Diagnostic) => path === 'access' || path.startsWith('access.');
  if (diagnostics.some(isCause)) {
    // A key that is misspelt is missing, too.
    const isMisspelt = diagnostics.some((one) => isCause(one) && one.code === 'unknown_key');
    const isTold = (one: Diagnostic) => !isMisspelt || one.code !== 'missing_key';
    return diagnostics.filter((one) => (isCause(one) ? isTold(one) : !mayFollow(one)));
  }
  const absent = diagnostics.find(saysThatNobodyMaySignIn);
  if (absent === undefined) return diagnostics;
  return diagnostics.filter((one) => one === absent || !mayFollow(one));
}

/** Whether a problem may be there only because it is not known who may do what. */
function mayFollow(problem: Diagnostic): boolean {
  const { code, message, path } = problem;
  if (code === 'unknown_role' || saysThatNobodyMaySignIn(problem)) return true;
  if (code === 'missing_field') return path.startsWith('entities.');
  return code === 'unknown_name' && /`(?:actor|key)`/.test(message);
}

/** `missing_key` is told of a part that needs accounts or keys. */
function saysThatNobodyMaySignIn({ code, path }: Diagnostic): boolean {
  return code === 'missing_key' && /\.(?:access|owner|tenant)(?:\[\d+\])?$/.test(path);
}
