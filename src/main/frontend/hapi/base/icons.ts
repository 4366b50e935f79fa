import { LitElement, css, svg, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import {
  ArrowDown,
  ArrowUp,
  Camera,
  Check,
  ChevronLeft,
  ChevronRight,
  Circle,
  CircleCheck,
  CircleDot,
  CircleSlash,
  CircleX,
  Clock,
  Copy,
  Ellipsis,
  Folder,
  Inbox,
  LoaderCircle,
  MessagesSquare,
  Monitor,
  Paperclip,
  Pin,
  Plus,
  Search,
  Settings,
  Square,
  SquareTerminal,
  X,
  type IconNode
} from 'lucide';

const icons: Record<string, IconNode> = {
  down: ArrowDown,
  up: ArrowUp,
  camera: Camera,
  check: Check,
  later: Clock,
  back: ChevronLeft,
  open: ChevronRight,
  pending: Circle,
  done: CircleCheck,
  current: CircleDot,
  stopped: CircleSlash,
  failed: CircleX,
  copy: Copy,
  files: Folder,
  inbox: Inbox,
  machines: Monitor,
  search: Search,
  terminal: SquareTerminal,
  more: Ellipsis,
  pin: Pin,
  busy: LoaderCircle,
  sessions: MessagesSquare,
  attachment: Paperclip,
  plus: Plus,
  settings: Settings,
  stop: Square,
  close: X
};

/** One picture of the icon set. Decoration only: the name is said by what it stands in. */
@customElement('hapi-icon')
export class HapiIcon extends LitElement {
  @property() name = '';

  static override styles = css`
    :host {
      display: inline-block;
      width: 1.25em;
      height: 1.25em;
      vertical-align: -0.25em;
    }
    svg {
      width: 100%;
      height: 100%;
      fill: none;
      stroke: currentColor;
      stroke-width: 2;
      stroke-linecap: round;
      stroke-linejoin: round;
      display: block;
    }
    :host([name='busy']) svg {
      animation: turn 1s linear infinite;
    }
    :host([name='stop']) svg {
      fill: currentColor;
    }
    @keyframes turn {
      to {
        transform: rotate(360deg);
      }
    }
    @media (prefers-reduced-motion: reduce) {
      :host([name='busy']) svg {
        animation-duration: 6s;
      }
    }
  `;

  override connectedCallback() {
    super.connectedCallback();
    this.setAttribute('aria-hidden', 'true');
  }

  override render() {
    return html`<svg viewBox="0 0 24 24">${(icons[this.name] ?? []).map(shape)}</svg>`;
  }
}

function shape([tag, a]: IconNode[number]) {
  switch (tag) {
    case 'path':
      return svg`<path d=${String(a.d)} />`;
    case 'circle':
      return svg`<circle cx=${a.cx} cy=${a.cy} r=${a.r} />`;
    case 'line':
      return svg`<line x1=${a.x1} y1=${a.y1} x2=${a.x2} y2=${a.y2} />`;
    case 'rect':
      return svg`<rect x=${a.x} y=${a.y} width=${a.width} height=${a.height} rx=${a.rx ?? 0} />`;
    default:
      return svg``;
  }
}
