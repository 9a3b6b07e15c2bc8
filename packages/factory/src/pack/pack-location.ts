/** Where a pack was found. */
export interface PackLocation {
  /** Name of the package, or of its folder. */
  readonly name: string;
  /** Absolute path of the package's folder. */
  readonly folder: string;
  /** Absolute path of the module whose default export is the pack. */
  readonly entry: string;
}
