import { TerminalError } from '@millwright/engine';

/** Runs work whose errors stay what they are, however often it is tried: what is wrong with a request or a blueprint stays wrong. */
export async function terminal<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
      throw new TerminalError(error.message, { code: error.code, cause: error });
    }
    throw error;
  }
}
