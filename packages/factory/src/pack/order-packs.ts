import semver from 'semver';
import type { Pack } from './pack.ts';
import type { PackProblem } from './pack-problem.ts';

export interface OrderedPacks {
  /** Each after the packs it requires; otherwise in the order they were given. */
  readonly packs: readonly Pack[];
  readonly problems: readonly PackProblem[];
}

/**
 * Leaves out packs that cannot work here (name taken, wrong Millwright, a pack they require missing, of another version,
 * left out itself, or in a circle) and says why of each.
 * @param millwright Version of the running Millwright.
 */
export function orderPacks(
  given: readonly Pack[],
  millwright: string,
  places?: ReadonlyMap<Pack, string>,
): OrderedPacks {
  const problems: PackProblem[] = [];
  const byName = new Map<string, Pack>();
  for (const pack of given) {
    const problem = nameProblem(pack, byName, places) ?? millwrightProblem(pack, millwright);
    if (problem) problems.push(problem);
    else byName.set(pack.name, pack);
  }
  const ordered = new Map<string, Pack>();
  const settled = new Set<string>();
  const visit = (pack: Pack, above: readonly string[]): boolean => {
    if (settled.has(pack.name)) return ordered.has(pack.name);
    if (above.includes(pack.name)) {
      problems.push(circle([...above.slice(above.indexOf(pack.name)), pack.name]));
      return false;
    }
    const works = Object.entries(pack.requires ?? {}).every(([name, range]) => {
      const other = byName.get(name);
      const problem = requirementProblem(pack, name, range, other);
      if (problem) problems.push(problem);
      else if (other && visit(other, [...above, pack.name])) return true;
      else problems.push(unusable(pack, name));
      return false;
    });
    settled.add(pack.name);
    if (works) ordered.set(pack.name, pack);
    return works;
  };
  for (const pack of byName.values()) visit(pack, []);
  return { packs: [...ordered.values()], problems };
}

function nameProblem(
  pack: Pack,
  present: ReadonlyMap<string, Pack>,
  places?: ReadonlyMap<Pack, string>,
): PackProblem | undefined {
  const other = present.get(pack.name);
  if (!other) return undefined;
  const told = [other, pack].map((one) => {
    const place = places?.get(one);
    return place === undefined ? one.version : `${one.version} in ${place}`;
  });
  return {
    pack: pack.name,
    code: 'pack_conflict',
    message: `Two packs are called ${pack.name}: ${told.join(', and ')}. The first is used.`,
    remedy: 'Remove one of them, or rename it.',
  };
}

function millwrightProblem(pack: Pack, millwright: string): PackProblem | undefined {
  if (semver.satisfies(millwright, pack.millwright, { includePrerelease: true })) return undefined;
  return {
    pack: pack.name,
    code: 'version_mismatch',
    message: `${pack.name} ${pack.version} is for Millwright ${pack.millwright}; this is ${millwright}.`,
    remedy: `Install a version of ${pack.name} for Millwright ${millwright}.`,
  };
}

function requirementProblem(
  pack: Pack,
  name: string,
  range: string,
  other: Pack | undefined,
): PackProblem | undefined {
  if (!other) {
    return {
      pack: pack.name,
      code: 'missing_pack',
      message: `${pack.name} requires the pack ${name} ${range}, which is not here.`,
      remedy: `Install ${name}, or remove ${pack.name}.`,
    };
  }
  if (semver.satisfies(other.version, range, { includePrerelease: true })) return undefined;
  return {
    pack: pack.name,
    code: 'version_mismatch',
    message: `${pack.name} requires ${name} ${range}; ${other.version} is here.`,
    remedy: `Install ${name} ${range}, or another version of ${pack.name}.`,
  };
}

function unusable(pack: Pack, name: string): PackProblem {
  return {
    pack: pack.name,
    code: 'missing_pack',
    message: `${pack.name} requires ${name}, which cannot be used itself.`,
    remedy: `Mend ${name} first.`,
  };
}

function circle(names: readonly string[]): PackProblem {
  return {
    pack: names[0] ?? '',
    code: 'circular_packs',
    message: `Packs require one another in a circle: ${names.join(' → ')}.`,
    remedy: 'Move what they share into a pack of its own.',
  };
}
