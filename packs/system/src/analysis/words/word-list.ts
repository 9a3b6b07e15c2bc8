/** A set of words and phrases written as one readable text: `words('add create "sign up"')`. */
export function words(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]+)"|(\S+)/g)].map((match) => match[1] ?? (match[2] as string));
}

export function wordSet(text: string): ReadonlySet<string> {
  return new Set(words(text));
}
