/** Paths of the files that know who asks. */
export const tokensFile = 'src/domain/tokens.ts';
export const passwordsFile = 'src/domain/passwords.ts';
export const callersFile = 'src/domain/callers.ts';
export const seedFile = 'src/seed.ts';
export const gateFile = 'src/http/gate.ts';
export const clientsFile = 'src/http/clients.ts';
export const signaturesFile = 'src/http/signatures.ts';
export const rateLimitFile = 'src/http/rate-limit.ts';
