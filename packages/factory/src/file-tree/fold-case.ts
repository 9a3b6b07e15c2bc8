/**
 * One spelling for all names that some file system takes for the same: it may ignore case and Unicode variants. Lower, upper and lower case
 * again also bring together letters whose single cases differ, such as ſ and s, or ẞ, ß and ss.
 */
export function foldCase(text: string): string {
  return text.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
}
