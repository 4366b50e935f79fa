/**
 * The messages that stand over the field until the agent takes them, by local id: the chat leaves
 * them out, so that each is to be seen in one place. `change` tells of every other set.
 */
class Shelf extends EventTarget {
  private held: ReadonlySet<string> = new Set();

  has(localId: string | undefined): boolean {
    return localId !== undefined && this.held.has(localId);
  }

  hold(localIds: string[]) {
    if (localIds.length !== this.held.size || !localIds.every((it) => this.held.has(it))) {
      this.held = new Set(localIds);
      this.dispatchEvent(new Event('change'));
    }
  }
}

export const shelf = new Shelf();
