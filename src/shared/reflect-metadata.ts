/**
 * The part of the Reflect metadata proposal that tsyringe, inside @peculiar/x509, calls for. It loads nowhere without
 * these functions, and none of its classes there carries metadata, so a map per class is all that is needed.
 */
const metadata = new WeakMap<object, Map<unknown, unknown>>();

function ownMetadata(key: unknown, target: object): unknown {
  return metadata.get(target)?.get(key);
}

function inheritedMetadata(key: unknown, target: object): unknown {
  for (let holder: object | null = target; holder !== null; holder = Reflect.getPrototypeOf(holder)) {
    if (metadata.get(holder)?.has(key) === true) return ownMetadata(key, holder);
  }
  return undefined;
}

function defineMetadata(key: unknown, value: unknown, target: object): void {
  const known = metadata.get(target);
  if (known === undefined) metadata.set(target, new Map([[key, value]]));
  else known.set(key, value);
}

if (!('getMetadata' in Reflect)) {
  Object.assign(Reflect, { getMetadata: inheritedMetadata, getOwnMetadata: ownMetadata, defineMetadata });
}
