/** How a transaction tells that it has left something to do. */
export const signalMembers = `  get isSignalled(): boolean {
    return this.#isSignalled;
  }

  signal(): void {
    this.#isSignalled = true;
  }`;
