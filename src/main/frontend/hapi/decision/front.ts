/** The request that the dock shows now; cards of other requests can bring theirs to the front. */
class Front extends EventTarget {
  private shown = '';
  private wanted = '';

  get request() {
    return this.shown;
  }

  get wish() {
    return this.wanted;
  }

  show(request: string) {
    if (request !== this.shown) {
      this.shown = request;
      this.dispatchEvent(new Event('change'));
    }
  }

  want(request: string) {
    this.wanted = request;
    this.dispatchEvent(new Event('change'));
  }
}

export const front = new Front();
