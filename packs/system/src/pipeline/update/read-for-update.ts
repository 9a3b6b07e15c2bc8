import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileTree, mergeText } from '@millwright/factory';
import { lowerBlueprint } from '../../lowering/lower-blueprint.ts';
import { readRequirements } from '../../request/read-system.ts';
import type { RequestReader } from '../../request/read-request.ts';
import { understandBlueprint } from '../../request/understand-blueprint.ts';
import type { Requirements } from '../../requirements/requirements.ts';
import type { Reading } from '../system-files.ts';
import { readBase } from './base.ts';
import { BlueprintConflictError } from './errors.ts';

export interface UpdateRequest {
  /** Absolute path of the written system. */
  readonly folder: string;
  /** What is asked for now; null when the blueprint in the folder says it. */
  readonly request: string | null;
  readonly answers: Readonly<Record<string, string>>;
  /** Goes on without the base, and then replaces nothing. */
  readonly withoutBase: boolean;
}

export interface UpdatedReading extends Reading {
  /** The blueprint as the latest request alone would have it: to this the next edits and requests are compared. */
  readonly asked: string;
  /** The requirements are those in the folder, so the person's text of them stands. */
  readonly isRequirementsTheirs: boolean;
}

/**
 * What the system is to be after the update. A new request is merged with the edits of the blueprint.
 * @throws NoBaseError, BlueprintConflictError, BlueprintError, and what reading a request throws
 */
export async function readForUpdate(update: UpdateRequest, read: RequestReader): Promise<UpdatedReading> {
  const { folder, request, answers } = update;
  const base = await baseOf(update);
  const present = await readFile(join(folder, 'blueprint.yaml'), 'utf8');
  const last = base?.get('blueprint.yaml')?.content ?? present;
  if (request === null) {
    lowerBlueprint(present, { file: 'blueprint.yaml' });
    const theirs = await requirementsOfRequest(folder);
    const requirements = theirs ?? understandBlueprint(present).requirements;
    const isRequirementsTheirs = theirs !== undefined;
    return { requirements, blueprint: present, asked: last, isRequirementsTheirs };
  }
  const understanding = await read(request, answers);
  const blueprint = mergeBlueprints(last, present, understanding.blueprint);
  lowerBlueprint(blueprint, { file: 'blueprint.yaml' });
  const { requirements, blueprint: asked } = understanding;
  return { requirements, blueprint, asked, isRequirementsTheirs: false };
}

/** What was generated last; undefined when the person said to go on without it. */
export async function baseOf({ folder, withoutBase }: UpdateRequest): Promise<FileTree | undefined> {
  try {
    return await readBase(folder);
  } catch (error) {
    if (withoutBase) return undefined;
    throw error;
  }
}

function mergeBlueprints(base: string, theirs: string, generated: string): string {
  if (theirs === base || theirs === generated) return generated;
  const merged = mergeText('blueprint.yaml', base, theirs, generated);
  if (merged?.conflicts.length === 0) return merged.text;
  const conflicts = merged?.conflicts ?? [{ place: 1, theirs, generated }];
  throw new BlueprintConflictError(
    conflicts.map(({ place, ...sides }) => ({
      line: Number(place),
      theirs: sides.theirs,
      generated: sides.generated,
    })),
  );
}

/** The requirements in the folder; undefined when they were read from the blueprint, and so will be again. */
async function requirementsOfRequest(folder: string): Promise<Requirements | undefined> {
  const yaml = await readFile(join(folder, 'requirements.yaml'), 'utf8').catch(() => '');
  const rules = [...yaml.matchAll(/^ +rule: (.*)$/gm)].map(([, rule]) => rule);
  // Those of large systems take long to read, and mostly their rules tell all.
  if (rules.length > 0 && rules.every((rule) => rule === 'blueprint')) return undefined;
  const requirements = await readRequirements(folder);
  return isFromBlueprint(requirements) ? undefined : requirements;
}

/** Statements that were read from a blueprint change with it; those of a request are what was asked for. */
function isFromBlueprint({ statements }: Requirements): boolean {
  const facts = statements.flatMap((statement) => statement.facts);
  return facts.length > 0 && facts.every(({ rule }) => rule === 'blueprint');
}
