import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import { camelCase, kebabCase, pascalCase, snakeCase } from '../../naming/letter-case.ts';
import { plural } from '../../naming/plural.ts';
import { variableName } from '../../naming/identifier.ts';
import { variablesIn } from '../../expression/expression-walk.ts';
import { isNamed, type NamedType, typeFile, typeName, valuesConstant } from './named-type.ts';
import type { NamePool } from './name-pool.ts';

/** The names one entity has in the generated code, and the files it is spread over. */
export interface EntityPlan {
  readonly entity: Entity;
  /** The record type: `TaskList`. */
  readonly type: string;
  /** `taskList`, `taskLists`. */
  readonly variable: string;
  readonly pluralVariable: string;
  /** Property of `Tables`. */
  readonly table: string;
  /** Name of the SQL table. */
  readonly sqlTable: string;
  readonly file: string;
  readonly operationsFile: string;
  readonly unitTestFile: string;
  /** Enumerations that the entity's fields declare, by field. */
  readonly enums: ReadonlyMap<string, EnumPlan>;
  /** How answers show a record, where that is not as it is kept. */
  readonly view?: ViewPlan;
  /** The entity of whose records these are the versions. */
  readonly origin?: EntityPlan;
}

export interface ViewPlan {
  /** `TaskView`. */
  readonly type: string;
  /** `viewOfTask`. */
  readonly name: string;
  readonly file: string;
  /** Where the type is declared. */
  readonly typeFile: string;
  /** Whether what it shows depends on the time. */
  readonly needsClock: boolean;
}

export interface EnumPlan {
  /** `taskStatuses`: the constant that lists the values. */
  readonly constant: string;
  /** `TaskStatus`. */
  readonly type: string;
  readonly values: readonly string[];
  /** Where both are declared: the entity's own file, or that of a type with a name. */
  readonly file: string;
}

/** Whether the tables fill the field in by themselves. */
export function isFilledByTables({ managed }: Field): boolean {
  return managed !== undefined && managed !== 'state';
}

/** Fields that the tables fill in beside those of every row. */
export function keptFields({ fields }: Entity): readonly string[] {
  const everywhere = ['id', 'createdAt', 'updatedAt'];
  return fields
    .filter((field) => isFilledByTables(field) && !everywhere.includes(field.name))
    .map(({ name }) => name);
}

export interface EntityNamePools {
  readonly types: NamePool;
  readonly files: NamePool;
  readonly tables: NamePool;
  readonly sqlTables: NamePool;
}

/** @param origin The plan of the entity of whose records these are the versions. */
export function planEntity(entity: Entity, pools: EntityNamePools, origin?: EntityPlan): EntityPlan {
  const type = pools.types.take(entity.name, 'Record');
  const file = pools.files.take(kebabCase(type), '-record');
  const operations = pools.files.take(`${file}-operations`, '-of-records');
  return {
    entity,
    type,
    variable: variableName(entity.name),
    pluralVariable: variableName(entity.plural),
    table: pools.tables.take(camelCase(entity.plural), 'Table'),
    sqlTable: pools.sqlTables.take(snakeCase(entity.plural), '_table'),
    file: `src/domain/${file}.ts`,
    operationsFile: `src/domain/${operations}.ts`,
    unitTestFile: `test/unit/${operations}.test.ts`,
    enums: origin?.enums ?? planEnums(entity, type, `src/domain/${file}.ts`, pools.types),
    ...(origin === undefined
      ? planView(entity, type, file, pools.types)
      : planVersionView(type, file, origin)),
  };
}

function planView(entity: Entity, type: string, file: string, types: NamePool): Pick<EntityPlan, 'view'> {
  const { fields, computed = [] } = entity;
  if (computed.length === 0 && fields.every((field) => field.isHidden !== true)) return {};
  const clocks = computed.map((field) => variablesIn(field.computed.node));
  const needsClock = clocks.some((names) => names.has('now') || names.has('today'));
  const name = types.take(`${type}View`, 'OfRecord');
  const path = `src/domain/views/${file}-view.ts`;
  return { view: { type: name, name: `viewOf${type}`, file: path, typeFile: path, needsClock } };
}

/** A version is shown as the record it was. */
function planVersionView(
  type: string,
  file: string,
  origin: EntityPlan,
): Required<Pick<EntityPlan, 'view' | 'origin'>> {
  return {
    origin,
    view: {
      type: origin.view?.type ?? origin.type,
      typeFile: origin.view?.typeFile ?? origin.file,
      name: `viewOf${type}`,
      file: `src/domain/views/${file}-view.ts`,
      needsClock: origin.view?.needsClock ?? false,
    },
  };
}

function planEnums(
  entity: Entity,
  type: string,
  file: string,
  types: NamePool,
): ReadonlyMap<string, EnumPlan> {
  const plans = new Map<string, EnumPlan>();
  for (const field of entity.fields) {
    const item = field.type.kind === 'list' ? field.type.of : field.type;
    if (item.kind !== 'enum') continue;
    if (isNamed(item)) {
      plans.set(field.name, namedEnum(item, item.values));
      continue;
    }
    const name = types.take(`${type}${pascalCase(field.name)}`, 'Value');
    plans.set(field.name, { constant: camelCase(plural(name)), type: name, values: item.values, file });
  }
  return plans;
}

function namedEnum(type: NamedType, values: readonly string[]): EnumPlan {
  return { constant: valuesConstant(type), type: typeName(type), values, file: typeFile(type) };
}
