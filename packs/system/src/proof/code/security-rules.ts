/** A way of writing code that opens a system to an attack. */
export interface SecurityRule {
  readonly code: string;
  /** Found in code without its comments. */
  readonly pattern: RegExp;
  readonly message: string;
  readonly fix: string;
  /** Files in which the same is meant and safe. */
  readonly notIn?: RegExp;
}

/** What a client sent, as handlers get it. */
const fromClient = String.raw`(?:c\.req\b|(?:request|req|input|query|params|path|headers)\.\w)`;

/** Beside what the linter finds: eval, Function, scripts in addresses, changed prototypes. */
export const securityRules: readonly SecurityRule[] = [
  {
    code: 'certificate_not_verified',
    pattern: /\brejectUnauthorized['"]?\s*:\s*false\b|\bNODE_TLS_REJECT_UNAUTHORIZED\b/g,
    message: 'Whoever answers is believed: certificates are not verified.',
    fix: 'Take it out; a private authority is trusted through NODE_EXTRA_CA_CERTS.',
  },
  {
    code: 'command_from_text',
    pattern: /(?<!\.)\bexec(?:Sync)?\(\s*(?:`[^`]*\$\{|'[^'\n]*'\s*\+|"[^"\n]*"\s*\+)|\bshell\s*:\s*true\b/g,
    message: 'A shell reads a command that is put together from values.',
    fix: 'Use execFile or spawn with a list of arguments and no shell.',
  },
  {
    code: 'statement_from_text',
    pattern:
      /\.(?:prepare|exec|query)\(\s*(?=['"`]\s*(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|CREATE|DROP|ALTER)\b)(?:`[^`]*\$\{|'[^'\n]*'\s*\+|"[^"\n]*"\s*\+)/gi,
    message: 'A statement of SQL is put together from values.',
    fix: 'Write ? in the statement and bind the values.',
    notIn: /^(?:src\/storage|test)\//,
  },
  {
    code: 'code_from_text',
    pattern: /['"](?:node:)?vm['"]/g,
    message: 'node:vm runs text as code, and does not confine it.',
    fix: 'Say what may happen in code of your own.',
  },
  {
    code: 'guessable_secret',
    pattern: /(?:token|secret|password|passcode|nonce|salt|otp|session\w*)\s*[=:][^;\n]*\bMath\.random\(/gi,
    message: 'Math.random can be guessed.',
    fix: 'Use randomUUID, randomBytes or randomInt of node:crypto.',
  },
  {
    code: 'broken_hash',
    pattern: /\bcreateHash\(\s*['"](?:md5|md4|ripemd160)['"]/gi,
    message: 'This hash is broken: others can make the same.',
    fix: 'Use sha256; for passwords, scrypt.',
  },
  {
    code: 'place_from_request',
    pattern: new RegExp(
      String.raw`\b(?:readFile|createReadStream|writeFile|createWriteStream|appendFile|unlink|rm|opendir|readdir)(?:Sync)?\([^)\n]*\b${fromClient}`,
      'g',
    ),
    message: 'A client names the file that is read or written.',
    fix: 'Look the place up by an id, or keep it within a folder and refuse what leads out.',
  },
  {
    code: 'request_to_named_address',
    pattern: new RegExp(String.raw`\bfetch\(\s*(?:${fromClient}|${'`'}\$\{${fromClient})`, 'g'),
    message: 'A client names the server that is asked, also those inside.',
    fix: 'Take the address from the configuration.',
  },
  {
    code: 'secret_logged',
    pattern: /\b(?:console|log|logger)\.\w+\([^;\n]*[(,{.]\s*(?:password|secret|apiKey|token)\s*[,)}]/gi,
    message: 'A secret is written to the log.',
    fix: 'Log an id, or nothing.',
  },
];
