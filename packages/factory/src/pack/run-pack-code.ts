/** Thrown into the code of a pack that would end the process. */
class PackExitError extends Error {
  constructor() {
    super('it calls process.exit, which would end Millwright');
    this.name = 'PackExitError';
  }
}

const limitMs = 30_000;

/** What ends the process while no pack runs. */
let exit: unknown;
let running = 0;

/**
 * Runs code of a pack while it is loaded or set up. An attempt to end the process becomes an error of the pack, and so does not
 * coming back within half a minute.
 */
export async function runPackCode<Result>(
  code: () => Result | Promise<Result>,
  timeMs = limitMs,
): Promise<Result> {
  refuseExit();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it has not come back within ${timeMs} ms`)), timeMs);
  });
  try {
    return await Promise.race([code(), late]);
  } finally {
    clearTimeout(timer);
    allowExit();
  }
}

/** Several packs may be loaded at once: the last one opens the door again. */
function refuseExit(): void {
  if (running === 0) exit = Reflect.get(process, 'exit');
  running += 1;
  process.exit = () => {
    throw new PackExitError();
  };
}

function allowExit(): void {
  running -= 1;
  if (running === 0) Reflect.set(process, 'exit', exit);
}
