// Writes docs/errors.md from the error table. A test fails when the committed page is not what this writes.
import { writeFileSync } from 'node:fs';
import { tsImport } from 'tsx/esm/api';

const { errorsDocument } = await tsImport('../src/gateway/errors/document.ts', import.meta.url);
writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsDocument());
