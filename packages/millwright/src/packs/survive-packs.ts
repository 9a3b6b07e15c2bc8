/** Two factories may be open at once: each error is told by one. */
const told = new WeakSet<object>();

/** A pack of the project, by its folder. */
export interface Suspect {
  readonly name: string;
  /** Absolute path. */
  readonly folder: string;
}

/**
 * What a pack throws where nobody waits for it would end the process. It is told instead, with the pack's name; errors of anybody
 * else end the process as ever. The stack tells whose it is. Disposing of the result ends it.
 */
export function survivePacks(suspects: readonly Suspect[], tell: (line: string) => void): Disposable {
  if (suspects.length === 0) return { [Symbol.dispose]: () => undefined };
  const stop = () => {
    process.off('unhandledRejection', judge);
    process.off('uncaughtException', judge);
  };
  const judge = (error: unknown) => {
    const { stack = '', message } = error instanceof Error ? error : { message: '' };
    const culprit = suspects.find(({ folder }) => stack.includes(`${folder}/`));
    if (error instanceof Error && culprit !== undefined) {
      if (told.has(error)) return;
      told.add(error);
      return tell(`✖ ${culprit.name} failed where nobody waits for it: ${message}\n`);
    }
    stop();
    setImmediate(() => {
      throw error;
    });
  };
  process.on('unhandledRejection', judge);
  process.on('uncaughtException', judge);
  return { [Symbol.dispose]: stop };
}
