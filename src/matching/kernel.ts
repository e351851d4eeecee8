import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { projectRoot } from '../shared/project-root.js';

// Node 20 dies ("unreachable code" in V8's Deoptimizer::DoComputeBuiltinContinuation) when it gives up optimised code into
// which it had inlined a call into WebAssembly.
setFlagsFromString('--no-turbo-inline-js-wasm-calls');

/** A kernel of kernels/, compiled. The same module serves any number of threads. */
export const compileKernel = (name: string): WebAssembly.Module =>
  new WebAssembly.Module(readFileSync(join(projectRoot, 'build/kernels', `${name}.wasm`)));

/** A kernel on a memory. The caller knows what it exports. */
export const instantiateKernel = (
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Readonly<Record<string, unknown>> => new WebAssembly.Instance(module, { env: { memory } }).exports;
