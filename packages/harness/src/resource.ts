/** What components share and a system owns: a file they write to, a connection they send through. */
export interface Resource {
  /** Called before the first component starts. An error here keeps the system from starting. */
  open(): void | Promise<void>;
  /** Called after the last component has stopped. */
  close(): void | Promise<void>;
  /** Whether it can do its work now; taken for true where it does not say. */
  isReady?(): boolean;
}

/** Opens resources one after the other. When one fails, those that are open are closed again. */
export async function openAll(resources: readonly Resource[]): Promise<void> {
  for (const [index, resource] of resources.entries()) {
    try {
      await resource.open();
    } catch (error) {
      await closeAll(resources.slice(0, index));
      throw error;
    }
  }
}

/** Closes resources, those that were opened last first. */
export async function closeAll(resources: readonly Resource[]): Promise<void> {
  for (const resource of resources.toReversed()) await resource.close();
}
