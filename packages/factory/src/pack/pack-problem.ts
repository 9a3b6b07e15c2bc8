/** Why a pack, or a part of one, is not in use. The others are. */
export interface PackProblem {
  /** The pack's name, or where it was looked for while its name is unknown. */
  readonly pack: string;
  readonly code:
    | 'pack_not_found'
    | 'pack_broken'
    | 'pack_malformed'
    | 'pack_conflict'
    | 'version_mismatch'
    | 'missing_pack'
    | 'circular_packs'
    | 'missing_service'
    | 'name_conflict'
    | 'foreign_name'
    | 'part_malformed';
  readonly message: string;
  readonly remedy: string;
}
