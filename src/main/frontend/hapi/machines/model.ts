/** What the server sends. `hapi.hub.ui.machines.MachineEncoder` is the other half of this file. */
export interface MachineRow {
  id: string;
  name: string;
  tone: 'good' | 'busy' | 'away';
  /** How it fares; {ago} is filled in here from `since`, epoch milliseconds. */
  words: string;
  since: number;
  facts: string;
  /** Of its runner; empty when there is nothing to say. */
  warning: string;
  sessions: string;
  running: { id: string; title: string }[];
}
