const secretName = /key|token|secret|passw|credential|auth|private|cookie|session|dsn|connection/i;
const minSecretLength = 6;
/** Values that name something rather than open it: a switch, a path to a file of certificates. */
const ordinary = /^(?:true|false|yes|no|none|null|undefined|enabled|disabled|\d{1,8})$|^(?:\/[\w.-]+)+$/i;

/**
 * Makes a function that takes secrets out of text: the values of environment variables whose names speak of keys, tokens
 * or passwords, also percent-encoded, in base64 and escaped for JSON.
 */
export function createRedactor(
  environment: Readonly<Record<string, string | undefined>>,
): (text: string) => string {
  const replacements = Object.entries(environment).flatMap(([name, value]) => {
    if (!value || value.length < minSecretLength || !secretName.test(name) || ordinary.test(value)) return [];
    return formsOf(value).map((form) => ({ form, mark: `[secret ${name}]` }));
  });
  // The longest first: one secret may be part of another.
  replacements.toSorted((a, b) => b.form.length - a.form.length);
  return (text) => replacements.reduce((rest, { form, mark }) => rest.replaceAll(form, mark), text);
}

/** Applies a function to every text in a JSON value, keys included. */
export function redactDeep<T>(value: T, redact: (text: string) => string): T {
  const walk = (item: unknown): unknown => {
    if (typeof item === 'string') return redact(item);
    if (Array.isArray(item)) return item.map(walk);
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([key, inner]) => [redact(key), walk(inner)]));
  };
  return walk(value) as T;
}

function formsOf(value: string): readonly string[] {
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '');
  const forms = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), base64];
  return [...new Set(forms)].filter((form) => form.length >= minSecretLength);
}
