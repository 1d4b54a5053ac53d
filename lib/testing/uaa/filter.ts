import type { Client } from './client';
import { UaaError } from './uaa-error';

/** The clients that a SCIM filter on `client_id` lets through; UAA answers 500 to filters that it cannot do. */
export function filtered(clients: readonly Client[], filter: string | null): readonly Client[] {
  if (filter === null || filter === '') return clients;
  const [, operator, value] = /^client_id (sw|eq|co) "([^"]*)"$/i.exec(filter.trim()) ?? [];
  if (operator === undefined || value === undefined) throw UaaError.bare(500);
  const wanted = value.toLowerCase();
  return clients.filter(({ clientId }) => {
    const id = clientId.toLowerCase();
    switch (operator.toLowerCase()) {
      case 'sw':
        return id.startsWith(wanted);
      case 'co':
        return id.includes(wanted);
      default:
        return id === wanted;
    }
  });
}
