import type { Contract } from './contract.js';
export function buildOpenApi(contract: Contract): object {
  return { openapi: '3.1.0', n: contract.services.length };
}
