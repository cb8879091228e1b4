// Requests to the REST API, with the key of whoever is signed in.

import type { Page } from './types';

/** An answer that was not what was asked for: problem details after RFC 9457, or nothing at all (status 0: the server cannot be reached). */
export class ApiError extends Error {
  constructor(readonly status: number, message: string, readonly faults: Record<string, string[]> = {}) {
    super(message);
  }
}

type Query = Record<string, string | number | null | undefined>;

export class Api {
  /** @param refused called when the key is not (or no longer) known */
  constructor(readonly key: string, private readonly refused: () => void = () => {}) {}

  get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
    const text = search.toString();
    return this.send<T>('GET', text ? `${path}?${text}` : path, undefined, signal);
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.send<T>('POST', path, body);
  }

  async delete(path: string): Promise<void> {
    await this.send<void>('DELETE', path, undefined);
  }

  /**
   * All items of a list, or the first so many of them.
   * @param place what the list calls the place to go on from
   */
  async all<T>(path: string, query: Query, most: number, place: 'cursor' | 'after' = 'cursor'): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<T> = await this.get<Page<T>>(path, { ...query, take: Math.min(500, most - items.length), [place]: cursor });
      items.push(...page.items);
      cursor = page.next;
    } while (cursor !== null && items.length < most);
    return items;
  }

  private async send<T>(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    let answer: Response;
    try {
      answer = await fetch(`/api/v1/${path}`, {
        method,
        headers: { Authorization: `Bearer ${this.key}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      });
    } catch (failure) {
      if (signal?.aborted) throw failure;
      throw new ApiError(0, 'unreachable');
    }

    if (answer.status === 204) return undefined as T;
    if (answer.ok) return (await answer.json()) as T;
    if (answer.status === 401) this.refused();
    const problem = (await answer.json().catch(() => ({}))) as { title?: string; detail?: string; errors?: Record<string, string[]> };
    throw new ApiError(answer.status, problem.detail ?? problem.title ?? answer.statusText, problem.errors);
  }
}
