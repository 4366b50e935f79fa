/** A hub that this browser knows, by its origin. `hubs.js` writes the list. */
export interface Hub {
  name: string;
  address: string;
}

export function hubs(): Hub[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem('hapi-hubs') ?? '[]');
    return Array.isArray(stored) ? stored.filter(isHub) : [];
  } catch {
    return [];
  }
}

function isHub(it: unknown): it is Hub {
  return typeof it === 'object' && typeof (it as Hub | null)?.address === 'string';
}
