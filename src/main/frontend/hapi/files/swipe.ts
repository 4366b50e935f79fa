/** A finger's way over something that scrolls up and down: far to a side is a step. */
export class Swipe {
  private from?: { id: number; x: number; y: number; at: number };

  constructor(private readonly step: (by: 1 | -1) => void) {}

  readonly down = (event: PointerEvent) => {
    // The edge belongs to the browser's own Back.
    const isEdge = event.clientX < 24 || event.clientX > window.innerWidth - 24;
    this.from =
      event.pointerType === 'touch' && event.isPrimary && !isEdge
        ? { id: event.pointerId, x: event.clientX, y: event.clientY, at: event.timeStamp }
        : undefined;
  };

  readonly up = (event: PointerEvent) => {
    const from = this.from;
    this.from = undefined;
    if (!from || from.id !== event.pointerId || event.timeStamp - from.at > 800) {
      return;
    }
    const x = event.clientX - from.x;
    const far = Math.min(120, window.innerWidth * 0.3);
    if (Math.abs(x) > far && Math.abs(event.clientY - from.y) < Math.abs(x) / 2) {
      this.step((x < 0) !== (document.dir === 'rtl') ? 1 : -1);
    }
  };

  readonly cancel = () => {
    this.from = undefined;
  };
}
