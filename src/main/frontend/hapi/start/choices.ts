import { act } from '../base/act';
import type { Agent, Machine, Offer, Place } from './model';

const ASK_MILLIS = 35_000;
const MODELS_MILLIS = 130_000;

/**
 * What there is to choose from, as the machines say. Every answer is kept for the tab and asked for
 * once; `change` tells that one came. What nobody answered is empty and asked for again later.
 */
export class Choices extends EventTarget {
  machines: Machine[] = [];
  recent: Place[] = [];
  isLoaded = false;
  private agentsOf = new Map<string, { agents: Agent[]; folders: string[] }>();
  private modelsOf = new Map<string, Offer>();
  private existing = new Map<string, boolean | undefined>();
  private asking = new Set<string>();

  /** Machines and places. */
  async load() {
    await this.ask('options', async () => {
      const answer = await act('start-options', {});
      this.machines = answer.machines as Machine[];
      this.recent = answer.recent as Place[];
      this.isLoaded = true;
    });
  }

  agents(machine: string): Agent[] {
    return this.of(machine)?.agents ?? [];
  }

  folders(machine: string): string[] {
    return this.of(machine)?.folders ?? [];
  }

  private of(machine: string) {
    const known = this.agentsOf.get(machine);
    if (!known && machine) {
      void this.ask(`machine ${machine}`, async () => {
        const answer = await act('start-machine', { machine }, ASK_MILLIS);
        const agents = answer.agents as Agent[];
        this.agentsOf.set(machine, { agents, folders: answer.folders as string[] });
      });
    }
    return known;
  }

  /** undefined while nobody knows. */
  exists(machine: string, folder: string): boolean | undefined {
    return this.existing.get(`${machine} ${folder}`);
  }

  async check(machine: string, folder: string) {
    if (machine && folder) {
      await this.ask(`exists ${machine} ${folder}`, async () => {
        const answer = await act('start-folder', { machine, folder }, ASK_MILLIS);
        this.existing.set(`${machine} ${folder}`, answer.exists as boolean | undefined);
      });
    }
  }

  offer(machine: string, agent: Agent, folder: string): Offer & { isAsking: boolean } {
    const name = `models ${machine} ${agent.id} ${agent.isByFolder ? folder : ''}`;
    const known = this.modelsOf.get(name);
    if (!known && machine && (folder || !agent.isByFolder)) {
      void this.ask(name, async () => {
        const answer = await act('start-models', { machine, agent: agent.id, folder }, MODELS_MILLIS);
        this.modelsOf.set(name, {
          models: answer.models as Offer['models'],
          efforts: answer.efforts as Offer['efforts'],
          error: String(answer.error ?? '')
        });
      });
    }
    return { ...(known ?? { models: [], efforts: [], error: '' }), isAsking: this.asking.has(name) };
  }

  private async ask(name: string, work: () => Promise<void>) {
    if (this.asking.has(name)) {
      return;
    }
    this.asking.add(name);
    try {
      await work();
      this.asking.delete(name);
    } catch {
      // Nobody answered. Not asked again at once, or a page without a hub would not stop.
      window.setTimeout(() => this.asking.delete(name), 3_000);
    }
    this.dispatchEvent(new Event('change'));
  }
}
