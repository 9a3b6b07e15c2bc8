import { join } from 'node:path';
import type { Sandbox } from '@millwright/factory';
import type { SystemModel } from '../../model/system.ts';
import type { StagedSystem } from '../staging/stage-system.ts';
import { findPostgres, postgresRemedy } from './find-postgres.ts';
import { startPostgres } from './postgres-server.ts';

/** Where the data of a system under proof goes. */
export interface DataPlaces {
  /** The environment of its processes. Systems of one name share their data. */
  environmentOf(dataName: string): Readonly<Record<string, string>>;
  /** The environment of its tests. */
  readonly testEnvironment: Readonly<Record<string, string>>;
  /** Shows programs what they need to reach the data. */
  readonly sandbox: Sandbox;
  /** Why there is no place for the data, so that the system cannot run; absent when there is one. */
  readonly missing?: { readonly why: string };
}

/** The data of systems that the proof starts itself. */
export const dataNames = { boot: 'boot', used: 'used', abused: 'abused' } as const;

/** Prepares for the data of a system: a folder, or a database server of these `programs` that ends with `services`. */
export async function prepareData(
  model: SystemModel | undefined,
  stage: StagedSystem,
  sandbox: Sandbox,
  services: AsyncDisposableStack,
  programs = findPostgres(),
): Promise<DataPlaces> {
  const files: DataPlaces = {
    environmentOf: (dataName) => ({ DATA_FILE: join(stage.scratch, `${dataName}.sqlite`) }),
    testEnvironment: {},
    sandbox,
  };
  if (model?.storage.kind !== 'postgresql') return files;
  if (programs === undefined || programs === '') {
    const why = `the system needs PostgreSQL, which this machine does not have. ${postgresRemedy}`;
    return { ...files, missing: { why } };
  }
  const server = services.use(await startPostgres(programs, Object.values(dataNames)));
  return {
    environmentOf: (dataName) => ({ DATABASE_URL: server.url(dataName) }),
    testEnvironment: { TEST_DATABASE_URL: server.url() },
    sandbox: showing(server.socketFolder, sandbox),
  };
}

/** The same sandbox, in which programs see one more folder. */
function showing(folder: string, sandbox: Sandbox): Sandbox {
  const widened = <Spec extends { readonly readable?: readonly string[] }>(spec: Spec): Spec => ({
    ...spec,
    readable: [...(spec.readable ?? []), folder],
  });
  const { name, description, capabilities } = sandbox;
  return {
    name,
    description,
    capabilities,
    run: (spec) => sandbox.run(widened(spec)),
    start: (spec) => sandbox.start(widened(spec)),
  };
}
