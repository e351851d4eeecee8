/** The registry in force, for systems that are made before the door is that reads it, and learn of every reload. */
import type { Authority } from './peer.js';
import type { AuthorityRegistry } from './registry.js';

/** Authorities that are not suspended. */
export class KnownAuthorities {
  #registry: (() => AuthorityRegistry) | undefined;

  /** Says where the registry in force is had from. */
  attach(registry: () => AuthorityRegistry): void {
    this.#registry = registry;
  }

  /** Undefined when no authority has the code, or it is suspended. */
  find(code: string): Authority | undefined {
    const found = this.#current().byCode.get(code);
    return found?.suspended === false ? found : undefined;
  }

  /** Authorities of a kind in a Member State, as they stand in the registry. */
  ofKind(kind: string, memberState: string): readonly Authority[] {
    return [...this.#current().byCode.values()].filter(
      (one) => !one.suspended && one.memberState === memberState && one.kinds.includes(kind),
    );
  }

  #current(): AuthorityRegistry {
    if (this.#registry === undefined) throw new Error('authorities were asked for before there was a registry');
    return this.#registry();
  }
}
